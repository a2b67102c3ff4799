import Glibc

/// Threads that nobody waits for.
package enum Thread {
    private final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own; answers what went wrong if none could be made.
    package static func start(_ body: @escaping @Sendable () -> Void) -> NodeError? {
        let work = Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        guard status == 0 else {
            work.release()
            return .system("pthread_create", status)
        }
        pthread_detach(thread)
        return nil
    }
}

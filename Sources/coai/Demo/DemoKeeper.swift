import Console
import Glibc
import SignerProtocol

/// Who removes a demonstration's folder, and ends its signer, when the demonstration itself no longer can.
///
/// A process of its own, apart from the others, that sleeps until theirs is gone: it does nothing if all was tidied up.
enum DemoKeeper {
    /// Starts one for a folder.
    static func start(_ folder: DemoFolder, lifeline: Int32) throws(Failure) {
        do throws(SignerError) {
            try DetachedProgram.start(
                try programPath(),
                ["demo", "--keep", folder.path, "--lifeline", String(Lifeline.descriptor)],
                lifeline: lifeline)
        } catch { throw Failure(error) }
    }

    private static func programPath() throws(SignerError) -> String {
        do { return try OwnProgram.path() } catch {
            throw SignerError(code: "signer.start", message: error.message)
        }
    }

    /// Waits, as that process.
    ///
    /// - Throws: a usage failure for a folder that is no demonstration's.
    static func run(_ path: String, lifeline: Int32) throws(Failure) {
        let folder = try DemoFolder(existing: path)
        Lifeline.wait(lifeline)
        // Who still runs may be writing to it.
        for _ in 0..<200 where folder.exists {
            folder.endSigner()
            folder.remove()
            if folder.exists { usleep(50_000) }
        }
    }
}

import Glibc

/// A descriptor that a program holds on to as long as the one that made it is there: its end means the end of both.
///
/// The kernel closes the other side however that program ends, by SIGKILL too. What the kernel offers for this by name,
/// PR_SET_PDEATHSIG, follows a thread of the direct parent, and no program that was started apart.
public enum Lifeline {
    /// Number by which a program that was started with one finds it.
    public static let descriptor: Int32 = 3

    /// A new one: `held` is kept by who makes it and by nobody else, `given` goes to other programs.
    ///
    /// - Throws: `lifeline.failed` where there are no descriptors left.
    public static func make() throws(Failure) -> (held: Int32, given: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw Failure(
                "lifeline.failed", "no pipe can be made: \(String(cString: strerror(errno)))", exitCode: 1)
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[1], ends[0])
    }

    /// The descriptor that the value of an option names.
    ///
    /// - Throws: a usage failure unless it is an open pipe or socket beyond the standard descriptors.
    public static func descriptor(named text: String) throws(Failure) -> Int32 {
        var status = stat()
        guard let number = Int32(text), number > 2, fstat(number, &status) == 0,
            [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
        else { throw .usage("--lifeline takes the number of an open pipe or socket, from 3 on") }
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        return number
    }

    /// Sleeps until its other side is closed.
    public static func wait(_ descriptor: Int32) {
        var byte: UInt8 = 0
        while true {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&ready, 1, -1) < 0 {
                if errno == EINTR { continue }
                return
            }
            // What comes through it says nothing.
            let count = read(descriptor, &byte, 1)
            if count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            return
        }
    }

    /// Ends this process when its other side is closed, whatever it does then: as SIGTERM does, which gives back a
    /// terminal that is in use; and if that is held back, as SIGKILL does.
    ///
    /// - Throws: `lifeline.failed` where no thread can be started.
    public static func follow(_ descriptor: Int32) throws(Failure) {
        // The thread takes no signals: they are for the one that has the terminal.
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let number = UnsafeMutableRawPointer(bitPattern: UInt(max(descriptor, 0)))
        let result = pthread_create(
            &thread, nil,
            { number in
                Lifeline.wait(Int32(truncatingIfNeeded: UInt(bitPattern: number)))
                kill(getpid(), SIGTERM)
                sleep(2)
                kill(getpid(), SIGKILL)
                return nil
            }, number)
        guard result == 0 else {
            throw Failure("lifeline.failed", "no thread can be started", exitCode: 1)
        }
        pthread_detach(thread)
    }
}

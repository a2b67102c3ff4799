/// The moment until which a call may run: others wait meanwhile.
struct Deadline: Sendable {
    private let milliseconds: UInt64
    private let end: UInt64

    /// So many milliseconds from now on.
    init(milliseconds: UInt64) {
        self.milliseconds = milliseconds
        end = MonotonicClock.milliseconds.addingReportingOverflow(milliseconds).partialValue
    }

    /// Whether it is over.
    var isOver: Bool { MonotonicClock.milliseconds >= end }

    /// Stops a call that has taken all its time; what it came to until then means nothing.
    ///
    /// - Parameter code: of the error, whose words are geth's.
    /// - Throws: `RPCError` once it is over.
    func check(code: Int = -32_000) throws(RPCError) {
        guard !isOver else {
            let seconds = Double(milliseconds) / 1_000
            throw RPCError(code: code, message: "execution aborted (timeout = \(seconds)s)")
        }
    }
}

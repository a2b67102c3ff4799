/// Why the journal can't be used: signing stops until it is put right.
public struct JournalError: Error, Sendable, Equatable {
    /// Stable name, such as `journal.damaged`.
    public let code: String
    /// One sentence for a person.
    public let message: String
    /// What to do about it.
    public let hint: String

    init(_ code: String, _ message: String, hint: String = "") {
        self.code = "journal." + code
        self.message = message
        self.hint = hint
    }
}

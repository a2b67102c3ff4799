/// Why bytes aren't the saved state of a node.
public struct SavedStateError: Error, Sendable, Equatable {
    /// Stable name, such as `state.checksum`.
    public let code: String
    /// One sentence for a person.
    public let message: String
    /// What to do about it.
    public let hint: String

    private init(_ code: String, _ message: String, _ hint: String) {
        (self.code, self.message, self.hint) = (code, message, hint)
    }

    /// It begins otherwise than any saved state.
    static let foreign = SavedStateError(
        "state.foreign", "this is not a saved state of coai devnet",
        "name a file that --state has written, or one that isn't there yet")
    /// It is cut, or longer than it says.
    static let cut = SavedStateError(
        "state.cut", "the saved state doesn't have the length that it says",
        "copy it again, or start with another file")
    /// Its checksum is another one.
    static let checksum = SavedStateError(
        "state.checksum", "the saved state was changed since it was written",
        "copy it again, or start with another file")

    /// It is of a later coai.
    static func version(_ number: UInt64) -> SavedStateError {
        SavedStateError(
            "state.version",
            "the saved state has version \(number), and this coai reads versions up to \(SavedState.version)",
            "use the coai that wrote it")
    }

    /// A part of it can't be what a node has written.
    static func malformed(_ what: String) -> SavedStateError {
        SavedStateError("state.malformed", "the saved state has \(what)", "start with another file")
    }
}

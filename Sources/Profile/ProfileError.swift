/// Why a file isn't a network profile.
public struct ProfileError: Error, Sendable, Equatable {
    /// Stable name of the error, such as `profile.unknown-key`.
    public let code: String
    /// One sentence for a person.
    public let message: String
    /// What to do about it.
    public let hint: String

    init(_ code: String, _ message: String, hint: String = "") {
        self.code = "profile." + code
        self.message = message
        self.hint = hint
    }
}

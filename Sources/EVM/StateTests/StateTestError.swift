import StrictJSON

/// Why a file isn't one of state tests.
public struct StateTestError: Error, Sendable, Equatable {
    /// Stable name of the error.
    public let code: String
    /// One sentence for a person.
    public let message: String
    /// What to do about it.
    public let hint: String

    init(
        _ code: String, _ message: String,
        hint: String = "the format is that of ethereum/tests' GeneralStateTests"
    ) {
        self.code = "state-test." + code
        self.message = message
        self.hint = hint
    }

    init(_ error: JSONError) {
        code = error.code
        message = error.message
        hint = error.hint
    }

    /// The error of a part that is missing or not what it should be.
    static func wrong(_ part: String, in test: String) -> StateTestError {
        StateTestError("malformed", "\(part) of \(test) is missing or malformed")
    }
}

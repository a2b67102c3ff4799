/// How a call or a creation ended.
public enum Halt: String, Sendable {
    /// To its end, by STOP, RETURN or SELFDESTRUCT.
    case success
    /// By REVERT: undone, with the gas that was left.
    case revert
    case outOfGas
    case stackUnderflow
    case stackOverflow
    case invalidOpcode
    case invalidJump
    /// A change of state inside of a STATICCALL.
    case staticViolation
    /// RETURNDATACOPY past the end of the data.
    case returnDataOutOfBounds
    /// The address of a creation is taken.
    case collision
    /// A created code that begins with 0xef (EIP-3541).
    case invalidCode
    /// A created code of more than 24,576 bytes (EIP-170), or initcode of more than 49,152 (EIP-3860).
    case codeTooLarge
    case precompileFailed
}

/// Most bytes, words and calls.
enum Limits {
    static let stack = 1_024
    static let callDepth = 1_024
    static let code = 24_576
    static let initcode = 49_152
    /// Bytes of memory of all frames of a transaction together: 8 thousand million gas at least, and more than a
    /// hundred million can buy by ten times.
    static let memory = 1 << 31
}

/// Why a call reverted, as far as its data says.
public enum RevertReason: Sendable, Hashable {
    /// Text of `require` or `revert`.
    case error(String)
    /// A fault that the compiler checks for.
    case panic(UInt256)
    /// An error that the contract declares.
    case custom(name: String, values: [ABIValue])
    /// No data.
    case empty
    /// Data that no known error reads.
    case unknown([UInt8])

    private static let errorFunction = ABIFunction(name: "Error", inputs: [ABIParameter(type: .string)])
    private static let panicFunction = ABIFunction(name: "Panic", inputs: [ABIParameter(type: .uint(256))])

    /// The reason in the data of a revert, with the custom `errors` that are known.
    public static func decode(_ data: [UInt8], errors: [ABIFunction] = []) -> RevertReason {
        guard !data.isEmpty else { return .empty }
        if let values = try? errorFunction.decodeCall(data), case .string(let text) = values.first {
            return .error(text)
        }
        if let values = try? panicFunction.decodeCall(data), case .uint(let code) = values.first {
            return .panic(code)
        }
        for error in errors {
            if let values = try? error.decodeCall(data) { return .custom(name: error.name, values: values) }
        }
        return .unknown(data)
    }

    /// What a panic's code means (Solidity, "Panic via assert and Error via require").
    public static func meaning(ofPanic code: UInt256) -> String {
        switch code.asUInt64 {
        case 0x00: "generic fault of the compiler"
        case 0x01: "an assertion failed"
        case 0x11: "arithmetic overflow"
        case 0x12: "division by zero"
        case 0x21: "a number is not a value of its enum"
        case 0x22: "wrongly encoded storage"
        case 0x31: "pop of an empty array"
        case 0x32: "index out of bounds"
        case 0x41: "too much memory"
        case 0x51: "call of an unset function"
        default: "unknown code"
        }
    }
}

import Ethereum
import StrictJSON

/// Why a request isn't answered: JSON-RPC 2.0's codes, and those of Ethereum's nodes.
public struct RPCError: Error, Sendable, Equatable {
    /// -32700 to -32000 of JSON-RPC, and 3 for a revert.
    public let code: Int
    /// One sentence, in the words that tools look for.
    public let message: String
    /// The reason of a revert, in hex.
    public var data: JSON?

    /// An error of these parts.
    public init(code: Int, message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    static func invalid(_ message: String) -> RPCError { RPCError(code: -32602, message: message) }
    static func server(_ message: String) -> RPCError { RPCError(code: -32000, message: message) }
    /// What was asked for isn't there (execution-apis, "Resource not found").
    static func notFound(_ message: String) -> RPCError { RPCError(code: -32001, message: message) }
    static let noBlock = RPCError(code: -32000, message: "header not found")

    /// What a call that was undone says.
    static func reverted(_ output: [UInt8]) -> RPCError {
        let reason: String? =
            switch RevertReason.decode(output) {
            case .error(let text): text
            case .panic(let code): panic(code)
            case .custom, .empty, .unknown: nil
            }
        return RPCError(
            code: 3, message: "execution reverted" + (reason.map { ": " + $0 } ?? ""),
            data: .string(Hex.encode(output)))
    }

    /// The words of other nodes, which tools compare.
    private static func panic(_ code: UInt256) -> String {
        switch code {
        case 0x00: "generic panic"
        case 0x01: "assert(false)"
        case 0x11: "arithmetic underflow or overflow"
        case 0x12: "division or modulo by zero"
        case 0x21: "enum overflow"
        case 0x22: "invalid encoded storage byte array accessed"
        case 0x31: "out-of-bounds array access; popping on an empty array"
        case 0x32: "out-of-bounds access of an array or bytesN"
        case 0x41: "out of memory"
        case 0x51: "uninitialized function"
        default: "unknown panic code: " + code.quantity
        }
    }

    /// The error as JSON-RPC writes it.
    var json: JSON {
        var members: [(String, JSON)] = [("code", .number(String(code))), ("message", .string(message))]
        if let data { members.append(("data", data)) }
        return .object(JSONObject(members))
    }
}

import StrictJSON

/// A JSON-RPC method with its parameters.
public struct NodeCall: Sendable, Equatable {
    /// Name of the method, such as `eth_call`.
    public let method: String
    /// Parameters, by position.
    public let parameters: [JSON]

    /// A call of these parts.
    public init(_ method: String, _ parameters: [JSON] = []) {
        self.method = method
        self.parameters = parameters
    }

    /// The request of this call (JSON-RPC 2.0, section 4).
    func request(id: UInt64) -> JSON {
        .object(
            JSONObject([
                ("jsonrpc", "2.0"), ("id", .number(String(id))), ("method", .string(method)),
                ("params", .array(parameters)),
            ]))
    }
}

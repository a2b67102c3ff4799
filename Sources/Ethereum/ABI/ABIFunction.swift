/// A function, or a custom error, of a contract.
public struct ABIFunction: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Its arguments.
    public let inputs: [ABIParameter]
    /// What it returns.
    public let outputs: [ABIParameter]
    /// First four bytes of the hash of its signature.
    public let selector: [UInt8]

    /// A function of these parts.
    public init(name: String, inputs: [ABIParameter], outputs: [ABIParameter] = []) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        let signature = name + "(" + inputs.map(\.type.canonical).joined(separator: ",") + ")"
        selector = Array(Keccak256.hash(utf8: signature).bytes.prefix(4))
    }

    /// The function in `text`, such as `transfer(address to,uint256 amount) view returns (bool)`.
    ///
    /// Names of arguments, `function` in front, mutability and visibility may be there or not.
    /// - Throws: `ABIError.syntax`.
    public init(_ text: String) throws(ABIError) {
        var parser = SignatureParser(text)
        if !parser.take(word: "function") { _ = parser.take(word: "error") }
        let name = parser.word()
        guard !name.isEmpty, parser.take("(") else { throw .syntax("expected a name and (") }
        let inputs = try parser.parameters()
        var outputs: [ABIParameter] = []
        while true {
            let word = parser.word()
            if ["view", "pure", "payable", "external", "public", "nonpayable"].contains(word) { continue }
            if word == "returns" {
                guard parser.take("(") else { throw .syntax("expected ( after returns") }
                outputs = try parser.parameters()
            } else if !word.isEmpty {
                throw .syntax("unknown word after the arguments")
            }
            break
        }
        guard parser.isAtEnd else { throw .syntax("text after the signature") }
        self.init(name: name, inputs: inputs, outputs: outputs)
    }

    /// Name and types of arguments, as it is hashed: `transfer(address,uint256)`.
    public var signature: String { name + "(" + inputs.map(\.type.canonical).joined(separator: ",") + ")" }

    /// Calldata of a call with these arguments.
    ///
    /// - Throws: `ABIError` for an argument that isn't of its type.
    public func encodeCall(_ arguments: [ABIValue]) throws(ABIError) -> [UInt8] {
        selector + (try ABI.encode(arguments, as: inputs.map(\.type)))
    }

    /// Arguments of a call.
    ///
    /// - Throws: `ABIError`; `selectorMismatch` for a call of another function.
    public func decodeCall(_ calldata: [UInt8]) throws(ABIError) -> [ABIValue] {
        try decodeCallCounting(calldata).arguments
    }

    /// Arguments of a call, and the bytes behind them that no argument reaches to (as ERC-8021 appends).
    ///
    /// - Throws: `ABIError`; `selectorMismatch` for a call of another function.
    public func decodeCallCounting(
        _ calldata: [UInt8]
    ) throws(ABIError) -> (arguments: [ABIValue], trailing: [UInt8]) {
        guard calldata.starts(with: selector) else { throw .selectorMismatch }
        let (values, used) = try ABI.decodeCounting(calldata.dropFirst(4), as: inputs.map(\.type))
        return (values, Array(calldata.dropFirst(4 + used)))
    }

    /// Values that a call returned.
    ///
    /// - Throws: `ABIError`.
    public func decodeResult(_ data: [UInt8]) throws(ABIError) -> [ABIValue] {
        try ABI.decode(data, as: outputs.map(\.type))
    }
}

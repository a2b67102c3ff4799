/// An event of a contract.
public struct ABIEvent: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Its arguments, in the order of the declaration.
    public let inputs: [ABIParameter]
    /// Whether its logs lack the hash of the signature.
    public let isAnonymous: Bool
    /// Hash of the signature, first topic of its logs.
    public let topic0: Hash32

    /// An event of these parts.
    public init(name: String, inputs: [ABIParameter], isAnonymous: Bool = false) {
        self.name = name
        self.inputs = inputs
        self.isAnonymous = isAnonymous
        topic0 = Keccak256.hash(utf8: name + "(" + inputs.map(\.type.canonical).joined(separator: ",") + ")")
    }

    /// The event in `text`, such as `Transfer(address indexed from,address indexed to,uint256 value)`.
    ///
    /// - Throws: `ABIError.syntax`.
    public init(_ text: String) throws(ABIError) {
        var parser = SignatureParser(text)
        _ = parser.take(word: "event")
        let name = parser.word()
        guard !name.isEmpty, parser.take("(") else { throw .syntax("expected a name and (") }
        let inputs = try parser.parameters()
        let isAnonymous = parser.take(word: "anonymous")
        guard parser.isAtEnd else { throw .syntax("text after the signature") }
        self.init(name: name, inputs: inputs, isAnonymous: isAnonymous)
    }

    /// Name and types of arguments, as it is hashed.
    public var signature: String { name + "(" + inputs.map(\.type.canonical).joined(separator: ",") + ")" }

    /// Values of a log, in the order of the declaration; an indexed value of dynamic type is its hash.
    ///
    /// - Throws: `ABIError`; `selectorMismatch` for a log of another event or with another number of topics.
    public func decode(topics: [Hash32], data: [UInt8]) throws(ABIError) -> [ABIValue] {
        var topics = topics[...]
        if !isAnonymous {
            guard topics.popFirst() == topic0 else { throw .selectorMismatch }
        }
        guard topics.count == inputs.lazy.filter(\.indexed).count else { throw .selectorMismatch }
        var rest = try ABI.decode(data, as: inputs.filter { !$0.indexed }.map(\.type))[...]
        var values: [ABIValue] = []
        values.reserveCapacity(inputs.count)
        for input in inputs {
            if input.indexed {
                guard let topic = topics.popFirst() else { throw .selectorMismatch }
                switch input.type {
                case .bytes, .string, .array, .fixedArray, .tuple: values.append(.fixedBytes(topic.bytes))
                default: values += try ABI.decode(topic.bytes, as: [input.type])
                }
            } else if let value = rest.popFirst() {
                values.append(value)
            }
        }
        return values
    }
}

import Ethereum

/// A type of typed data that coai has words for: matched by its exact type string, so that no look-alike borrows them.
struct MessageKind: Sendable {
    /// The type string, with the types it needs (EIP-712 `encodeType`).
    let encodeType: String
    /// What it is in a few words.
    let title: String
    /// Which token its amounts are of, where no field beside an amount names one.
    var token = AmountToken.contract
    /// Names of fields whose format is not what their name says.
    var formats: [String: ValueFormat] = [:]
    /// What a signature brings about.
    let effects: @Sendable (LeafValues) -> [Effect]

    /// All kinds: each is a line here and a file in this folder.
    static let all: [MessageKind] =
        jobOrders + results + ballots + permits + permit2 + transfersByAuthorization + accounts + exchanges

    /// The kind of a document, or nil.
    static func of(_ data: TypedData) -> MessageKind? { byType[data.encodeType] }

    private static let byType = Dictionary(
        all.map { ($0.encodeType, $0) }, uniquingKeysWith: { first, _ in first })
}

/// Where the token of a message's amounts is found.
enum AmountToken: Sendable, Hashable {
    /// The contract that checks the signature is the token.
    case contract
    /// A field of the message names it.
    case field(String)
    /// It is the network's own.
    case network
    /// The message doesn't say.
    case unknown

    func address(_ values: LeafValues, network: Address?) -> Address? {
        switch self {
        case .contract: values.verifyingContract
        case .field(let path): values.address(path)
        case .network: network
        case .unknown: nil
        }
    }
}

/// Values of a typed-data message by their path.
struct LeafValues: Sendable {
    /// The contract that checks the signature, if the domain states it.
    let verifyingContract: Address?
    private let values: [String: TypedDataValue]

    init(_ data: TypedData) {
        verifyingContract = data.verifyingContract
        values = Dictionary(
            data.message.leaves.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    func address(_ path: String) -> Address? {
        if case .address(let address)? = values[path] { return address }
        return nil
    }

    func uint(_ path: String) -> UInt256? {
        if case .uint(let number, _)? = values[path] { return number }
        return nil
    }

    func bool(_ path: String) -> Bool {
        if case .bool(let flag)? = values[path] { return flag }
        return false
    }

    func bytes(_ path: String) -> [UInt8]? {
        if case .bytes(let bytes)? = values[path] { return bytes }
        return nil
    }

    /// Indices of an array's elements: those for which `path[i].field` or `path[i]` is there.
    func indices(_ path: String, field: String = "") -> Range<Int> {
        var count = 0
        while values["\(path)[\(count)]" + (field.isEmpty ? "" : "." + field)] != nil { count += 1 }
        return 0..<count
    }
}

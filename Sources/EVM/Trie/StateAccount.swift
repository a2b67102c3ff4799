import Ethereum

/// An account as the state trie holds it: the RLP list of these four (Yellow Paper, section 4.1).
public struct StateAccount: Sendable, Hashable {
    /// The Keccak-256 of no bytes: the code hash of an account without code.
    public static let emptyCodeHash = Keccak256.hash([])

    /// Transactions sent, or contracts made.
    public var nonce: UInt64
    /// In wei.
    public var balance: UInt256
    /// Root of the trie of its storage.
    public var storageRoot: Hash32
    /// Keccak-256 of its code.
    public var codeHash: Hash32

    /// An account with these parts; one without storage and code unless they are given.
    public init(
        nonce: UInt64 = 0, balance: UInt256 = .zero, storageRoot: Hash32 = Trie.emptyRoot,
        codeHash: Hash32 = StateAccount.emptyCodeHash
    ) {
        self.nonce = nonce
        self.balance = balance
        self.storageRoot = storageRoot
        self.codeHash = codeHash
    }

    /// Whether nonce, balance and code are all nothing: what EIP-161 removes from the state.
    public var isEmpty: Bool { nonce == 0 && balance.isZero && codeHash == StateAccount.emptyCodeHash }

    /// The account's RLP.
    public var encoded: [UInt8] {
        RLP.encode(
            .list([.number(nonce), .number(balance), .bytes(storageRoot.bytes), .bytes(codeHash.bytes)]))
    }

    /// The account of this RLP, or nil if it isn't one in its only form.
    public init?(encoded bytes: [UInt8]) {
        guard let item = try? RLP.decode(bytes), case .list(let parts) = item, parts.count == 4,
            case .bytes(let nonce) = parts[0], case .bytes(let balance) = parts[1],
            case .bytes(let root) = parts[2], case .bytes(let code) = parts[3],
            nonce.first != 0, balance.first != 0,
            let nonce = UInt256(bigEndianBytes: nonce)?.asUInt64,
            let balance = UInt256(bigEndianBytes: balance),
            let storageRoot = try? Hash32(bytes: root), let codeHash = try? Hash32(bytes: code)
        else { return nil }
        self.init(nonce: nonce, balance: balance, storageRoot: storageRoot, codeHash: codeHash)
    }
}

/// Roots of Ethereum's state.
public enum StateRoot {
    /// The change of a storage trie that sets `slot` to `value`; zero removes it.
    public static func storageChange(_ slot: UInt256, _ value: UInt256) -> (key: [UInt8], value: [UInt8]) {
        (Trie.secureKey(slot.bigEndianBytes), value.isZero ? [] : RLP.encode(.number(value)))
    }

    /// The change of a state trie that sets the account at `address`; nil removes it.
    public static func accountChange(_ address: Address, _ account: StateAccount?) -> (
        key: [UInt8], value: [UInt8]
    ) {
        (Trie.secureKey(address.bytes), account?.encoded ?? [])
    }
}

import Ethereum

/// What `eth_getProof` (EIP-1186) shows about an account and its storage, checked against a state root.
public enum AccountProof {
    /// The account at `address` in the state that `stateRoot` commits to, or nil if there is none.
    ///
    /// - Throws: `TrieProofError` if the nodes prove neither.
    public static func account(
        _ address: Address, stateRoot: Hash32, nodes: [[UInt8]]
    ) throws(TrieProofError) -> StateAccount? {
        let key = Trie.secureKey(address.bytes)
        guard let bytes = try TrieProof.verify(root: stateRoot, key: key, nodes: nodes) else { return nil }
        guard let account = StateAccount(encoded: bytes) else { throw .malformedValue }
        return account
    }

    /// The word at `slot` of the storage that `storageRoot` commits to; zero if nothing is stored there.
    ///
    /// - Throws: `TrieProofError` if the nodes don't prove it.
    public static func storage(
        _ slot: UInt256, storageRoot: Hash32, nodes: [[UInt8]]
    ) throws(TrieProofError) -> UInt256 {
        let key = Trie.secureKey(slot.bigEndianBytes)
        guard let bytes = try TrieProof.verify(root: storageRoot, key: key, nodes: nodes) else {
            return .zero
        }
        guard let item = try? RLP.decode(bytes), case .bytes(let word) = item, let first = word.first,
            first != 0, let value = UInt256(bigEndianBytes: word)
        else { throw .malformedValue }
        return value
    }
}

import EVM
import Ethereum
import StrictJSON

/// What an answer to `eth_getProof` (EIP-1186) proves of an account and words of its storage.
///
/// Only what is proven counts; that the node also states something else is a contradiction all the same.
struct ProvenAccount {
    /// The account; nil if it is proven that there is none.
    let account: StateAccount?
    /// The words, in the order of the slots that were asked for.
    let words: [UInt256]

    private static let method = "eth_getProof"

    init(
        _ json: JSON, _ address: Address, _ slots: [UInt256], stateRoot: Hash32
    ) throws(SimulationError) {
        let method = Self.method
        let name = address.checksummed
        let nodes = try NodeValue.nodes(json["accountProof"], method)
        do {
            account = try AccountProof.account(address, stateRoot: stateRoot, nodes: nodes)
        } catch { throw .proof(name, error) }
        let proven = account ?? StateAccount()
        // What there isn't is stated as nothing, by some with hashes of zero.
        let (codeHash, storageHash) = (
            try NodeValue.hash(json["codeHash"], method), try NodeValue.hash(json["storageHash"], method)
        )
        let isAbsent = account == nil
        guard try NodeValue.word(json["balance"], method) == proven.balance,
            try NodeValue.small(json["nonce"], method) == proven.nonce,
            codeHash == proven.codeHash || isAbsent && codeHash == .zero,
            storageHash == proven.storageRoot || isAbsent && storageHash == .zero,
            try NodeValue.address(json["address"], method) == address
        else { throw .contradiction("what it states of \(name) isn't what it proves") }
        guard let proofs = json["storageProof"]?.arrayValue, proofs.count == slots.count else {
            throw .answer(method, "not as many words as were asked for")
        }
        var words: [UInt256] = []
        for (slot, proof) in zip(slots, proofs) {
            guard try NodeValue.stored(proof["key"], method) == slot else {
                throw .answer(method, "another word than was asked for")
            }
            let nodes = try NodeValue.nodes(proof["proof"], method)
            let word: UInt256
            do {
                word = try AccountProof.storage(slot, storageRoot: proven.storageRoot, nodes: nodes)
            } catch { throw .proof("a word of \(name)", error) }
            guard try NodeValue.stored(proof["value"], method) == word else {
                throw .contradiction("what it states of a word of \(name) isn't what it proves")
            }
            words.append(word)
        }
        self.words = words
    }
}

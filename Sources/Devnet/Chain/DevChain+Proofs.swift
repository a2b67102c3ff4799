import EVM
import Ethereum

extension DevChain {
    /// The account at an address after the block at `height`, empty if there is none, and the nodes that prove it.
    func accountProof(_ address: Address, at height: UInt64) -> (account: StateAccount, nodes: [[UInt8]]) {
        let nodes = state.trie(at: height).proof(of: Trie.secureKey(address.bytes))
        guard let stored = state.account(address, at: height) else { return (StateAccount(), nodes) }
        let account = StateAccount(
            nonce: stored.nonce, balance: stored.balance,
            storageRoot: state.storageTrie(address, at: height).root, codeHash: stored.code.hash)
        return (account, nodes)
    }

    /// Root of the state after the block at `height`, with changes that are in no block.
    func stateRoot(at height: UInt64, with changes: StateChanges) -> Hash32 {
        var trial = StateTrial(state, at: height)
        return trial.root(after: changes, of: OverlayState(base: state(at: height), changes: changes))
    }

    /// A word of an account's storage after the block at `height`, and the nodes that prove it.
    func storageProof(_ address: Address, _ slot: UInt256, at height: UInt64) -> (
        value: UInt256, nodes: [[UInt8]]
    ) {
        let trie = state.storageTrie(address, at: height)
        return (
            state.storage(address, slot, at: height), trie.proof(of: Trie.secureKey(slot.bigEndianBytes))
        )
    }
}

import EVM
import Ethereum

extension DevChain {
    /// Changes an account of the last block's state, against all rules: its header no longer commits to it.
    public func amend(_ address: Address, _ body: (inout StoredAccount) -> Void) {
        var account = state.account(address, at: head.number) ?? StoredAccount()
        body(&account)
        var changes = StateChanges()
        changes.accounts[address] = .some(account)
        state.amend(changes)
        pool.remove(of: address, below: account.nonce)
        drafted = nil
    }

    /// Changes a word of an account's storage, against all rules.
    public func amend(_ address: Address, slot: UInt256, to value: UInt256) {
        var changes = StateChanges()
        changes.accounts[address] = .some(state.account(address, at: head.number) ?? StoredAccount())
        changes.storage[address] = [slot: value]
        state.amend(changes)
        drafted = nil
    }
}

import EVM
import Ethereum

/// What a transaction would change, and what it looked at.
public struct SimulatedEffects: Sendable, Hashable {
    /// Accounts whose balance of the chain's coin is another afterwards; the sender first, then by address.
    public var balances: [Balance] = []
    /// Tokens that move, in the order of their events.
    public var transfers: [TokenTransfer] = []
    /// Permissions that are given or taken, in the order of their events.
    public var approvals: [TokenApproval] = []
    /// All events, in order.
    public var logs: [LogEntry] = []
    /// Contracts that are there afterwards and weren't before, by address.
    public var created: [Address] = []
    /// Contracts that run SELFDESTRUCT, in order.
    public var destroyed: [Destruction] = []
    /// Words of storage that are looked at or written, by address and slot.
    public var storage: [Word] = []
    /// Accounts that run other code afterwards (EIP-7702), by address.
    public var delegations: [Delegation] = []

    /// A balance in wei, before and after.
    public struct Balance: Sendable, Hashable {
        /// The account.
        public let address: Address
        /// In wei.
        public let before: UInt256
        /// In wei, fees included.
        public let after: UInt256
    }

    /// A SELFDESTRUCT.
    public struct Destruction: Sendable, Hashable {
        /// Who runs it.
        public let address: Address
        /// Who gets its coins.
        public let heir: Address?
        /// Whether the contract is gone afterwards: since Cancun only one that the transaction itself made (EIP-6780).
        public let isRemoved: Bool
    }

    /// A word of storage, before and after.
    public struct Word: Sendable, Hashable {
        /// Whose storage it is in.
        public let address: Address
        /// Where.
        public let slot: UInt256
        /// Its value before.
        public let before: UInt256
        /// Its value afterwards.
        public let after: UInt256
        /// Whether it is another afterwards.
        public var isWritten: Bool { before != after }
    }

    /// Whose code an account runs.
    public struct Delegation: Sendable, Hashable {
        /// The account.
        public let authority: Address
        /// Whose code it runs afterwards; nil for none any more.
        public let delegate: Address?
    }

    /// No effects.
    init() {}

    /// The effects of `result`, which ran on `before`.
    init(_ result: TransactionResult, from sender: Address, on before: some StateReader) {
        let changes = result.changes
        for address in changes.accounts.keys.sorted() {
            guard let after = changes.accounts[address] else { continue }
            let account = before.account(address)
            let balances = (account?.balance ?? .zero, after?.balance ?? .zero)
            if balances.0 != balances.1 {
                self.balances.append(Balance(address: address, before: balances.0, after: balances.1))
            }
            let isNew = changes.cleared.contains(address) && after != nil
            if isNew { created.append(address) }
            if !isNew, account?.code.delegate != after?.code.delegate {
                delegations.append(Delegation(authority: address, delegate: after?.code.delegate))
            }
        }
        if let place = balances.firstIndex(where: { $0.address == sender }) {
            balances.insert(balances.remove(at: place), at: 0)
        }
        logs = result.logs
        for log in logs {
            transfers += TokenTransfer.all(in: log)
            if let approval = TokenApproval(log) { approvals.append(approval) }
        }
        for call in result.lastingCalls where call.kind == .selfDestruct {
            let isRemoved = changes.accounts[call.from].map { $0 == nil } ?? false
            destroyed.append(Destruction(address: call.from, heir: call.to, isRemoved: isRemoved))
        }
        for entry in result.accessed {
            for key in entry.storageKeys {
                // What lay at the address of a contract that is made has been removed before.
                let isNew = changes.cleared.contains(entry.address)
                let old = isNew ? .zero : before.storage(entry.address, key.word)
                let after = changes.storage[entry.address]?[key.word] ?? old
                storage.append(Word(address: entry.address, slot: key.word, before: old, after: after))
            }
        }
    }
}

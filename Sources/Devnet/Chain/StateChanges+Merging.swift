import EVM
import Ethereum

extension StateChanges {
    /// Adds what was changed after these changes.
    mutating func merge(_ later: StateChanges) {
        for address in later.cleared {
            storage[address] = nil
            cleared.insert(address)
        }
        accounts.merge(later.accounts) { $1 }
        for (address, words) in later.storage { storage[address, default: [:]].merge(words) { $1 } }
    }
}

/// A state with changes over it, such as those of a block's first transactions under its next one.
struct OverlayState: StateReader {
    let base: any StateReader
    var changes = StateChanges()
    /// Hashes of blocks that the base doesn't have.
    var hashes: [UInt64: Hash32] = [:]
    /// Until when it may be read, if there is a limit.
    var deadline: Deadline?

    var hasFailed: Bool { deadline?.isOver == true || base.hasFailed }

    func account(_ address: Address) -> StoredAccount? {
        guard let changed = changes.accounts[address] else { return base.account(address) }
        guard var account = changed else { return nil }
        if changes.cleared.contains(address) { account.hasStorage = false }
        if changes.storage[address]?.values.contains(where: { !$0.isZero }) == true {
            account.hasStorage = true
        }
        return account
    }

    func storage(_ address: Address, _ slot: UInt256) -> UInt256 {
        if let word = changes.storage[address]?[slot] { return word }
        return changes.cleared.contains(address) ? .zero : base.storage(address, slot)
    }

    func blockHash(_ number: UInt64) -> Hash32 { hashes[number] ?? base.blockHash(number) }
}

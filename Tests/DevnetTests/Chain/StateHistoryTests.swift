import Devnet
import EVM
import Ethereum
import TestSupport
import Testing

/// The state at every height, against as many copies of a plain map.
struct StateHistoryTests {
    private func changes(_ random: inout SeededRandom) -> StateChanges {
        var changes = StateChanges()
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let address = Address(truncating: UInt256(UInt64.random(in: 1...12, using: &random)))
            if Int.random(in: 0..<8, using: &random) == 0 {
                changes.accounts[address] = .some(nil)
                changes.cleared.insert(address)
                changes.storage[address] = nil
                continue
            }
            if Int.random(in: 0..<10, using: &random) == 0 { changes.cleared.insert(address) }
            changes.accounts[address] = .some(
                StoredAccount(
                    nonce: .random(in: 1...9, using: &random),
                    balance: UInt256(.random(in: 0...9, using: &random))))
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let slot = UInt256(UInt64.random(in: 0...5, using: &random))
                changes.storage[address, default: [:]][slot] = UInt256(
                    UInt64.random(in: 0...3, using: &random))
            }
        }
        return changes
    }

    /// - Parameter kept: of how many heights the tries are kept; those of older ones are made again.
    @Test(arguments: [1, 3, 512])
    func everyHeight(kept: Int) {
        var random = SeededRandom(seed: 11)
        let history = StateHistory(keptTries: kept)
        var copies: [MemoryState] = []
        for _ in 0..<300 {
            if copies.count > 3, Int.random(in: 0..<12, using: &random) == 0 {
                let height = Int.random(in: 1..<copies.count, using: &random)
                history.rewind(to: UInt64(height))
                copies.removeSubrange((height + 1)...)
            }
            let changes = changes(&random)
            var copy = copies.last ?? MemoryState()
            copy.apply(changes)
            let root = history.append(changes)
            copies.append(copy)
            #expect(root == copy.root)
            let height = Int.random(in: 0..<copies.count, using: &random)
            #expect(history.trie(at: UInt64(height)).root == copies[height].root)
            for number in 1...12 {
                let address = Address(truncating: UInt256(UInt64(number)))
                let ours = history.account(address, at: UInt64(height))
                let theirs = copies[height].account(address)
                #expect(ours?.nonce == theirs?.nonce && ours?.balance == theirs?.balance)
                #expect(
                    history.storageTrie(address, at: UInt64(height)).root
                        == copies[height].storageRoot(address))
                #expect(ours.map(\.hasStorage) == theirs.map { _ in copies[height].storage[address] != nil })
                for slot in 0...5 {
                    let slot = UInt256(UInt64(slot))
                    #expect(
                        history.storage(address, slot, at: UInt64(height))
                            == copies[height].storage(address, slot))
                }
            }
        }
        let (accounts, storage) = history.contents()
        #expect(Set(accounts.keys) == Set(copies[copies.count - 1].accounts.keys))
        #expect(storage == copies[copies.count - 1].storage)
    }
}

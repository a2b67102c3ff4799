import EVM
import Ethereum

/// Transactions that wait for a block, by sender and nonce.
public struct TransactionPool: Sendable {
    /// Most that are kept.
    static let capacity = 20_000
    /// How far ahead of the account's nonce one may be.
    static let largestGap: UInt64 = 1_000

    private struct Waiting {
        let item: ChainTransaction
        /// Of two that pay the same, the earlier goes first.
        let arrival: UInt64
    }

    private var senders: [Address: [UInt64: Waiting]] = [:]
    private var hashes: [Hash32: (sender: Address, nonce: UInt64)] = [:]
    private var arrivals: UInt64 = 0
    /// How many bytes wait.
    private var bytes = 0

    /// How many wait.
    public var count: Int { hashes.count }

    /// The transaction with this hash, if it waits.
    public func transaction(_ hash: Hash32) -> ChainTransaction? {
        hashes[hash].flatMap { senders[$0.sender]?[$0.nonce]?.item }
    }

    /// A sender's transaction of a nonce, if it waits.
    func transaction(of sender: Address, nonce: UInt64) -> ChainTransaction? {
        senders[sender]?[nonce]?.item
    }

    /// All that wait, by sender and nonce.
    public var all: [ChainTransaction] {
        senders.keys.sorted().flatMap { sender in
            (senders[sender] ?? [:]).sorted { $0.key < $1.key }.map(\.value.item)
        }
    }

    /// All that wait, in the order in which they came.
    var byArrival: [ChainTransaction] {
        senders.values.flatMap(\.values).sorted { $0.arrival < $1.arrival }.map(\.item)
    }

    /// Takes a transaction; one with the nonce of another replaces it if it pays a tenth more.
    ///
    /// - Parameter nonce: the next one of the sender's account.
    public mutating func add(_ item: ChainTransaction, accountNonce nonce: UInt64) throws(ChainRefusal) {
        let own = item.transaction.nonce
        guard hashes[item.hash] == nil else { throw .alreadyKnown }
        guard own >= nonce else { throw .nonceTooLow(next: nonce, own: own) }
        guard own - nonce <= Self.largestGap else { throw .nonceTooHigh(next: nonce, own: own) }
        let size = Self.size(of: item.transaction)
        guard size <= Self.largest else { throw .oversized(size) }
        if let before = senders[item.sender]?[own]?.item {
            guard Self.outbids(item.transaction, before.transaction) else { throw .underpriced }
            hashes[before.hash] = nil
            bytes -= Self.size(of: before.transaction)
        } else {
            guard count < Self.capacity, bytes <= Self.mostBytes - size else { throw .poolIsFull }
        }
        bytes += size
        senders[item.sender, default: [:]][own] = Waiting(item: item, arrival: arrivals)
        hashes[item.hash] = (item.sender, own)
        arrivals += 1
    }

    /// Drops a transaction.
    public mutating func remove(_ hash: Hash32) {
        guard let place = hashes.removeValue(forKey: hash) else { return }
        if let gone = senders[place.sender]?.removeValue(forKey: place.nonce) {
            bytes -= Self.size(of: gone.item.transaction)
        }
        if senders[place.sender]?.isEmpty == true { senders[place.sender] = nil }
    }

    /// Drops a sender's transactions whose nonces are used by now.
    ///
    /// - Parameter nonce: the next one of the sender's account.
    mutating func remove(of sender: Address, below nonce: UInt64) {
        guard let waiting = senders[sender] else { return }
        for (own, waiting) in waiting where own < nonce { remove(waiting.item.hash) }
    }

    /// The nonce after those of `sender` that wait without a gap from `nonce` on.
    public func nextNonce(_ sender: Address, from nonce: UInt64) -> UInt64 {
        guard let waiting = senders[sender] else { return nonce }
        var next = nonce
        while waiting[next] != nil { next += 1 }
        return next
    }

    /// Whether the transaction could be in a block now, as far as its nonce goes.
    func isExecutable(_ item: ChainTransaction, accountNonce nonce: UInt64) -> Bool {
        item.transaction.nonce < nextNonce(item.sender, from: nonce)
    }

    /// What could be in a block with this base fee, in the order in which a builder would take it: who pays most first,
    /// each sender's by nonce.
    func candidates(baseFee: UInt256, nonce: (Address) -> UInt64) -> [ChainTransaction] {
        var heads: [(waiting: Waiting, tip: UInt256)] = []
        func head(_ sender: Address, _ nonce: UInt64) -> (Waiting, UInt256)? {
            guard let waiting = senders[sender]?[nonce], let tip = waiting.item.tip(baseFee: baseFee) else {
                return nil
            }
            return (waiting, tip)
        }
        /// Whether `left` goes before `right`.
        func precedes(_ left: (waiting: Waiting, tip: UInt256), _ right: (waiting: Waiting, tip: UInt256))
            -> Bool
        {
            left.tip == right.tip ? left.waiting.arrival < right.waiting.arrival : left.tip > right.tip
        }
        for sender in senders.keys {
            if let first = head(sender, nonce(sender)) { heads.append(first) }
        }
        heads.sort(by: precedes)
        var ordered: [ChainTransaction] = []
        ordered.reserveCapacity(count)
        var index = 0
        while index < heads.count {
            let item = heads[index].waiting.item
            ordered.append(item)
            index += 1
            guard let next = head(item.sender, item.transaction.nonce + 1) else { continue }
            // Into its place among those that are left.
            var low = index
            var high = heads.count
            while low < high {
                let middle = (low + high) / 2
                if precedes(heads[middle], next) { low = middle + 1 } else { high = middle }
            }
            if low == index {
                index -= 1
                heads[index] = next
            } else {
                heads.insert(next, at: low)
            }
        }
        return ordered
    }

    private static func outbids(_ new: Transaction, _ old: Transaction) -> Bool {
        func isTenthMore(_ new: UInt256, _ old: UInt256) -> Bool {
            let (product, overflow) = old.multipliedReportingOverflow(by: 110)
            guard !overflow, let (wanted, remainder) = product.dividedWithRemainder(by: 100) else {
                return false
            }
            return new >= (remainder.isZero ? wanted : wanted &+ 1)
        }
        guard isTenthMore(new.maxFeePerBlobGas, old.maxFeePerBlobGas) else { return false }
        let newTip = new.type < 2 ? new.gasPrice : new.maxPriorityFeePerGas
        let oldTip = old.type < 2 ? old.gasPrice : old.maxPriorityFeePerGas
        return isTenthMore(new.gasPriceLimit, old.gasPriceLimit) && isTenthMore(newTip, oldTip)
    }
}

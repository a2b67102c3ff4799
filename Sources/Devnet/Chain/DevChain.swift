import Cryptography
import EVM
import Ethereum

/// A chain for development: it has the rules of Ethereum and no consensus, and makes blocks when it is told to.
///
/// An object that one thread at a time uses.
public final class DevChain {
    /// What a chain begins with.
    public struct Configuration: Sendable {
        /// The chain's id.
        public var chainID: UInt64 = 31_337
        /// Paris or later.
        public var rules: ForkRules = .prague
        /// Gas that fits into a block.
        public var gasLimit: UInt64 = 30_000_000
        /// Who gets the priority fees.
        public var coinbase: Address = .zero
        /// Unix time of the genesis; nil for now, with a clock that follows the wall's.
        public var startTime: UInt64?
        /// What the blocks' randomness follows from, besides their numbers.
        public var seed: UInt64?
        /// Wei of a unit of gas that are burnt in the first block.
        public var baseFee: UInt256 = 1_000_000_000
        /// Accounts that are there from the beginning.
        public var accounts: [Address: StoredAccount] = [:]

        /// A chain on which nobody has anything.
        public init() {}
    }

    /// What happened, in order, for those that follow the chain.
    public enum Event: Sendable {
        case added(ChainBlock)
        case removed(ChainBlock)
        case pending(ChainTransaction)
    }

    /// What the chain began with, and what of that was set otherwise since for the blocks to come.
    public internal(set) var configuration: Configuration { didSet { drafted = nil } }
    private let initial: Configuration
    /// Time of the next block.
    public var clock: BlockClock { didSet { drafted = nil } }
    /// Accounts that send without a signature.
    public var impersonated: Set<Address> = []
    /// Whether any account sends without a signature, but for those whose keys the node has.
    public var impersonatesAll = false
    /// Base fee of the next block, if it was set.
    public var nextBaseFee: UInt256? { didSet { drafted = nil } }
    /// Randomness of the next block, if it was set.
    public var nextRandom: Hash32? { didSet { drafted = nil } }
    /// The head whose blocks were replaced last: blocks in their place have other randomness, and so other hashes.
    var branch: Hash32? { didSet { drafted = nil } }
    /// Transactions that wait: who changes them sees to the draft.
    public internal(set) var pool = TransactionPool()
    /// The next block, if it was asked for and nothing has happened since that changes more than its end.
    var drafted: PendingDraft?

    let state: StateHistory
    var blocks: [ChainBlock] = []
    var numbers: [Hash32: UInt64] = [:]
    var places: [Hash32: (block: UInt64, index: Int)] = [:]
    var index = LogIndex()
    var snapshots: [Snapshot] = []
    var snapshotCount: UInt64 = 0
    private var events: [Event] = []

    /// A chain of its genesis block.
    public convenience init(_ configuration: Configuration = Configuration()) {
        self.init(configuration, genesisTime: configuration.startTime ?? BlockClock().now(head: 0))
    }

    private init(_ configuration: Configuration, genesisTime: UInt64) {
        self.configuration = configuration
        initial = configuration
        state = StateHistory()
        clock = BlockClock(isFixed: configuration.startTime != nil)
        var changes = StateChanges()
        changes.accounts = configuration.accounts.mapValues { .some($0) }
        for (address, account) in SystemContracts.accounts(rules: configuration.rules) {
            changes.accounts[address] = .some(account)
        }
        var header = ChainHeader(rules: configuration.rules)
        header.coinbase = configuration.coinbase
        header.gasLimit = configuration.gasLimit
        header.timestamp = genesisTime
        header.baseFeePerGas = configuration.baseFee
        header.stateRoot = state.append(changes)
        append(
            ChainBlock(
                header: header, transactions: [], receipts: [], created: []))
        events = []
    }

    /// A chain of blocks that there are, and the states after them.
    init(_ configuration: Configuration, clock: BlockClock, state: StateHistory, blocks: [ChainBlock]) {
        (self.configuration, self.clock, self.state) = (configuration, clock, state)
        initial = configuration
        for block in blocks { append(block) }
        events = []
    }

    /// A chain of the same genesis block and nothing else.
    func restarted() -> DevChain {
        // Of a saved chain only the genesis block says what was set otherwise since.
        var initial = initial
        (initial.coinbase, initial.gasLimit) = (blocks[0].header.coinbase, blocks[0].header.gasLimit)
        return DevChain(initial, genesisTime: blocks[0].header.timestamp)
    }

    // MARK: Looking

    /// The last block.
    public var head: ChainBlock { blocks[blocks.count - 1] }

    /// The block of a number, or nil if there is none.
    public func block(_ number: UInt64) -> ChainBlock? {
        number < UInt64(blocks.count) ? blocks[Int(number)] : nil
    }

    /// The block of a hash, or nil if it isn't on the chain.
    public func block(_ hash: Hash32) -> ChainBlock? { numbers[hash].flatMap { block($0) } }

    /// Where a transaction is.
    public func place(_ hash: Hash32) -> (block: ChainBlock, index: Int)? {
        places[hash].flatMap { place in block(place.block).map { ($0, place.index) } }
    }

    /// The state after the block of a number, which there is.
    public func state(at number: UInt64) -> any StateReader {
        HeightState(history: state, height: number, hashes: { [unowned self] in block($0)?.hash ?? .zero })
    }

    /// All words of an account's storage after the last block that aren't zero.
    public func storage(of address: Address) -> [UInt256: UInt256] {
        state.contents().storage[address] ?? [:]
    }

    /// The nonce that the account's next transaction has, with those that wait.
    public func pendingNonce(_ address: Address) -> UInt64 {
        pool.nextNonce(address, from: state.account(address, at: head.number)?.nonce ?? 0)
    }

    /// Numbers of the blocks of a range in which there may be logs that a filter takes, in order.
    public func blocks(_ filter: LogFilter, in range: ClosedRange<UInt64>) -> [UInt64] {
        guard range.lowerBound <= head.number else { return [] }
        let range = range.lowerBound...min(range.upperBound, head.number)
        return index.candidates(filter, in: range) ?? Array(range)
    }

    /// What happened since this was asked last.
    public func takeEvents() -> [Event] {
        defer { events = [] }
        return events
    }

    func note(_ event: Event) { events.append(event) }

    /// Takes back that a transaction waits, as it was refused right after.
    func takeBackPending(_ hash: Hash32) {
        if case .pending(let item)? = events.last, item.hash == hash { events.removeLast() }
    }

    func append(_ block: ChainBlock) {
        drafted = nil
        blocks.append(block)
        numbers[block.hash] = block.number
        for (place, transaction) in block.transactions.enumerated() {
            places[transaction.hash] = (block.number, place)
        }
        index.append(block)
        note(.added(block))
    }
}

/// The state after a block, as execution reads it.
private struct HeightState: StateReader, @unchecked Sendable {
    let history: StateHistory
    let height: UInt64
    let hashes: (UInt64) -> Hash32

    func account(_ address: Address) -> StoredAccount? { history.account(address, at: height) }
    func storage(_ address: Address, _ slot: UInt256) -> UInt256 {
        history.storage(address, slot, at: height)
    }
    func blockHash(_ number: UInt64) -> Hash32 { hashes(number) }
}

import Ethereum
import Profile

/// A block of logs that a network's contracts could have written.
public struct SampleBlock: Sendable {
    /// The block.
    public let header: BlockHeader
    /// Its logs, in order.
    public let logs: [Log]
}

/// A made-up chain whose logs obey the rules of the reference contracts, the same for the same seed.
///
/// A value: a copy that goes on with another seed (`branch`) is another chain from this block on.
public struct SampleNetwork: Sendable {
    /// Its contracts.
    public let profile: NetworkProfile
    /// Accounts that order, delegate and vote.
    public let accounts: [Address]
    /// Accounts that work.
    public let workers: [Address]
    /// The newest block.
    public private(set) var head: BlockHeader
    /// Contract state of every job, by its number less one, as the contract numbers states.
    public internal(set) var phases: [UInt8] = []
    /// COAI of everyone who has some, in wei.
    public internal(set) var balances: [Address: UInt256] = [:]
    /// Votes of everyone who has some, in wei.
    public internal(set) var votes: [Address: UInt256] = [:]

    var random: SampleRandom
    var logs: [Log] = []
    var live: [LiveJob] = []
    var stakes: [Stake: UInt256] = [:]
    var stakeOrder: [Stake] = []
    var leaving: [Leaving] = []
    var leavingCounts: [Address: UInt64] = [:]
    var statuses: [UInt8]
    var epochs: [UInt64]
    var delegates: [Address: Address] = [:]
    var proposals: [LiveProposal] = []
    var proposalCount = 0
    private var transactions = 0
    private let addresses: [String: Address]

    /// Seconds since 1970 of block 0: 2026-01-01.
    public static let genesis: UInt64 = 1_767_225_600
    /// One COAI in wei.
    public static let coai = UInt256(1_000_000_000_000_000_000)

    /// A network at its first block, in which the token was handed out and providers registered.
    public init(seed: UInt64, workers workerCount: Int = 12, accounts accountCount: Int = 24) {
        random = SampleRandom(seed: seed)
        accounts = (0..<max(accountCount, 2)).map { Self.address("account \($0)") }
        workers = (0..<max(workerCount, 2)).map { Self.address("worker \($0)") }
        statuses = Array(repeating: 0, count: workers.count)
        epochs = Array(repeating: 0, count: workers.count)
        let ids = ["COAIToken", "StakingManager", "JobMarket", "CoaiGovernor", "Timelock"]
        let contracts = ids.map { ProfileContract(id: $0, address: Self.address($0), fromBlock: 0) }
        addresses = Dictionary(uniqueKeysWithValues: contracts.map { ($0.id, $0.address) })
        profile = NetworkProfile(
            name: "sample", chainID: 31_337, contracts: contracts,
            tokens: [ProfileToken(address: contracts[0].address, symbol: "COAI", decimals: 18)])
        head = BlockHeader(
            number: 0, hash: Keccak256.hash(utf8: "sample \(seed)"), parentHash: .zero,
            timestamp: Self.genesis, baseFeePerGas: 1_000_000_000, gasLimit: 30_000_000)
    }

    /// Goes on with another seed: what follows is another chain.
    public mutating func branch(seed: UInt64) { random = SampleRandom(seed: seed ^ head.number << 32) }

    /// The next block, with about this many actions of people (an action writes 1 to 6 logs).
    public mutating func nextBlock(actions: Int) -> SampleBlock {
        let seconds = 12 + UInt64(random.below(5)) * 12
        head = BlockHeader(
            number: head.number + 1, hash: random.hash(), parentHash: head.hash,
            timestamp: head.timestamp + seconds, baseFeePerGas: 1_000_000_000, gasLimit: 30_000_000)
        logs = []
        if head.number == 1 { handOut() }
        for _ in 0..<actions { act() }
        defer { logs = [] }
        return SampleBlock(header: head, logs: logs)
    }

    /// A chain with at least this many jobs, of all states.
    public static func chain(jobs: Int, seed: UInt64 = 1, workers: Int = 12) -> (SampleNetwork, [SampleBlock])
    {
        var network = SampleNetwork(seed: seed, workers: workers)
        var blocks: [SampleBlock] = []
        while network.phases.count < jobs {
            blocks.append(network.nextBlock(actions: min(max(jobs / 40, 8), 200)))
        }
        return (network, blocks)
    }

    /// Address that nobody has a key for.
    public static func address(_ name: String) -> Address {
        Address(truncating: Keccak256.hash(utf8: "sample " + name).word)
    }

    /// Address of a contract of the network.
    public func contract(_ id: String) -> Address { addresses[id] ?? .zero }

    private mutating func act() {
        switch random.below(20) {
        case 0: actOnStake()
        case 1: actOnGovernance()
        case 2: actOnToken()
        case 3...7: createJob()
        default: progressJob()
        }
    }

    // MARK: Logs

    var now: UInt64 { head.timestamp }

    /// Writes a log whose arguments that aren't indexed are all of one word.
    mutating func log(_ event: SampleEvent, _ indexed: [UInt256], _ words: [UInt256] = []) {
        var data: [UInt8] = []
        data.reserveCapacity(words.count * 32)
        for word in words { data += word.bigEndianBytes }
        append(event, indexed, data)
    }

    /// Writes a log with text or lists.
    mutating func log(_ event: SampleEvent, _ indexed: [UInt256], values: [ABIValue]) {
        let types = event.event.inputs.filter { !$0.indexed }.map(\.type)
        guard let data = try? ABI.encode(values, as: types) else {
            preconditionFailure("values that aren't those of \(event.event.signature)")
        }
        append(event, indexed, data)
    }

    private mutating func append(_ event: SampleEvent, _ indexed: [UInt256], _ data: [UInt8]) {
        logs.append(
            Log(
                address: contract(event.contract),
                topics: [event.event.topic0] + indexed.map { Hash32(word: $0) },
                data: data, blockNumber: head.number, blockHash: head.hash,
                transactionHash: Hash32(
                    word: UInt256(
                        limbs: UInt64(transactions), head.number, head.hash.word.limb0, head.hash.word.limb1)),
                transactionIndex: UInt64(transactions), logIndex: UInt64(logs.count)))
    }

    mutating func anyAccount() -> Address { accounts[random.below(accounts.count)] }

    /// A whole amount of COAI, in wei.
    mutating func amount(_ most: Int) -> UInt256 {
        UInt256(UInt64(1 + random.below(most))).multipliedReportingOverflow(by: Self.coai).partialValue
    }
}

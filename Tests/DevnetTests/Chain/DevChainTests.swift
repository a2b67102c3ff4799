import Cryptography
import Devnet
import EVM
import Ethereum
import Testing

/// Blocks, pool, fees, time and going back.
struct DevChainTests {
    /// Of EIP-155's example, and two more.
    private static let keys: [PublishedKey] = [0x46, 0x47, 0x48].compactMap {
        try? PublishedKey([UInt8](repeating: $0, count: 32))
    }
    private let addresses = DevChainTests.keys.map(\.address)
    private let ether = UInt256(1_000_000_000_000_000_000)
    private let receiver = Address(truncating: 0xbeef)

    private func chain(_ change: (inout DevChain.Configuration) -> Void = { _ in }) -> DevChain {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        for address in addresses { configuration.accounts[address] = StoredAccount(balance: ether &* 100) }
        change(&configuration)
        return DevChain(configuration)
    }

    private func transfer(
        _ nonce: UInt64, from key: Int = 0, tip: UInt64 = 1_000_000_000, limit: UInt64 = 20_000_000_000,
        value: UInt256 = 1, gas: UInt64 = 21_000, to: Address? = nil, data: [UInt8] = []
    ) throws -> [UInt8] {
        var transaction = Transaction(
            type: 2, chainID: 31_337, nonce: nonce, gasLimit: gas, to: to ?? receiver, value: value,
            data: data)
        transaction.maxFeePerGas = UInt256(limit)
        transaction.maxPriorityFeePerGas = UInt256(tip)
        return transaction.encoded(signature: try Self.keys[key].sign(transaction.signingHash()))
    }

    @Test func transfers() throws {
        let chain = chain()
        let hash = try chain.submit(try transfer(0))
        let block = chain.mine()
        #expect(block.number == 1 && block.header.timestamp == 1_700_000_001)
        #expect(block.header.gasUsed == 21_000 && block.receipts[0].succeeded)
        #expect(chain.place(hash)?.index == 0 && chain.head.hash == block.hash)
        #expect(chain.state(at: 1).account(receiver)?.balance == 1)
        #expect(chain.state(at: 0).account(receiver) == nil)
        // 1 gwei at genesis, an eighth less after an empty block; the builder gets the tip.
        #expect(block.header.baseFeePerGas == 875_000_000)
        #expect(chain.state(at: 1).account(.zero)?.balance == UInt256(21_000 * 1_000_000_000))
        let paid = UInt256(21_000) &* 1_875_000_000 &+ 1
        #expect(chain.state(at: 1).account(addresses[0])?.balance == ether &* 100 &- paid)
    }

    /// A sender's transactions go by nonce, different senders' by what they pay.
    @Test func order() throws {
        let chain = chain()
        try chain.submit(try transfer(1, from: 0, tip: 9_000_000_000))
        try chain.submit(try transfer(0, from: 0, tip: 1_000_000_000))
        try chain.submit(try transfer(0, from: 1, tip: 5_000_000_000))
        try chain.submit(try transfer(0, from: 2, tip: 500_000_000))
        let block = chain.mine()
        #expect(block.transactions.map(\.sender) == [addresses[1], addresses[0], addresses[0], addresses[2]])
        #expect(chain.pool.count == 0)
    }

    @Test func gapsWait() throws {
        let chain = chain()
        try chain.submit(try transfer(1))
        #expect(chain.mine().transactions.isEmpty && chain.pool.count == 1)
        #expect(chain.pendingNonce(addresses[0]) == 0)
        try chain.submit(try transfer(0))
        #expect(chain.pendingNonce(addresses[0]) == 2)
        #expect(chain.mine().transactions.count == 2)
    }

    @Test func replacement() throws {
        let chain = chain()
        try chain.submit(try transfer(0, tip: 1_000_000_000, limit: 10_000_000_000))
        #expect(throws: ChainRefusal.underpriced) {
            try chain.submit(try transfer(0, tip: 1_099_999_999, limit: 11_000_000_000))
        }
        #expect(throws: ChainRefusal.underpriced) {
            try chain.submit(try transfer(0, tip: 1_100_000_000, limit: 10_999_999_999))
        }
        let better = try chain.submit(try transfer(0, tip: 1_100_000_000, limit: 11_000_000_000))
        #expect(chain.pool.count == 1 && chain.pool.transaction(better) != nil)
        #expect(throws: ChainRefusal.alreadyKnown) {
            try chain.submit(try transfer(0, tip: 1_100_000_000, limit: 11_000_000_000))
        }
    }

    @Test func refusals() throws {
        let chain = chain()
        try chain.submit(try transfer(0))
        chain.mine()
        #expect(throws: ChainRefusal.nonceTooLow(next: 1, own: 0)) {
            try chain.submit(try transfer(0, value: 2))
        }
        #expect(throws: ChainRefusal.nonceTooHigh(next: 1, own: 1_002)) {
            try chain.submit(try transfer(1_002))
        }
        #expect(throws: ChainRefusal.self) { try chain.submit(try transfer(1, value: ether &* 100)) }
        #expect(throws: ChainRefusal.self) { try chain.submit(try transfer(1, gas: 30_000_001)) }
        #expect(throws: ChainRefusal.self) { try chain.submit(try transfer(1, gas: 20_999)) }
        for bytes: [UInt8] in [[], [0], [2], [0xc0], [2, 0xc0], Array(try transfer(1).dropLast())] {
            #expect(throws: ChainRefusal.self) { try chain.submit(bytes) }
        }
        #expect(chain.pool.count == 0)
    }

    /// What doesn't fit waits for the next block; what pays less than the base fee, until that has fallen.
    @Test func fullBlocks() throws {
        let chain = chain { $0.gasLimit = 50_000 }
        for nonce in 0..<5 { try chain.submit(try transfer(UInt64(nonce))) }
        #expect((0..<3).map { _ in chain.mine().transactions.count } == [2, 2, 1])
        #expect(chain.head.header.baseFeePerGas > 875_000_000)
        try chain.submit(try transfer(5, tip: 1, limit: 800_000_000))
        var blocks = 0
        while chain.pool.count > 0, blocks < 20 {
            chain.mine()
            blocks += 1
        }
        #expect(blocks > 1 && chain.head.header.baseFeePerGas <= 800_000_000)
    }

    @Test func snapshots() throws {
        let chain = chain()
        try chain.submit(try transfer(0))
        chain.mine()
        try chain.submit(try transfer(2))
        let id = chain.snapshot()
        let head = chain.head.hash
        let next = chain.clock.time(after: chain.head.header.timestamp)
        try chain.submit(try transfer(1))
        chain.clock.advance(by: 1_000, head: chain.head.header.timestamp)
        #expect(chain.mine().transactions.count == 2)
        #expect(chain.revert(to: id) && chain.head.hash == head && chain.pool.count == 1)
        #expect(chain.state(at: 1).account(receiver)?.balance == 1)
        #expect(chain.clock.time(after: chain.head.header.timestamp) == next)
        #expect(!chain.revert(to: id) && !chain.revert(to: 99))
        // The same again gives the same block.
        try chain.submit(try transfer(1))
        #expect(chain.mine().number == 2)
    }

    @Test func reorganization() throws {
        let chain = chain()
        for nonce in 0..<3 {
            try chain.submit(try transfer(UInt64(nonce)))
            chain.mine()
        }
        let lost = chain.head.hash
        _ = chain.takeEvents()
        chain.rewind(2)
        #expect(chain.head.number == 1 && chain.pool.count == 2 && chain.block(lost) == nil)
        try chain.submit(try transfer(3))
        let block = chain.mine()
        #expect(block.number == 2 && block.transactions.count == 3 && block.hash != lost)
        var seen: [String] = []
        for event in chain.takeEvents() {
            switch event {
            case .added(let block): seen.append("+\(block.number)")
            case .removed(let block): seen.append("-\(block.number)")
            case .pending: seen.append("p")
            }
        }
        #expect(seen == ["-3", "-2", "p", "+2"])
        chain.rewind(.max)
        #expect(chain.head.number == 0)
    }

    /// Time that was given is used once; the clock never goes back.
    @Test func time() throws {
        let chain = chain()
        chain.clock.advance(by: 86_400, head: chain.head.header.timestamp)
        #expect(chain.mine().header.timestamp == 1_700_086_400)
        #expect(chain.mine().header.timestamp == 1_700_086_401)
        chain.clock.set(next: 1_800_000_000)
        #expect(chain.mine().header.timestamp == 1_800_000_000)
        chain.clock.advance(by: .max, head: chain.head.header.timestamp)
        #expect(chain.mine().header.timestamp == 1_800_000_001)
        chain.clock.followWall(head: chain.head.header.timestamp)
        #expect(chain.mine().header.timestamp >= 1_800_000_001)
    }

    /// Calls of the protocol keep hashes of blocks where EIP-2935 says, and BLOCKHASH gives the same.
    @Test func blockHashes() throws {
        let chain = chain()
        let hashes = (0..<3).map { _ in chain.mine().hash }
        let state = chain.state(at: 3)
        #expect(state.storage(SystemCalls.blockHashes, 1) == hashes[0].word)
        #expect(state.storage(SystemCalls.blockHashes, 2) == hashes[1].word)
        #expect(state.blockHash(2) == hashes[1])
    }

    /// A contract that logs its calldata: found by address and by topic, before and after a reorganization.
    @Test func logs() throws {
        let chain = chain()
        // CALLDATACOPY; LOG1 with the first word as topic.
        let runtime: [UInt8] = [0x36, 0x5f, 0x5f, 0x37, 0x5f, 0x35, 0x36, 0x5f, 0xa1, 0x00]
        let initcode: [UInt8] = [0x69] + runtime + [0x5f, 0x52, 0x60, 0x0a, 0x60, 0x16, 0xf3]
        var creation = Transaction(
            type: 1, chainID: 31_337, nonce: 0, gasLimit: 200_000, to: nil, value: .zero, data: initcode)
        creation.gasPrice = 20_000_000_000
        try chain.submit(creation.encoded(signature: try Self.keys[0].sign(creation.signingHash())))
        let contract = try #require(chain.mine().created[0])
        let topics = (1...4).map { Hash32(word: UInt256(UInt64($0))) }
        for (place, topic) in topics.enumerated() {
            try chain.submit(
                try transfer(UInt64(place + 1), value: .zero, gas: 100_000, to: contract, data: topic.bytes))
            chain.mine()
        }
        func numbers(_ filter: LogFilter, _ range: ClosedRange<UInt64> = 0...99) -> [UInt64] {
            var found: [UInt64] = []
            for number in chain.blocks(filter, in: range) {
                chain.block(number)?.forEachLog(filter) { found.append($1.blockNumber) }
            }
            return found
        }
        #expect(numbers(LogFilter()) == [2, 3, 4, 5])
        #expect(numbers(LogFilter(addresses: [contract]), 3...4) == [3, 4])
        #expect(numbers(LogFilter(addresses: [receiver])) == [])
        #expect(numbers(LogFilter(topics: [[topics[0], topics[3]]])) == [2, 5])
        #expect(numbers(LogFilter(addresses: [contract, receiver], topics: [nil])) == [2, 3, 4, 5])
        #expect(numbers(LogFilter(topics: [nil, nil])) == [])
        chain.rewind(2)
        #expect(numbers(LogFilter(addresses: [contract])) == [2, 3])
        var places: [UInt64] = []
        chain.mine().forEachLog { places.append($1.logIndex) }
        #expect(places == [0, 1])
        #expect(numbers(LogFilter(addresses: [contract])) == [2, 3, 4, 4])
    }

    /// Two chains that are told the same are the same.
    @Test func isDeterministic() throws {
        let chains = [chain(), chain()]
        for chain in chains {
            for nonce in 0..<4 {
                try chain.submit(try transfer(UInt64(nonce)))
                chain.mine()
            }
        }
        #expect(chains[0].head.hash == chains[1].head.hash)
    }
}

import Ethereum
import NodeClient
import Testing

/// A consumer of a chain's events, which checks the rules that they must keep.
struct Consumer {
    private(set) var logs: [Log] = []
    private(set) var last: BlockHeader?
    private(set) var head: BlockHeader?
    private(set) var undone: [UInt64] = []
    private(set) var rebuilds = 0
    private(set) var ranges: [UInt64] = []
    private(set) var states: [ConnectionState] = []
    let fromBlock: UInt64

    init(fromBlock: UInt64 = 0) { self.fromBlock = fromBlock }

    mutating func take(_ event: ChainEvent) {
        switch event {
        case .connection(let state): states.append(state)
        case .blocks(let range):
            #expect(range.first == last.map { $0.number + 1 } ?? fromBlock, "a gap between ranges")
            #expect(range.last.number >= range.first && range.target >= range.last.number)
            var previous: UInt64?
            for block in range.blocks {
                #expect(block.header.number > previous ?? 0 || previous == nil)
                #expect((range.first...range.last.number).contains(block.header.number))
                #expect(!block.logs.isEmpty && block.logs.allSatisfy { $0.blockHash == block.header.hash })
                previous = block.header.number
                logs += block.logs
            }
            ranges.append(range.last.number - range.first + 1)
            last = range.last
        case .undo(let number):
            undone.append((last?.number ?? 0) - number)
            #expect(number < last?.number ?? 0)
            logs.removeAll { $0.blockNumber > number }
            // Only the number counts from here on: the header of that block isn't told again.
            last = BlockHeader(number: number, hash: .zero, parentHash: .zero, timestamp: 0)
            head = nil
        case .rebuild:
            rebuilds += 1
            logs = []
            last = nil
            head = nil
        case .head(let header):
            #expect(header.number == last?.number)
            head = header
        }
    }

    /// Takes events until the head is `wanted`, or no event has come for `seconds`.
    mutating func follow(
        _ next: (Double) throws -> ChainEvent?, until wanted: BlockHeader, seconds: Double = 5
    ) rethrows {
        while head != wanted, let event = try next(seconds) { take(event) }
        #expect(
            head == wanted, "the head is \(head.map { "\($0.number)" } ?? "unknown"), not \(wanted.number)")
    }
}

extension FollowOptions {
    /// Options with short waits.
    static var quick: FollowOptions {
        var options = FollowOptions()
        options.pollSeconds = 0.02
        options.subscribedPollSeconds = 1
        options.longestBackoffSeconds = 0.05
        return options
    }
}

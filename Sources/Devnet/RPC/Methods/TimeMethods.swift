import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// The clock: all times and spans are in seconds.
    static let timeMethods: [String: Method] = [
        "evm_increaseTime": Method(1) { (node, arguments) throws(RPCError) in
            guard let seconds = try arguments.lenient(0).asUInt64 else { throw .invalid("too many seconds") }
            try node.advance(by: seconds)
            return RPCValue.json(seconds)
        },
        "evm_setNextBlockTimestamp": Method(1) { (node, arguments) throws(RPCError) in
            try node.setNextTime(try arguments.lenient(0))
            return .null
        },
        // The clock goes on from there; on a fixed one it is the next block's time. Answers how far it moved.
        "evm_setTime": Method(1) { (node, arguments) throws(RPCError) in
            let head = node.chain.head.header.timestamp
            let before = node.chain.clock.now(head: head)
            let time = try node.time(try arguments.lenient(0))
            if node.chain.clock.isFixed {
                node.chain.clock.set(next: time)
            } else {
                node.chain.clock.set(wall: time)
            }
            return .number(String(time > before ? time - before : 0))
        },
        "anvil_setBlockTimestampInterval": Method(1) { (node, arguments) throws(RPCError) in
            guard let seconds = try arguments.lenient(0).asUInt64, seconds <= 1 << 32 else {
                throw .invalid("invalid argument 0: want at most 4294967296 seconds")
            }
            node.chain.clock.interval = seconds
            return .null
        },
        "anvil_removeBlockTimestampInterval": Method(0) { (node, _) throws(RPCError) in
            defer { node.chain.clock.interval = nil }
            return .bool(node.chain.clock.interval != nil)
        },
        "evm_followWallClock": Method(0) { (node, _) throws(RPCError) in
            node.chain.clock.followWall(head: node.chain.head.header.timestamp)
            return .null
        },
    ]

    /// Moves the clock forward.
    func advance(by seconds: UInt64) throws(RPCError) {
        guard chain.clock.advance(by: seconds, head: chain.head.header.timestamp) else {
            throw .invalid("no block may be later than \(BlockClock.latest)")
        }
    }

    /// Gives the next block a time.
    func setNextTime(_ time: UInt256) throws(RPCError) { chain.clock.set(next: try self.time(time)) }

    /// A time that the next block may have.
    private func time(_ time: UInt256) throws(RPCError) -> UInt64 {
        let head = chain.head.header.timestamp
        guard time > UInt256(head) else {
            throw .invalid("the last block is at \(head): \(time) isn't later")
        }
        guard let time = time.asUInt64, time <= BlockClock.latest else {
            throw .invalid("no block may be later than \(BlockClock.latest)")
        }
        return time
    }
}

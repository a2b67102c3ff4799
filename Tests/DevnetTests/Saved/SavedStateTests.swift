import Devnet
import EVM
import Ethereum
import StrictJSON
import TestSupport
import Testing

/// A node that takes on the state of another is that node; bytes that aren't one's are refused.
struct SavedStateTests {
    private static let sender = Address(truncating: 1_000)
    private static let contract = Address(truncating: 0xc0de)
    private static let passing = Address(truncating: 0xdead)

    /// A chain of all that a state holds: code, words that come and go, logs, a contract that was made, one that is
    /// gone, a reorganization, an account set by hand, and transactions that wait.
    private static func busyNode() throws -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.seed = 5
        configuration.rules = .shanghai
        configuration.accounts[sender] = StoredAccount(balance: UInt256(1 << 62) &* 1_000)
        // Stores its input's first word at that slot, and the next word in the slot before; logs the first.
        configuration.accounts[contract] = StoredAccount(
            nonce: 1,
            code: Code([
                0x60, 0, 0x35, 0x80, 0x55, 0x60, 32, 0x35, 0x60, 1, 0x60, 0, 0x35, 0x03, 0x55, 0x60, 0, 0x35,
                0x60, 0, 0x60, 0, 0xa1,
            ]))
        // Before Cancun an account can end.
        configuration.accounts[passing] = StoredAccount(nonce: 1, balance: 5, code: Code([0x60, 9, 0xff]))
        let node = DevNode(DevChain(configuration))
        node.chain.impersonated = [sender]
        for place in 1...12 {
            try send(node, to: contract, UInt256(UInt64(place % 5 + 1)).bigEndianBytes)
        }
        try send(node, to: passing)
        try send(node, to: nil, [0x60, 1, 0x60, 0, 0xf3])
        try node.call("anvil_reorg", [2])
        try node.call("anvil_setBalance", [.string(Hex.encode(passing.bytes)), "0x77"])
        try node.call("evm_increaseTime", [500])
        try node.call("evm_setAutomine", [false])
        for place in 20...22 { try send(node, to: contract, UInt256(UInt64(place)).bigEndianBytes) }
        return node
    }

    private static func send(_ node: DevNode, to: Address?, _ data: [UInt8] = []) throws {
        var call: [(String, JSON)] = [
            ("from", .string(Hex.encode(sender.bytes))), ("gas", "0x30d40"),
            ("data", .string(Hex.encode(data))),
        ]
        if let to { call.append(("to", .string(Hex.encode(to.bytes)))) }
        try node.call("eth_sendTransaction", [.object(JSONObject(call))])
    }

    /// All that a client can see of a node.
    private static func view(_ node: DevNode) throws -> [JSON] {
        var seen = [
            try node.call("eth_getLogs", [["fromBlock": "0x0"]]), try node.call("txpool_content", []),
            try node.call("eth_chainId", []), try node.call("eth_feeHistory", ["0x400", "latest", [10]]),
        ]
        for number in 0...node.chain.head.number {
            let number = JSON.string(UInt256(number).quantity)
            seen.append(try node.call("eth_getBlockByNumber", [number, true]))
            seen.append(try node.call("eth_getBlockReceipts", [number]))
            for account in [sender, contract, passing] {
                let slots: [JSON] = ["0x0", "0x1", "0x2", "0x5"]
                seen.append(
                    try node.call(
                        "eth_getProof", [.string(Hex.encode(account.bytes)), .array(slots), number]))
            }
        }
        return seen
    }

    @Test func isTheSameNode() throws {
        let node = try Self.busyNode()
        let other = DevNode(DevChain())
        try other.load(node.saved())
        #expect(other.saved() == node.saved())
        #expect(try Self.view(other) == Self.view(node))
        #expect(node.chain.pool.count == 3)
        // And both go on alike: what waits is mined, and blocks are taken back beyond the state that was saved.
        for node in [node, other] {
            node.mining = .instant
            try Self.send(node, to: Self.contract, UInt256(3).bigEndianBytes)
        }
        #expect(try Self.view(other) == Self.view(node))
        for node in [node, other] {
            node.chain.rewind(6)
            node.chain.mine()
        }
        #expect(try Self.view(other) == Self.view(node))
        #expect(node.chain.head.transactions.count > 3)
    }

    @Test func otherBytes() throws {
        let node = try Self.busyNode()
        let bytes = node.saved()
        let other = DevNode(DevChain())
        let before = other.saved()
        func code(_ bytes: [UInt8]) -> String? {
            do throws(SavedStateError) {
                try other.load(bytes)
                return nil
            } catch { return error.code }
        }
        #expect(code([]) == "state.foreign" && code(Array("{}".utf8)) == "state.foreign")
        for count in stride(from: 18, to: bytes.count, by: 7) {
            #expect(code(Array(bytes.prefix(count))) == "state.cut")
        }
        #expect(code(bytes + [0]) == "state.cut")
        for place in stride(from: 27, to: bytes.count, by: 11) {
            var changed = bytes
            changed[place] ^= 1 << UInt8(place % 8)
            #expect(code(changed) == "state.checksum")
        }
        var later = bytes
        later[18] = 4
        #expect(code(later) == "state.version")
        #expect(other.saved() == before)
    }

    /// What decides what comes next is kept: when blocks are made, a time and a base fee that were set, and who sends without
    /// a signature. A state that was saved before coai kept the first leaves it as it is.
    @Test func settings() throws {
        let kinds: [DevNode.Mining] = [.instant, .manual, .interval(1), .interval(86_400)]
        for mining in kinds {
            let node = DevNode(DevChain())
            node.mining = mining
            node.chain.impersonated = [Self.sender]
            node.chain.nextBaseFee = 77
            let time = node.chain.head.header.timestamp + 1_000
            try node.call("evm_setNextBlockTimestamp", [.string(UInt256(time).quantity)])
            let bytes = node.saved()
            let other = DevNode(DevChain())
            other.mining = .interval(5)
            try other.load(bytes)
            #expect(other.mining == mining && other.chain.impersonated == [Self.sender])
            let block = other.chain.mine()
            #expect(block.header.timestamp == time && block.header.baseFeePerGas == 77)
            // The second version ended after the mining, before four bytes for what isn't set here.
            other.mining = .interval(5)
            try other.load(SavedState.wrap(Array(bytes.dropFirst(27).dropLast(36)), version: 2))
            #expect(other.mining == mining && other.chain.head.hash == node.chain.head.hash)
            // The first one before the mining, which is one byte for each of the first two.
            guard mining == .instant || mining == .manual else { continue }
            let old = SavedState.wrap(Array(bytes.dropFirst(27).dropLast(37)), version: 1)
            other.mining = .interval(5)
            try other.load(old)
            #expect(other.mining == .interval(5) && other.chain.head.hash == node.chain.head.hash)
        }
        // No seconds, more than a day, no kind.
        let bytes = DevNode(DevChain()).saved()
        for tail in [[2, 0], [2, 0x81, 0xa3, 5], [3], []] as [[UInt8]] {
            let contents = Array(bytes.dropFirst(27).dropLast(37)) + tail + [0, 0, 0, 0]
            #expect(throws: SavedStateError.self) {
                try DevNode(DevChain()).load(SavedState.wrap(contents))
            }
        }
    }

    /// A clock's blocks stop where transactions make them, and not where they don't.
    @Test func automine() throws {
        let node = DevNode(DevChain())
        node.mining = .interval(3)
        for (wanted, mining) in [
            (false, .interval(3)), (true, .instant), (true, .instant), (false, .manual), (false, .manual),
            (true, .instant),
        ] as [(Bool, DevNode.Mining)] {
            #expect(try node.call("evm_setAutomine", [.bool(wanted)]) == true)
            #expect(node.mining == mining)
        }
    }

    /// Contents with a right checksum that are changed, cut and spliced: refused, or a state that a node can go on with.
    @Test func hostileContents() throws {
        let contents = Array(try Self.busyNode().saved().dropFirst(27).dropLast(32))
        var random = SeededRandom(seed: 3)
        var refused = 0
        for round in 0..<500 {
            var changed = contents
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let place = Int.random(in: 0..<changed.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: changed[place] = .random(in: 0...255, using: &random)
                case 1: changed[place] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
                case 2: changed.replaceSubrange(place..., with: changed.prefix(place / 2))
                default: changed.insert(contentsOf: Array(repeating: 0xff, count: 9), at: place)
                }
            }
            let node = DevNode(DevChain())
            do throws(SavedStateError) { try node.load(SavedState.wrap(changed)) } catch {
                refused += 1
                #expect(["state.malformed", "state.cut"].contains(error.code), "round \(round)")
                continue
            }
            _ = try? Self.view(node)
            node.chain.rewind(3)
            node.chain.mine()
            #expect(!node.saved().isEmpty)
        }
        // Most are: any change of a header breaks the chain of hashes.
        #expect(refused > 250 && refused < 500)
    }

    /// The methods by which a client gets a state and gives one back.
    @Test func methods() throws {
        let node = try Self.busyNode()
        let other = DevNode(DevChain())
        let dump = try node.call("coai_dumpState", [])
        #expect(try other.call("coai_loadState", [dump]) == true)
        #expect(other.saved() == node.saved())
        #expect(throws: RPCError.self) { try other.call("coai_loadState", ["0x1234"]) }
        #expect(other.saved() == node.saved())
        #expect(throws: RPCError.self) { try node.call("coai_saveState", []) }
    }
}

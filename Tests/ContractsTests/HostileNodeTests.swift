import Contracts
import Ethereum
import StrictJSON
import Testing

/// A node that lies to whoever seeds it: an error with a code, never a trap and never a wait without end.
@Suite("Seeding a hostile node") struct HostileNodeTests {
    /// Answers of a node that is as it should be, by method.
    private static let good: [String: JSON] = [
        "eth_chainId": "0x7a69", "eth_gasPrice": "0x3b9aca00", "evm_increaseTime": "0x0",
        "eth_getBalance": "0x56bc75e2d63100000", "eth_getTransactionCount": "0x0",
        "eth_sendRawTransaction": .string(Hash32.zero.description),
        "eth_getBlockByNumber": ["number": "0x1", "timestamp": "0x65920080"],
        "eth_getTransactionReceipt": ["status": "0x1", "blockNumber": "0x1"],
    ]

    /// Plays the scenario on answers by method; what isn't listed is a method that the node doesn't have.
    private func play(
        _ answers: [String: JSON], revert: String? = nil, at pace: Pace = .days,
        pause: @escaping ChainClock.Pause = { (_) in }, times: [UInt64] = []
    ) -> ChainError? {
        var times = times[...]
        do throws(ChainError) {
            let clock: ChainClock = pace == .days ? .moved : .awaited(pause)
            let chain = try DevelopmentChain(allowed: [31_337], clock: clock) {
                (method, _) throws(ChainError) in
                if method == "eth_call", let revert { throw ChainError("node.revert", revert) }
                // Each look at the head has the next time; the last one stays.
                if method == "eth_getBlockByNumber", let time = times.first {
                    if times.count > 1 { times.removeFirst() }
                    return ["number": "0x1", "timestamp": .string(UInt256(time).quantity)]
                }
                guard let answer = answers[method] ?? Self.good[method] else {
                    throw ChainError("node.method-missing", "the node has no \(method)")
                }
                return answer
            }
            _ = try Scenario.play(on: chain, at: pace)
            return nil
        } catch { return error }
    }

    @Test func anotherChainIsRefused() {
        #expect(play(["eth_chainId": "0x1"])?.code == "devnet.chain")
        #expect(play(["eth_chainId": "0xffffffffffffffffffff"])?.code == "devnet.answer")
        for answer: JSON in [.null, 31_337, [], "31337", "0x", "0x-1"] {
            #expect(play(["eth_chainId": answer])?.code == "devnet.answer")
        }
    }

    @Test func answersOfOtherTypes() {
        for answer: JSON in [.null, 1, true, [], "zz", "0x", ["status": 1], ["number": "0x1"]] {
            for method in ["eth_gasPrice", "eth_getTransactionCount", "eth_getBlockByNumber"] {
                #expect(play([method: answer])?.code == "devnet.answer", "\(method) \(answer)")
            }
        }
        #expect(play(["eth_getTransactionReceipt": ["status": 1]])?.code == "devnet.answer")
    }

    @Test func numbersAtTheirEnds() {
        let last = JSON.string("0xffffffffffffffff")
        #expect(play(["eth_getTransactionCount": last])?.code == "devnet.answer")
        #expect(
            play(["eth_getBlockByNumber": ["number": "0x1", "timestamp": last]])?.code == "devnet.answer")
        #expect(
            play(["eth_gasPrice": .string("0x" + String(repeating: "f", count: 64))])?.code == "devnet.answer"
        )
    }

    @Test func aTransactionThatIsInNoBlock() {
        #expect(play(["eth_getTransactionReceipt": .null])?.code == "devnet.not-mined")
    }

    @Test func aRevertIsExplained() {
        let error = play(
            ["eth_getTransactionReceipt": ["status": "0x0", "blockNumber": "0x1"]],
            revert: "insufficient stake")
        #expect(error?.code == "devnet.reverted")
        #expect(error?.message.contains("insufficient stake") == true)
    }

    @Test func aClockThatCannotBeMoved() {
        let error = play(["evm_increaseTime": .null], at: .days)
        #expect(error != nil && error?.code != "devnet.time")
        var answers = Self.good
        answers["evm_increaseTime"] = nil
        var called: [String] = []
        do throws(ChainError) {
            _ = try DevelopmentChain(allowed: [31_337]) { (method, _) throws(ChainError) in
                called.append(method)
                guard let answer = answers[method] else { throw ChainError("node.method-missing", method) }
                return answer
            }
            Issue.record("a chain without a clock")
        } catch {
            #expect(error.code == "devnet.time" && error.hint.contains("--short-periods"))
        }
        // Nothing was sent that would have to be undone.
        #expect(!called.contains("eth_sendRawTransaction"))
    }

    /// Time that is waited for: what its blocks say may be anything.
    @Test func blocksWhoseTimeIsWrong() {
        let word = JSON.string("0x" + String(repeating: "0", count: 56) + "65920080")
        let answers: [String: JSON] = ["eth_call": word]
        var slept: UInt64 = 0
        func play(_ times: [UInt64]) -> ChainError? {
            slept = 0
            return self.play(answers, at: .seconds, pause: { slept += $0 }, times: times)
        }
        // A proposal's votes begin a second later than the head, and the head stays where it is.
        #expect(play([0x6592_0060])?.code == "devnet.time")
        #expect(slept <= 60_000)
        // It goes back: what is waited for is years away.
        #expect(play([0x6592_0080, 0])?.code == "devnet.time")
        #expect(slept == 0)
        #expect(play([.max])?.code == "devnet.answer")
        #expect(play([1 << 40])?.code == "devnet.answer")
        // A number of the contracts is no time.
        #expect(
            self.play(
                ["eth_call": .string("0x" + String(repeating: "f", count: 64))], at: .seconds)?.code
                == "devnet.answer")
    }

    @Test func aPauseThatThrowsEndsIt() {
        let error = play(
            ["eth_getTransactionReceipt": .null], at: .seconds,
            pause: { (_) throws(ChainError) in throw ChainError("devnet.interrupted", "") })
        #expect(error?.code == "devnet.interrupted")
    }

    @Test func aTransactionThatIsAwaitedForEver() {
        var slept: UInt64 = 0
        let error = play(["eth_getTransactionReceipt": .null], at: .seconds, pause: { slept += $0 })
        #expect(error?.code == "devnet.not-mined")
        #expect((10_000...60_000).contains(slept))
    }

    @Test func etherThatNobodyHas() {
        let poor: [String: JSON] = ["eth_getBalance": "0x0"]
        #expect(play(poor.merging(["eth_accounts": []]) { $1 })?.code == "devnet.ether")
        let account = JSON.string(Address.zero.checksummed)
        #expect(play(poor.merging(["eth_accounts": [account]]) { $1 })?.code == "devnet.ether")
        for answer: JSON in [.null, 1, "0x", [1], ["0x12"], [.null]] {
            #expect(play(poor.merging(["eth_accounts": answer]) { $1 })?.code == "devnet.answer", "\(answer)")
        }
        for answer: JSON in [.null, 1, "0x", "-1", []] {
            #expect(play(["eth_getBalance": answer])?.code == "devnet.answer", "\(answer)")
        }
    }
}

import Contracts
import Ethereum
import StrictJSON
import Testing

/// A node that lies to whoever seeds it: an error with a code, never a trap and never a wait without end.
@Suite("Seeding a hostile node") struct HostileNodeTests {
    /// Plays the scenario on answers by method; what isn't listed is a method that the node doesn't have.
    private func play(_ answers: [String: JSON], revert: String? = nil) -> ChainError? {
        let good: [String: JSON] = [
            "eth_chainId": "0x7a69", "eth_gasPrice": "0x3b9aca00", "evm_increaseTime": "0x0",
            "eth_getTransactionCount": "0x0", "eth_sendRawTransaction": .string(Hash32.zero.description),
            "eth_getBlockByNumber": ["number": "0x1", "timestamp": "0x65920080"],
            "eth_getTransactionReceipt": ["status": "0x1", "blockNumber": "0x1"],
        ]
        do throws(ChainError) {
            let chain = try DevelopmentChain(allowed: [31_337]) { (method, _) throws(ChainError) in
                if method == "eth_call", let revert { throw ChainError("node.revert", revert) }
                guard let answer = answers[method] ?? good[method] else {
                    throw ChainError("node.method-missing", "the node has no \(method)")
                }
                return answer
            }
            _ = try Scenario.play(on: chain)
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
        var error: ChainError?
        do throws(ChainError) {
            let chain = try DevelopmentChain(allowed: [31_337]) { (method, _) throws(ChainError) in
                switch method {
                case "eth_chainId": return "0x7a69"
                case "eth_gasPrice": return "0x1"
                case "eth_getTransactionCount": return "0x0"
                case "eth_sendRawTransaction": return .string(Hash32.zero.description)
                case "eth_getTransactionReceipt": return ["status": "0x1", "blockNumber": "0x1"]
                case "eth_getBlockByNumber": return ["number": "0x1", "timestamp": "0x65920080"]
                default: throw ChainError("node.method-missing", "the node has no \(method)")
                }
            }
            #expect(!chain.movesTime)
            _ = try Scenario.play(on: chain)
        } catch let thrown { error = thrown }
        #expect(error?.code == "devnet.time")
    }
}

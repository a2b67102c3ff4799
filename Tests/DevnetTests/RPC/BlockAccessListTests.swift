import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// Lists of what blocks have looked at (EIP-7928), which no block of ours has: the answers that execution-apis gives for
/// blocks before Amsterdam, and for those that aren't there.
struct BlockAccessListTests {
    private func outcome(_ node: DevNode, _ method: String, _ arguments: [JSON]) -> (JSON?, Int?) {
        do throws(RPCError) { return (try node.call(method, arguments), nil) } catch {
            return (nil, error.code)
        }
    }

    @Test func answers() {
        let node = DevNode(DevChain())
        let head = JSON.string(node.chain.mine().hash.description)
        for known in ["latest", "earliest", "safe", "finalized", "0x0", "0x1", head] as [JSON] {
            #expect(outcome(node, "eth_getBlockAccessList", [known]) == (nil, -32001))
            #expect(outcome(node, "debug_getRawBlockAccessList", [known]) == (nil, -32001))
        }
        let nowhere = JSON.string(Hash32(word: 7).description)
        for unknown in ["0x2", "0xffffffffffffffff", "pending", nowhere] as [JSON] {
            #expect(outcome(node, "eth_getBlockAccessList", [unknown]) == (.null, nil))
            #expect(outcome(node, "debug_getRawBlockAccessList", [unknown]) == (nil, -32001))
        }
        for wrong in [[], [.null], ["0x"], ["0x00"], [5], ["newest"], ["latest", "latest"]] as [[JSON]] {
            #expect(outcome(node, "eth_getBlockAccessList", wrong) == (nil, -32602))
            #expect(outcome(node, "debug_getRawBlockAccessList", wrong) == (nil, -32602))
        }
    }

    @Test func badBlocks() throws {
        #expect(try DevNode(DevChain()).call("debug_getBadBlocks", []) == [])
    }
}

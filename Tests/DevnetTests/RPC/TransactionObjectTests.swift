import Cryptography
import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// The fields of a transaction object (execution-apis, `GenericTransaction`): those that name its type and its chain, and
/// blobs with what proves them.
struct TransactionObjectTests {
    private let key: PublishedKey

    init() throws { key = try PublishedKey([UInt8](repeating: 7, count: 32)) }

    private func node(_ rules: ForkRules = .prague) -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.rules = rules
        configuration.accounts[key.address] = StoredAccount(balance: UInt256(1 << 62))
        return DevNode(DevChain(configuration), keys: [key])
    }

    private func object(_ fields: [(String, JSON)]) -> JSON {
        let address = JSON.string(key.address.checksummed)
        return .object(JSONObject([("from", address), ("to", address)] + fields))
    }

    private func code(_ node: DevNode, _ method: String, _ fields: [(String, JSON)]) -> Int? {
        do throws(RPCError) { try node.call(method, [object(fields)]) } catch { return error.code }
        return nil
    }

    @Test func types() throws {
        let node = node()
        let price: (String, JSON) = ("gasPrice", "0xb2d05e00")
        let fee: (String, JSON) = ("maxFeePerGas", "0xb2d05e00")
        let list: (String, JSON) = ("accessList", [])
        let cases: [([(String, JSON)], type: String)] = [
            ([], "0x2"), ([fee], "0x2"), ([list], "0x2"), ([price], "0x0"), ([price, list], "0x1"),
            ([("type", "0x0")], "0x0"), ([("type", "0x1")], "0x1"), ([("type", "0x1"), price], "0x1"),
            ([("type", "0x00"), price], "0x0"), ([("type", "0x2"), fee, list], "0x2"),
            ([("type", .null)], "0x2"),
        ]
        for (fields, type) in cases {
            let filled = try node.call("eth_fillTransaction", [object(fields)])["tx"]
            #expect(filled?["type"]?.stringValue == type, "\(fields)")
            let hash = try node.call("eth_sendTransaction", [object(fields)])
            let sent = try node.call("eth_getTransactionByHash", [hash])
            #expect(sent["type"]?.stringValue == type && sent["blockNumber"] != .null)
            #expect((sent["accessList"] != nil) == (type != "0x0"))
            #expect(code(node, "eth_call", fields) == nil && code(node, "eth_estimateGas", fields) == nil)
        }
        for wrong in [
            [("type", "0x0"), list], [("type", "0x0"), fee], [("type", "0x1"), fee],
            [("type", "0x2"), price],
            [("type", "0x3")], [("type", "0x4")], [("type", "0x5")], [("type", "0xff")], [("type", "0x100")],
            [("type", 2)], [("type", "2")], [("type", "0x")], [("type", "0x+2")],
        ] as [[(String, JSON)]] {
            for method in ["eth_call", "eth_fillTransaction", "eth_sendTransaction", "debug_traceCall"] {
                #expect(code(node, method, wrong) == -32602, "\(wrong)")
            }
        }
    }

    @Test func chain() {
        let node = node()
        for method in ["eth_call", "eth_estimateGas", "eth_signTransaction", "eth_createAccessList"] {
            #expect(code(node, method, [("chainId", "0x7a69")]) == nil)
            #expect(code(node, method, [("chainId", "0x1")]) == -32000)
            #expect(code(node, method, [("chainId", 31337)]) == -32602)
        }
    }

    @Test(arguments: [(ForkRules.cancun, 1), (.prague, 1), (.osaka, 128)])
    func blobs(_ rules: ForkRules, proofs: Int) throws {
        let node = node(rules)
        let commitment = [UInt8](repeating: 0xc0, count: 48)
        let hash = try Hash32(bytes: [1] + Digest.sha256.hash(commitment).dropFirst())
        let point = JSON.string(Hex.encode(commitment))
        let fields: [(String, JSON)] = [
            ("blobs", [.string(Hex.encode([UInt8](repeating: 0, count: 131_072)))]),
            ("commitments", [point]), ("proofs", .array(Array(repeating: point, count: proofs))),
        ]
        let filled = try #require(try node.call("eth_fillTransaction", [object(fields)])["tx"])
        #expect(filled["type"] == "0x3" && filled["blobVersionedHashes"] == [.string(hash.description)])
        // Twice what the next block's blobs cost.
        #expect(filled["maxFeePerBlobGas"] == "0x2")
        for (name, value) in fields { #expect(filled[name] == value) }
        // What is signed is what is sent, and is in a block without its blobs.
        let signed = try node.call("eth_signTransaction", [object(fields)])
        let sent = try node.call("eth_sendRawTransaction", [try #require(signed["raw"])])
        #expect(signed["tx"]?["hash"] == sent)
        #expect(try node.call("eth_getTransactionReceipt", [sent])["blobGasUsed"] == "0x20000")
        let named = fields + [("blobVersionedHashes", [.string(hash.description)])]
        let again = try node.call("eth_sendTransaction", [object(named)])
        #expect(try node.call("eth_getTransactionReceipt", [again])["status"] == "0x1")
        let other = JSON.string("0x01" + String(repeating: "ab", count: 31))
        let wrong: [[(String, JSON)]] = [
            fields + [("blobVersionedHashes", [other])], Array(fields.dropFirst()),
            [fields[0], ("commitments", []), fields[2]], [fields[0], fields[1], ("proofs", [])],
            [("blobs", ["0x00"]), fields[1], fields[2]], [fields[0], ("commitments", ["0xc0"]), fields[2]],
            fields + [("gasPrice", "0x1")], [("blobs", "0x"), fields[1], fields[2]],
            [("blobs", []), ("commitments", []), ("proofs", [])],
        ]
        for fields in wrong { #expect(code(node, "eth_sendTransaction", fields) == -32602) }
        #expect(code(node, "eth_sendTransaction", [fields[0]]) == -32000)
    }

    @Test func tracers() {
        let node = node()
        for (options, wanted) in [
            (["tracer": .null], nil), (["tracer": ""], nil), (["tracer": 5], -32602), (5, -32602),
            (["tracer": "noTracer"], -32000),
        ] as [(JSON, Int?)] {
            var found: Int?
            do throws(RPCError) { try node.call("debug_traceCall", [object([]), "latest", options]) } catch {
                found = error.code
            }
            #expect(found == wanted)
        }
    }
}

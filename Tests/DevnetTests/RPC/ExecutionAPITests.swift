import Devnet
import EVM
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// The exchanges of ethereum/execution-apis, pair by pair: our answer has the form of the recorded one (the same members,
/// each of the same kind), and an error has its code. Simulated calls return, use and log exactly what was recorded.
struct ExecutionAPITests {
    /// Members that a block, transaction or receipt has by its fork or type, and which the recorded one, of an older fork
    /// or with blobs, may lack or have.
    private static let ofForks: Set<String> = [
        "P256VERIFY",
        "baseFeePerGas", "withdrawals", "withdrawalsRoot", "blobGasUsed", "excessBlobGas",
        "parentBeaconBlockRoot",
        "requestsHash", "root", "status",
    ]

    @Test func pairs() throws {
        guard let recorded = try RecordedChain() else { return }
        #expect(recorded.node.chain.head.number == 54)
        #expect(recorded.node.chain.pool.count == 0)
        var counts = (compared: 0, equal: 0, simulated: 0, steps: 0)
        for file in Shared.files(below: RecordedChain.folder, suffix: ".io") {
            var request: JSON?
            for line in String(decoding: try #require(Shared.data(file)), as: UTF8.self).split(
                separator: "\n")
            {
                if line.hasPrefix(">> ") {
                    request = try JSON.parse(Array(line.utf8.dropFirst(3)), limits: .node)
                }
                guard line.hasPrefix("<< "), let sent = request else { continue }
                let method = try #require(sent["method"]?.stringValue)
                let expected = try JSON.parse(Array(line.utf8.dropFirst(3)), limits: .node)
                let answer = try #require(recorded.node.answer(translated(sent, recorded.hashes)))
                counts.compared += 1
                if answer == expected { counts.equal += 1 }
                if method.hasPrefix("debug_trace") {
                    let (ours, theirs) = (steps(answer), steps(expected))
                    #expect(ours == theirs, "\(file)")
                    counts.steps += ours.count
                }
                if method == "eth_simulateV1" {
                    let (ours, theirs) = (outcomes(answer), outcomes(expected))
                    // These return hashes of blocks, which aren't the recorded ones.
                    let returnsHashes = file.contains("blockhash") || file.contains("add-more-non-defined")
                    if !returnsHashes { #expect(ours == theirs, "\(file)") }
                    counts.simulated += ours.count
                }
                for difference in differences(answer, expected, "") { Issue.record("\(file): \(difference)") }
            }
        }
        #expect(counts.compared > 100 && counts.steps > 50)
        print(
            "execution-apis: \(counts.compared) pairs have the recorded form, \(counts.equal) are equal; "
                + "\(counts.simulated) simulated calls, \(counts.steps) steps")
    }

    /// Every method that the specification has, engine's apart, is one of ours.
    @Test func methods() throws {
        let node = DevNode(DevChain())
        var count = 0
        for file in Shared.files(below: "vectors/execution-apis/src", suffix: ".yaml") {
            let text = String(decoding: try #require(Shared.data(file)), as: UTF8.self)
            for line in text.split(separator: "\n") where line.hasPrefix("- name: ") {
                let name = String(line.dropFirst(8))
                let request: JSON = ["jsonrpc": "2.0", "id": 1, "method": .string(name), "params": []]
                let answer = try #require(node.answer(request))
                #expect(answer["error"]?["code"]?.numberText != "-32601", "\(name)")
                count += 1
            }
        }
        #expect(count > 50 || Shared.root == nil)
    }

    /// The steps of traced transactions, apart from the gas that is left: what a transaction costs before its first step
    /// has changed since.
    private func steps(_ answer: JSON) -> [[JSON?]] {
        let traces = answer["result"]?.arrayValue?.map { $0["result"] } ?? [answer["result"]]
        return traces.flatMap { $0?["structLogs"]?.arrayValue ?? [] }.map { step in
            ["pc", "op", "gasCost", "depth", "error", "refund", "stack", "memory", "returnData", "storage"]
                .map {
                    step[$0]
                }
        }
    }

    /// What the calls of simulated blocks came to, apart from hashes.
    private func outcomes(_ answer: JSON) -> [[JSON?]] {
        (answer["result"]?.arrayValue ?? []).flatMap { $0["calls"]?.arrayValue ?? [] }.map { call in
            let logs = (call["logs"]?.arrayValue ?? []).flatMap { log in
                ["address", "topics", "data", "logIndex", "blockNumber"].map { log[$0] }
            }
            return ["returnData", "gasUsed", "maxUsedGas", "status"].map { call[$0] }
                + [call["error"]?["code"], call["error"]?["data"]] + logs
        }
    }

    /// What the recorded blocks hand to the beacon chain is what ours do, block by block.
    @Test func requests() throws {
        guard let recorded = try RecordedChain() else { return }
        #expect(Set(recorded.requests.values).count > 1)
        for (number, hash) in recorded.requests {
            #expect(recorded.node.chain.block(number)?.header.requestsHash == hash, "block \(number)")
        }
    }

    /// The bytes of a block are those that its hash and its size are of.
    @Test func rawBlocks() throws {
        guard let node = try RecordedChain()?.node else { return }
        for number in [0, 1, 45, 54] {
            let quantity = JSON.string("0x" + String(number, radix: 16))
            let block = try node.call("eth_getBlockByNumber", [quantity, false])
            let header = try node.call("debug_getRawHeader", [quantity])
            let hash = Keccak256.hash(try Hex.decode(try #require(header.stringValue)))
            #expect(block["hash"]?.stringValue == hash.description)
            let whole = try Hex.decode(
                try #require(try node.call("debug_getRawBlock", [quantity]).stringValue))
            #expect(block["size"]?.stringValue == "0x" + String(whole.count, radix: 16))
            let receipts = try #require(try node.call("debug_getRawReceipts", [quantity]).arrayValue)
            #expect(receipts.count == block["transactions"]?.arrayValue?.count)
        }
    }

    /// A request with our hashes of the recorded blocks.
    private func translated(_ json: JSON, _ hashes: [String: String]) -> JSON {
        switch json {
        case .string(let text): .string(hashes[text] ?? text)
        case .array(let items): .array(items.map { translated($0, hashes) })
        case .object(let object):
            .object(JSONObject(object.members.map { ($0.key, translated($0.value, hashes)) }))
        default: json
        }
    }

    /// Of the transactions of a pool, by address and nonce, one of each type.
    private func byType(_ senders: JSONObject) -> [String: JSON] {
        let all = senders.members.flatMap { $0.value.objectValue?.members ?? [] }.map(\.value)
        return Dictionary(all.map { ($0["type"]?.stringValue ?? "", $0) }) { first, _ in first }
    }

    /// Where two answers differ in form; the words of an error are each node's own.
    private func differences(_ ours: JSON, _ theirs: JSON, _ path: String) -> [String] {
        switch (ours, theirs) {
        case (.object(let left), .object(let right)):
            if path == "/error" {
                return left["code"] == right["code"] && (left["data"] == nil) == (right["data"] == nil)
                    ? [] : ["\(ours), recorded \(theirs)"]
            }
            if path == "/result/pending" || path == "/result/queued" {
                let theirs = byType(right)
                return byType(left).flatMap { type, mine in
                    theirs[type].map { differences(mine, $0, path + "/" + type) } ?? []
                }
            }
            let names = Set(left.members.map(\.key)).symmetricDifference(right.members.map(\.key))
                .subtracting(Self.ofForks)
            var found = names.sorted().map {
                "\(path)/\($0): \(left[$0] == nil ? "missing" : "not in the recorded one")"
            }
            for member in left.members {
                guard let other = right[member.key] else { continue }
                found += differences(member.value, other, "\(path)/\(member.key)")
            }
            return found
        case (.array(let left), .array(let right)):
            guard let mine = left.first, let other = right.first else {
                return left.isEmpty == right.isEmpty
                    ? [] : ["\(path): \(left.count) elements, recorded \(right.count)"]
            }
            return differences(mine, other, path + "/0")
        case (.string(let left), .string(let right)):
            return left.hasPrefix("0x") == right.hasPrefix("0x")
                ? [] : ["\(path): \(left), recorded \(right)"]
        case (.number, .number), (.bool, .bool), (.null, .null): return []
        // A transaction that makes a contract, or none.
        case (.null, .string) where path.hasSuffix("/to"), (.string, .null) where path.hasSuffix("/to"):
            return []
        default: return ["\(path): \(ours), recorded \(theirs)"]
        }
    }
}

import EVM
import Ethereum
import NodeClient
import SafeText
import StrictJSON

/// The same transaction in the same block by `eth_simulateV1` (execution-apis), against what coai's EVM found.
struct NodeSimulation {
    /// The transaction as a call.
    let form: JSON
    let environment: BlockEnvironment
    /// The block after which it runs.
    let reference: JSON
    let sender: Address
    /// The sender's balance before, and wei that a unit of gas costs.
    let balance: UInt256
    let gasPrice: UInt256

    private static let method = "eth_simulateV1"
    /// Who seems to write logs of transfers of the chain's coin: 0xeeee…ee.
    private static let coin = Address(
        truncating: UInt256(
            limbs: 0xeeee_eeee_eeee_eeee, 0xeeee_eeee_eeee_eeee, 0xeeee_eeee_eeee_eeee,
            0xeeee_eeee_eeee_eeee))

    /// What the node says of a call.
    private struct Answer {
        var succeeded: Bool
        var gasUsed: UInt64
        var logs: [LogEntry]
        /// Wei that the sender gets and gives by calls.
        var received = UInt256.zero
        var given = UInt256.zero
    }

    /// Asks, and compares.
    ///
    /// - Parameter isBlob: whether it carries blobs, which the method doesn't take.
    func compare(
        _ result: SimulationResult, isBlob: Bool, _ line: NodeLine
    ) throws(SimulationError) -> NodeComparison {
        guard !isBlob else { return .notAsked }
        guard let answered = try line.ask([call]).first else { return .notAsked }
        let json: JSON
        switch answered {
        case .success(let value): json = value
        case .failure(let error):
            let isRefusal = error.fault.map { (-38_999 ... -38_000).contains($0.code) } ?? false
            guard error.code != "node.method-missing" else {
                return .notOffered("the node doesn't offer eth_simulateV1")
            }
            guard isRefusal else { return .notOffered(SafeText(cleaning: error.message)) }
            return result.findings.isEmpty
                ? .differs(["the node refuses it: " + SafeText(cleaning: error.message)]) : .agrees
        }
        let theirs = try answer(json)
        guard result.findings.isEmpty else {
            return .differs(["the node takes it, as if nothing were wrong"])
        }
        let differences = differences(result, theirs)
        return differences.isEmpty ? .agrees : .differs(differences)
    }

    private func differences(_ result: SimulationResult, _ theirs: Answer) -> [SafeText] {
        var found: [SafeText] = []
        let succeeded = result.outcome == .succeeded
        if succeeded != theirs.succeeded {
            found.append(
                SafeText(cleaning: "here it \(word(succeeded)), on the node it \(word(theirs.succeeded))"))
        }
        if result.gasUsed != theirs.gasUsed {
            found.append(
                SafeText(cleaning: "gas used is \(result.gasUsed) here, \(theirs.gasUsed) on the node"))
        }
        if result.effects.logs != theirs.logs {
            found.append(
                SafeText(
                    cleaning: "\(result.effects.logs.count) events here and \(theirs.logs.count) on the node "
                        + "aren't the same"))
        }
        // What the sender gets as the block's builder no log tells.
        guard environment.coinbase != sender, found.isEmpty else { return found }
        let after =
            balance &+ theirs.received &- theirs.given &- UInt256(theirs.gasUsed) &* gasPrice
        let ours = result.effects.balances.first { $0.address == sender }?.after ?? balance
        if ours != after {
            found.append(SafeText(cleaning: "the sender is left with \(ours) wei here, \(after) on the node"))
        }
        return found
    }

    private func word(_ succeeded: Bool) -> String { succeeded ? "succeeds" : "fails" }

    private var call: NodeCall {
        func number(_ value: UInt64) -> JSON { .string(UInt256(value).quantity) }
        let block: JSON = [
            "blockOverrides": [
                "number": number(environment.number), "time": number(environment.timestamp),
                "gasLimit": number(environment.gasLimit),
                "feeRecipient": .string(Hex.encode(environment.coinbase.bytes)),
                "prevRandao": .string(environment.random.description),
                "baseFeePerGas": .string(environment.baseFee.quantity),
            ],
            "calls": [form],
        ]
        return NodeCall(
            Self.method,
            [["blockStateCalls": [block], "validation": true, "traceTransfers": true], reference])
    }

    private func answer(_ json: JSON) throws(SimulationError) -> Answer {
        guard let block = json.arrayValue?.last, let call = block["calls"]?.arrayValue?.first else {
            throw .answer(Self.method, "no call")
        }
        var answer = Answer(
            succeeded: try NodeValue.small(call["status"], Self.method) == 1,
            gasUsed: try NodeValue.small(call["gasUsed"], Self.method), logs: [])
        for log in call["logs"]?.arrayValue ?? [] {
            var topics: [Hash32] = []
            for topic in log["topics"]?.arrayValue ?? [] {
                topics.append(try NodeValue.hash(topic, Self.method))
            }
            let entry = LogEntry(
                address: try NodeValue.address(log["address"], Self.method), topics: topics,
                data: try NodeValue.bytes(log["data"], Self.method))
            guard entry.address == Self.coin else {
                answer.logs.append(entry)
                continue
            }
            guard topics.count == 3, let amount = UInt256(bigEndianBytes: entry.data) else {
                throw .answer(Self.method, "no transfer")
            }
            if topics[1].word == sender.word { answer.given = answer.given &+ amount }
            if topics[2].word == sender.word { answer.received = answer.received &+ amount }
        }
        return answer
    }
}

import Dashboard
import Ethereum
import NodeClient
import Review
import StrictJSON

/// What a node says of those who take part in a document: a person waits for it, so it is asked once and briefly.
struct Inquiry {
    private let client: NodeClient

    /// Asks on a connection of its own, with its own short deadlines.
    init(endpoint: Endpoint, chainID: UInt64) {
        var options = NodeOptions(expectedChainID: chainID)
        options.connectSeconds = 2
        options.requestSeconds = 2
        options.attempts = 1
        options.maximumBodyBytes = 2 << 20
        client = NodeClient(endpoint, options: options)
    }

    /// The answers on the newest block; what didn't come, or isn't what was asked for, is left out.
    func answers(on parties: Counterparties) -> NodeAnswers {
        var calls = parties.parties.map {
            NodeCall("eth_getCode", [.string(Hex.encode($0.address.bytes)), "latest"])
        }
        var allowances: [Counterparties.Allowance] = []
        for allowance in parties.allowances {
            guard
                let data = try? ABIFunction("allowance(address owner,address spender)").encodeCall([
                    .address(allowance.owner), .address(allowance.spender),
                ])
            else { continue }
            allowances.append(allowance)
            calls.append(
                NodeCall(
                    "eth_call",
                    [
                        [
                            "to": .string(Hex.encode(allowance.token.bytes)),
                            "data": .string(Hex.encode(data)),
                        ], "latest",
                    ]))
        }
        var answers = NodeAnswers()
        guard let results = try? client.batch(calls), results.count == calls.count else { return answers }
        for (party, result) in zip(parties.parties, results) {
            guard let code = Self.bytes(result) else { continue }
            answers.code[party.address] = NodeAnswers.Code(code)
        }
        for (allowance, result) in zip(allowances, results.dropFirst(parties.parties.count)) {
            // An account without code answers with nothing: that is no allowance of zero.
            guard let word = Self.bytes(result), word.count == 32 else { continue }
            answers.allowances[allowance] = UInt256(bigEndianBytes: word)
        }
        return answers
    }

    private static func bytes(_ result: Result<JSON, NodeError>) -> [UInt8]? {
        guard case .success(let value) = result, let text = value.stringValue else { return nil }
        return try? Hex.decode(text)
    }
}

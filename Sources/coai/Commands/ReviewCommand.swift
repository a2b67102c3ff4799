import Console
import Review
import SafeText
import StrictJSON

/// `coai review`: every field of a document, what is dangerous about it, and its hashes.
enum ReviewCommand: Command {
    static let names = ["review"]

    static let usage = """
        coai review FILE|-      what a document says, what is dangerous about it, and its hashes

        A document is typed data (EIP-712), a transaction (JSON-RPC object, or raw hex) or a message
        ({"message": "text"} or {"messageHex": "0x…"}). No node and no configuration are needed, except to simulate.

          --json            {"kind", "primaryType", "encodeType", "typeHash", "domainHash", "messageHash", "digest",
                            "chainID", "calldataDigest", "sender", "hash",
                            "fields": [{"path", "type", "label", "value", "display"}],
                            "findings": [{"severity": "danger"|"warning"|"notice", "code", "text"}]}
          --plain           lines of printable ASCII (the default)
          --kind KIND       typed-data, transaction or message: where the bytes alone don't say it
          --chain-id N      refuse a document for another chain
          --profile FILE    names and tokens of a network, and its chain id
          --account ADDRESS whose signature is wanted
          --now SECONDS     the time for deadlines, in seconds since 1970
          --simulate        runs a transaction on a node's state by coai's own EVM, and shows after the review what it
                            would do: balances, tokens, permissions, events. Advice: it changes neither the review nor
                            the exit code; with --json "simulation": {"block", "environment", "rules", "outcome",
                            "summary", "findings", "gasUsed", "fee", "output", "balances", "transfers", "approvals",
                            "created", "destroyed", "delegations", "events", "storage", "node", "others", "cost"},
                            or {"error"}
          --node URL        the node whose state it is (default: the one in config.json); up to three more are asked
                            the same on the same block, and compared
          --rules NAME      the chain's rules, london to osaka (default: "rules" of the profile, else those that the
                            block's header shows, else prague)
          --timeout SECONDS for the whole simulation (default 15)

        A document that breaks a rule: exit 4, and {"error": {"code", "message", "hint"}} with --json.

        """

    static func run(_ name: String, _ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            DocumentInput.options
                .adding(flags: ["--json", "--plain"], valued: ["--now"])
                .adding(
                    flags: Set(ReviewSimulation.optionNames.flags),
                    valued: Set(ReviewSimulation.optionNames.valued)))
        let simulation = try ReviewSimulation(arguments)
        let input = try DocumentInput(arguments)
        let context = try input.context(arguments)
        let review: Review
        do throws(ReviewError) {
            review = try Review(try Document.parse(input.bytes, kind: input.kind), context: context)
        } catch { throw Failure(error) }
        guard let simulation else {
            Output.result(review.json, plain: review.plainLines, asJSON: arguments.has("--json"))
            return
        }
        let report = simulation.report(on: review, input)
        let members = review.json.objectValue?.members.map { ($0.key, $0.value) } ?? []
        Output.result(
            .object(JSONObject(members + [("simulation", report.json)])),
            plain: review.plainLines + [.empty] + report.plainLines, asJSON: arguments.has("--json"))
    }
}

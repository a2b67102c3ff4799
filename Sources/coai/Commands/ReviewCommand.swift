import Console
import Review

/// `coai review`: every field of a document, what is dangerous about it, and its hashes.
enum ReviewCommand: Command {
    static let names = ["review"]

    static let usage = """
        coai review FILE|-      what a document says, what is dangerous about it, and its hashes

        A document is typed data (EIP-712), a transaction (JSON-RPC object, or raw hex) or a message
        ({"message": "text"} or {"messageHex": "0x…"}). No node and no configuration are needed.

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

        A document that breaks a rule: exit 4, and {"error": {"code", "message", "hint"}} with --json.

        """

    static func run(_ name: String, _ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words, DocumentInput.options.adding(flags: ["--json", "--plain"], valued: ["--now"]))
        let input = try DocumentInput(arguments)
        let context = try input.context(arguments)
        let review: Review
        do throws(ReviewError) {
            review = try Review(try Document.parse(input.bytes, kind: input.kind), context: context)
        } catch { throw Failure(error) }
        Output.result(review.json, plain: review.plainLines, asJSON: arguments.has("--json"))
    }
}

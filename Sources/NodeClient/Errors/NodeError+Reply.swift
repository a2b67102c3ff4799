import SafeText
import StrictJSON

extension NodeError {
    static func json(_ error: JSONError) -> NodeError {
        if error.code == "json.too-large" || error.code == "json.too-many-values" {
            return .tooLarge(error.message)
        }
        return NodeError(
            code: "node.json", message: "the node's answer isn't JSON: \(error.message)",
            hint: "is there a node at this address, or something else?")
    }

    static func reply(_ what: String) -> NodeError {
        NodeError(
            code: "node.reply", message: "the node's answer doesn't belong to the request: \(what)",
            hint: "don't trust this node")
    }

    static func result(_ method: String, _ what: String) -> NodeError {
        NodeError(
            code: "node.result", message: "the node's answer to \(method) is malformed: \(what)",
            hint: "the node is faulty, or speaks for another kind of chain")
    }

    static func logs(_ what: String) -> NodeError {
        NodeError(
            code: "node.logs", message: "the node's logs aren't those that were asked for: \(what)",
            hint: "don't trust this node")
    }

    static func chain(expected: UInt64, actual: UInt64) -> NodeError {
        NodeError(
            code: chainCode, message: "the node is for chain \(actual), not for chain \(expected)",
            hint: "check the node's address and the profile")
    }

    /// What a node's own error means.
    static func fault(_ fault: NodeFault) -> NodeError {
        let words = fault.message.text.lowercased()
        let said = "\(fault.message.text) (\(fault.code))"
        if fault.code == 3 || words.contains("revert") || words.contains("vm execution error") {
            return NodeError(
                code: revertCode, message: "the call would revert: \(said)",
                hint: "the contract refuses it as things stand", fault: fault)
        }
        if RangeLimit.isNamed(by: words) {
            return NodeError(
                code: "node.range-limit", message: "the node answers only for fewer blocks: \(said)",
                hint: "ask for a shorter range of blocks", fault: fault)
        }
        if fault.code == -32601 || words.contains("method not found") || words.contains("unknown method") {
            return NodeError(
                code: "node.method-missing", message: "the node doesn't offer this method: \(said)",
                hint: "use a node that offers it", fault: fault)
        }
        if fault.code == 429 || fault.code == -32005 || words.contains("rate limit")
            || words.contains("too many requests") || words.contains("compute units")
            || words.contains("credits limited")
        {
            return NodeError(
                code: "node.rate-limited", message: "the node has had too many requests: \(said)",
                hint: "wait, or use a node of your own", fault: fault, isTransient: true)
        }
        return NodeError(code: "node.rpc", message: "the node answered: \(said)", fault: fault)
    }
}

/// The words in which nodes say that a range of blocks, or the logs in it, are too many for one answer.
///
/// From the sources of geth and Erigon and the documentation of hosted nodes; there is no common code for it.
enum RangeLimit {
    private static let phrases = [
        "query returned more than", "more than 10000 results", "response size exceeded",
        "response size should not greater", "response is too big", "response too large", "too many logs",
        "block range", "blocks range", "block span", "range is too", "range too large", "range limit",
        "max range",
        "maximum range", "limited to a", "limited to 0 - ", "too many blocks", "exceeds limit of",
        "exceeds max results", "exceed max results", "query timeout", "query timed out",
        "request timed out", "execution timeout", "context deadline exceeded", "query exceeds",
    ]

    /// Whether `words`, in lower case, say so.
    static func isNamed(by words: String) -> Bool { phrases.contains { words.contains($0) } }
}

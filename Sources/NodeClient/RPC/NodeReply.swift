import Ethereum
import SafeText
import StrictJSON

/// The answer to one call, read strictly (JSON-RPC 2.0, section 5).
package enum NodeReply {
    /// What the tree of an answer may take: many times its bytes in memory, so less than what logs may, which have none.
    private static let limits = JSONLimits(
        maximumBytes: 32 << 20, maximumDepth: 64, maximumItems: 2_000_000)

    /// The tree of an answer.
    package static func parse(_ bytes: [UInt8]) throws(NodeError) -> JSON {
        do { return try JSON.parse(bytes, limits: limits) } catch { throw .json(error) }
    }

    /// The result of the call `id` in `document`.
    ///
    /// - Throws: the node's own error, or `node.reply` where the document isn't the answer to that call.
    package static func result(of document: JSON, id: UInt64) throws(NodeError) -> JSON {
        guard let object = document.objectValue else { throw .reply("it is \(document.kind)") }
        guard object["jsonrpc"] == .string("2.0") else { throw .reply("it doesn't say jsonrpc 2.0") }
        guard let stated = object["id"] else { throw .reply("it has no id") }
        let result = object["result"]
        // Some nodes write a null beside the member that counts.
        let error = object["error"].flatMap { $0.isNull && result != nil ? nil : $0 }
        if let error {
            // A request that couldn't be read has no id that a node could repeat.
            guard stated == .number(String(id)) || stated.isNull else { throw .reply("its id is another's") }
            guard result == nil || result == .null else { throw .reply("it has a result and an error") }
            throw .fault(try fault(error))
        }
        guard stated == .number(String(id)) else { throw .reply("its id is another's") }
        guard let result else { throw .reply("it has neither result nor error") }
        return result
    }

    private static func fault(_ error: JSON) throws(NodeError) -> NodeFault {
        guard let code = error["code"]?.numberText.flatMap({ Int64($0) }) else {
            throw .reply("its error has no code")
        }
        return NodeFault(
            code: code,
            message: SafeText(cleaning: error["message"]?.stringValue ?? "", maximumLength: 500),
            data: error["data"].flatMap(revertBytes))
    }

    /// Bytes in an error's `data`: hex; in an object under `data`; or, as older nodes write it, after a word.
    private static func revertBytes(_ data: JSON) -> [UInt8]? {
        if let nested = data["data"] ?? data["result"] {
            return nested.stringValue.flatMap { try? Hex.decode($0) }
        }
        guard let text = data.stringValue else { return nil }
        return try? Hex.decode(text.split(separator: " ").last ?? "")
    }
}

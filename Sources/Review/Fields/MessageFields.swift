import Ethereum
import SafeText

/// The fields of an EIP-191 message: its text if it is text, and its bytes.
enum MessageFields {
    static func fields(_ bytes: [UInt8]) -> [ReviewField] {
        var fields: [ReviewField] = []
        if let text = text(bytes) {
            fields.append(
                ReviewField(
                    path: "message", type: "string", label: "message", value: text,
                    display: Words.shown(text)))
        }
        let hex = Hex.encode(bytes)
        fields.append(
            ReviewField(
                path: fields.isEmpty ? "message" : "messageHex", type: "bytes", label: "bytes", value: hex,
                display: "\(hex)  \(Words.counted(bytes.count, "byte"))"))
        return fields
    }

    /// The message as text, if its bytes are UTF-8.
    static func text(_ bytes: [UInt8]) -> String? { String(validating: bytes, as: UTF8.self) }
}

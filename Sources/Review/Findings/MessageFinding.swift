import Ethereum
import SafeText

/// Messages that are more than text.
enum MessageFinding {
    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        guard case .message(let bytes) = subject.document else { return [] }
        if bytes.isEmpty { return [Finding(.notice, "message.empty", "the message is empty")] }
        let text = MessageFields.text(bytes)
        let isHashText =
            (text.flatMap { try? Hex.decode($0) }?.count == 32) && (bytes.count == 64 || bytes.count == 66)
        if bytes.count == 32 || isHashText {
            return [
                Finding(
                    .danger, "message.hash",
                    "the message is 32 bytes: it may be the hash of something that isn't shown")
            ]
        }
        guard let text else {
            return [Finding(.warning, "message.binary", "the message is not text: nobody can read it")]
        }
        var findings: [Finding] = []
        if (try? Document.parse(bytes)) != nil {
            findings.append(
                Finding(
                    .warning, "message.document",
                    "the message is itself typed data, a transaction or a message"))
        }
        if text.contains("\n") || text.contains("\r") {
            findings.append(
                Finding(
                    .notice, "message.lines", "the message has more than one line; ends of lines are escaped")
            )
        }
        return findings
    }
}

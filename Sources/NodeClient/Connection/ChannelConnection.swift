import StrictJSON

/// Requests and notices over a channel that carries both.
final class ChannelConnection: NodeConnection {
    private let channel: any MessageChannel
    /// Notices that came between a request and its answer, the newest last.
    private var notices: [[UInt8]] = []

    /// A node that tells faster than it is listened to loses its oldest notices: each only says "look again".
    private static let maximumNotices = 64
    /// Most bytes of one: the header of a block takes some 2 KB.
    private static let maximumNoticeBytes = 64 << 10

    init(_ channel: any MessageChannel) { self.channel = channel }

    var isUsable: Bool { channel.isOpen }

    func exchange(_ request: [UInt8], deadline: Deadline) throws(NodeError) -> [UInt8] {
        try channel.send(request, deadline: deadline)
        while true {
            guard let document = try channel.receive(quietUntil: deadline, deadline: deadline) else {
                throw .timeout("answer")
            }
            guard try Self.isNotice(document) else { return document }
            try keep(document)
            if deadline.hasPassed { throw .timeout("answer") }
        }
    }

    /// The next notice, or nil if none comes by `quietUntil`; one that begins must be whole by `deadline`.
    func notice(quietUntil: Deadline, deadline: Deadline) throws(NodeError) -> [UInt8]? {
        if !notices.isEmpty { return notices.removeFirst() }
        guard let document = try channel.receive(quietUntil: quietUntil, deadline: deadline) else {
            return nil
        }
        guard try Self.isNotice(document) else { throw .reply("nothing was asked") }
        return document
    }

    private func keep(_ notice: [UInt8]) throws(NodeError) {
        guard notice.count <= Self.maximumNoticeBytes else {
            throw .tooLarge("a notice of more than \(Self.maximumNoticeBytes) bytes")
        }
        if notices.count >= Self.maximumNotices { notices.removeFirst() }
        notices.append(notice)
    }

    /// Whether a document is a notice, as far as its first telling member says; an answer has an id or a result.
    private static func isNotice(_ document: [UInt8]) throws(NodeError) -> Bool {
        let found = document.withUnsafeBytes { raw -> Result<Bool, JSONError> in
            do throws(JSONError) { return .success(try isNotice(raw)) } catch { return .failure(error) }
        }
        do { return try found.get() } catch { throw .json(error) }
    }

    private static func isNotice(_ raw: UnsafeRawBufferPointer) throws(JSONError) -> Bool {
        var scanner = JSONScanner(raw)
        guard try scanner.peek() == .object else { return false }
        try scanner.beginObject()
        while let name = try scanner.nextName() {
            if equals(name, "method") { return true }
            if equals(name, "id") || equals(name, "result") || equals(name, "error") { return false }
            try scanner.skipValue()
        }
        return false
    }
}

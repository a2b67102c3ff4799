/// What stands before the payload of a frame (RFC 6455, section 5.2).
struct WebSocketFrameHeader: Sendable {
    var isFinal = true
    var operation = WebSocketOperation.text
    var payloadBytes = 0
    var mask: [UInt8]?

    var isControl: Bool { operation & 8 != 0 }

    /// No frame.
    init() {}

    /// How long a header is that begins so; as many bytes as there are plus one, while that can't be told.
    static func length(of start: [UInt8]) -> Int {
        guard start.count >= 2 else { return 2 }
        let extended =
            switch start[1] & 0x7f {
            case 126: 2
            case 127: 8
            default: 0
            }
        return 2 + extended + (start[1] & 0x80 != 0 ? 4 : 0)
    }

    /// Refuses a header for its first two bytes, before a peer makes us wait for the others.
    static func check(_ first: UInt8, _ second: UInt8, role: WebSocketRole) throws(WebSocketError) {
        guard first & 0x70 == 0 else { throw .frame("a reserved bit is set") }
        let operation = first & 15
        guard operation <= WebSocketOperation.binary || (8...10).contains(operation) else {
            throw .frame("an unknown operation")
        }
        let isMasked = second & 0x80 != 0
        guard isMasked == (role == .server) else {
            throw .frame(isMasked ? "a server's frame is masked" : "a client's frame isn't masked")
        }
        guard operation & 8 != 0 else { return }
        guard first & 0x80 != 0 else { throw .frame("a control frame in fragments") }
        guard second & 0x7f <= 125 else { throw .frame("a control frame of more than 125 bytes") }
    }

    /// The header in `bytes`, which `check` has passed and which are as many as `length(of:)` says.
    init(_ bytes: [UInt8]) throws(WebSocketError) {
        isFinal = bytes[0] & 0x80 != 0
        operation = bytes[0] & 15
        let isMasked = bytes[1] & 0x80 != 0
        let short = Int(bytes[1] & 0x7f)
        let extended = short == 126 ? 2 : short == 127 ? 8 : 0
        if extended == 0 {
            payloadBytes = short
        } else {
            var length: UInt64 = 0
            for byte in bytes[2..<(2 + extended)] { length = length << 8 | UInt64(byte) }
            guard length >= (extended == 2 ? 126 : 65536), let fitting = Int(exactly: length) else {
                throw .frame("a length that isn't written in its shortest form, or is impossible")
            }
            payloadBytes = fitting
        }
        mask = isMasked ? Array(bytes.suffix(4)) : nil
    }

    /// Appends the header of a frame to `output`.
    static func write(
        operation: UInt8, isFinal: Bool, payloadBytes: Int, mask: UInt32?, into output: inout [UInt8]
    ) {
        output.append((isFinal ? 0x80 : 0) | operation)
        let masked: UInt8 = mask == nil ? 0 : 0x80
        switch payloadBytes {
        case ...125: output.append(masked | UInt8(payloadBytes))
        case ...65535:
            output.append(masked | 126)
            withUnsafeBytes(of: UInt16(payloadBytes).bigEndian) { output.append(contentsOf: $0) }
        default:
            output.append(masked | 127)
            withUnsafeBytes(of: UInt64(payloadBytes).bigEndian) { output.append(contentsOf: $0) }
        }
        if let mask { withUnsafeBytes(of: mask.bigEndian) { output.append(contentsOf: $0) } }
    }
}

/// Writes the frames that one end of a WebSocket sends.
public enum WebSocketEncoder {
    /// Appends a message to `output`, in fragments of at most `fragmentBytes` if that is given.
    ///
    /// - Parameter mask: gives a mask of fresh random bits for each frame; a client must have one, a server none
    ///   (RFC 6455, section 5.3).
    /// - Throws: `WebSocketError` for a control frame of more than 125 bytes.
    public static func write(
        _ message: WebSocketMessage, fragmentBytes: Int? = nil, mask: (() -> UInt32)?,
        into output: inout [UInt8]
    ) throws(WebSocketError) {
        switch message {
        case .text(let bytes): fragments(WebSocketOperation.text, bytes, fragmentBytes, mask, &output)
        case .binary(let bytes): fragments(WebSocketOperation.binary, bytes, fragmentBytes, mask, &output)
        case .ping(let bytes): try control(WebSocketOperation.ping, bytes, mask, &output)
        case .pong(let bytes): try control(WebSocketOperation.pong, bytes, mask, &output)
        case .close(let code, let reason):
            guard code != nil || reason.isEmpty else { throw .frame("a reason without a status code") }
            var payload: [UInt8] = []
            if let code { payload = [UInt8(code >> 8), UInt8(code & 255)] + reason }
            try control(WebSocketOperation.close, payload, mask, &output)
        }
    }

    private static func control(
        _ operation: UInt8, _ payload: [UInt8], _ mask: (() -> UInt32)?, _ output: inout [UInt8]
    ) throws(WebSocketError) {
        guard payload.count <= 125 else { throw .frame("a control frame of more than 125 bytes") }
        frame(operation, isFinal: true, payload[...], mask?(), &output)
    }

    private static func fragments(
        _ operation: UInt8, _ payload: [UInt8], _ fragmentBytes: Int?, _ mask: (() -> UInt32)?,
        _ output: inout [UInt8]
    ) {
        var rest = payload[...]
        var next = operation
        repeat {
            let part = rest.prefix(max(fragmentBytes ?? Int.max, 1))
            rest = rest.dropFirst(part.count)
            frame(next, isFinal: rest.isEmpty, part, mask?(), &output)
            next = WebSocketOperation.continuation
        } while !rest.isEmpty
    }

    private static func frame(
        _ operation: UInt8, isFinal: Bool, _ payload: ArraySlice<UInt8>, _ mask: UInt32?,
        _ output: inout [UInt8]
    ) {
        WebSocketFrameHeader.write(
            operation: operation, isFinal: isFinal, payloadBytes: payload.count, mask: mask, into: &output)
        let start = output.count
        output.append(contentsOf: payload)
        guard let mask else { return }
        for place in start..<output.count {
            output[place] ^= UInt8(truncatingIfNeeded: mask >> UInt32(24 - 8 * ((place - start) & 3)))
        }
    }
}

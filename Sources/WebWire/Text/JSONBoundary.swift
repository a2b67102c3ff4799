/// Finds where a JSON document ends in a stream of bytes, without reading more of it than its brackets and quotes.
///
/// An IPC socket has no other framing. Only objects and arrays count, which is all that JSON-RPC sends.
package struct JSONBoundary {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    /// At the beginning of a stream.
    package init() {}

    /// What the bytes hold.
    package enum Outcome: Sendable, Equatable {
        /// The document ends after this many of them.
        case end(Int)
        /// It goes on beyond them.
        case more
        /// A byte that can't begin a document.
        case notJSON
    }

    /// Whether a document has begun.
    package var isInside: Bool { depth > 0 }

    /// Looks through the next bytes of the stream.
    package mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        for (place, byte) in bytes.enumerated() {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return .notJSON }
                depth -= 1
                if depth == 0 { return .end(place + 1) }
            case UInt8(ascii: "\"") where depth > 0: isInString = true
            case 0x20, 0x09, 0x0a, 0x0d: break
            default: if depth == 0 { return .notJSON }
            }
        }
        return .more
    }
}

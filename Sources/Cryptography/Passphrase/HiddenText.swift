import CCrypto

/// A passphrase as it is typed at a terminal in raw mode, in secret memory from the first byte on.
public final class HiddenText {
    /// What a wait for keys brought.
    public enum Event: Sendable, Equatable {
        /// Nothing in time.
        case none
        /// Some text more or less.
        case changed
        /// Enter: the text is complete.
        case entered
        /// Esc or Ctrl-C.
        case cancelled
        /// The terminal is gone.
        case ended
        /// More than fits: the text is wiped.
        case tooLong
    }

    private let buffer: SecretBytes
    /// Number of bytes typed so far.
    public private(set) var count = 0

    /// Nothing typed yet, with room for `maximumLength` bytes.
    public init(maximumLength: Int = PassphraseInput.maximumLength) {
        buffer = SecretBytes(count: maximumLength + 16)
    }

    /// Waits for keys on the terminal at `descriptor` and takes them in.
    ///
    /// Backspace and Ctrl-U edit; pasted text is taken like typed text.
    public func read(descriptor: Int32, timeoutMilliseconds: Int) -> Event {
        let capacity = buffer.count
        let answer = buffer.withUnsafeMutableBytes {
            coai_read_hidden_keys(
                descriptor, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), capacity, &count,
                Int32(clamping: timeoutMilliseconds))
        }
        switch answer {
        case 0: return .none
        case 1: return .changed
        case 2: return .entered
        case 3:
            clear()
            return .cancelled
        case -1:
            clear()
            return .ended
        default:
            clear()
            return .tooLong
        }
    }

    /// Takes in `text`, as if it were typed.
    package func append(_ text: [UInt8]) {
        guard text.count <= buffer.count - count else { return }
        buffer.withUnsafeMutableBytes {
            UnsafeMutableRawBufferPointer(rebasing: $0[count...]).copyBytes(from: text)
        }
        count += text.count
    }

    /// Wipes the text.
    public func clear() {
        buffer.wipe()
        count = 0
    }

    /// What was typed.
    public var secret: SecretBytes { buffer.slice(0..<count) }
}

/// What happens at a terminal.
public enum InputEvent: Sendable, Hashable {
    /// A key.
    case key(Key)
    /// The terminal has another size.
    case resize(columns: Int, rows: Int)
    /// Text that was pasted, as one event; not cleaned, at most `InputDecoder.maximumPaste` bytes.
    case paste(String)
    /// One of the caller's descriptors is ready.
    case wake
    /// The terminal is gone.
    case hangup
}

/// What one read of a terminal gave.
public struct InputBurst: Sendable, Hashable {
    /// The events; more than one key means that no person typed them one by one.
    public let events: [InputEvent]

    /// The bytes read; a single key may send several.
    public let byteCount: Int

    /// Whether it can't be a single key: several keys at once, or a paste.
    public var isPasted: Bool {
        events.count > 1
            || events.contains { if case .paste = $0 { true } else { false } }
    }
}

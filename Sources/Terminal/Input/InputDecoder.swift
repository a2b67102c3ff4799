/// Turns the bytes that a terminal sends into events: keys, pastes, the wheel.
///
/// Total: any bytes give some events, and what it keeps between reads is bounded.
public struct InputDecoder: Sendable {
    /// Bytes of a paste that are kept; the rest of a longer one is thrown away.
    public static let maximumPaste = 1 << 16

    /// Bytes of an escape sequence that are waited for.
    static let maximumSequence = 32

    private var pending: [UInt8] = []
    private var paste: [UInt8]?
    let keys: [[UInt8]: Key]

    /// A decoder for a terminal's own key strings, besides those that all terminals share.
    public init(keys: [[UInt8]: Key] = [:]) {
        self.keys = keys
    }

    /// Whether bytes are held that may be the start of a longer sequence, such as a lone Esc.
    public var isWaiting: Bool { !pending.isEmpty }

    /// Takes bytes and gives the events that are complete.
    public mutating func decode(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        pending += bytes
        var events: [InputEvent] = []
        var start = 0
        while start < pending.count {
            guard let (event, used) = step(pending[start...], isFinal: false) else { break }
            if let event { events.append(event) }
            start += max(used, 1)
        }
        pending.removeFirst(min(start, pending.count))
        return events
    }

    /// Gives what is held as it stands, after nothing more came for a while.
    public mutating func finish() -> [InputEvent] {
        guard paste == nil else { return [] }
        var events: [InputEvent] = []
        var start = 0
        while start < pending.count {
            guard let (event, used) = step(pending[start...], isFinal: true) else { break }
            if let event { events.append(event) }
            start += max(used, 1)
        }
        pending = []
        return events
    }

    /// Reads one event; nil if more bytes are needed.
    private mutating func step(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> (InputEvent?, Int)? {
        if paste != nil { return stepPaste(bytes) }
        guard let first = bytes.first else { return nil }
        if first == 0x1B { return stepEscape(bytes, isFinal: isFinal) }
        if first < 0x20 || first == 0x7F { return (.key(Self.controlKey(first)), 1) }
        return stepCharacter(bytes, isFinal: isFinal).map { ($0.0.map { .key(Key(.character($0))) }, $0.1) }
    }

    /// Collects a paste up to its end mark; whatever else it holds is text.
    private mutating func stepPaste(_ bytes: ArraySlice<UInt8>) -> (InputEvent?, Int)? {
        let end: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == 0x1B {
                let rest = bytes[index...].prefix(end.count)
                if rest.elementsEqual(end) {
                    let text = String(decoding: paste ?? [], as: UTF8.self)
                    paste = nil
                    return (.paste(text), index - bytes.startIndex + end.count)
                }
                if rest.count < end.count, rest.elementsEqual(end.prefix(rest.count)) {
                    // Perhaps the start of the mark: wait for the rest.
                    return index == bytes.startIndex ? nil : (nil, index - bytes.startIndex)
                }
            }
            if (paste?.count ?? 0) < Self.maximumPaste { paste?.append(bytes[index]) }
            index += 1
        }
        return (nil, bytes.count)
    }

    private mutating func stepEscape(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> (InputEvent?, Int)? {
        // The terminal's own strings first, the longest that fits.
        var couldGrow = false
        var best: (Key, Int)?
        for (sequence, key) in keys {
            if bytes.starts(with: sequence) {
                if sequence.count > best?.1 ?? 0 { best = (key, sequence.count) }
            } else if sequence.starts(with: bytes) {
                couldGrow = true
            }
        }
        if couldGrow && !isFinal { return nil }
        if let best { return (.key(best.0), best.1) }
        let start = bytes.startIndex
        guard bytes.count > 1 else { return isFinal ? (.key(Key(.escape)), 1) : nil }
        switch bytes[start + 1] {
        case 0x5B: return stepControlSequence(bytes, isFinal: isFinal)
        case 0x4F:
            guard bytes.count > 2 else { return isFinal ? (.key(Key(.character("O"), alt: true)), 2) : nil }
            return (KeySequences.singleShift(bytes[start + 2]).map { .key($0) }, 3)
        case 0x1B:
            return (.key(Key(.escape)), 1)
        case let byte where byte < 0x20 || byte == 0x7F:
            let key = Self.controlKey(byte)
            return (.key(Key(key.code, control: key.control, alt: true)), 2)
        default:
            guard let (scalar, used) = stepCharacter(bytes.dropFirst(), isFinal: isFinal) else { return nil }
            return (scalar.map { .key(Key(.character($0), alt: true)) }, used + 1)
        }
    }

    /// Reads `ESC [` parameters final-byte.
    private mutating func stepControlSequence(
        _ bytes: ArraySlice<UInt8>, isFinal: Bool
    ) -> (InputEvent?, Int)? {
        let start = bytes.startIndex
        // The Linux console's F1 to F5: ESC [ [ A.
        if bytes.count > 2, bytes[start + 2] == 0x5B {
            guard bytes.count > 3 else { return isFinal ? (nil, 3) : nil }
            let number = Int(bytes[start + 3]) - 0x40
            return (1...5 ~= number ? .key(Key(.function(number))) : nil, 4)
        }
        var index = start + 2
        while index < bytes.endIndex, bytes[index] >= 0x20, bytes[index] < 0x40 { index += 1 }
        guard index < bytes.endIndex else {
            if bytes.count >= Self.maximumSequence { return (nil, bytes.count) }
            if !isFinal { return nil }
            return bytes.count == 2 ? (.key(Key(.character("["), alt: true)), 2) : (nil, bytes.count)
        }
        let used = index - start + 1
        let parameters = bytes[(start + 2)..<index]
        let last = bytes[index]
        // Not a final byte: a broken sequence, dropped up to there.
        guard last >= 0x40, last <= 0x7E else { return (nil, index - start) }
        if last == 0x7E, parameters.elementsEqual([0x32, 0x30, 0x30]) {
            paste = []
            return (nil, used)
        }
        return (KeySequences.key(parameters: parameters, final: last).map { .key($0) }, used)
    }

    /// Reads one UTF-8 scalar; bytes that are none give nothing.
    private func stepCharacter(
        _ bytes: ArraySlice<UInt8>, isFinal: Bool
    ) -> (Unicode.Scalar?, Int)? {
        guard let first = bytes.first else { return nil }
        let length =
            switch first {
            case 0..<0x80: 1
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        if length == 0 { return (nil, 1) }
        let part = bytes.prefix(length)
        if let broken = part.dropFirst().firstIndex(where: { $0 & 0xC0 != 0x80 }) {
            return (nil, broken - bytes.startIndex)
        }
        if part.count < length { return isFinal ? (nil, part.count) : nil }
        var iterator = part.makeIterator()
        var utf8 = UTF8()
        guard case .scalarValue(let scalar) = utf8.decode(&iterator) else { return (nil, length) }
        // The C1 controls are no keys.
        return (scalar.value >= 0x80 && scalar.value < 0xA0 ? nil : scalar, length)
    }

    private static func controlKey(_ byte: UInt8) -> Key {
        switch byte {
        case 0x09: Key(.tab)
        case 0x0D: Key(.enter)
        case 0x08, 0x7F: Key(.backspace)
        case 0x00: Key(.character(" "), control: true)
        case 0x1C...0x1F: Key(.character(Unicode.Scalar(byte + 0x40)), control: true)
        default: Key(.character(Unicode.Scalar(byte + 0x60)), control: true)
        }
    }
}

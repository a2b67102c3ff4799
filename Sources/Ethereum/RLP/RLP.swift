/// An item of recursive length prefix encoding (Yellow Paper, appendix B).
public indirect enum RLPItem: Sendable, Hashable {
    case bytes([UInt8])
    case list([RLPItem])

    /// A number without leading zeros, as transactions write it.
    public static func number(_ value: UInt256) -> RLPItem { .bytes(value.minimalBigEndianBytes) }
    /// A number without leading zeros.
    public static func number(_ value: UInt64) -> RLPItem { .number(UInt256(value)) }
}

/// Why bytes aren't canonical RLP.
public enum RLPError: Error, Sendable, Equatable {
    /// The item ends before the length that it states.
    case truncated
    /// Bytes follow the item.
    case trailingBytes
    /// A length or a single byte isn't written in its shortest form.
    case notCanonical
    /// Lists are nested deeper than `RLP.maximumDepth`.
    case tooDeep

    /// Stable name of the error.
    public var code: String {
        switch self {
        case .truncated: "rlp.truncated"
        case .trailingBytes: "rlp.trailing-bytes"
        case .notCanonical: "rlp.not-canonical"
        case .tooDeep: "rlp.too-deep"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .truncated: "the RLP ends before the length that it states"
        case .trailingBytes: "bytes follow the RLP item"
        case .notCanonical: "the RLP is not in its shortest form"
        case .tooDeep: "the RLP is nested deeper than \(RLP.maximumDepth) lists"
        }
    }
}

/// Recursive length prefix encoding, in its canonical form only.
public enum RLP {
    /// Deepest nesting of lists that is read: far more than any Ethereum object has.
    public static let maximumDepth = 1024

    /// The encoding of `item`.
    public static func encode(_ item: RLPItem) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(length(of: item) + 9)
        append(item, to: &output)
        return output
    }

    private static func length(of item: RLPItem) -> Int {
        let payload: Int
        switch item {
        case .bytes(let bytes):
            if bytes.count == 1, bytes[0] < 0x80 { return 1 }
            payload = bytes.count
        case .list(let items): payload = items.reduce(0) { $0 + length(of: $1) }
        }
        return payload + 1 + (payload > 55 ? lengthBytes(payload).count : 0)
    }

    private static func lengthBytes(_ length: Int) -> [UInt8] {
        UInt256(UInt64(length)).minimalBigEndianBytes
    }

    private static func append(_ item: RLPItem, to output: inout [UInt8]) {
        switch item {
        case .bytes(let bytes):
            if bytes.count == 1, bytes[0] < 0x80 {
                output.append(bytes[0])
            } else {
                appendHeader(0x80, bytes.count, to: &output)
                output.append(contentsOf: bytes)
            }
        case .list(let items):
            appendHeader(0xc0, items.reduce(0) { $0 + length(of: $1) }, to: &output)
            for item in items { append(item, to: &output) }
        }
    }

    private static func appendHeader(_ base: UInt8, _ length: Int, to output: inout [UInt8]) {
        if length <= 55 {
            output.append(base + UInt8(length))
        } else {
            let bytes = lengthBytes(length)
            output.append(base + 55 + UInt8(bytes.count))
            output.append(contentsOf: bytes)
        }
    }

    /// The one item that `bytes` encode.
    ///
    /// - Throws: `RLPError` for anything but one whole item in canonical form.
    public static func decode(_ bytes: [UInt8]) throws(RLPError) -> RLPItem {
        var open: [(end: Int, items: [RLPItem])] = []
        var index = 0
        while true {
            let limit = open.last?.end ?? bytes.count
            let header = try readHeader(bytes, at: index, limit: limit)
            var finished: RLPItem?
            if header.isList {
                guard open.count < maximumDepth else { throw .tooDeep }
                open.append((header.end, []))
                index = header.start
            } else {
                finished = .bytes(Array(bytes[header.start..<header.end]))
                index = header.end
            }
            if let item = finished {
                guard !open.isEmpty else {
                    guard index == bytes.count else { throw .trailingBytes }
                    return item
                }
                open[open.count - 1].items.append(item)
            }
            while let last = open.last, last.end == index {
                open.removeLast()
                guard !open.isEmpty else {
                    guard index == bytes.count else { throw .trailingBytes }
                    return .list(last.items)
                }
                open[open.count - 1].items.append(.list(last.items))
            }
        }
    }

    private static func readHeader(
        _ bytes: [UInt8], at index: Int, limit: Int
    ) throws(RLPError) -> (isList: Bool, start: Int, end: Int) {
        guard index < limit else { throw .truncated }
        let first = bytes[index]
        if first < 0x80 { return (false, index, index + 1) }
        let isList = first >= 0xc0
        let short = Int(first) - (isList ? 0xc0 : 0x80)
        var start = index + 1
        var length = short
        if short > 55 {
            let count = short - 55
            guard limit - start >= count else { throw .truncated }
            guard bytes[start] != 0 else { throw .notCanonical }
            guard count < 8 else { throw .truncated }
            length = bytes[start..<(start + count)].reduce(0) { $0 << 8 | Int($1) }
            guard length > 55 else { throw .notCanonical }
            start += count
        }
        guard length <= limit - start else { throw .truncated }
        if !isList, length == 1, bytes[start] < 0x80 { throw .notCanonical }
        return (isList, start, start + length)
    }
}

/// Encoding and decoding of values by the contract ABI, strict mode.
///
/// Specification: Solidity's "Contract ABI Specification".
public enum ABI {
    /// The encoding of `values`, as of a tuple of `types`.
    ///
    /// - Throws: `ABIError` for a value that isn't of its type.
    public static func encode(_ values: [ABIValue], as types: [ABIType]) throws(ABIError) -> [UInt8] {
        var encoder = ABIEncoder()
        try encoder.appendSequence(values, types)
        return encoder.output
    }

    /// The values of `types` in `data`.
    ///
    /// Bytes that nothing points to are allowed, as Solidity's own decoder does; set bits of padding are not.
    /// - Throws: `ABIError`; hostile offsets and lengths end in `truncated` or `tooLarge`, without large allocations.
    public static func decode(_ data: [UInt8], as types: [ABIType]) throws(ABIError) -> [ABIValue] {
        try decodeCounting(data[...], as: types).values
    }

    /// The values, and how many bytes from the beginning they reach to.
    static func decodeCounting(
        _ data: ArraySlice<UInt8>, as types: [ABIType]
    ) throws(ABIError) -> (values: [ABIValue], used: Int) {
        var decoder = ABIDecoder(data)
        let values = try decoder.sequence(types, base: 0)
        return (values, decoder.used)
    }
}

private struct ABIEncoder {
    var output: [UInt8] = []

    private mutating func append(_ word: UInt256) { output.append(contentsOf: word.bigEndianBytes) }

    mutating func appendSequence(_ values: [ABIValue], _ types: [ABIType]) throws(ABIError) {
        guard values.count == types.count else { throw .mismatch(expected: "\(types.count) values") }
        let base = output.count
        var offsets: [(place: Int, index: Int)] = []
        for index in values.indices {
            if types[index].isDynamic {
                offsets.append((output.count, index))
                append(.zero)
            } else {
                try appendValue(values[index], types[index])
            }
        }
        for (place, index) in offsets {
            let offset = UInt256(UInt64(output.count - base)).bigEndianBytes
            output.replaceSubrange(place..<(place + 32), with: offset)
            try appendValue(values[index], types[index])
        }
    }

    private mutating func appendValue(_ value: ABIValue, _ type: ABIType) throws(ABIError) {
        switch (type, value) {
        case (.uint(let bits), .uint(let number)):
            guard number.bitWidth <= bits else { throw .outOfRange(type: type.canonical) }
            append(number)
        case (.int(let bits), .int(let number)):
            guard number.fits(bits: bits) else { throw .outOfRange(type: type.canonical) }
            append(number.word)
        case (.address, .address(let address)): append(address.word)
        case (.bool, .bool(let flag)): append(flag ? .one : .zero)
        case (.fixedBytes(let count), .fixedBytes(let bytes)):
            guard bytes.count == count else { throw .outOfRange(type: type.canonical) }
            appendPadded(bytes)
        case (.function, .function(let bytes)):
            guard bytes.count == 24 else { throw .outOfRange(type: type.canonical) }
            appendPadded(bytes)
        case (.bytes, .bytes(let bytes)):
            append(UInt256(UInt64(bytes.count)))
            appendPadded(bytes)
        case (.string, .string(let text)):
            let bytes = Array(text.utf8)
            append(UInt256(UInt64(bytes.count)))
            appendPadded(bytes)
        case (.array(let element), .array(let values)):
            append(UInt256(UInt64(values.count)))
            try appendSequence(values, Array(repeating: element, count: values.count))
        case (.fixedArray(let element, let count), .array(let values)):
            guard values.count == count else { throw .mismatch(expected: type.canonical) }
            try appendSequence(values, Array(repeating: element, count: count))
        case (.tuple(let parts), .tuple(let values)): try appendSequence(values, parts.map(\.type))
        default: throw .mismatch(expected: type.canonical)
        }
    }

    private mutating func appendPadded(_ bytes: [UInt8]) {
        output.append(contentsOf: bytes)
        output.append(contentsOf: repeatElement(0, count: (32 - bytes.count % 32) % 32))
    }
}

private struct ABIDecoder {
    /// Most elements of no size that an array may have.
    private static let maximumEmptyElements = 32

    private let data: ArraySlice<UInt8>
    /// End of the bytes that some value reached to.
    private(set) var used = 0
    /// Values still allowed: each honest one has a word of its own, but offsets can make many share one.
    private var budget: Int

    init(_ data: ArraySlice<UInt8>) {
        self.data = data
        budget = data.count / 8 + 64
    }

    private mutating func word(at position: Int) throws(ABIError) -> UInt256 {
        guard position >= 0, position <= data.count - 32 else { throw .truncated }
        used = max(used, position + 32)
        return data.withUnsafeBytes { buffer in
            buffer.baseAddress.map { UInt256(loadingBigEndianFrom: $0 + position) } ?? .zero
        }
    }

    private mutating func spend(_ count: Int) throws(ABIError) {
        budget -= count
        guard budget >= 0 else { throw .tooLarge }
    }

    mutating func sequence(_ types: [ABIType], base: Int) throws(ABIError) -> [ABIValue] {
        var values: [ABIValue] = []
        values.reserveCapacity(types.count)
        var position = base
        for type in types {
            values.append(try entry(type, at: position, base: base))
            position += type.headSize
        }
        return values
    }

    private mutating func elements(_ type: ABIType, count: Int, base: Int) throws(ABIError) -> [ABIValue] {
        // An element of no size, such as an empty tuple, could be claimed without end.
        let size = type.headSize
        if size == 0 {
            // All alike and free of charge, so that what is decoded doesn't depend on bytes behind it.
            guard count <= Self.maximumEmptyElements else { throw .tooLarge }
            return Array(repeating: try value(type, at: base), count: count)
        }
        guard count <= (data.count - base) / size else { throw .truncated }
        var values: [ABIValue] = []
        values.reserveCapacity(min(count, 4096))
        for index in 0..<count { values.append(try entry(type, at: base + index * size, base: base)) }
        return values
    }

    /// The value whose head is at `position`: in place, or where the head points to from `base`.
    private mutating func entry(_ type: ABIType, at position: Int, base: Int) throws(ABIError) -> ABIValue {
        try spend(1)
        guard type.isDynamic else { return try value(type, at: position) }
        guard let offset = try word(at: position).asInt, offset <= data.count - base else { throw .truncated }
        return try value(type, at: base + offset)
    }

    private mutating func value(_ type: ABIType, at position: Int) throws(ABIError) -> ABIValue {
        switch type {
        case .uint(let bits):
            let number = try word(at: position)
            guard number.bitWidth <= bits else { throw .notCanonical(type: type.canonical) }
            return .uint(number)
        case .int(let bits):
            let number = Int256(word: try word(at: position))
            guard number.fits(bits: bits) else { throw .notCanonical(type: type.canonical) }
            return .int(number)
        case .address:
            guard let address = Address(word: try word(at: position)) else {
                throw .notCanonical(type: "address")
            }
            return .address(address)
        case .bool:
            let number = try word(at: position)
            guard number <= 1 else { throw .notCanonical(type: "bool") }
            return .bool(number == 1)
        case .fixedBytes(let count): return .fixedBytes(try padded(at: position, count: count, type))
        case .function: return .function(try padded(at: position, count: 24, type))
        case .bytes: return .bytes(try lengthPrefixed(at: position, type))
        case .string:
            guard let text = String(validating: try lengthPrefixed(at: position, type), as: UTF8.self) else {
                throw .notCanonical(type: "string")
            }
            return .string(text)
        case .array(let element):
            guard let count = try word(at: position).asInt, count <= data.count else { throw .truncated }
            return .array(try elements(element, count: count, base: position + 32))
        case .fixedArray(let element, let count):
            return .array(try elements(element, count: count, base: position))
        case .tuple(let parts): return .tuple(try sequence(parts.map(\.type), base: position))
        }
    }

    private mutating func lengthPrefixed(at position: Int, _ type: ABIType) throws(ABIError) -> [UInt8] {
        guard let count = try word(at: position).asInt, count <= data.count - position - 32 else {
            throw .truncated
        }
        // Charged by size: else a hundred offsets to one long text would be a hundred copies of it.
        try spend(count / 32)
        return try padded(at: position + 32, count: count, type)
    }

    private mutating func padded(at position: Int, count: Int, _ type: ABIType) throws(ABIError) -> [UInt8] {
        let end = position + (count + 31) / 32 * 32
        // Packed ends of data are common: the last value's padding may be missing, but not set.
        guard position >= 0, position + count <= data.count else { throw .truncated }
        let stop = min(end, data.count)
        if case .fixedBytes = type, end > data.count { throw .truncated }
        used = max(used, stop)
        let start = data.startIndex
        guard data[(start + position + count)..<(start + stop)].allSatisfy({ $0 == 0 }) else {
            throw .notCanonical(type: type.canonical)
        }
        return Array(data[(start + position)..<(start + position + count)])
    }
}

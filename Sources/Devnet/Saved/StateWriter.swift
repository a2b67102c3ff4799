import Ethereum

/// Writes parts of a saved state.
///
/// Numbers have seven bits a byte, the lowest first, and a high bit in all but the last; what varies in length has its
/// length before it.
struct StateWriter {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func append(_ other: StateWriter) { bytes += other.bytes }

    mutating func add(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    mutating func add(_ word: UInt256) { add(word.minimalBigEndianBytes) }

    mutating func add(_ hash: Hash32) { bytes += hash.bytes }

    mutating func add(_ address: Address) { bytes += address.bytes }

    mutating func add(_ data: [UInt8]) {
        add(UInt64(data.count))
        bytes += data
    }

    /// Whether there is a value, and the value.
    mutating func add<Value>(_ value: Value?, _ write: (inout StateWriter, Value) -> Void) {
        add(value != nil)
        if let value { write(&self, value) }
    }

    /// How many values there are, and each.
    mutating func add<Values: Collection>(
        all values: Values, _ write: (inout StateWriter, Values.Element) -> Void
    ) {
        add(UInt64(values.count))
        for value in values { write(&self, value) }
    }
}

import Ethereum

/// Reads parts of a saved state, each only in the form in which it is written.
struct StateParser {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }

    mutating func number(atMost bound: UInt64 = .max) throws(SavedStateError) -> UInt64 {
        var number: UInt64 = 0
        for place in 0..<10 {
            let byte = try byte()
            // The tenth byte holds the last bit; a last byte of nothing could be left out.
            guard place < 9 || byte <= 1, place == 0 || byte != 0 else { throw .malformed("a wrong number") }
            number |= UInt64(byte & 0x7f) << UInt64(7 * place)
            if byte < 0x80 { break }
        }
        guard number <= bound else { throw .malformed("a number that is too large") }
        return number
    }

    mutating func flag() throws(SavedStateError) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw .malformed("a flag that is neither yes nor no")
        }
    }

    mutating func word() throws(SavedStateError) -> UInt256 {
        let bytes = try data()
        guard bytes.count <= 32, bytes.first != 0, let word = UInt256(bigEndianBytes: bytes) else {
            throw .malformed("a wrong word")
        }
        return word
    }

    mutating func hash() throws(SavedStateError) -> Hash32 {
        guard let hash = try? Hash32(bytes: try take(32)) else { throw .cut }
        return hash
    }

    mutating func address() throws(SavedStateError) -> Address {
        guard let address = try? Address(bytes: try take(20)) else { throw .cut }
        return address
    }

    mutating func data() throws(SavedStateError) -> [UInt8] { Array(try take(try count(ofBytes: 1))) }

    mutating func optional<Value>(
        _ read: (inout StateParser) throws(SavedStateError) -> Value
    ) throws(SavedStateError) -> Value? {
        try flag() ? try read(&self) : nil
    }

    /// As many values as are there by a number before them.
    ///
    /// - Parameter least: bytes that each has at least, so that no memory is taken for more than can be there.
    mutating func all<Value>(
        ofBytes least: Int, _ read: (inout StateParser) throws(SavedStateError) -> Value
    ) throws(SavedStateError) -> [Value] {
        let count = try count(ofBytes: least)
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }

    private mutating func count(ofBytes least: Int) throws(SavedStateError) -> Int {
        let count = try number()
        guard count <= UInt64((bytes.endIndex - index) / least) else { throw .cut }
        return Int(count)
    }

    private mutating func byte() throws(SavedStateError) -> UInt8 {
        guard index < bytes.endIndex else { throw .cut }
        defer { index += 1 }
        return bytes[index]
    }

    private mutating func take(_ count: Int) throws(SavedStateError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - index else { throw .cut }
        defer { index += count }
        return bytes[index..<(index + count)]
    }
}

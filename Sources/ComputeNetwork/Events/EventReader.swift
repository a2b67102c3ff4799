import Ethereum

/// Why a log isn't the event that its first topic says.
enum UnreadableEvent: Error {
    /// Another number of topics, too few bytes, or a value that doesn't fit its type.
    case malformed
    /// It speaks of a job, provider or proposal that no event before it made, makes one a second time, or takes away
    /// more than there is.
    case contradiction
}

/// The values of one log, read in place: no list of values is made, since histories have millions of logs.
struct EventReader {
    let log: Log

    /// An indexed argument; `index` counts from 0 and leaves out the event's hash.
    func topic(_ index: Int) throws(UnreadableEvent) -> UInt256 {
        guard index + 1 < log.topics.count else { throw .malformed }
        return log.topics[index + 1].word
    }

    /// An indexed address.
    func topicAddress(_ index: Int) throws(UnreadableEvent) -> Address {
        guard let address = Address(word: try topic(index)) else { throw .malformed }
        return address
    }

    /// The word at `index` of the data.
    func word(_ index: Int) throws(UnreadableEvent) -> UInt256 {
        let offset = index * 32
        guard offset + 32 <= log.data.count else { throw .malformed }
        return log.data.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return .zero }
            return UInt256(loadingBigEndianFrom: base + offset)
        }
    }

    /// A word as an address.
    func address(_ index: Int) throws(UnreadableEvent) -> Address {
        guard let address = Address(word: try word(index)) else { throw .malformed }
        return address
    }

    /// A word as a hash.
    func hash(_ index: Int) throws(UnreadableEvent) -> Hash32 { Hash32(word: try word(index)) }

    /// A word as a number of at most as many bits as the type has.
    func small<Number: FixedWidthInteger & UnsignedInteger>(
        _ index: Int
    ) throws(UnreadableEvent) -> Number {
        guard let value = try word(index).asUInt64, let number = Number(exactly: value) else {
            throw .malformed
        }
        return number
    }

    /// A word that is 0 or 1.
    func bool(_ index: Int) throws(UnreadableEvent) -> Bool {
        let number: UInt8 = try small(index)
        guard number < 2 else { throw .malformed }
        return number == 1
    }

    /// A time: what is beyond 64 bits never comes.
    func time(_ index: Int) throws(UnreadableEvent) -> UInt64 { try word(index).asUInt64 ?? .max }

    /// Bytes whose offset stands in the word at `index`.
    func bytes(_ index: Int) throws(UnreadableEvent) -> ArraySlice<UInt8> {
        guard let offset = try word(index).asUInt64, offset <= UInt64(log.data.count), offset % 32 == 0 else {
            throw .malformed
        }
        let start = Int(offset)
        guard let length = try word(start / 32).asUInt64, length <= UInt64(log.data.count - start - 32) else {
            throw .malformed
        }
        return log.data[(start + 32)..<(start + 32 + Int(length))]
    }

    /// Text whose offset stands in the word at `index`; what isn't UTF-8 in it is replaced.
    func text(_ index: Int) throws(UnreadableEvent) -> String {
        String(decoding: try bytes(index), as: UTF8.self)
    }
}

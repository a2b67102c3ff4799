import Ethereum
import StrictJSON

/// Reads one log object: every member that counts, each once, each of its exact form.
struct LogReader {
    /// Members seen of the log that is read; all eight must come.
    private struct Members: OptionSet {
        let rawValue: UInt16
        static let address = Members(rawValue: 1)
        static let topics = Members(rawValue: 2)
        static let data = Members(rawValue: 4)
        static let blockNumber = Members(rawValue: 8)
        static let blockHash = Members(rawValue: 16)
        static let transactionHash = Members(rawValue: 32)
        static let transactionIndex = Members(rawValue: 64)
        static let logIndex = Members(rawValue: 128)
        static let removed = Members(rawValue: 256)
        static let needed = Members(rawValue: 255)
    }

    /// Whether something was read over whose names only a tree can tell to be unique.
    private(set) var needsTree = false
    /// Names, in the log that is read, that mean nothing here.
    private var strangers: [UnsafeRawBufferPointer] = []
    private static let maximumStrangers = 8
    private var topics: (Hash32, Hash32, Hash32, Hash32) = (.zero, .zero, .zero, .zero)

    mutating func log(_ scanner: inout JSONScanner) throws(JSONError) -> Log {
        var log = Log(
            address: .zero, topics: [], data: [], blockNumber: 0, blockHash: .zero, transactionHash: .zero,
            transactionIndex: 0, logIndex: 0)
        var seen: Members = []
        strangers.removeAll(keepingCapacity: true)
        try scanner.beginObject()
        while let name = try scanner.nextName() {
            let member = Self.member(name)
            guard !seen.contains(member) || member.isEmpty else { throw .malformed("a member comes twice") }
            seen.formUnion(member)
            switch member {
            case .address: log.address = try Self.address(&scanner)
            case .topics: log.topics = try readTopics(&scanner)
            case .data: log.data = try Self.bytes(&scanner)
            case .blockNumber: log.blockNumber = try Self.quantity(&scanner)
            case .blockHash: log.blockHash = try Self.hash(&scanner)
            case .transactionHash: log.transactionHash = try Self.hash(&scanner)
            case .transactionIndex: log.transactionIndex = try Self.quantity(&scanner)
            case .logIndex: log.logIndex = try Self.quantity(&scanner)
            case .removed:
                guard try !scanner.bool() else { throw .unasked("one that was removed by a reorganization") }
            default: try skip(&scanner, named: name)
            }
        }
        guard seen.isSuperset(of: .needed) else { throw .malformed("a log lacks a member") }
        return log
    }

    /// Reads over a member that means nothing here, such as `blockTimestamp`; its name must be unique all the same.
    private mutating func skip(_ scanner: inout JSONScanner, named name: UnsafeRawBufferPointer)
        throws(JSONError)
    {
        let kind = try scanner.peek()
        let isPlain = kind != .object && kind != .array && !name.contains(UInt8(ascii: "\\"))
        if isPlain, strangers.count < Self.maximumStrangers {
            for other in strangers where other.elementsEqual(name) {
                throw .malformed("a member comes twice")
            }
            strangers.append(name)
        } else {
            needsTree = true
        }
        try scanner.skipValue()
    }

    @inline(__always)
    private static func member(_ name: UnsafeRawBufferPointer) -> Members {
        switch name.count {
        case 4 where equals(name, "data"): .data
        case 6 where equals(name, "topics"): .topics
        case 7 where equals(name, "address"): .address
        case 7 where equals(name, "removed"): .removed
        case 8 where equals(name, "logIndex"): .logIndex
        case 9 where equals(name, "blockHash"): .blockHash
        case 11 where equals(name, "blockNumber"): .blockNumber
        case 15 where equals(name, "transactionHash"): .transactionHash
        case 16 where equals(name, "transactionIndex"): .transactionIndex
        default: []
        }
    }

    private mutating func readTopics(_ scanner: inout JSONScanner) throws(JSONError) -> [Hash32] {
        var count = 0
        try scanner.beginArray()
        while try scanner.nextElement() {
            let topic = try Self.hash(&scanner)
            switch count {
            case 0: topics.0 = topic
            case 1: topics.1 = topic
            case 2: topics.2 = topic
            case 3: topics.3 = topic
            default: throw .malformed("more than four topics")
            }
            count += 1
        }
        switch count {
        case 0: return []
        case 1: return [topics.0]
        case 2: return [topics.0, topics.1]
        case 3: return [topics.0, topics.1, topics.2]
        default: return [topics.0, topics.1, topics.2, topics.3]
        }
    }

    /// The digits of a hex text, after its `0x`.
    @inline(__always)
    private static func digits(_ scanner: inout JSONScanner) throws(JSONError) -> UnsafeRawBufferPointer {
        // Every byte is checked to be a hex digit below, so that no escape can hide here.
        let text = try scanner.uncheckedString()
        guard text.count >= 2, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x") else {
            throw .malformed("no hex text where one must be")
        }
        return UnsafeRawBufferPointer(rebasing: text[2...])
    }

    /// So many digits of a hex text, after its `0x`.
    @inline(__always)
    private static func digits(_ count: Int, _ scanner: inout JSONScanner) -> UnsafeRawPointer? {
        guard let text = scanner.uncheckedString(length: count &+ 2), let base = text.baseAddress,
            text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x")
        else { return nil }
        return base + 2
    }

    @inline(__always)
    private static func hash(_ scanner: inout JSONScanner) throws(JSONError) -> Hash32 {
        guard let base = digits(64, &scanner), let limb3 = HexDigits.word64(base),
            let limb2 = HexDigits.word64(base + 16), let limb1 = HexDigits.word64(base + 32),
            let limb0 = HexDigits.word64(base + 48)
        else { throw .malformed("no 32-byte hash where one must be") }
        return Hash32(word: UInt256(limbs: limb0, limb1, limb2, limb3))
    }

    @inline(__always)
    private static func address(_ scanner: inout JSONScanner) throws(JSONError) -> Address {
        guard let base = digits(40, &scanner), let limb2 = HexDigits.word32(base),
            let limb1 = HexDigits.word64(base + 8), let limb0 = HexDigits.word64(base + 24)
        else { throw .malformed("no address where one must be") }
        return Address(truncating: UInt256(limbs: limb0, limb1, UInt64(limb2), 0))
    }

    @inline(__always)
    private static func quantity(_ scanner: inout JSONScanner) throws(JSONError) -> UInt64 {
        let digits = try digits(&scanner)
        guard (1...16).contains(digits.count), digits.count == 1 || digits[0] != UInt8(ascii: "0") else {
            throw .malformed("no quantity of up to 64 bits where one must be")
        }
        var value: UInt64 = 0
        for digit in digits {
            guard let nibble = HexDigits.value(digit) else { throw .malformed("a quantity that isn't hex") }
            value = value << 4 | UInt64(nibble)
        }
        return value
    }

    private static func bytes(_ scanner: inout JSONScanner) throws(JSONError) -> [UInt8] {
        let digits = try digits(&scanner)
        guard digits.count % 2 == 0 else { throw .malformed("an odd number of digits") }
        guard let base = digits.baseAddress, !digits.isEmpty else { return [] }
        let count = digits.count / 2
        var isHex = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            initialized = count
            guard let target = UnsafeMutableRawPointer(output.baseAddress) else { return }
            var place = 0
            while place &+ 4 <= count {
                let word = HexDigits.word32(base + place &* 2)
                isHex = isHex && word != nil
                target.storeBytes(of: (word ?? 0).bigEndian, toByteOffset: place, as: UInt32.self)
                place &+= 4
            }
            while place < count {
                let high = HexDigits.value(digits[place &* 2])
                let low = HexDigits.value(digits[place &* 2 &+ 1])
                isHex = isHex && high != nil && low != nil
                output[place] = (high ?? 0) << 4 | (low ?? 0)
                place &+= 1
            }
        }
        guard isHex else { throw .malformed("data that isn't hex") }
        return bytes
    }
}

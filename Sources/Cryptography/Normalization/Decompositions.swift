/// Lookups in the tables of the Unicode character database.
struct Decompositions: Sendable {
    /// What each character becomes; Hangul syllables are absent.
    private var parts: [UInt32: [UInt32]] = [:]
    /// First and last character and class of each run, ascending.
    private var runs: [(first: UInt32, last: UInt32, combiningClass: UInt8)] = []

    /// The tables, read once.
    static let shared = Decompositions()

    private init() {
        parts.reserveCapacity(6_000)
        Decompositions.forEachEntry(of: Decompositions.mappings, radix: 16) { numbers in
            guard let key = numbers.first else { return }
            parts[key] = Array(numbers.dropFirst())
        }
        Decompositions.forEachEntry(of: Decompositions.classes, radix: 16, last: 10) { numbers in
            guard numbers.count == 3 else { return }
            runs.append((numbers[0], numbers[1], UInt8(truncatingIfNeeded: numbers[2])))
        }
    }

    /// The full compatibility decomposition of `scalar`, or nil if it stays as it is.
    func decomposition(of scalar: UInt32) -> [UInt32]? { parts[scalar] }

    /// The canonical combining class of `scalar`: 0 for a starter.
    func combiningClass(of scalar: UInt32) -> UInt8 {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].last < scalar { low = middle + 1 } else { high = middle }
        }
        guard low < runs.count, runs[low].first <= scalar else { return 0 }
        return runs[low].combiningClass
    }

    /// Calls `body` with the numbers of each entry; the last one may be of another radix.
    private static func forEachEntry(
        of table: StaticString, radix: UInt32, last: UInt32? = nil, _ body: ([UInt32]) -> Void
    ) {
        table.withUTF8Buffer { bytes in
            var numbers: [UInt32] = []
            var value: UInt32 = 0
            var lastValue: UInt32 = 0
            for byte in bytes {
                switch byte {
                case UInt8(ascii: " "):
                    numbers.append(value)
                    (value, lastValue) = (0, 0)
                case UInt8(ascii: ";"), UInt8(ascii: "\n"):
                    numbers.append(last == nil ? value : lastValue)
                    body(numbers)
                    numbers.removeAll(keepingCapacity: true)
                    (value, lastValue) = (0, 0)
                default:
                    let digit = UInt32(byte >= 0x61 ? byte &- 0x57 : byte &- 0x30)
                    value = value &* radix &+ digit
                    lastValue = lastValue &* (last ?? radix) &+ digit
                }
            }
            numbers.append(last == nil ? value : lastValue)
            body(numbers)
        }
    }
}

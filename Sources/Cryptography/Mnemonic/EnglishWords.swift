/// The English word list of BIP-39.
///
/// Lookups compare bytes, so that no word of a phrase becomes a string.
enum EnglishWords {
    /// Where each word begins in the list, and one past the end of the last with its separator.
    private static let starts: [Int] = list.withUTF8Buffer { bytes in
        [0] + bytes.indices.filter { isSeparator(bytes[$0]) }.map { $0 + 1 } + [bytes.count + 1]
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a }

    /// Number of words.
    static var count: Int { starts.count - 1 }

    /// Calls `body` with the letters of word `index`, 0 to 2,047.
    static func withWord<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        list.withUTF8Buffer { bytes in
            body(
                UnsafeRawBufferPointer(
                    UnsafeBufferPointer(rebasing: bytes[starts[index]..<starts[index + 1] - 1])))
        }
    }

    /// The number of `word`, or nil if it isn't in the list.
    static func index(of word: UnsafeRawBufferPointer.SubSequence) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if withWord(middle, { $0.lexicographicallyPrecedes(word) }) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < count, withWord(low, { $0.elementsEqual(word) }) else { return nil }
        return low
    }
}

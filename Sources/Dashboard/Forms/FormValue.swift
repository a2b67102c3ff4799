import Ethereum
import SafeText

/// Reads what a person types into a form; each answers the value or why it isn't one.
enum FormValue {
    struct Problem: Error { let text: SafeText }

    /// An amount such as `18.5`, in wei.
    static func amount(_ text: String, decimals: Int = 18) throws(Problem) -> UInt256 {
        let cleaned = text.filter { $0 != "," && $0 != " " && $0 != "_" }
        let parts = cleaned.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !cleaned.isEmpty, cleaned != ".",
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { throw Problem(text: "an amount such as 18.5") }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.count <= decimals else { throw Problem(text: "at most \(decimals) decimal places") }
        let digits = parts[0] + fraction + String(repeating: "0", count: decimals - fraction.count)
        guard
            let value = UInt256(
                String(digits.drop { $0 == "0" }).isEmpty ? "0" : String(digits.drop { $0 == "0" }))
        else { throw Problem(text: "too large") }
        return value
    }

    /// A whole number of at most `maximum`.
    static func number(_ text: String, maximum: UInt64) throws(Problem) -> UInt64 {
        guard let value = UInt64(text.filter { $0 != "," && $0 != "_" }), value <= maximum else {
            throw Problem(text: "a number from 0 to \(maximum)")
        }
        return value
    }

    /// A span such as `90 s`, `2h`, `7 d`, in seconds.
    static func seconds(_ text: String) throws(Problem) -> UInt64 {
        let compact = text.filter { $0 != " " }.lowercased()
        let units: [Character: UInt64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "y": 31_536_000]
        guard let last = compact.last, let unit = units[last], let count = UInt64(compact.dropLast()) else {
            throw Problem(text: "a time such as 90 s, 45 m, 2 h or 7 d")
        }
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        guard !overflow, product <= 100 * 31_536_000 else { throw Problem(text: "at most 100 years") }
        return product
    }

    /// An address; `none` and the empty text are zero where that is allowed.
    static func address(_ text: String, zero: String? = nil) throws(Problem) -> Address {
        if let zero, text.isEmpty || text.lowercased() == zero { return .zero }
        do { return try Address(text) } catch { throw Problem(text: SafeText(cleaning: error.message)) }
    }

    /// 32 bytes in hex, or the hash of another text.
    static func hash(_ text: String) throws(Problem) -> Hash32 {
        guard !text.isEmpty else { throw Problem(text: "32 bytes in hex, or a name whose hash is meant") }
        guard text.hasPrefix("0x") else { return Keccak256.hash(utf8: text) }
        guard let hash = try? Hash32(text) else { throw Problem(text: "0x and 64 hex digits") }
        return hash
    }

    /// A share such as `12.5`, in basis points.
    static func percent(_ text: String) throws(Problem) -> UInt16 {
        let number = text.filter { $0 != "%" && $0 != " " }
        let value = try amount(number, decimals: 2)
        guard let points = value.asUInt64, points <= 10_000 else { throw Problem(text: "at most 100 %") }
        return UInt16(points)
    }

    /// One of a list of words, by its beginning or its number.
    static func choice(_ text: String, _ words: [String]) throws(Problem) -> Int {
        let lower = text.lowercased()
        if let number = Int(lower), words.indices.contains(number) { return number }
        if !lower.isEmpty, let index = words.firstIndex(where: { $0.lowercased().hasPrefix(lower) }) {
            return index
        }
        throw Problem(text: SafeText(cleaning: "one of " + words.joined(separator: ", ")))
    }

    /// The kinds of verification joined by `+`, as bits.
    static func verification(_ text: String) throws(Problem) -> UInt8 {
        let names = ["zk", "tee", "redundant", "optimistic", "spot"]
        var bits: UInt8 = 0
        if text.isEmpty || text.lowercased() == "none" { return 0 }
        for part in text.lowercased().split(separator: "+") {
            guard let index = names.firstIndex(of: part.filter { $0 != " " }) else {
                throw Problem(text: "of zk, tee, redundant, optimistic, spot, joined by +")
            }
            bits |= 1 << UInt8(index)
        }
        return bits
    }
}

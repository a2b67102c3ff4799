import Ethereum
import Profile
import Review
import SafeText
import StrictJSON

/// How values of a network are written in documents and lines.
struct Values {
    /// The network's names.
    let profile: NetworkProfile

    // MARK: Documents

    /// `{"wei": "1500000000000000000", "display": "1.5 COAI"}`, of the token unless it is said otherwise.
    func amount(_ value: UInt256?) -> JSON {
        guard let value else { return .null }
        return ["wei": .string(value.description), "display": .string(amountText(value))]
    }

    /// `{"unix": 1767225600, "iso": "2026-01-01T00:00:00Z"}`; null for none, `iso` null beyond the year 9999.
    func time(_ seconds: UInt64?) -> JSON {
        guard let seconds, seconds > 0 else { return .null }
        return [
            "unix": .number(String(seconds)), "iso": Self.iso(seconds).map { .string($0) } ?? .null,
        ]
    }

    /// The whole address with its checksum; null for the zero address.
    func address(_ address: Address) -> JSON {
        address.isZero ? .null : .string(address.checksummed)
    }

    /// The whole hash; null for zero.
    func hash(_ hash: Hash32) -> JSON { hash == .zero ? .null : .string(hash.description) }

    /// A whole number.
    func number(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

    /// Text from the chain, cleaned.
    func text(_ text: String, maximumLength: Int = 65_536) -> JSON {
        .string(SafeText(cleaning: text, maximumLength: maximumLength).text)
    }

    // MARK: Lines

    /// `1.5 COAI`.
    func amountText(_ value: UInt256) -> String {
        guard let token = profile.contract("COAIToken").flatMap({ profile.token(at: $0.address) }) else {
            return Amount.decimal(value, decimals: 18) + " COAI"
        }
        return "\(Amount.decimal(value, decimals: token.decimals)) \(token.symbol)"
    }

    /// `2026-01-01T00:00:00Z`, or a dash.
    func timeText(_ seconds: UInt64?) -> String {
        guard let seconds, seconds > 0 else { return "-" }
        return Self.iso(seconds) ?? "after the year 9999"
    }

    /// The whole address, or a dash for the zero address.
    func addressText(_ address: Address) -> String { address.isZero ? "-" : address.checksummed }

    /// ISO 8601 in UTC; nil after the year 9999.
    static func iso(_ seconds: UInt64) -> String? {
        guard let text = Moment.date(seconds), text.hasSuffix(" UTC") else { return nil }
        return text.dropLast(4).replacingFirstSpace(with: "T") + "Z"
    }
}

extension Substring {
    fileprivate func replacingFirstSpace(with text: String) -> String {
        guard let space = firstIndex(of: " ") else { return String(self) }
        return self[..<space] + text + self[index(after: space)...]
    }
}

/// Rows of text in columns that line up.
enum Columns {
    /// Lines of cells, each column as wide as its widest cell; the last one isn't padded.
    static func lines(_ rows: [[SafeText]]) -> [SafeText] {
        var widths: [Int] = []
        for row in rows {
            for (index, cell) in row.enumerated() {
                if index == widths.count { widths.append(0) }
                widths[index] = max(widths[index], cell.width)
            }
        }
        return rows.map { row in
            var line = SafeText.empty
            for (index, cell) in row.enumerated() {
                if index > 0 { line += "  " }
                line += index == row.count - 1 ? cell : cell.padded(to: widths[index])
            }
            return line
        }
    }
}

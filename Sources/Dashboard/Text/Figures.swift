import Ethereum
import Profile
import SafeText

/// Figures as tables and details write them.
enum Figures {
    /// `12,345.678`: an amount of 18 decimal places with at most `places` of them, rounded down.
    static func amount(_ wei: UInt256, decimals: Int = 18, places: Int = 3) -> SafeText {
        var digits = wei.description
        if digits.count <= decimals {
            digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
        }
        let whole = digits.dropLast(decimals)
        let fraction = digits.suffix(decimals).prefix(places)
        return SafeText(cleaning: grouped(whole) + (places > 0 ? "." + fraction : ""))
    }

    /// An amount exactly, without zeros at its end.
    static func exact(_ wei: UInt256, decimals: Int = 18) -> SafeText {
        var text = amount(wei, decimals: decimals, places: decimals).text[...]
        while text.last == "0" { text = text.dropLast() }
        if text.last == "." { text = text.dropLast() }
        return SafeText(cleaning: String(text))
    }

    /// `48,211`.
    static func number(_ number: UInt64) -> SafeText { SafeText(cleaning: grouped(String(number)[...])) }

    /// `12.5 %` of basis points.
    static func percent(_ basisPoints: Int) -> SafeText {
        let whole = basisPoints / 100
        let rest = basisPoints % 100
        return rest == 0 ? "\(whole) %" : "\(whole).\(rest / 10)\(rest % 10) %"
    }

    /// `part` of `whole` in basis points; 0 for a part of nothing.
    static func basisPoints(_ part: UInt256, of whole: UInt256) -> Int {
        guard !whole.isZero else { return 0 }
        // Both are cut alike where the product would not fit.
        let shift = max(part.bitWidth - 240, 0)
        guard
            let quotient = ((part &>> shift) &* 10_000).dividedWithRemainder(by: max(whole &>> shift, .one))?
                .quotient
        else { return 0 }
        return Int(min(quotient.asUInt64 ?? 1_000_000, 1_000_000))
    }

    private static func grouped(_ digits: Substring) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }
}

/// Spans of time in few characters.
enum Ages {
    /// `3 s`, `14 m`, `2 h`, `6 d`, `3 y`: at most 5 columns, so that a tick changes digits and nothing moves.
    static func span(_ seconds: UInt64) -> SafeText {
        switch seconds {
        case 0..<60: "\(seconds) s"
        case 60..<3_600: "\(seconds / 60) m"
        case 3_600..<172_800: "\(seconds / 3_600) h"
        case 172_800..<63_072_000: "\(seconds / 86_400) d"
        default: "\(min(seconds / 31_536_000, 9_999)) y"
        }
    }

    /// `2 h 14 m`: two units.
    static func long(_ seconds: UInt64) -> SafeText {
        switch seconds {
        case 0..<60: "\(seconds) s"
        case 60..<3_600: "\(seconds / 60) m \(seconds % 60) s"
        case 3_600..<86_400: "\(seconds / 3_600) h \(seconds / 60 % 60) m"
        case 86_400..<31_536_000: "\(seconds / 86_400) d \(seconds / 3_600 % 24) h"
        default: "\(min(seconds / 31_536_000, 9_999)) y \(seconds / 86_400 % 365) d"
        }
    }

    /// `in 41 m` or `41 m ago`.
    static func distance(_ time: UInt64, now: UInt64) -> SafeText {
        time >= now ? "in " + span(time - now) : span(now - time) + " ago"
    }

    /// `in 2 h 14 m` or `2 h 14 m ago`.
    static func longDistance(_ time: UInt64, now: UInt64) -> SafeText {
        time >= now ? "in " + long(time - now) : long(now - time) + " ago"
    }
}

/// Addresses as tables and details write them.
struct Names: Sendable {
    let profile: NetworkProfile
    let account: Address?

    /// A name if there is one, else the address shortened: for tables only, whose details show it whole.
    func short(_ address: Address) -> SafeText {
        if address.isZero { return "-" }
        if address == account { return "you" }
        if let name = profile.name(of: address) { return SafeText(cleaning: name, maximumLength: 64) }
        let text = address.checksummed
        return SafeText(cleaning: text.prefix(6) + ".." + text.suffix(4))
    }

    /// The address whole, and its name behind it.
    func whole(_ address: Address, zero: SafeText = "nobody") -> SafeText {
        if address.isZero { return zero }
        var text = SafeText(cleaning: address.checksummed)
        if address == account { text += "  you" }
        if let name = profile.name(of: address) { text += "  \(name)" }
        return text
    }

    /// What the filter finds an address by.
    func searchable(_ address: Address) -> String {
        (address == account ? "you " : "") + (profile.name(of: address) ?? "") + " "
            + Hex.encode(address.bytes)
    }
}

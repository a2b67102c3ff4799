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

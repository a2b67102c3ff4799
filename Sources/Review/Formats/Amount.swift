import Ethereum

/// Amounts in words.
public enum Amount {
    /// `1,250.5`: `value` with `decimals` places, exact, without zeros at its end.
    public static func decimal(_ value: UInt256, decimals: Int) -> String {
        var digits = value.description
        guard decimals > 0 else { return grouped(digits) }
        if digits.count <= decimals {
            digits = String(repeating: "0", count: decimals - digits.count + 1) + digits
        }
        let whole = String(digits.dropLast(decimals))
        var fraction = digits.suffix(decimals)
        while fraction.last == "0" { fraction = fraction.dropLast() }
        return fraction.isEmpty ? grouped(whole) : grouped(whole) + "." + fraction
    }

    /// `1,250`: digits in groups of three.
    public static func grouped(_ digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }

    /// Whether an amount of `bits` bits is so large that it means "no limit": its highest bit is set.
    public static func isUnlimited(_ value: UInt256, bits: Int) -> Bool {
        value.bitWidth == bits && bits > 64
    }
}

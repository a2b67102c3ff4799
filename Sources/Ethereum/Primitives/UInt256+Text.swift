extension UInt256: CustomStringConvertible, LosslessStringConvertible {
    /// The number in canonical decimal digits (`0`, or no leading zero), or nil if it isn't one or is too large.
    public init?(_ description: String) {
        let utf8 = description.utf8
        guard let first = utf8.first, utf8.count <= 78, utf8.count == 1 || first != 0x30 else { return nil }
        var result = UInt256.zero
        for character in utf8 {
            guard (0x30...0x39).contains(character) else { return nil }
            let (product, high) = result.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt256(UInt64(character - 0x30)))
            guard !high, !carry else { return nil }
            result = sum
        }
        self = result
    }

    /// The number in `0x` and 1 to 64 hex digits of either case, leading zeros allowed, or nil.
    public init?(hex text: some StringProtocol) {
        let utf8 = text.utf8
        guard utf8.count > 2, utf8.count <= 66, text.hasPrefix("0x") else { return nil }
        var result = UInt256.zero
        for character in utf8.dropFirst(2) {
            guard let nibble = Hex.digitValue(character) else { return nil }
            result = result &<< 4
            result.limb0 |= UInt64(nibble)
        }
        self = result
    }

    /// The number of a JSON-RPC quantity: `0x0`, or `0x` and hex digits without leading zeros; nil otherwise.
    public init?(quantity text: some StringProtocol) {
        let utf8 = text.utf8
        guard utf8.count == 3 || utf8.dropFirst(2).first != 0x30 else { return nil }
        self.init(hex: text)
    }

    /// Decimal digits.
    public var description: String {
        if let small = asUInt64 { return String(small) }
        var value = self
        var groups: [UInt64] = []
        while !value.isZero {
            let (quotient, remainder) = value.dividedBySmall(1_000_000_000_000_000_000)
            groups.append(remainder)
            value = quotient
        }
        var text = String(groups.removeLast())
        for group in groups.reversed() {
            let digits = String(group)
            text += String(repeating: "0", count: 18 - digits.utf8.count) + digits
        }
        return text
    }

    /// JSON-RPC quantity: `0x` and hex digits without leading zeros.
    public var quantity: String {
        if isZero { return "0x0" }
        var text = ""
        for limb in [limb3, limb2, limb1, limb0] {
            if text.isEmpty {
                if limb != 0 { text = String(limb, radix: 16) }
            } else {
                let digits = String(limb, radix: 16)
                text += String(repeating: "0", count: 16 - digits.utf8.count) + digits
            }
        }
        return "0x" + text
    }
}

extension UInt256: CustomStringConvertible, LosslessStringConvertible {
    /// The number in canonical decimal digits (`0`, or no leading zero), or nil if it isn't one or is too large.
    public init?(_ description: String) {
        guard let number = description.withUTF8Bytes({ UInt256(decimal: $0) }) else { return nil }
        self = number
    }

    private init?(decimal digits: UnsafeBufferPointer<UInt8>) {
        guard let first = digits.first, digits.count <= 78, digits.count == 1 || first != 0x30 else {
            return nil
        }
        // 19 digits always fit one limb, so the wide product is made once for so many.
        var result = UInt256.zero
        var group: UInt64 = 0
        var scale: UInt64 = 1
        for character in digits {
            guard (0x30...0x39).contains(character) else { return nil }
            group = group &* 10 &+ UInt64(character &- 0x30)
            scale = scale &* 10
            if scale == 10_000_000_000_000_000_000 {
                guard result.append(group, scale: scale) else { return nil }
                (group, scale) = (0, 1)
            }
        }
        if scale > 1 { guard result.append(group, scale: scale) else { return nil } }
        self = result
    }

    /// Multiplies by `scale` and adds `group`; false if that doesn't fit.
    private mutating func append(_ group: UInt64, scale: UInt64) -> Bool {
        if isZero {
            self = UInt256(group)
            return true
        }
        var carry = group
        func step(_ limb: UInt64) -> UInt64 {
            let (high, low) = limb.multipliedFullWidth(by: scale)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            // high is at most scale - 1, so this can't overflow.
            carry = high &+ (overflow ? 1 : 0)
            return sum
        }
        limb0 = step(limb0)
        limb1 = step(limb1)
        limb2 = step(limb2)
        limb3 = step(limb3)
        return carry == 0
    }

    /// The number in `0x` and 1 to 64 hex digits of either case, leading zeros allowed, or nil.
    public init?(hex text: some StringProtocol) {
        guard let number = text.withUTF8Bytes({ UInt256(prefixedHex: $0) }) else { return nil }
        self = number
    }

    init?(prefixedHex text: UnsafeBufferPointer<UInt8>) {
        guard text.count > 2, text.count <= 66, text[0] == 0x30, text[1] == UInt8(ascii: "x") else {
            return nil
        }
        var limbs: [4 of UInt64] = [0, 0, 0, 0]
        var place = 2
        // The first limb gets what is left over sixteens, the others sixteen digits each.
        for limb in (0...(text.count - 3) >> 4).reversed() {
            var value: UInt64 = 0
            let end = text.count - limb << 4
            while place < end {
                guard let nibble = Hex.digitValue(text[place]) else { return nil }
                value = value << 4 | UInt64(nibble)
                place += 1
            }
            limbs[limb] = value
        }
        self.init(limbs: limbs[0], limbs[1], limbs[2], limbs[3])
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

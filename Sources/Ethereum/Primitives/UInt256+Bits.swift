extension UInt256 {
    /// Value shifted left, 0 from 256 bits on; `bits` must not be negative.
    public static func &<< (value: UInt256, bits: Int) -> UInt256 {
        guard bits > 0 else { return value }
        guard bits < 256 else { return .zero }
        let words = bits / 64
        let rest = UInt64(bits % 64)
        var limbs: (UInt64, UInt64, UInt64, UInt64)
        switch words {
        case 0: limbs = (value.limb0, value.limb1, value.limb2, value.limb3)
        case 1: limbs = (0, value.limb0, value.limb1, value.limb2)
        case 2: limbs = (0, 0, value.limb0, value.limb1)
        default: limbs = (0, 0, 0, value.limb0)
        }
        guard rest > 0 else { return UInt256(limbs: limbs.0, limbs.1, limbs.2, limbs.3) }
        let back = 64 - rest
        return UInt256(
            limbs: limbs.0 << rest, limbs.1 << rest | limbs.0 >> back, limbs.2 << rest | limbs.1 >> back,
            limbs.3 << rest | limbs.2 >> back)
    }

    /// Value shifted right, 0 from 256 bits on; `bits` must not be negative.
    public static func &>> (value: UInt256, bits: Int) -> UInt256 {
        guard bits > 0 else { return value }
        guard bits < 256 else { return .zero }
        let words = bits / 64
        let rest = UInt64(bits % 64)
        var limbs: (UInt64, UInt64, UInt64, UInt64)
        switch words {
        case 0: limbs = (value.limb0, value.limb1, value.limb2, value.limb3)
        case 1: limbs = (value.limb1, value.limb2, value.limb3, 0)
        case 2: limbs = (value.limb2, value.limb3, 0, 0)
        default: limbs = (value.limb3, 0, 0, 0)
        }
        guard rest > 0 else { return UInt256(limbs: limbs.0, limbs.1, limbs.2, limbs.3) }
        let back = 64 - rest
        return UInt256(
            limbs: limbs.0 >> rest | limbs.1 << back, limbs.1 >> rest | limbs.2 << back,
            limbs.2 >> rest | limbs.3 << back, limbs.3 >> rest)
    }

    /// Bitwise and.
    @inlinable
    public static func & (left: UInt256, right: UInt256) -> UInt256 {
        UInt256(
            limbs: left.limb0 & right.limb0, left.limb1 & right.limb1, left.limb2 & right.limb2,
            left.limb3 & right.limb3)
    }

    /// Bitwise or.
    @inlinable
    public static func | (left: UInt256, right: UInt256) -> UInt256 {
        UInt256(
            limbs: left.limb0 | right.limb0, left.limb1 | right.limb1, left.limb2 | right.limb2,
            left.limb3 | right.limb3)
    }

    /// Bitwise exclusive or.
    @inlinable
    public static func ^ (left: UInt256, right: UInt256) -> UInt256 {
        UInt256(
            limbs: left.limb0 ^ right.limb0, left.limb1 ^ right.limb1, left.limb2 ^ right.limb2,
            left.limb3 ^ right.limb3)
    }

    /// Bitwise complement.
    @inlinable
    public static prefix func ~ (value: UInt256) -> UInt256 {
        UInt256(limbs: ~value.limb0, ~value.limb1, ~value.limb2, ~value.limb3)
    }
}

/// The precompiles of BLS12-381 at addresses 0x0b to 0x11 (EIP-2537, from Prague on).
///
/// Each answers its output, or nil where the call fails and all its gas is gone.
public enum BLS381Precompiles {
    /// Gas of `addG1`.
    public static let addG1Gas: UInt64 = 375
    /// Gas of `addG2`.
    public static let addG2Gas: UInt64 = 600
    /// Gas of `mapToG1`.
    public static let mapToG1Gas: UInt64 = 5_500
    /// Gas of `mapToG2`.
    public static let mapToG2Gas: UInt64 = 23_800

    /// Gas of `sumG1` for an input of `count` bytes.
    public static func sumG1Gas(count: Int) -> UInt64 { sumGas(pairs: count / 160, 12_000, discountsG1) }

    /// Gas of `sumG2` for an input of `count` bytes.
    public static func sumG2Gas(count: Int) -> UInt64 { sumGas(pairs: count / 288, 22_500, discountsG2) }

    /// Gas of `pairing` for an input of `count` bytes.
    public static func pairingGas(count: Int) -> UInt64 { 37_700 + 32_600 * UInt64(clamping: count / 384) }

    /// The sum of two points of the curve, which needn't be in the group.
    public static func addG1(_ input: [UInt8]) -> [UInt8]? {
        guard input.count == 256, let left = BLS381.point(input[..<128]),
            let right = BLS381.point(input[128...])
        else { return nil }
        return BLS381.encode(left + right)
    }

    /// The sum of two points of the twist, which needn't be in the group.
    public static func addG2(_ input: [UInt8]) -> [UInt8]? {
        guard input.count == 512, let left = BLS381.twistPoint(input[..<256]),
            let right = BLS381.twistPoint(input[256...])
        else { return nil }
        return BLS381.encode(left + right)
    }

    /// The sum of points of the first group, each taken as often as the number after it says.
    public static func sumG1(_ input: [UInt8]) -> [UInt8]? {
        guard !input.isEmpty, input.count % 160 == 0 else { return nil }
        var points: [BLS381.G1] = []
        var scalars: [[UInt64]] = []
        for offset in stride(from: 0, to: input.count, by: 160) {
            guard let point = BLS381.point(input[offset..<(offset + 128)]), BLS381.isInSubgroup(point) else {
                return nil
            }
            points.append(point)
            scalars.append(scalarLimbs(input[(offset + 128)..<(offset + 160)]))
        }
        return BLS381.encode(MultiScalar.sum(points, scalars))
    }

    /// The sum of points of the second group, each taken as often as the number after it says.
    public static func sumG2(_ input: [UInt8]) -> [UInt8]? {
        guard !input.isEmpty, input.count % 288 == 0 else { return nil }
        var points: [BLS381.G2] = []
        var scalars: [[UInt64]] = []
        for offset in stride(from: 0, to: input.count, by: 288) {
            guard let point = BLS381.twistPoint(input[offset..<(offset + 256)]), BLS381.isInSubgroup(point)
            else {
                return nil
            }
            points.append(point)
            scalars.append(scalarLimbs(input[(offset + 256)..<(offset + 288)]))
        }
        return BLS381.encode(MultiScalar.sum(points, scalars))
    }

    /// Whether the product of the pairings of pairs of 384 bytes is one: 32 bytes of 1 or 0.
    public static func pairing(_ input: [UInt8]) -> [UInt8]? {
        guard !input.isEmpty, input.count % 384 == 0 else { return nil }
        var pairs: [(BLS381.G1, BLS381.G2)] = []
        for offset in stride(from: 0, to: input.count, by: 384) {
            guard let first = BLS381.point(input[offset..<(offset + 128)]), BLS381.isInSubgroup(first),
                let second = BLS381.twistPoint(input[(offset + 128)..<(offset + 384)]),
                BLS381.isInSubgroup(second)
            else { return nil }
            pairs.append((first, second))
        }
        return [UInt8](repeating: 0, count: 31) + [BLS381.isProductOne(pairs) ? 1 : 0]
    }

    /// The point of the first group that a field element of 64 bytes maps to.
    public static func mapToG1(_ input: [UInt8]) -> [UInt8]? {
        guard let element = BLS381.coordinate(input[...]) else { return nil }
        return BLS381.encode(BLS381.map(element))
    }

    /// The point of the second group that two field elements of 64 bytes, the real one first, map to.
    public static func mapToG2(_ input: [UInt8]) -> [UInt8]? {
        guard input.count == 128, let real = BLS381.coordinate(input[..<64]),
            let imaginary = BLS381.coordinate(input[64...])
        else { return nil }
        return BLS381.encode(BLS381.map(QuadraticField(real, imaginary)))
    }

    private static func sumGas(pairs: Int, _ price: UInt64, _ discounts: [UInt16]) -> UInt64 {
        guard pairs > 0 else { return 0 }
        let discount = UInt64(discounts[min(pairs, discounts.count) - 1])
        let (gas, overflow) = (price * discount).multipliedReportingOverflow(by: UInt64(pairs))
        return overflow ? .max : gas / 1_000
    }

    /// What 1 to 128 and more pairs of the first group cost each, in thousandths (EIP-2537).
    private static let discountsG1: [UInt16] = [
        1000, 949, 848, 797, 764, 750, 738, 728, 719, 712, 705, 698, 692, 687, 682, 677,
        673, 669, 665, 661, 658, 654, 651, 648, 645, 642, 640, 637, 635, 632, 630, 627,
        625, 623, 621, 619, 617, 615, 613, 611, 609, 608, 606, 604, 603, 601, 599, 598,
        596, 595, 593, 592, 591, 589, 588, 586, 585, 584, 582, 581, 580, 579, 577, 576,
        575, 574, 573, 572, 570, 569, 568, 567, 566, 565, 564, 563, 562, 561, 560, 559,
        558, 557, 556, 555, 554, 553, 552, 551, 550, 549, 548, 547, 547, 546, 545, 544,
        543, 542, 541, 540, 540, 539, 538, 537, 536, 536, 535, 534, 533, 532, 532, 531,
        530, 529, 528, 528, 527, 526, 525, 525, 524, 523, 522, 522, 521, 520, 520, 519,
    ]

    /// What 1 to 128 and more pairs of the second group cost each, in thousandths (EIP-2537).
    private static let discountsG2: [UInt16] = [
        1000, 1000, 923, 884, 855, 832, 812, 796, 782, 770, 759, 749, 740, 732, 724, 717,
        711, 704, 699, 693, 688, 683, 679, 674, 670, 666, 663, 659, 655, 652, 649, 646,
        643, 640, 637, 634, 632, 629, 627, 624, 622, 620, 618, 615, 613, 611, 609, 607,
        606, 604, 602, 600, 598, 597, 595, 593, 592, 590, 589, 587, 586, 584, 583, 582,
        580, 579, 578, 576, 575, 574, 573, 571, 570, 569, 568, 567, 566, 565, 563, 562,
        561, 560, 559, 558, 557, 556, 555, 554, 553, 552, 552, 551, 550, 549, 548, 547,
        546, 545, 545, 544, 543, 542, 541, 541, 540, 539, 538, 537, 537, 536, 535, 535,
        534, 533, 532, 532, 531, 530, 530, 529, 528, 528, 527, 526, 526, 525, 524, 524,
    ]
}

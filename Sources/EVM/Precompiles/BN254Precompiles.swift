/// The precompiles of alt_bn128 at addresses 6, 7 and 8 (EIP-196, EIP-197; gas by EIP-1108).
///
/// Each answers its output, or nil where the call fails and all its gas is gone.
public enum BN254Precompiles {
    /// Gas of `add`.
    public static let addGas: UInt64 = 150
    /// Gas of `multiply`.
    public static let multiplyGas: UInt64 = 6_000

    /// Gas of `pairing` for an input of `count` bytes.
    public static func pairingGas(count: Int) -> UInt64 { 45_000 + 34_000 * UInt64(clamping: count / 192) }

    /// The sum of two points of 64 bytes each; a missing end reads as zero.
    public static func add(_ input: [UInt8]) -> [UInt8]? {
        let bytes = padded(input, to: 128)
        guard let left = point(bytes[0..<64]), let right = point(bytes[64..<128]) else { return nil }
        return encode(left + right)
    }

    /// A point of 64 bytes taken as often as the number of 32 bytes after it says; a missing end reads as zero.
    public static func multiply(_ input: [UInt8]) -> [UInt8]? {
        let bytes = padded(input, to: 96)
        guard let point = point(bytes[0..<64]) else { return nil }
        return encode(point.times(scalarLimbs(bytes[64..<96])))
    }

    /// Whether the product of the pairings of pairs of 192 bytes is one: 32 bytes of 1 or 0.
    public static func pairing(_ input: [UInt8]) -> [UInt8]? {
        guard input.count % 192 == 0 else { return nil }
        var pairs: [(BN254.G1, BN254.G2)] = []
        for offset in stride(from: 0, to: input.count, by: 192) {
            guard let first = point(input[offset..<(offset + 64)]),
                let second = twistPoint(input[(offset + 64)..<(offset + 192)])
            else { return nil }
            pairs.append((first, second))
        }
        return [UInt8](repeating: 0, count: 31) + [BN254.isProductOne(pairs) ? 1 : 0]
    }

    private static func padded(_ input: [UInt8], to count: Int) -> [UInt8] {
        let head = input.prefix(count)
        return head + [UInt8](repeating: 0, count: count - head.count)
    }

    private static func point(_ bytes: ArraySlice<UInt8>) -> BN254.G1? {
        guard let x = BN254Field(bigEndian: bytes.prefix(32)), let y = BN254Field(bigEndian: bytes.suffix(32))
        else { return nil }
        if x.isZero, y.isZero { return .infinity }
        return BN254.isOnCurve(x, y) ? CurvePoint(x: x, y: y) : nil
    }

    /// Imaginary parts come first (EIP-197).
    private static func twistPoint(_ bytes: ArraySlice<UInt8>) -> BN254.G2? {
        var parts: [BN254Field] = []
        for offset in stride(from: bytes.startIndex, to: bytes.endIndex, by: 32) {
            guard let part = BN254Field(bigEndian: bytes[offset..<(offset + 32)]) else { return nil }
            parts.append(part)
        }
        let x = QuadraticField(parts[1], parts[0])
        let y = QuadraticField(parts[3], parts[2])
        if x.isZero, y.isZero { return .infinity }
        guard BN254.isOnTwist(x, y) else { return nil }
        let point = CurvePoint(x: x, y: y)
        return BN254.isInSubgroup(point) ? point : nil
    }

    private static func encode(_ point: BN254.G1) -> [UInt8] {
        guard let affine = point.affine else { return [UInt8](repeating: 0, count: 64) }
        return affine.x.bigEndianBytes + affine.y.bigEndianBytes
    }
}

/// Four little-endian limbs of a scalar of 32 big-endian bytes.
func scalarLimbs(_ bytes: ArraySlice<UInt8>) -> [UInt64] {
    let limbs = Montgomery<4>.limbs(bigEndian: bytes)
    return [limbs[0], limbs[1], limbs[2], limbs[3]]
}

/// Points as bytes: 64 for a coordinate as EIP-2537 has them, or the first coordinate alone with three flags.
extension BLS381 {
    /// A coordinate of 64 bytes, of which the first 16 are zero, or nil.
    static func coordinate(_ bytes: ArraySlice<UInt8>) -> BLS381Field? {
        guard bytes.count == 64, bytes.prefix(16).allSatisfy({ $0 == 0 }) else { return nil }
        return BLS381Field(bigEndian: bytes.dropFirst(16))
    }

    /// The point of the curve in 128 bytes, which are zero for infinity; nil if they aren't one.
    static func point(_ bytes: ArraySlice<UInt8>) -> CurvePoint<BLS381Field>? {
        guard bytes.count == 128, let x = coordinate(bytes.prefix(64)), let y = coordinate(bytes.suffix(64))
        else {
            return nil
        }
        if x.isZero, y.isZero { return .infinity }
        return isOnCurve(x, y) ? CurvePoint(x: x, y: y) : nil
    }

    /// The point of the twist in 256 bytes, real parts first; nil if they aren't one.
    static func twistPoint(_ bytes: ArraySlice<UInt8>) -> Twist? {
        guard bytes.count == 256 else { return nil }
        var parts: [BLS381Field] = []
        for offset in stride(from: bytes.startIndex, to: bytes.endIndex, by: 64) {
            guard let part = coordinate(bytes[offset..<(offset + 64)]) else { return nil }
            parts.append(part)
        }
        let x = QuadraticField(parts[0], parts[1])
        let y = QuadraticField(parts[2], parts[3])
        if x.isZero, y.isZero { return .infinity }
        return isOnTwist(x, y) ? Twist(x: x, y: y) : nil
    }

    /// 128 bytes of a point of the curve.
    static func encode(_ point: CurvePoint<BLS381Field>) -> [UInt8] {
        guard let affine = point.affine else { return [UInt8](repeating: 0, count: 128) }
        return encode(affine.x) + encode(affine.y)
    }

    /// 256 bytes of a point of the twist.
    static func encode(_ point: Twist) -> [UInt8] {
        guard let affine = point.affine else { return [UInt8](repeating: 0, count: 256) }
        return encode(affine.x.real) + encode(affine.x.imaginary) + encode(affine.y.real)
            + encode(affine.y.imaginary)
    }

    private static func encode(_ coordinate: BLS381Field) -> [UInt8] {
        [UInt8](repeating: 0, count: 16) + coordinate.bigEndianBytes
    }

    /// The point of the first group in 48 bytes, compressed, or nil (draft-irtf-cfrg-pairing-friendly-curves, C).
    static func decompressed(_ bytes: ArraySlice<UInt8>) -> CurvePoint<BLS381Field>? {
        guard let (flags, rest) = split(bytes, count: 48) else { return nil }
        if flags.isInfinity { return rest.allSatisfy { $0 == 0 } && !flags.isLarge ? .infinity : nil }
        guard let x = BLS381Field(bigEndian: rest), let y = (x.squared * x + b).squareRoot else { return nil }
        let point = CurvePoint(x: x, y: y.isLarge == flags.isLarge ? y : -y)
        return isInSubgroup(point) ? point : nil
    }

    /// The point of the second group in 96 bytes, compressed, imaginary part first, or nil.
    static func twistDecompressed(_ bytes: ArraySlice<UInt8>) -> Twist? {
        guard let (flags, rest) = split(bytes, count: 96) else { return nil }
        if flags.isInfinity { return rest.allSatisfy { $0 == 0 } && !flags.isLarge ? .infinity : nil }
        guard let imaginary = BLS381Field(bigEndian: rest.prefix(48)),
            let real = BLS381Field(bigEndian: rest.suffix(48))
        else { return nil }
        let x = QuadraticField(real, imaginary)
        guard let y = (x.squared * x + twistB).squareRoot else { return nil }
        let isLarge = y.imaginary.isZero ? y.real.isLarge : y.imaginary.isLarge
        let point = Twist(x: x, y: isLarge == flags.isLarge ? y : -y)
        return isInSubgroup(point) ? point : nil
    }

    /// The flags of compressed bytes, and the bytes without them; nil if the first flag, compressed, isn't set.
    private static func split(
        _ bytes: ArraySlice<UInt8>, count: Int
    ) -> (flags: (isInfinity: Bool, isLarge: Bool), rest: [UInt8])? {
        guard bytes.count == count, let first = bytes.first, first & 0x80 != 0 else { return nil }
        return ((first & 0x40 != 0, first & 0x20 != 0), [first & 0x1f] + bytes.dropFirst())
    }
}

extension UInt256 {
    /// The big-endian number in `bytes`, or nil for more than 32 bytes.
    public init?(bigEndianBytes bytes: some Collection<UInt8>) {
        guard bytes.count <= 32 else { return nil }
        var limbs: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var position = bytes.count
        for byte in bytes {
            position -= 1
            let shifted = UInt64(byte) << UInt64(position % 8 * 8)
            switch position / 8 {
            case 0: limbs.0 |= shifted
            case 1: limbs.1 |= shifted
            case 2: limbs.2 |= shifted
            default: limbs.3 |= shifted
            }
        }
        self.init(limbs: limbs.0, limbs.1, limbs.2, limbs.3)
    }

    /// All 32 bytes, big-endian.
    public var bigEndianBytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            store(bigEndianAt: UnsafeMutableRawPointer(base))
            count = 32
        }
    }

    /// Bytes, big-endian, without leading zeros: none for 0 (as RLP wants it).
    public var minimalBigEndianBytes: [UInt8] {
        Array(bigEndianBytes.suffix((bitWidth + 7) / 8))
    }

    /// Writes all 32 bytes, big-endian, at `pointer`.
    @inlinable
    public func store(bigEndianAt pointer: UnsafeMutableRawPointer) {
        pointer.storeBytes(of: limb3.bigEndian, toByteOffset: 0, as: UInt64.self)
        pointer.storeBytes(of: limb2.bigEndian, toByteOffset: 8, as: UInt64.self)
        pointer.storeBytes(of: limb1.bigEndian, toByteOffset: 16, as: UInt64.self)
        pointer.storeBytes(of: limb0.bigEndian, toByteOffset: 24, as: UInt64.self)
    }

    /// Reads 32 bytes, big-endian, from `pointer`.
    @inlinable
    public init(loadingBigEndianFrom pointer: UnsafeRawPointer) {
        self.init(
            limbs: UInt64(bigEndian: pointer.loadUnaligned(fromByteOffset: 24, as: UInt64.self)),
            UInt64(bigEndian: pointer.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
            UInt64(bigEndian: pointer.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
            UInt64(bigEndian: pointer.loadUnaligned(fromByteOffset: 0, as: UInt64.self)))
    }
}

/// Keccak-256 as Ethereum uses it: the submission's padding (0x01), not that of SHA-3 (0x06).
///
/// A value: copy it to hash a common beginning once.
public struct Keccak256: Sendable {
    /// Bytes taken in at a time.
    public static let rate = 136

    private var lanes: [25 of UInt64] = .init(repeating: 0)
    private var position = 0

    /// A hash of nothing so far.
    public init() {}

    /// The hash of `bytes`.
    public static func hash(_ bytes: [UInt8]) -> Hash32 {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// The hash of the bytes of `buffer`.
    public static func hash(_ buffer: UnsafeRawBufferPointer) -> Hash32 {
        var hash = Keccak256()
        hash.update(buffer)
        return hash.finalize()
    }

    /// The hash of the UTF-8 of `text`.
    public static func hash(utf8 text: String) -> Hash32 {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
    }

    /// Takes in `bytes`.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Takes in the 32 bytes of `word`, big-endian.
    public mutating func update(_ word: UInt256) {
        var storage: [4 of UInt64] = [
            word.limb3.bigEndian, word.limb2.bigEndian, word.limb1.bigEndian, word.limb0.bigEndian,
        ]
        withUnsafeBytes(of: &storage) { update($0) }
    }

    /// Takes in the bytes of `buffer`.
    public mutating func update(_ buffer: UnsafeRawBufferPointer) {
        guard var source = buffer.baseAddress else { return }
        var remaining = buffer.count
        var position = position
        withUnsafeMutableBytes(of: &lanes) { state in
            guard let base = state.baseAddress else { return }
            while remaining > 0 {
                if position == 0, remaining >= Keccak256.rate {
                    for lane in 0..<17 {
                        let word = UInt64(
                            littleEndian: source.loadUnaligned(fromByteOffset: lane &* 8, as: UInt64.self))
                        let old = base.load(fromByteOffset: lane &* 8, as: UInt64.self)
                        base.storeBytes(of: old ^ word, toByteOffset: lane &* 8, as: UInt64.self)
                    }
                    source += Keccak256.rate
                    remaining &-= Keccak256.rate
                    Keccak256.permute(base.assumingMemoryBound(to: UInt64.self))
                } else {
                    let count = Swift.min(Keccak256.rate &- position, remaining)
                    var offset = 0
                    if position % 8 == 0 {
                        while offset &+ 8 <= count {
                            let word = source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                            let old = base.load(fromByteOffset: position &+ offset, as: UInt64.self)
                            base.storeBytes(of: old ^ word, toByteOffset: position &+ offset, as: UInt64.self)
                            offset &+= 8
                        }
                    }
                    while offset < count {
                        state[position &+ offset] ^= source.load(fromByteOffset: offset, as: UInt8.self)
                        offset &+= 1
                    }
                    source += count
                    remaining &-= count
                    position &+= count
                    if position == Keccak256.rate {
                        Keccak256.permute(base.assumingMemoryBound(to: UInt64.self))
                        position = 0
                    }
                }
            }
        }
        self.position = position
    }

    /// The hash of all that was taken in; the value can't be used on.
    public consuming func finalize() -> Hash32 {
        let position = position
        return withUnsafeMutableBytes(of: &lanes) { state in
            state[position] ^= 0x01
            state[Keccak256.rate - 1] ^= 0x80
            guard let base = state.baseAddress else { return Hash32.zero }
            Keccak256.permute(base.assumingMemoryBound(to: UInt64.self))
            return Hash32(word: UInt256(loadingBigEndianFrom: base))
        }
    }
}

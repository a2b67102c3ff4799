import Ethereum

/// Bytecode, with what running it needs worked out once: where a jump may go, and zeros past its end.
///
/// The bytes are never changed after `init`, which is why a pointer to them may be shared.
public final class Code: @unchecked Sendable {
    /// How many bytes the code has.
    public let count: Int
    /// Keccak-256 of the bytes.
    public let hash: Hash32
    /// The bytes and 33 zeros, so that the longest PUSH at the end reads zeros, and then STOP.
    let base: UnsafePointer<UInt8>
    /// A bit for each byte: whether it is a JUMPDEST that isn't a PUSH's data.
    let destinations: UnsafePointer<UInt64>

    /// No code.
    public static let empty = Code([])

    /// The code of these bytes.
    public init(_ bytes: [UInt8]) {
        count = bytes.count
        hash = Keccak256.hash(bytes)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 33)
        memory.initialize(repeating: 0, count: bytes.count + 33)
        for (index, byte) in bytes.enumerated() { memory[index] = byte }
        base = UnsafePointer(memory)
        let destinations = UnsafeMutablePointer<UInt64>.allocate(capacity: bytes.count / 64 + 1)
        destinations.initialize(repeating: 0, count: bytes.count / 64 + 1)
        var index = 0
        while index < bytes.count {
            let operation = bytes[index]
            if operation == 0x5b { destinations[index / 64] |= 1 << UInt64(index % 64) }
            index += (0x60...0x7f).contains(operation) ? Int(operation) - 0x5e : 1
        }
        self.destinations = UnsafePointer(destinations)
    }

    deinit {
        base.deallocate()
        destinations.deallocate()
    }

    /// The bytes of the code.
    public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// The account that an account with this code runs the code of (EIP-7702), if the code says so.
    public var delegate: Address? {
        guard count == 23, base[0] == 0xef, base[1] == 0x01, base[2] == 0x00 else { return nil }
        return try? Address(bytes: bytes.dropFirst(3))
    }

    /// The code of an account that runs the code of `address` (EIP-7702).
    static func delegation(to address: Address) -> Code { Code([0xef, 0x01, 0x00] + address.bytes) }
}

import CCrypto

/// Bytes of a secret, of a fixed number: locked in memory, left out of core dumps and of forked children, between
/// two guard pages, and wiped when the last reference goes.
///
/// Nothing prints it. Write it while one thread holds it; after that it may be shared for reading.
public final class SecretBytes: @unchecked Sendable {
    /// Number of bytes.
    public let count: Int
    /// Whether the kernel keeps the pages out of swap.
    public let isLocked: Bool
    private let base: UnsafeMutableRawPointer

    /// `count` zero bytes.
    public init(count: Int) {
        precondition(count >= 0, "a secret has no negative length")
        var locked: Int32 = 0
        guard let base = coai_secret_allocate(count, &locked) else {
            // A few pages: where even they can't be had, arrays end the process as well. To end here is safe, as a spend
            // is on disk before a key is touched; to go on in ordinary memory wouldn't be.
            fatalError("no memory for a secret")
        }
        self.base = base
        self.count = count
        isLocked = locked != 0
    }

    /// A copy of `buffer`.
    public convenience init(copying buffer: UnsafeRawBufferPointer) {
        self.init(count: buffer.count)
        withUnsafeMutableBytes { $0.copyMemory(from: buffer) }
    }

    /// A copy of `bytes`, which themselves stay in ordinary memory: for what was never secret, and for tests.
    public convenience init(copying bytes: [UInt8]) {
        self.init(count: bytes.count)
        withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    }

    /// A copy of the UTF-8 of `text`, which itself stays in ordinary memory.
    public convenience init(copying text: String) {
        self.init(copying: Array(text.utf8))
    }

    /// A copy of `bytes`, which are then wiped.
    public convenience init(wiping bytes: inout [UInt8]) {
        self.init(copying: bytes)
        bytes.withUnsafeMutableBytes { coai_cleanse($0.baseAddress, $0.count) }
        bytes = []
    }

    deinit { coai_secret_free(base, count) }

    /// Calls `body` with the bytes, which are good for the call only.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Calls `body` with the bytes to write, which are good for the call only.
    public func withUnsafeMutableBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeMutableRawBufferPointer(start: base, count: count))
    }

    /// A copy of the bytes of `range`, which is cut to the bytes that there are.
    public func slice(_ range: Range<Int>) -> SecretBytes {
        let range = range.clamped(to: 0..<count)
        return withUnsafeBytes { SecretBytes(copying: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// Zeroes every byte now.
    public func wipe() { coai_cleanse(base, count) }

    /// Whether both hold the same bytes, in a time that doesn't depend on where they differ.
    public func isEqual(to other: SecretBytes) -> Bool {
        count == other.count && coai_constant_time_equal(base, other.base, count) == 1
    }
}

extension SecretBytes: CustomStringConvertible, CustomReflectable {
    /// The length alone.
    public var description: String { "SecretBytes(\(count) bytes)" }
    /// No children, so that a dump shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Whether both are equal, in a time that depends on their lengths alone.
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return left.withUnsafeBytes { left in
        right.withUnsafeBytes { coai_constant_time_equal(left.baseAddress, $0.baseAddress, left.count) == 1 }
    }
}

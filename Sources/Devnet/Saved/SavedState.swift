import Ethereum

/// The bytes of a saved state: a name, a version, a length, the contents, and the Keccak-256 of all that.
package enum SavedState {
    private static let name = Array("coai devnet state\n".utf8)
    /// The version that is written; those before are read, too.
    package static let version: UInt8 = 3
    private static let headSize = name.count + 1 + 8

    /// The bytes of a state with these contents.
    package static func wrap(_ contents: [UInt8], version: UInt8 = version) -> [UInt8] {
        var bytes = name + [version]
        bytes.reserveCapacity(headSize + contents.count + 32)
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: contents.count >> (8 * $0)) }
        bytes += contents
        return bytes + Keccak256.hash(bytes).bytes
    }

    static func unwrap(
        _ bytes: [UInt8]
    ) throws(SavedStateError) -> (version: UInt8, contents: ArraySlice<UInt8>) {
        guard bytes.starts(with: name) else { throw .foreign }
        guard bytes.count >= headSize + 32 else { throw .cut }
        let found = bytes[name.count]
        guard found > 0, found <= version else { throw .version(UInt64(found)) }
        var size: UInt64 = 0
        for place in 0..<8 { size |= UInt64(bytes[name.count + 1 + place]) << UInt64(8 * place) }
        let contents = bytes[headSize..<(bytes.count - 32)]
        guard size == UInt64(contents.count) else { throw .cut }
        let hash = bytes.withUnsafeBytes {
            Keccak256.hash(UnsafeRawBufferPointer(rebasing: $0.prefix(bytes.count - 32)))
        }
        guard hash.bytes.elementsEqual(bytes.suffix(32)) else { throw .checksum }
        return (found, contents)
    }
}

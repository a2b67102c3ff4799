import Cryptography
import Ethereum

/// The blobs that a transaction of type 3 is sent with (EIP-4844, "Networking"; EIP-7594).
///
/// A development chain has no peers to hand blobs to: their number, sizes and commitments are looked at, the proofs that
/// the commitments are of these very blobs aren't, and the pool keeps none of it.
struct BlobSidecar {
    /// 131,072 bytes each.
    let blobs: [[UInt8]]
    /// Of each blob, 48 bytes.
    let commitments: [[UInt8]]
    /// One of each blob, since Osaka one of each of its cells; 48 bytes.
    let proofs: [[UInt8]]

    private static let blobBytes = 131_072
    private static let pointBytes = 48
    /// Proofs of a blob since Osaka, one for each cell.
    private static let cells = 128

    /// The transaction alone, as it is in a block, and what it was sent with.
    ///
    /// - Parameter raw: with its sidecar or without; other types are as they are.
    static func split(
        _ raw: [UInt8], rules: ForkRules
    ) throws(ChainRefusal) -> (transaction: [UInt8], sidecar: BlobSidecar?) {
        guard raw.first == 3, case .list(var parts)? = try? RLP.decode(Array(raw.dropFirst())),
            case .list(let fields)? = parts.first
        else { return (raw, nil) }
        let alone = [3] + RLP.encode(.list(fields))
        guard case .signed(let signed)? = try? Transaction.decode(alone) else {
            throw .malformed("a blob transaction that can't be read")
        }
        parts.removeFirst()
        // Since Osaka a version stands before the blobs.
        if rules >= .osaka {
            guard parts.first == .bytes([1]) else { throw .sidecar("since Osaka it has version 1") }
            parts.removeFirst()
        }
        let hashes = signed.transaction.blobVersionedHashes
        guard parts.count == 3 else { throw .sidecar("it has blobs, commitments and proofs") }
        let sidecar = BlobSidecar(
            blobs: try items(parts[0], "blobs"), commitments: try items(parts[1], "commitments"),
            proofs: try items(parts[2], "proofs"))
        try sidecar.check(rules: rules)
        guard sidecar.hashes == hashes else { throw .sidecar("a commitment isn't that of its hash") }
        return (alone, sidecar)
    }

    /// A signed transaction with the blobs, as `split` takes it apart.
    ///
    /// - Parameter alone: its encoding without them.
    func joined(to alone: [UInt8], rules: ForkRules) -> [UInt8] {
        guard alone.first == 3, let fields = try? RLP.decode(Array(alone.dropFirst())) else { return alone }
        func list(_ items: [[UInt8]]) -> RLPItem { .list(items.map { .bytes($0) }) }
        let version: [RLPItem] = rules >= .osaka ? [.bytes([1])] : []
        return [3]
            + RLP.encode(.list([fields] + version + [list(blobs), list(commitments), list(proofs)]))
    }

    /// The hashes by which a transaction names the commitments (EIP-4844, `kzg_to_versioned_hash`).
    var hashes: [Hash32] {
        commitments.compactMap { try? Hash32(bytes: [1] + Digest.sha256.hash($0).dropFirst()) }
    }

    /// Checks numbers and sizes.
    func check(rules: ForkRules) throws(ChainRefusal) {
        let perBlob = rules >= .osaka ? Self.cells : 1
        for (name, items, count, size) in [
            ("blobs", blobs, blobs.count, Self.blobBytes),
            ("commitments", commitments, blobs.count, Self.pointBytes),
            ("proofs", proofs, blobs.count * perBlob, Self.pointBytes),
        ] {
            guard items.count == count else {
                throw .sidecar("it has \(items.count) \(name), and for its blobs it needs \(count)")
            }
            guard items.allSatisfy({ $0.count == size }) else {
                throw .sidecar("\(name) have \(size) bytes each")
            }
        }
    }

    private static func items(_ part: RLPItem, _ name: String) throws(ChainRefusal) -> [[UInt8]] {
        guard case .list(let items) = part else { throw .sidecar("\(name) are a list") }
        var all: [[UInt8]] = []
        for item in items {
            guard case .bytes(let bytes) = item else { throw .sidecar("\(name) are bytes") }
            all.append(bytes)
        }
        return all
    }
}

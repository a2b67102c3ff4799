import CCrypto
import Ethereum

/// Keccak-256 against OpenSSL's SHA3-256: the same permutation, in assembly there.
func benchKeccak(_ report: inout Report) {
    for (bytes, calls) in [(136, 40_000), (1 << 20, 12)] {
        let message = [UInt8](repeating: 0x5a, count: bytes)
        var digest = [UInt8](repeating: 0, count: 32)
        var sink: UInt64 = 0
        let (ours, peer) = interleaved(
            calls: calls, { sink &+= Keccak256.hash(message).word.limb0 },
            { coai_sha3_256(message, message.count, &digest) })
        guard sink != 1 else { continue }
        report.line(
            "keccak256 \(bytes) B", ours * 1e9, "ns", ratio: ours / peer, against: "OpenSSL SHA3-256 time",
            limit: .atMost(1.4))
    }
}

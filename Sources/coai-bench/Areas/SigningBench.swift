import CCrypto
import Cryptography
import Ethereum
import Foundation
import StrictJSON

/// Hashing and signing a typed-data document, against eth-account in Python on the same document.
///
/// Two lines: from the document's tree to the signature, as the peer does it; and what `coai-signer` does, which reads
/// the text too, and recovers the key from the signature before it is released. The peer's rounds stand between ours,
/// and the best of each counts: a busy machine slows either by half, and never makes one faster than it is.
func benchSigning(_ report: inout Report) {
    let names = ["EIP-712 hash and sign", "EIP-712 read, hash, sign, recover"]
    func absent(_ why: String) { for name in names { report.absent(name, why) } }
    let document = Document.seaport
    let secret = [UInt8](repeating: 1, count: 32)
    guard let key = try? PrivateKey(SecretBytes(copying: secret)), let json = try? JSON.parse(document.bytes),
        let expected = try? TypedData(json: json)
    else { return absent("the document is refused") }
    guard let python = Place.python else {
        return absent("no .build/venv (Tests/LocalNode/setup makes it)")
    }
    var rounds: [(signed: Double, whole: Double, peer: Double)] = []
    for round in 0...12 {
        let signed = secondsPerCall {
            guard let typed = try? TypedData(json: json) else { return }
            var signature = [UInt8](repeating: 0, count: 64)
            var yParity: Int32 = 0
            _ = coai_secp256k1_sign(typed.digest.bytes, secret, &signature, &yParity)
        }
        guard let words = output(of: python, ["-c", peer, document.path])?.split(separator: " "),
            words.count == 2,
            let theirs = Double(words[1].filter { !$0.isWhitespace })
        else { return absent("eth-account did not run") }
        guard words[0] == expected.digest.description.dropFirst(2) else {
            return absent("eth-account has another digest")
        }
        let whole = secondsPerCall {
            guard let typed = try? TypedData(parsing: document.bytes) else { return }
            _ = try? key.sign(typed.digest)
        }
        // The first round warms caches and isn't counted.
        if round > 0 { rounds.append((signed, whole, theirs)) }
    }
    guard let signed = rounds.map(\.signed).min(), let whole = rounds.map(\.whole).min(),
        let theirs = rounds.map(\.peer).min()
    else { return absent("nothing was measured") }
    report.line(
        "\(names[0]), \(document.name)", signed * 1e6, "us", ratio: theirs / signed,
        against: "eth-account speed", limit: .atLeast(15))
    report.line(
        "\(names[1])", whole * 1e6, "us", ratio: theirs / whole, against: "eth-account speed",
        limit: .atLeast(5))
}

private func secondsPerCall(_ body: () -> Void) -> Double {
    let calls = 1000
    let start = processorSeconds()
    for _ in 0..<calls { body() }
    return (processorSeconds() - start) / Double(calls)
}

/// Prints the digest and the processor seconds of one hash and signature.
private let peer = """
    import json, sys, time
    from eth_account import Account
    from eth_account.messages import _hash_eip191_message, encode_typed_data
    document = json.load(open(sys.argv[1]))
    account = Account.from_key("0x" + "01" * 32)
    def once():
        return account.sign_message(encode_typed_data(full_message=document))
    for _ in range(10):
        once()
    start = time.process_time()
    for _ in range(100):
        once()
    seconds = (time.process_time() - start) / 100
    print(bytes(_hash_eip191_message(encode_typed_data(full_message=document))).hex(), seconds)
    """

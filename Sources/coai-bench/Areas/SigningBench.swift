import Cryptography
import Ethereum
import Foundation

/// Reading, hashing and signing a typed-data document, against eth-account in Python on the same document.
func benchSigning(_ report: inout Report) {
    let document = Document.seaport
    guard let key = try? PrivateKey(SecretBytes(copying: [UInt8](repeating: 1, count: 32))),
        let expected = try? TypedData(parsing: document.bytes)
    else { return report.absent("EIP-712 hash and sign", "the document is refused") }
    var sink: UInt8 = 0
    let calls = 200
    var times: [Double] = []
    for round in 0...5 {
        let start = processorSeconds()
        for _ in 0..<calls {
            guard let typed = try? TypedData(parsing: document.bytes),
                let signature = try? key.sign(typed.digest)
            else { return }
            sink &+= signature.yParity
        }
        if round > 0 { times.append((processorSeconds() - start) / Double(calls)) }
    }
    let ours = median(times)
    guard let python = Place.python else {
        return report.absent("EIP-712 hash and sign", "no .build/venv (Tests/LocalNode/setup makes it)")
    }
    guard let text = output(of: python, ["-c", peer, document.path]),
        let words = Optional(text.split(whereSeparator: \.isWhitespace)), words.count == 2,
        let theirs = Double(words[1])
    else { return report.absent("EIP-712 hash and sign", "eth-account did not run") }
    guard words[0] == expected.digest.description.dropFirst(2) else {
        return report.absent("EIP-712 hash and sign", "eth-account has another digest")
    }
    report.line(
        "EIP-712 hash and sign, \(document.name)", ours * 1e6, "us", ratio: theirs / ours,
        against: "eth-account speed", limit: .atLeast(15))
}

/// Prints the digest and the processor seconds of one reading, hash and signature.
private let peer = """
    import json, sys, time
    from eth_account import Account
    from eth_account.messages import _hash_eip191_message, encode_typed_data
    text = open(sys.argv[1]).read()
    account = Account.from_key("0x" + "01" * 32)
    def once():
        return account.sign_message(encode_typed_data(full_message=json.loads(text)))
    once()
    times = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(40):
            once()
        times.append((time.process_time() - start) / 40)
    digest = _hash_eip191_message(encode_typed_data(full_message=json.loads(text)))
    print(bytes(digest).hex(), sorted(times)[2])
    """

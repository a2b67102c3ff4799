import Cryptography
import Dashboard
import Ethereum
import SafeText
import StrictJSON
import TestSupport
import Testing

/// Files of signed documents are read back only if they prove themselves.
@Suite struct KeptSignatureTests {
    private static let account = "0x6370eF2f4Db3611D657b90667De398a2Cc2a370C"
    /// Of the key 01 02 … 20 for EIP-191 "hello coai", made with eth-account 0.14.0 (`Account.sign_message`).
    private static let signature =
        "0x5cd0897e267734d8d520905fae1d83322eb9741e867b439234a7a5e0a26dec606854ebbb34dbe4ff316ee45e9447e34666b84b6f1733c5f3cc0a63c47641c8db1c"
    private static let digest = PersonalMessage.digest(Array("hello coai".utf8)).description
    private static let members: [(String, JSON)] = [
        ("document", ["message": "hello coai"]), ("signature", .string(signature)),
        ("digest", .string(digest)), ("address", .string(account)),
    ]

    private static func parse(_ bytes: [UInt8]) -> Result<KeptSignature, Event.Problem> {
        do throws(Event.Problem) {
            return .success(
                try KeptSignature(parsing: bytes) { digest, signature in
                    try? Secp256k1.recover(digest: digest, signature: signature)
                })
        } catch { return .failure(error) }
    }

    private static func parse(_ members: [(String, JSON)]) -> Result<KeptSignature, Event.Problem> {
        parse(Array(JSON.object(JSONObject(members)).serialized(pretty: true).utf8))
    }

    private static func code(_ result: Result<KeptSignature, Event.Problem>) -> String? {
        if case .failure(let problem) = result { return problem.code.text }
        return nil
    }

    @Test func whatWasSignedIsReadBack() throws {
        let kept = try Self.parse(Self.members).get()
        #expect(kept.title.text == "message" && kept.address.checksummed == Self.account)
        #expect(kept.digest.description == Self.digest)
        // A document that was no JSON is kept in hex digits.
        let hex = JSON.string(Hex.encode(Array(#"{"message":"hello coai"}"#.utf8)))
        #expect(try Self.parse([("document", hex)] + Self.members.dropFirst()).get() == kept)
    }

    @Test(arguments: [
        ("document", JSON.object(JSONObject([("message", "hello coai!")])), "signed.digest"),
        ("document", 17, "signed.document"), ("document", "0x", "signed.document"),
        ("digest", .string(Hash32.zero.description), "signed.digest"), ("digest", "0x12", "signed.malformed"),
        ("address", .string(Address.zero.checksummed), "signed.signature"),
        ("address", .null, "signed.malformed"),
        ("signature", .string("0x" + String(repeating: "0", count: 130)), "signed.signature"),
        ("signature", "0x", "signed.signature"), ("signature", "no", "signed.malformed"),
        ("more", true, "signed.malformed"),
    ])
    func whatDoesNotProveItselfIsRefused(_ name: String, _ value: JSON, _ code: String) {
        let rest = Self.members.filter { $0.0 != name }
        #expect(Self.code(Self.parse(rest + [(name, value)])) == code)
        #expect(name == "more" || Self.code(Self.parse(rest)) == "signed.malformed")
    }

    @Test func bytesAtRandom() {
        let good = Array(JSON.object(JSONObject(Self.members)).serialized().utf8)
        var random = SeededRandom(seed: 7)
        for _ in 0..<3_000 {
            var bytes = good
            for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            if random.below(4) == 0 { bytes.removeLast(random.below(bytes.count)) }
            // Whatever is still taken says the same as the original: a changed case of a digit, at most.
            if case .success(let kept) = Self.parse(bytes) {
                #expect(kept.digest.description == Self.digest && kept.address.checksummed == Self.account)
            }
        }
        let large = Array(repeating: UInt8(ascii: " "), count: KeptSignature.maximumBytes) + good
        #expect(Self.code(Self.parse(large)) == "signed.malformed")
    }

    @Test func earlierRunsAreListed() throws {
        let kept = try Self.parse(Self.members).get()
        var person = try Person(rows: 60)
        let files = [
            KeptFile(path: "/signed/late.json", writtenAt: 20, content: .success(kept)),
            KeptFile(
                path: "/signed/early.json", writtenAt: 10,
                content: .failure(.init(code: "signed.digest", message: "other\u{1B}[2Jdigest", hint: ""))),
        ]
        person.take(.kept(files))
        let lines = person.lines
        let late = try #require(
            lines.firstIndex { $0.contains("Signed") && $0.contains("message, by \(Self.account)") })
        let early = try #require(lines.firstIndex { $0.contains("unreadable") })
        #expect(late < early && lines[late + 1].contains("/signed/late.json"))
        #expect(person.text.contains("/signed/early.json: signed.digest: other"))
        // A folder full of files neither fills the memory nor hides what is signed now.
        person.take(
            .kept(
                (0..<1_000).map {
                    KeptFile(path: "x", writtenAt: UInt64($0) + 30, content: .success(kept))
                }))
        person.press("2", "o")
        #expect(person.text.contains("JobOrder"))
    }
}

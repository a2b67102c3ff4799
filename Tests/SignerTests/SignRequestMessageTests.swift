import Ethereum
import Review
import SafeText
import SignerProtocol
import StrictJSON
import TestSupport
import Testing

@Suite struct SignRequestMessageTests {
    private static func message() throws -> SignRequestMessage {
        SignRequestMessage(
            request: SigningRequest(
                document: Array("{\"message\":\"a\"}".utf8), kind: .message,
                account: try Address("0x6379621377b3C9FDdF41599646E270417E8444E5"), expectedChainID: 31337,
                claims: [.init(label: "balance", text: "3 ETH")]), requester: "coai sign",
            terminal: .init(type: "xterm", locale: nil, noColor: true), keystorePath: "/keys",
            passesPassphrase: true, acceptedCodes: ["message.32-bytes"])
    }

    @Test func whatIsSentIsWhatIsRead() throws {
        let message = try Self.message()
        let text = message.json.serialized()
        #expect(try SignRequestMessage(parsing: JSON.parse(text)) == message)
        var least = SignRequestMessage(
            request: SigningRequest(document: [], account: message.request.account), requester: "x")
        #expect(try SignRequestMessage(parsing: JSON.parse(least.json.serialized())) == least)
        least.acceptedCodes = []
        #expect(try SignRequestMessage(parsing: JSON.parse(least.json.serialized())).acceptedCodes == [])
    }

    /// Each member in turn is left out, or has a value of another type.
    @Test(arguments: [
        "type", "version", "document", "account", "requester", "claims", "passesPassphrase", "kind",
        "chainID",
        "keystore", "accept", "terminal",
    ])
    func wrongMembersAreRefused(_ key: String) throws {
        let members = try #require(try Self.message().json.objectValue).members.map { ($0.key, $0.value) }
        #expect(members.contains { $0.0 == key })
        for wrong: JSON in [.null, ["a"], ["b": "c"], 17, "\u{0}", "0x0", .number("-1"), .number("1e3")] {
            // A text is what a requester may call itself.
            if key == "requester", wrong.stringValue != nil { continue }
            // An empty list of codes would be one; a list with a text is one.
            if key == "accept", wrong.arrayValue != nil { continue }
            if key == "chainID", wrong.numberText == "17" { continue }
            let changed = members.map { ($0.0, $0.0 == key ? wrong : $0.1) }
            #expect(throws: SignerError.self, "\(key) \(wrong.serialized())") {
                _ = try SignRequestMessage(parsing: .object(JSONObject(changed)))
            }
        }
        let isOptional = ["kind", "chainID", "keystore", "accept", "terminal"].contains(key)
        let rest = JSON.object(JSONObject(members.filter { $0.0 != key }))
        let isRead = (try? SignRequestMessage(parsing: rest)) != nil
        #expect(isRead == isOptional)
    }

    @Test func unknownMembersAndTooManyClaimsAreRefused() throws {
        let members = try #require(try Self.message().json.objectValue).members.map { ($0.key, $0.value) }
        #expect(throws: SignerError.self) {
            _ = try SignRequestMessage(parsing: .object(JSONObject(members + [("more", true)])))
        }
        let claim: JSON = ["label": "a", "text": "b"]
        let many = members.map {
            ($0.0, $0.0 == "claims" ? .array(Array(repeating: claim, count: 33)) : $0.1)
        }
        #expect(throws: SignerError.self) {
            _ = try SignRequestMessage(parsing: .object(JSONObject(many)))
        }
        #expect(throws: SignerError.self) { _ = try SignRequestMessage(parsing: [1, 2]) }
    }

    /// A requester can't forge lines or hide text in what a review says about it.
    @Test func namesAndClaimsAreCleaned() throws {
        let hostile = "you\u{1b}[2J\n\u{202e}ok"
        let object = try #require(try Self.message().json.objectValue)
        let members = object.members.map { member -> (String, JSON) in
            switch member.key {
            case "requester": (member.key, JSON.string(hostile))
            case "claims": (member.key, [["label": .string(hostile), "text": .string(hostile)]])
            default: (member.key, member.value)
            }
        }
        let message = try SignRequestMessage(parsing: .object(JSONObject(members)))
        let texts = [message.requester] + message.request.claims.flatMap { [$0.label, $0.text] }
        #expect(texts.count == 3)
        for text in texts { #expect(text.text.unicodeScalars.allSatisfy { 0x20...0x7e ~= $0.value }) }
    }

    /// Bytes changed at random give a message or an error, and never a trap.
    @Test func changedBytes() throws {
        let bytes = Array(try Self.message().json.serialized().utf8)
        var random = SeededRandom(seed: 7)
        var refused = 0
        for _ in 0..<5_000 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            guard let json = try? JSON.parse(changed), (try? SignRequestMessage(parsing: json)) != nil else {
                refused += 1
                continue
            }
        }
        #expect(refused > 4_000)
    }
}

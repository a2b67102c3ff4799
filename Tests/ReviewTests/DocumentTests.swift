import Ethereum
import Foundation
import Review
import Testing

/// What is a document, which kind it is, and what is refused, each with its code.
@Suite("Documents")
struct DocumentTests {
    private func code(_ text: String, _ kind: DocumentKind? = nil) -> String {
        do {
            return try Document.parse(Array(text.utf8), kind: kind).kind.rawValue
        } catch { return error.code }
    }

    @Test func kindsByTheirKeys() throws {
        #expect(code(try Documents.permit()) == "typed-data")
        #expect(code(Documents.transaction()) == "transaction")
        #expect(code(#"{"message":"hi"}"#) == "message")
        #expect(code(#"{"messageHex":"0x00"}"#) == "message")
    }

    @Test(arguments: [
        ("", "document.empty"), ("  \n", "document.empty"), ("[]", "document.unknown"),
        ("{}", "document.unknown"),
        ("hello", "document.unknown"), (#"{"a":1}"#, "document.unknown"),
        (#"{"types":{},"nonce":"0x0"}"#, "document.ambiguous"),
        (#"{"message":"x","to":"0x"}"#, "document.ambiguous"),
        (#"{"message":"x","messageHex":"0x"}"#, "message.shape"), (#"{"message":5}"#, "message.shape"),
        (#"{"messageHex":"0x0"}"#, "message.hex"), (#"{"messageHex":"00"}"#, "message.hex"),
        (#"{"message":"x","message":"y"}"#, "json.duplicate-key"),
    ])
    func refused(text: String, expected: String) { #expect(code(text) == expected) }

    /// A place is said once, and what isn't known is named.
    @Test func errorsSayWhere() throws {
        func message(_ text: String) -> String {
            do { return try Document.parse(Array(text.utf8)).kind.rawValue } catch { return error.message }
        }
        #expect(message(#"{"message":}"#).components(separatedBy: "byte 11").count == 2)
        #expect(message(Documents.transaction(extra: #","gasLimit":"0x1""#)).hasSuffix("field: gasLimit"))
        #expect(message(Documents.transaction(extra: #","\u001b[2J":"0x1""#)).hasSuffix("an unknown field"))
        let typed = Documents.typedData("M", [("v", "uint256", "1")])
        #expect(message(typed.replacing(#""v":1"#, with: #""v":1,"w":2"#)).hasSuffix("(at message.w)"))
        #expect(
            message(typed.replacing(#""v","type":"uint256""#, with: #""v","type":"X""#)).hasSuffix(
                "(at types.M.v)"))
    }

    /// With the kind stated, all bytes are the message, also where they look like something else.
    @Test func aForcedMessageIsTakenWhole() throws {
        guard case .message(let bytes) = try Document.parse(Array("0x1234\n".utf8), kind: .message) else {
            Issue.record("not a message")
            return
        }
        #expect(bytes == Array("0x1234\n".utf8))
    }

    @Test(arguments: [
        ("nonce", "transaction.missing-nonce"), ("gas", "transaction.missing-gas"),
        ("chainId", "transaction.missing-chain-id"),
    ])
    func nothingIsFilledIn(key: String, expected: String) {
        let rest = Documents.transaction().split(separator: ",").filter { !$0.contains("\"\(key)\"") }
        #expect(code((key == "chainId" ? "{" : "") + rest.joined(separator: ",")) == expected)
    }

    @Test func whatIsNeverSigned() throws {
        let blob = Documents.transaction(extra: #","blobVersionedHashes":[]"#)
        #expect(code(blob) == "transaction.blob")
        let zero = Documents.transaction().replacing("0x7a69", with: "0x0")
        #expect(
            SigningRules.refusal(of: try Document.parse(Array(zero.utf8)))?.code == "transaction.chain-zero")
        let document = try Document.parse(Array(Documents.transaction().utf8))
        #expect(SigningRules.refusal(of: document) == nil)
        #expect(
            SigningRules.refusal(of: document, expectedChainID: 1)?.code == "transaction.chain-mismatch")
    }

    /// Type hashes as their contracts state them (OpenZeppelin, Safe, EigenLayer, ERC-3009, the reference contracts).
    @Test func kindsHaveTheTypesOfTheirContracts() throws {
        let known: Set<String> = [
            "0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9",
            "0xe48329057bfd03d55e49b547132e39cffd9c1820ad7b9d4c5307691425d15adf",
            "0xf2aad550cf55f045cb27e9c559f9889fdfb6e6cdaa032301d6ea397784ae51d7",
            "0x3e83946653575f9a39005e1545185629e92736b7528ab20ca3816f315424a811",
            "0xb84118c500b4744eb96fcd1db6b9a3c18b00813432ac0920abe3369a00685bae",
            "0x150214d74d59b7d1e90c73fc22ef3d991dd0a76b046543d4d80ab92d2a50328f",
            "0xb3b3f3b703cd84ce352197dcff232b1b5d3cfb2025ce47cf04742d0651f1af88",
            "0x61550a894bd041be3cb7ce7ed747abee6eca83842eee10ff98891711d55a697f",
            "0xbb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8",
            "0x60b3cbf8b4a223d68d641b3b6ddf9a298e7f33710cf3d3a9d1146b5a6150fbca",
            "0x97c7ed08d51f4a077f71428543a8a2454799e5f6df78c03ef278be094511eda4",
            "0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267",
            "0x7f96328b83274ebc7c1cf4f7a3abda602b51a78b7fa1d86a2ce353d75e587cac",
            "0x14bde674c9f64b2ad00eaaee4a8bed1fabef35c7507e3c5b9cfc9436909a2dad",
            "0xd5a25ba2e97094ad7d83dc28a6572da797d6b3e7fc6663bd93efb789fc17e489",
            "0x05636d1c74a5c04b5d3ad3ef150361e89587aa0127eb6552f50b3d56df0eded2",
            "0x31d4fdc609ac1d67ae4c36ab3d41cb74c1eba8ba92bff4e8faade72872fbd1fe",
            "0xf1d151209e3ef3fe4dfd52e122e77ca61ac4ed49394424c0b69d3461c4f205a2",
            "0x2fee46ed13e083904573d1e98039509535b0cc2448befeff9d7b92a7d14e9c00",
            "0x9a489db64796ad5f59f827d8fdd5b6fccea483682b15832ff62674a6fb9b98ad",
            "0x26a0e6b9ade223eb2ed68bcb736f6f9d18acdc64e0321ecad185326e825952ca",
            "0x704a78e530a37d4edb218b2dc5d5cc2fcdd3567c0913bae907bcfb50fd85bb41",
            "0x9fb8497a92be71774e278c7583f2f00326338f59f4db9a386949c1b4645042ea",
            "0xb67d032888d01a44af11f9548235790b74fa7d173a881fda3e794bf55c7f5a8d",
            "0xfd30ed49f4216f369dcc1d271659eba10ad476be11c6c4d55c85d0f7711042f3",
        ]
        let ours = Set(ReviewTables.encodeTypes.map { Keccak256.hash(utf8: $0).description })
        #expect(known.subtracting(ours).isEmpty, "\(known.subtracting(ours).sorted())")
    }

    /// Every row of the table of functions is read, and none hides another.
    @Test func everyKnownFunctionIsInTheTable() {
        let (rows, functions) = ReviewTables.functionCount
        #expect(rows > 90)
        #expect(rows == functions)
    }
}

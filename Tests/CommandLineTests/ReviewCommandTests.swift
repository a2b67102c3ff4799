import Foundation
import StrictJSON
import TestSupport
import Testing

/// `coai review` and `coai verify` as scripts use them; signatures are made by eth-account.
@Suite("coai review and verify")
struct ReviewCommandTests {
    /// The document of EIP-712, and its digest as the EIP states it.
    static let mail = #"""
        {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],"Person":[{"name":"name","type":"string"},{"name":"wallet","type":"address"}],"Mail":[{"name":"from","type":"Person"},{"name":"to","type":"Person"},{"name":"contents","type":"string"}]},"primaryType":"Mail","domain":{"name":"Ether Mail","version":"1","chainId":1,"verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},"message":{"from":{"name":"Cow","wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},"to":{"name":"Bob","wallet":"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},"contents":"Hello, Bob!"}}
        """#

    @Test func theDocumentOfTheStandard() throws {
        let result = try Home().coai("review", "-", "--json", input: Self.mail)
        #expect(result.status == 0)
        let json = try result.json()
        #expect(json["kind"]?.stringValue == "typed-data")
        #expect(json["primaryType"]?.stringValue == "Mail")
        #expect(json["chainID"]?.numberText == "1")
        #expect(
            json["encodeType"]?.stringValue
                == "Mail(Person from,Person to,string contents)Person(string name,address wallet)")
        #expect(
            json["typeHash"]?.stringValue
                == "0xa0cedeb2dc280ba39b857546d74f5549c3a1d7bdc2dd96bf881f76108e23dac2")
        #expect(
            json["domainHash"]?.stringValue
                == "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f")
        #expect(
            json["digest"]?.stringValue
                == "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2")
        #expect(json["fields"]?.arrayValue?.count == 9)
    }

    /// A disk that is full has no result: the exit code says so, and a failure keeps its own.
    @Test func aResultThatIsLostIsNoSuccess() throws {
        let home = try Home()
        try home.write("hi", #"{"message":"hi"}"#)
        let coai = PseudoTerminal.productsDirectory + "/coai"
        let shell = URL(fileURLWithPath: "/bin/sh")
        func status(_ command: String) throws -> ProgramResult {
            try Program.run(
                shell, ["-c", "cd '\(home.configuration.path)' && \(command)"], environment: home.environment)
        }
        let full = try status("exec \(coai) review hi --json >/dev/full")
        #expect(full.status == 1)
        #expect(full.error.contains("output.unwritable"))
        #expect(try status("exec \(coai) review hi >&-").status == 1)
        #expect(try status("exec \(coai) review - <&-").error.contains("standard input"))
        #expect(try status("exec \(coai) review hi --json --plain").status == 2)
        #expect(try status("exec \(coai) review nothing --json >/dev/full").status == 4)
        #expect(try status("exec \(coai) review hi --json=1").error.contains("--json takes no value"))
        #expect(try status("exec \(coai) help review").output.hasPrefix("coai review FILE"))
    }

    @Test func refusalsAreDocumentsToo() throws {
        let result = try Home().coai("review", "-", "--json", input: #"{"types":{}}"#)
        #expect(result.status == 4)
        #expect(try result.json()["error"]?["code"]?.stringValue == "typed-data.missing-part")
        #expect(try Home().coai("review", "/nonexistent").status == 4)
        #expect(try Home().coai("review").status == 2)
        #expect(try Home().coai("review", "-", "--frobnicate").status == 2)
        let other = try Home().coai("review", "-", "--chain-id", "5", "--json", input: Self.mail)
        #expect(other.status == 4)
        #expect(try other.json()["error"]?["code"]?.stringValue == "typed-data.chain-mismatch")
    }

    @Test func plainLinesAreTheSameReview() throws {
        let result = try Home().coai("review", "-", input: Self.mail)
        #expect(result.status == 0)
        #expect(
            result.output.contains("to.wallet  (address)\n    0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB\n"))
        #expect(result.output.contains("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2"))
        #expect(result.output.utf8.allSatisfy { $0 == 10 || (0x20..<0x7f).contains($0) })
    }

    /// A raw transaction that eth-account signed: its sender, its hash, and a signature of its message.
    @Test func whatEthAccountSigned() throws {
        guard let python = Program.python else { return }
        let program = """
            import json, sys
            from eth_account import Account
            from eth_account.messages import encode_defunct, encode_typed_data
            account = Account.from_key("0x" + "11" * 32)
            tx = account.sign_transaction({"type": 2, "chainId": 31337, "nonce": 7, "gas": 50000, "value": 5,
                "maxFeePerGas": 3000000000, "maxPriorityFeePerGas": 2, "to": "0x" + "22" * 20, "data": "0x01020304"})
            mail = json.load(sys.stdin)
            print(json.dumps({"address": account.address, "raw": tx.raw_transaction.hex(), "hash": tx.hash.hex(),
                "message": account.sign_message(encode_defunct(text="hello")).signature.hex(),
                "typed": account.sign_message(encode_typed_data(full_message=mail)).signature.hex()}))
            """
        let made = try Program.run(python, ["-c", program], input: Data(Self.mail.utf8))
        try #require(made.status == 0, "\(made.error)")
        let values = try made.json()
        func value(_ key: String) throws -> String { try #require(values[key]?.stringValue) }
        func hex(_ text: String) -> String { text.hasPrefix("0x") ? text : "0x" + text }
        let home = try Home()

        let review = try home.coai("review", "-", "--json", input: try value("raw"))
        #expect(try review.json()["sender"]?.stringValue == value("address"))
        #expect(try review.json()["hash"]?.stringValue == hex(try value("hash")))

        for (document, key) in [(#"{"message":"hello"}"#, "message"), (Self.mail, "typed")] {
            let signature = hex(try value(key))
            let valid = try home.coai(
                "verify", "-", "--signature", signature, "--address", try value("address"), "--json",
                input: document)
            #expect(valid.status == 0)
            #expect(try valid.json()["valid"]?.boolValue == true)
            let other = try home.coai(
                "verify", "-", "--signature", signature, "--address",
                "0x" + String(repeating: "3", count: 40), "--json",
                input: document)
            #expect(other.status == 4)
            #expect(try other.json()["recovered"]?.stringValue == value("address"))
            // EIP-2098: the parity in the highest bit of s.
            let bytes = signature.dropFirst(2)
            let isOdd = bytes.suffix(2) == "1c"
            let s = bytes.dropFirst(64).prefix(64)
            let top = try #require(UInt8(s.prefix(2), radix: 16))
            let high = String(top | (isOdd ? 0x80 : 0), radix: 16)
            let compact =
                "0x" + bytes.prefix(64) + String(repeating: "0", count: 2 - high.count) + high
                + s.dropFirst(2)
            #expect(
                try home.coai(
                    "verify", "-", "--signature", compact, "--address", try value("address"), input: document
                )
                .status == 0)
        }
        let bad = try home.coai(
            "verify", "-", "--signature", "0x00", "--address", try value("address"), "--json",
            input: Self.mail)
        #expect(bad.status == 4)
        #expect(try bad.json()["valid"]?.boolValue == false)
        #expect(try bad.json()["error"]?["code"]?.stringValue == "signature.wrong-length")
    }
}

import Foundation
import StrictJSON
import TestSupport
import Testing

/// `coai sign` without a person, through a signer that it starts.
@Suite struct SignTests {
    private static let typedData = """
        {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},\
        {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],\
        "Person":[{"name":"name","type":"string"},{"name":"wallet","type":"address"}],\
        "Mail":[{"name":"from","type":"Person"},{"name":"to","type":"Person[]"},{"name":"contents","type":"string"}]},\
        "primaryType":"Mail","domain":{"name":"Ether Mail","version":"1","chainId":1,\
        "verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},"message":{"from":{"name":"Cow",\
        "wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},"to":[{"name":"Bob",\
        "wallet":"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"}],"contents":"Hello, Bob!"}}
        """
    private static let transaction = """
        {"chainId":"0x7a69","nonce":"0x2","gas":"0x5208","maxFeePerGas":"0x77359400",\
        "maxPriorityFeePerGas":"0x3b9aca00","to":"0x6370eF2f4Db3611D657b90667De398a2Cc2a370C","value":"0x1",\
        "data":"0x","type":"0x2","accessList":[]}
        """

    /// The code of a failure that is written as JSON.
    private static func code(_ result: ProgramResult) -> String? {
        (try? JSON.parse(result.output))?["error"]?["code"]?.stringValue
    }

    private static func accepting(_ home: SigningHome, _ document: String) throws -> String {
        let review = try home.shell("exec \(SigningHome.coai) review - --json", input: document)
        let findings = try JSON.parse(review.output)["findings"]?.arrayValue ?? []
        return findings.filter { $0["severity"]?.stringValue == "danger" }
            .compactMap { $0["code"]?.stringValue }.map { "--accept \($0)" }.joined(separator: " ")
    }

    /// RFC 6979 leaves no choice: the signatures are those of eth-account, byte for byte.
    @Test func signaturesAreThoseOfEthAccount() throws {
        guard let python = Program.python else { return }
        let home = try SigningHome()
        let documents = [SigningHome.message, Self.typedData, Self.transaction]
        let script = """
            import json, sys
            from eth_account import Account
            from eth_account.messages import encode_defunct, encode_typed_data
            key = bytes(range(1, 33))
            message, typed, transaction = [json.loads(line) for line in sys.stdin]
            transaction.pop("type")
            signed = Account.sign_transaction({**transaction, "type": 2}, key)
            def hexed(value):
                text = value.hex()
                return text if text.startswith("0x") else "0x" + text
            print(hexed(Account.sign_message(encode_defunct(text=message["message"]), key).signature))
            print(hexed(Account.sign_message(encode_typed_data(full_message=typed), key).signature))
            print(hexed(signed.raw_transaction), hexed(signed.hash))
            """
        let expected = try Program.run(
            python, ["-c", script], input: Data((documents.joined(separator: "\n") + "\n").utf8))
        try #require(expected.status == 0, "\(expected.error)")
        let lines = expected.output.split(separator: "\n").map(String.init)
        for (index, document) in documents.enumerated() {
            let result = try home.sign(document, try Self.accepting(home, document))
            try #require(result.status == 0, "\(result.output)\(result.error)")
            let json = try result.json()
            if index < 2 {
                #expect(json["signature"]?.stringValue == lines[index])
            } else {
                let raw = json["rawTransaction"]?.stringValue ?? ""
                let hash = json["transactionHash"]?.stringValue ?? ""
                #expect("\(raw) \(hash)" == lines[index])
            }
            #expect(json["address"]?.stringValue == SigningHome.account)
            // The review is for people and logs, not part of the result.
            #expect(result.error.contains("digest"))
            if let signature = json["signature"]?.stringValue, index < 2 {
                let verified = try home.shell(
                    "exec \(SigningHome.coai) verify - --signature \(signature) --address \(SigningHome.account)",
                    input: document)
                #expect(verified.status == 0)
            }
        }
        #expect(try home.journal() == ["reserved", "signed", "reserved", "signed", "reserved", "signed"])
    }

    @Test func refusalsAndTheirExitCodes() throws {
        let home = try SigningHome()
        let hash = #"{"messageHex":"0x\#(String(repeating: "61", count: 32))"}"#
        let danger = try home.sign(hash)
        #expect(danger.status == 3)
        #expect(Self.code(danger) == "refused.dangers")
        #expect(danger.output.contains("message.hash"))
        #expect(try home.sign(hash, "--accept message.hash").status == 0)
        let wrong = try home.sign(SigningHome.message, passphrase: "wrong")
        #expect(wrong.status == 7)
        #expect(Self.code(wrong) == "keystore.wrong-passphrase")
        for member in ["chainId", "nonce", "gas"] {
            let document = Self.transaction.replacingOccurrences(of: "\"\(member)\":\"0x", with: "\"x\":\"0x")
            #expect(try home.sign(document).status == 4, "\(member)")
            let parts = Self.transaction.dropFirst().split(separator: ",")
                .filter { !$0.contains("\"\(member)\"") }
            let missing = try home.sign("{" + parts.joined(separator: ","))
            #expect(missing.status == 4, "\(member)")
            #expect(Self.code(missing)?.hasPrefix("transaction.missing-") == true, "\(member)")
        }
        let signed = try home.sign(Self.transaction, try Self.accepting(home, Self.transaction))
        let raw = try #require(try signed.json()["rawTransaction"]?.stringValue)
        let again = try home.sign(raw)
        #expect(again.status == 4)
        #expect(Self.code(again) == "transaction.signed")
        #expect(try home.sign(Self.transaction, "--chain-id 5").status == 4)
    }

    @Test func usage() throws {
        let home = try SigningHome()
        let start = "exec \(SigningHome.coai) sign - --account \(SigningHome.account)"
        #expect(try home.shell(start + " --yes", input: SigningHome.message).status == 2)
        #expect(try home.shell(start + " --accept x --passphrase-fd 3 3<passphrase").status == 2)
        #expect(try home.shell(start + " --yes --passphrase-fd 9", input: SigningHome.message).status == 2)
        let unknown = try home.shell(
            "exec \(SigningHome.coai) sign - --account 0x5FbDB2315678afecb367f032d93F642f64180aa3 --yes "
                + "--passphrase-fd 3 3<passphrase", input: SigningHome.message)
        #expect(unknown.status == 7)
        // No terminal to ask on: said, with what helps.
        let alone = try home.shell(
            "setsid -w \(SigningHome.coai) sign - --account \(SigningHome.account)",
            input: SigningHome.message)
        #expect(alone.status == 3)
        #expect(alone.error.contains("coai-signer run"))
    }

    /// What is never signed needs no signer and no terminal to be refused, and no two things come from one stream.
    @Test func whatIsNeverSignedIsRefusedBeforeASignerIsAsked() throws {
        let home = try SigningHome()
        let command = "exec setsid -w \(SigningHome.coai) sign - --json --account \(SigningHome.account)"
        let zero = try home.shell(command, input: Self.transaction.replacing("0x7a69", with: "0x0"))
        #expect(zero.status == 4)
        #expect(Self.code(zero) == "transaction.chain-zero")
        let other = try home.shell(command + " --chain-id 1", input: Self.transaction)
        #expect(other.status == 4)
        #expect(Self.code(other) == "transaction.chain-mismatch")
        let both = try home.shell(command + " --yes --passphrase-fd 0", input: Self.transaction)
        #expect(both.status == 2)
    }

    /// Where the standard streams are closed, the signer's socket and a key's file don't take their numbers.
    @Test func closedStreamsAreNotTakenByOthers() throws {
        let home = try SigningHome()
        try home.home.write("message", SigningHome.message)
        let signed = try home.shell(
            "exec \(SigningHome.coai) sign message --account \(SigningHome.account) --yes --passphrase-fd 3 "
                + "3<passphrase <&- >&- 2>&-")
        #expect(signed.status == 1)
        let made = try home.shell(
            "exec \(SigningHome.signer) keys new --light --keystore made --passphrase-fd 3 3<passphrase <&- 2>&-"
        )
        #expect(made.status == 0)
        let path = made.output.split(separator: "\n").last.map(String.init) ?? ""
        #expect(try home.shell("tail -c 2 '\(path)'").output.trimmingCharacters(in: .newlines).last == "}")
    }

    /// Only a line end at the passphrase's end is no part of it.
    @Test func onlyOneNewlineIsRemoved() throws {
        let home = try SigningHome()
        try home.home.write("bare", SigningHome.passphrase)
        try home.home.write("two", SigningHome.passphrase + "\n\n")
        try home.home.write("spaced", SigningHome.passphrase + " \n")
        #expect(try home.sign(SigningHome.message, passphrase: "bare").status == 0)
        #expect(try home.sign(SigningHome.message, passphrase: "two").status == 7)
        #expect(try home.sign(SigningHome.message, passphrase: "spaced").status == 7)
    }

    @Test func aDamagedJournalStopsSigning() throws {
        let home = try SigningHome()
        #expect(try home.sign(SigningHome.message).status == 0)
        let path = home.home.configuration.path + "/signer/journal.jsonl"
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        #expect(truncate(path, size - 1) == 0)
        let result = try home.sign(SigningHome.message)
        #expect(result.status == 8)
        #expect(Self.code(result) == "journal.damaged")
        #expect(try home.shell("exec \(SigningHome.signer) journal").status == 8)
    }

    @Test func aSocketFolderThatIsALinkIsRefused() throws {
        let home = try SigningHome()
        let run = home.home.root.path + "/run"
        try FileManager.default.createSymbolicLink(atPath: run + "/coai", withDestinationPath: "/tmp")
        let result = try home.sign(SigningHome.message)
        #expect(result.status == 1)
        #expect(Self.code(result) == "signer.folder")
    }

    /// Many at once: one signer, one after the other, a journal without a gap.
    @Test func concurrentRequests() throws {
        let home = try SigningHome()
        try home.home.write("document", SigningHome.message)
        let line =
            "cd '\(home.home.configuration.path)' && exec \(SigningHome.coai) sign document --yes "
            + "--account \(SigningHome.account) --passphrase-fd 3 3<passphrase 2>/dev/null"
        let requests = try (0..<6).map { _ in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", line]
            process.environment = home.home.environment
            process.standardOutput = Pipe()
            try process.run()
            return process
        }
        var signatures: [String] = []
        for process in requests {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            let output = (process.standardOutput as? Pipe)?.fileHandleForReading.readDataToEndOfFile()
            signatures.append(String(decoding: output ?? Data(), as: UTF8.self))
        }
        #expect(signatures.count == 6)
        #expect(Set(signatures).count == 1)
        let events = try home.journal()
        #expect(events.count == 12)
        #expect(events.filter { $0 == "signed" }.count == 6)
    }
}

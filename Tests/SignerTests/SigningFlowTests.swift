import Approval
import Cryptography
import Ethereum
import Foundation
import Keystore
import Policy
import Review
import SafeText
import Signer
import SignerProtocol
import StrictJSON
import Testing

/// A request from its bytes to the answer, with a person on a scripted terminal and a keystore on disk.
@Suite struct SigningFlowTests {
    private static let passphrase = "correct horse"
    /// The key 01 02 … 20.
    private static let account = "0x6370eF2f4Db3611D657b90667De398a2Cc2a370C"
    private static let message = Array(#"{"message":"hello coai"}"#.utf8)
    /// Of this key for EIP-191 "hello coai", made with eth-account 0.14.0 (`Account.sign_message`).
    private static let signatureOfEthAccount =
        "0x5cd0897e267734d8d520905fae1d83322eb9741e867b439234a7a5e0a26dec606854ebbb34dbe4ff316ee45e9447e34666b84b6f1733c5f3cc0a63c47641c8db1c"
    private static let hashMessage = Array(
        #"{"messageHex":"0x6161616161616161616161616161616161616161616161616161616161616161"}"#.utf8)

    /// Folders of a signer with one account, and a flow over them.
    private struct Signer {
        let root: TemporaryFolder
        let flow: SigningFlow
        var journalPath: String { flow.folder.journalPath }

        init() throws {
            root = try TemporaryFolder()
            let keys = root.path + "/keys"
            try FileManager.default.createDirectory(
                atPath: keys, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            let key = try PrivateKey(SecretBytes(copying: (1...32).map { UInt8($0) }))
            let file = try KeystoreFile.encrypt(
                key, passphrase: SecretBytes(copying: SigningFlowTests.passphrase), strength: .light)
            _ = try KeystoreDirectory(path: keys).save(file)
            flow = SigningFlow(
                folder: try SignerFolder(path: root.path + "/signer"),
                keystore: KeystoreDirectory(path: keys), now: { 1_796_115_600 })
        }

        func run(
            _ document: [UInt8], _ terminal: TypingTerminal, given: String? = nil,
            claims: [SigningRequest.Claim] = [], isRequesterAlive: @escaping () -> Bool = { true }
        ) throws -> SignerReply {
            let request = SigningRequest(
                document: document, account: try Address(SigningFlowTests.account), claims: claims)
            return flow.run(
                request, requester: "tests",
                way: .terminal(
                    terminal, passphrase: given.map { SecretBytes(copying: $0) },
                    isRequesterAlive: isRequesterAlive))
        }

        func run(
            _ document: [UInt8], accepted: [String], passphrase: String = SigningFlowTests.passphrase,
            chainID: UInt64? = nil, claims: [SigningRequest.Claim] = [],
            isRequesterAlive: @escaping () -> Bool = { true }
        ) throws -> SignerReply {
            let request = SigningRequest(
                document: document, account: try Address(SigningFlowTests.account), expectedChainID: chainID,
                claims: claims)
            return flow.run(
                request, requester: "tests",
                way: .beforehand(
                    passphrase: SecretBytes(copying: passphrase), accepted: accepted,
                    isRequesterAlive: isRequesterAlive))
        }

        /// What the journal says, in order.
        func events() throws -> [String] {
            guard let text = try? String(contentsOfFile: journalPath, encoding: .utf8) else { return [] }
            return try text.split(separator: "\n").map {
                try JSON.parse(String($0))["event"]?.stringValue ?? ""
            }
        }
    }

    private static func refusal(_ reply: SignerReply) -> (code: String, exitCode: Int32)? {
        guard case .refused(let refusal) = reply else { return nil }
        return (refusal.code, refusal.exitCode)
    }

    @Test func aPersonApproves() throws {
        let signer = try Signer()
        let terminal = TypingTerminal(passphrases: ["wrong", Self.passphrase])
        let reply = try signer.run(Self.message, terminal)
        guard case .signed(let signed) = reply else {
            Issue.record("\(reply)")
            return
        }
        #expect(Hex.encode(signed.signature) == Self.signatureOfEthAccount)
        #expect(signed.address == (try Address(Self.account)))
        #expect(terminal.shown.contains { $0.contains("hello coai") })
        #expect(terminal.shown.contains { $0.contains(Self.account) })
        // One reservation, however often the passphrase is typed, and before the key is opened.
        #expect(try signer.events() == ["reserved", "signed"])
        // Nothing of a passphrase is ever shown.
        #expect(!terminal.shown.contains { $0.contains("horse") })
    }

    @Test func thePassphraseMayComeWithTheRequest() throws {
        let signer = try Signer()
        guard case .signed = try signer.run(Self.message, TypingTerminal(), given: Self.passphrase) else {
            Issue.record("not signed")
            return
        }
        let wrong = try signer.run(Self.message, TypingTerminal(), given: "wrong")
        #expect(Self.refusal(wrong)?.code == "keystore.wrong-passphrase")
        #expect(try signer.events() == ["reserved", "signed", "reserved", "refused"])
    }

    @Test(arguments: [
        (TypingTerminal.Conduct.rejects, "refused.by-person", Int32(3)),
        (.pastesTheCode, "refused.by-person", 3), (.mistypesTheCode, "refused.by-person", 3),
        (.leaves, "terminal.failed", 1),
    ])
    func aPersonDoesNot(_ conduct: TypingTerminal.Conduct, _ code: String, _ exitCode: Int32) throws {
        let signer = try Signer()
        let reply = try signer.run(Self.message, TypingTerminal(conduct, passphrases: [Self.passphrase]))
        #expect(Self.refusal(reply)?.code == code)
        #expect(Self.refusal(reply)?.exitCode == exitCode)
        #expect(try signer.events() == ["refused"])
    }

    @Test func threeWrongPassphrasesEndIt() throws {
        let signer = try Signer()
        let terminal = TypingTerminal(passphrases: ["a", "b", "c", Self.passphrase])
        let reply = try signer.run(Self.message, terminal)
        #expect(Self.refusal(reply)?.code == "keystore.wrong-passphrase")
        #expect(Self.refusal(reply)?.exitCode == 7)
        #expect(try signer.events() == ["reserved", "refused"])
    }

    @Test func smallTerminalsAndRequestersThatAreGone() throws {
        let signer = try Signer()
        for (columns, rows) in [(59, 24), (80, 15)] {
            let reply = try signer.run(Self.message, TypingTerminal(columns: columns, rows: rows))
            #expect(Self.refusal(reply)?.code == "refused.terminal-too-small")
        }
        let gone = try signer.run(Self.message, TypingTerminal(), isRequesterAlive: { false })
        #expect(Self.refusal(gone)?.code == "refused.requester-gone")
        #expect(!(try signer.events().contains("signed")))
    }

    /// Also where nobody is asked: neither before the key is unlocked nor after is anything signed for who is gone.
    @Test(arguments: [0, 1])
    func requestersThatAreGoneBeforehand(_ looks: Int) throws {
        let signer = try Signer()
        var left = looks
        let gone = try signer.run(Self.message, accepted: []) {
            left -= 1
            return left >= 0
        }
        #expect(Self.refusal(gone)?.code == "refused.requester-gone")
        #expect(try signer.events() == (looks == 0 ? ["refused"] : ["reserved", "refused"]))
    }

    /// Each danger needs its own yes.
    @Test func dangersAreAcceptedOneByOne() throws {
        let signer = try Signer()
        let open = try signer.run(Self.hashMessage, accepted: [])
        #expect(Self.refusal(open)?.code == "refused.dangers")
        #expect(Self.refusal(open)?.exitCode == 3)
        guard case .refused(let refusal) = open else { return }
        #expect(refusal.message.contains("message.hash"))
        #expect(Self.refusal(try signer.run(Self.hashMessage, accepted: ["message.other"]))?.exitCode == 3)
        guard case .signed = try signer.run(Self.hashMessage, accepted: ["message.hash"]) else {
            Issue.record("not signed")
            return
        }
        #expect(try signer.events() == ["refused", "refused", "reserved", "signed"])
    }

    /// Whatever a requester claims, the findings are those of the document, stand before the claims, and must be
    /// accepted.
    @Test(arguments: [
        ["no dangers found", "code at spender: 24,576 bytes"], ["\u{1b}[2J\u{1b}[H", "\r\n\u{202e}REFUSED"],
        ["message.hash", "accepted"],
        [String(repeating: "A", count: 100_000), String(repeating: "\n", count: 9_000)],
        [
            "compare the digest with your device or a second machine",
            "0x" + String(repeating: "0", count: 64),
        ],
    ])
    func claimsChangeNoFinding(_ words: [String]) throws {
        let signer = try Signer()
        let claim = SigningRequest.Claim(
            label: SafeText(cleaning: words[0], maximumLength: 60),
            text: SafeText(cleaning: words[1], maximumLength: 400))
        let claims = Array(repeating: claim, count: SigningRequest.Claim.maximumCount)
        let open = try signer.run(Self.hashMessage, accepted: [], claims: claims)
        #expect(Self.refusal(open)?.code == "refused.dangers")
        let (bare, claiming) = (TypingTerminal(.rejects), TypingTerminal(.rejects))
        _ = try signer.run(Self.hashMessage, bare)
        _ = try signer.run(Self.hashMessage, claiming, claims: claims)
        let dangers = bare.shown.filter { $0.contains("DANGER") }
        #expect(!dangers.isEmpty)
        for danger in dangers { #expect(claiming.shown.contains(danger)) }
        let danger = try #require(claiming.shown.firstIndex { $0.contains("DANGER") })
        let block = try #require(
            claiming.shown.firstIndex { $0.contains("claimed by coai, not checked here") })
        #expect(danger < block)
        let isPlain = claiming.shown.allSatisfy {
            $0.unicodeScalars.allSatisfy { !("\u{0}"..."\u{1f}" ~= $0 || $0 == "\u{1b}") }
        }
        #expect(isPlain)
    }

    @Test func whatIsNeverSigned() throws {
        let signer = try Signer()
        let to = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
        func transaction(_ members: String) -> [UInt8] {
            Array("{\"to\":\"\(to)\",\"value\":\"0x0\",\"data\":\"0x\",\(members)}".utf8)
        }
        let fees = #""maxFeePerGas":"0x1","maxPriorityFeePerGas":"0x1""#
        let cases: [([UInt8], String)] = [
            (transaction(#""nonce":"0x0","gas":"0x5208","# + fees), "transaction.missing-chain-id"),
            (transaction(#""chainId":"0x1","gas":"0x5208","# + fees), "transaction.missing-nonce"),
            (transaction(#""chainId":"0x1","nonce":"0x0","# + fees), "transaction.missing-gas"),
            (
                transaction(#""chainId":"0x1","nonce":"0x0","gas":"0x5208","type":"0x3","# + fees),
                "transaction.blob"
            ), (Array("{}".utf8), "document.unknown"), (Array("[".utf8), "json.syntax"),
        ]
        for (document, code) in cases {
            let reply = try signer.run(document, accepted: [])
            #expect(Self.refusal(reply)?.exitCode == 4, "\(code)")
            if code.hasPrefix("transaction.") { #expect(Self.refusal(reply)?.code == code) }
        }
        let chain = try signer.run(
            transaction(#""chainId":"0x1","nonce":"0x0","gas":"0x5208","# + fees), accepted: [], chainID: 5)
        #expect(Self.refusal(chain)?.exitCode == 4)
        #expect(try signer.events().isEmpty)
    }

    /// A journal that can't be read, or isn't what it was, stops every signature before a key is touched.
    @Test func withoutAJournalNothingIsSigned() throws {
        let signer = try Signer()
        try "{}\n".write(toFile: signer.journalPath, atomically: false, encoding: .utf8)
        #expect(chmod(signer.journalPath, 0o600) == 0)
        let terminal = TypingTerminal(passphrases: [Self.passphrase])
        for reply in [try signer.run(Self.message, accepted: []), try signer.run(Self.message, terminal)] {
            #expect(Self.refusal(reply)?.code == "journal.damaged")
            #expect(Self.refusal(reply)?.exitCode == 8)
        }
        #expect(terminal.shown.isEmpty)
    }

    /// The journal breaks while a person reads: the key stays shut.
    @Test func aJournalThatBreaksDuringTheReviewStopsIt() throws {
        let signer = try Signer()
        let terminal = TypingTerminal(passphrases: [Self.passphrase])
        let path = signer.journalPath
        terminal.beforePassphrase = {
            try? "{}\n".write(toFile: path, atomically: false, encoding: .utf8)
        }
        let reply = try signer.run(Self.message, terminal)
        #expect(Self.refusal(reply)?.exitCode == 8 || Self.refusal(reply)?.code == "journal.damaged")
    }

    /// Keys that anybody can compute sign for development chains only.
    @Test func publishedKeysStayOnTheirChains() throws {
        let document = try Document.parse(
            Array(
                #"""
                {"to":"0x5FbDB2315678afecb367f032d93F642f64180aa3","value":"0x0","data":"0x","chainId":"0x1",
                "nonce":"0x0","gas":"0x5208","maxFeePerGas":"0x1","maxPriorityFeePerGas":"0x1"}
                """#.utf8), kind: nil)
        let published = try #require(PublishedAccounts.addresses.first)
        let policy = Policy(publishedAccounts: PublishedAccounts.addresses)
        guard case .refused(let error) = policy.decide(document, account: published, expectedChainID: nil)
        else {
            Issue.record("allowed")
            return
        }
        #expect(error.code == "policy.published-key")
        let own = try Address(Self.account)
        #expect(policy.decide(document, account: own, expectedChainID: nil) == .needsApproval)
        // The first one, computed by eth-account 0.14.0 from keccak256("coai devnet account 1").
        #expect(
            PublishedAccounts.addresses.contains(try Address("0xAabad8915b56257D7F76Ec4c920d5d59b2e1e435")))
    }
}

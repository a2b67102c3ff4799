import Cells
import ComputeNetwork
import Dashboard
import Ethereum
import NetworkSamples
import Profile
import SafeText
import SignerProtocol
import StrictJSON
import Testing

/// From a selected row over a form to what the signer gets, and what follows.
@Suite("Signing from the dashboard")
struct SigningTests {
    private static let costs = TransactionCosts(
        chainID: 31_337, nonce: 9, gasLimit: 90_000, maxFeePerGas: 3_000_000_000,
        maxPriorityFeePerGas: 1_000_000_000)

    private func document(_ effects: [Effect]) throws -> (id: Int, json: JSON) {
        for case .sign(let id, let document, _) in effects { return (id, try JSON.parse(document)) }
        throw Missing()
    }

    private struct Missing: Error {}

    /// A world with a proposal that is open for votes, on top.
    private static let voting = World.usual.changed { state in
        state.proposals.append(
            Proposal(
                id: 77, proposer: account, targets: [account], values: [.zero], calldatas: [[]],
                description: "Vote on me", voteStart: World.usual.now - 100,
                voteEnd: World.usual.now + 100_000, createdAt: World.usual.now - 200, blockNumber: 1))
    }
    private static let account = World.account

    @Test func orderFromAForm() throws {
        var person = try Person()
        person.press("2", "o")
        for text in ["llama", "spec", "input", "render", "zk+optimistic", "2", "18.5", "5", "400", "2 h"] {
            person.replace(text)
            person.press("enter")
        }
        for text in ["3 d", "1 d", "anyone"] {
            person.replace(text)
            person.press("enter")
        }
        let (id, json) = try document(person.press("enter"))
        let message = json["message"]
        #expect(json["primaryType"]?.stringValue == "JobOrder")
        #expect(
            message?["maxPrice"]?.numberText ?? message?["maxPrice"]?.stringValue == "18500000000000000000")
        #expect(message?["modelId"]?.stringValue == Keccak256.hash(utf8: "llama").description)
        #expect(message?["requester"]?.stringValue == Self.account.checksummed)
        // Signed: kept as a file of its digest, and shown.
        let effects = person.take(
            .signed(
                id: id,
                .success(
                    .init(
                        signature: Array(repeating: 1, count: 65), digest: Keccak256.hash(utf8: "digest"),
                        address: Self.account))))
        guard case .save(_, let name, let content)? = effects.first else { throw Missing() }
        #expect(name.hasPrefix("job-order-") && name.hasSuffix(".json"))
        #expect(try JSON.parse(content)["document"]?["primaryType"]?.stringValue == "JobOrder")
        person.take(.saved(id: id, .success("/home/a/job-order.json")))
        #expect(person.text.contains("kept as /home/a/job-order.json"))
        person.press("1")
        person.press("G")
        #expect(person.text.contains("sign an order for a job"))
    }

    @Test func orderValidBeyondItsDeadline() throws {
        var person = try Person()
        person.press("2", "o")
        for text in ["llama", "spec", "input"] {
            person.type(text)
            person.press("tab")
        }
        for text in ["18", "5"] {
            while !person.cursorLine.contains(text == "18" ? "max price" : "bond COAI") {
                person.press("tab")
            }
            person.type(text)
        }
        while !person.cursorLine.contains("result within") { person.press("tab") }
        person.replace("1 h")
        #expect(person.press("ctrl-s").isEmpty)
        #expect(person.text.contains("can't be valid for longer"))
    }

    @Test func voteByTransaction() throws {
        var person = try Person(Self.voting)
        person.press("4", "v")
        person.type("for")
        person.press("enter")
        person.type("because")
        let effects = person.press("enter")
        guard case .prepare(let id, let intent)? = effects.first else { throw Missing() }
        #expect(intent.to == World.profile.contract("CoaiGovernor")?.address)
        // castVoteWithReason(uint256,uint8,string)
        #expect(intent.data.prefix(4) == [0x7B, 0x3C, 0x71, 0xD3])
        let (same, json) = try document(person.take(.prepared(id: id, .success(Self.costs))))
        #expect(same == id)
        #expect(json["nonce"]?.stringValue == "0x9" && json["chainId"]?.stringValue == "0x7a69")
        let hash = Keccak256.hash(utf8: "transaction")
        let sent = person.take(
            .signed(
                id: id,
                .success(
                    .init(
                        signature: Array(repeating: 1, count: 65), digest: .zero, address: Self.account,
                        rawTransaction: [2, 3], transactionHash: hash))))
        guard case .broadcast(id, [2, 3], hash)? = sent.first else { throw Missing() }
        #expect(person.text.contains("sent, waiting for a block"))
        person.take(.transaction(id: id, .reverted("GovernorAlreadyCastVote")))
        #expect(person.text.contains("reverted: GovernorAlreadyCastVote"))
        // What has ended doesn't begin again.
        person.take(.transaction(id: id, .confirmed(block: 3)))
        #expect(!person.text.contains("confirmed in block 3"))
    }

    @Test func voteBySignatureIsOfferedForHandingIn() throws {
        var person = try Person(Self.voting)
        person.press("4", "V")
        person.type("abstain")
        let (id, json) = try document(person.press("enter"))
        #expect(json["primaryType"]?.stringValue == "Ballot")
        #expect(json["message"]?["nonce"]?.stringValue ?? json["message"]?["nonce"]?.numberText == "5")
        let effects = person.take(
            .signed(
                id: id,
                .success(
                    .init(signature: Array(repeating: 1, count: 65), digest: .zero, address: Self.account))))
        #expect(effects.contains { if case .save = $0 { true } else { false } })
        #expect(person.text.contains("yes hands it in now"))
        person.type("yes")
        let next = person.press("enter")
        guard case .prepare(_, let intent)? = next.first else { throw Missing() }
        // castVoteBySig(uint256,uint8,address,bytes)
        #expect(intent.data.prefix(4) == [0x8F, 0xF2, 0x62, 0xE3])
    }

    @Test func delegation() throws {
        var person = try Person()
        person.press("3", "d")
        person.type("12.5")
        let (_, json) = try document(person.press("ctrl-s"))
        #expect(json["primaryType"]?.stringValue == "DelegationOrder")
        let amount = json["message"]?["amount"]
        #expect(amount?.stringValue ?? amount?.numberText == "12500000000000000000")
    }

    @Test func refusalsAreShown() throws {
        var person = try Person()
        person.press("3", "d")
        person.type("1")
        let (id, _) = try document(person.press("ctrl-s"))
        person.take(
            .signed(
                id: id,
                .failure(
                    .init(code: "refused.by-person", message: "a person rejected it", hint: ""))))
        #expect(person.text.contains("a person rejected it"))
        person.press("1", "G")
        #expect(person.text.contains("Failed"))
        // A late answer to what is over changes nothing.
        #expect(person.take(.signed(id: id, .failure(.init(code: "x", message: "y", hint: "")))).isEmpty)
    }

    @Test(arguments: ["a", "c", "o", "b", "d", "u", "v", "V"])
    func readOnlySignsNothing(_ key: String) throws {
        for tab in ["2", "3", "4"] {
            var person = try Person(Self.voting, isReadOnly: true)
            person.press(tab)
            let before = person.grid
            #expect(person.press(key).isEmpty)
            person.type("yes")
            person.press("enter", "ctrl-s")
            #expect(
                !person.effects.contains {
                    switch $0 {
                    case .sign, .prepare, .broadcast, .save: true
                    default: false
                    }
                })
            #expect(before.lines[0].contains("READ ONLY"))
        }
    }

    @Test func withoutAnAccount() throws {
        var person = try Person(account: nil)
        person.press("2", "o")
        #expect(person.text.contains("--account ADDRESS"))
    }

    @Test func fileToSign() throws {
        var person = try Person()
        person.press(":")
        person.type("sign")
        person.press("enter")
        person.type("/tmp/a b.json")
        guard case .read("/tmp/a b.json")? = person.press("enter").first else { throw Missing() }
        let effects = person.take(.document(.success(Array("{}".utf8))))
        guard case .sign(_, let bytes, _)? = effects.first else { throw Missing() }
        #expect(bytes == Array("{}".utf8))
    }

    @Test func jobActionsSayWhyNot() throws {
        let world = World.usual.changed { state in
            var job = state.jobs[0]
            job.id = 5_000
            job.phase = .completed
            state.jobs.append(job)
        }
        for (key, text) in [("a", "only a funded job"), ("c", "cancel")] {
            var person = try Person(world)
            person.press("2", key)
            #expect(person.effects.isEmpty)
            #expect(person.lines[22].contains(text), "\(person.lines[22])")
            // It isn't said of the next action.
            person.press("o")
            #expect(!person.lines[22].contains(text), "\(person.lines[22])")
        }
    }

    @Test func startOfAFundedJob() throws {
        let world = World.usual.changed { state in
            var job = state.jobs[0]
            job.id = 5_000
            job.phase = .funded
            job.provider = Self.account
            state.jobs.append(job)
        }
        var person = try Person(world)
        person.press("2", "a")
        #expect(person.press("enter").isEmpty)
        person.type("yes")
        guard case .prepare(_, let intent)? = person.press("enter").first else { throw Missing() }
        #expect(intent.to == World.profile.contract("JobMarket")?.address)
        // start(uint256)
        #expect(intent.data.prefix(4) == Keccak256.hash(utf8: "start(uint256)").bytes.prefix(4))
    }
}

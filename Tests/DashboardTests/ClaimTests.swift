import Dashboard
import Ethereum
import Profile
import Review
import SafeText
import StrictJSON
import Testing

/// What the dashboard says about a document, and how long it waits for the node to say more.
@Suite struct ClaimTests {
    private static let costs = TransactionCosts(
        chainID: 31_337, nonce: 9, gasLimit: 90_000, maxFeePerGas: 3, maxPriorityFeePerGas: 1)
    private static let spender = World.profile.contract("JobMarket")?.address ?? .zero
    private static let token = World.profile.contract("COAIToken")?.address ?? .zero

    /// Somebody who is about to approve COAI for JobMarket, and what the node is asked.
    private func approving() throws -> (person: Person, id: Int, parties: Counterparties) {
        var person = try Person()
        person.nodeAnswers = nil
        person.press(":")
        person.type("approve-market")
        person.press("enter")
        person.replace("5")
        guard case .prepare(let id, _)? = person.press("enter").first else { throw Missing() }
        let effects = person.take(.prepared(id: id, .success(Self.costs)))
        guard effects.count == 2, case .inquire(id, let parties) = effects[0],
            case .simulate(id, let document) = effects[1], try JSON.parse(document)["nonce"] == "0x9"
        else { throw Missing() }
        return (person, id, parties)
    }

    private struct Missing: Error {}

    private func claims(_ effects: [Effect]) throws -> [String] {
        for case .sign(_, _, let claims) in effects { return claims.map { "\($0.label): \($0.text)" } }
        throw Missing()
    }

    @Test func whatTheNodeSaysIsClaimed() throws {
        var (person, id, parties) = try approving()
        #expect(parties.parties.map(\.address) == [Self.token, Self.spender])
        let allowance = try #require(parties.allowances.first)
        #expect(allowance.token == Self.token && allowance.spender == Self.spender)
        #expect(allowance.owner == World.account)
        var answers = NodeAnswers()
        answers.code[Self.token] = NodeAnswers.Code(Array(repeating: 0xFE, count: 12_345))
        answers.code[Self.spender] = NodeAnswers.Code([])
        answers.allowances[allowance] = 1_500_000_000_000_000_000
        // Both are waited for, in whatever order they come.
        #expect(person.take(.told(id: id, answers)).isEmpty)
        let claims = try claims(
            person.take(.simulated(id: id, claims: [("simulated", "succeeds"), ("tokens", "5 COAI")])))
        #expect(claims.suffix(2) == ["simulated: succeeds", "tokens: 5 COAI"])
        #expect(
            claims.contains {
                $0.hasPrefix("called address: \(Self.token)") && $0.hasSuffix("code: 12,345 bytes")
            })
        #expect(
            claims.contains {
                $0.hasPrefix("spender: \(Self.spender)") && $0.hasSuffix("code: none, not a contract")
            })
        #expect(claims.contains { $0.hasPrefix("allowance now: 1.5 COAI, token \(Self.token)") })
        #expect(claims.contains { $0.hasPrefix("balance: ") } && claims.contains { $0.hasPrefix("block: ") })
        #expect(claims.contains("coin: 1.5 ETH"))
        // It is handed over once.
        #expect(person.take(.told(id: id, answers)).isEmpty)
        #expect(person.take(.simulated(id: id, claims: [])).isEmpty)
        #expect(person.take(.tick(now: World.usual.now + 100)).isEmpty)
    }

    /// A node that doesn't answer costs three seconds, and its part is said to be not known.
    @Test func aSilentNode() throws {
        var (person, id, parties) = try approving()
        #expect(person.take(.tick(now: World.usual.now + 2)).isEmpty)
        let claims = try claims(person.take(.tick(now: World.usual.now + 3)))
        #expect(claims.count { $0.hasSuffix("code: not known") } == parties.parties.count)
        #expect(claims.contains { $0.hasPrefix("allowance now: not known, token ") })
        #expect(claims.last == "simulated: not known: the node took too long")
        #expect(person.take(.told(id: id, NodeAnswers())).isEmpty)
        #expect(person.take(.simulated(id: id, claims: [])).isEmpty)
    }

    /// What came in time isn't lost because something else didn't.
    @Test func halfAnAnswer() throws {
        var (person, id, _) = try approving()
        #expect(person.take(.simulated(id: id, claims: [("simulated", "REVERTS: no")])).isEmpty)
        #expect(person.take(.simulated(id: id, claims: [("simulated", "succeeds")])).isEmpty)
        let first = try claims(person.take(.tick(now: World.usual.now + 3)))
        #expect(first.last == "simulated: REVERTS: no")
        (person, id, _) = try approving()
        var answers = NodeAnswers()
        answers.code[Self.spender] = .empty
        #expect(person.take(.told(id: id, answers)).isEmpty)
        let second = try claims(person.take(.tick(now: World.usual.now + 3)))
        #expect(second.contains { $0.hasSuffix("code: none, not a contract") })
        #expect(second.last == "simulated: not known: the node took too long")
    }

    /// No simulation is so long that what else is claimed, or the request itself, suffers.
    @Test func aLongSimulation() throws {
        var (person, id, _) = try approving()
        _ = person.take(.told(id: id, NodeAnswers()))
        let lines = [(label: SafeText, text: SafeText)](repeating: ("tokens", "5 COAI"), count: 1_000)
        let claims = try claims(person.take(.simulated(id: id, claims: lines)))
        #expect(claims.count { $0 == "tokens: 5 COAI" } == 14)
        #expect(claims.count <= SigningRequest.Claim.maximumCount)
    }

    /// No answer is so large or so odd that it can't be said in a line.
    @Test func oddAnswers() throws {
        var (person, id, parties) = try approving()
        var answers = NodeAnswers()
        answers.code[Self.token] = .contract(byteCount: .max)
        answers.code[Self.spender] = NodeAnswers.Code([0xEF, 1, 0] + Array(repeating: 0xAB, count: 20))
        answers.allowances[try #require(parties.allowances.first)] = .max &- .one
        _ = person.take(.told(id: id, answers))
        let claims = try claims(person.take(.simulated(id: id, claims: [])))
        #expect(claims.contains { $0.lowercased().contains("code: runs that of 0xabababab") })
        #expect(claims.count <= SigningRequest.Claim.maximumCount)
        for claim in claims {
            #expect(claim.utf8.count <= 400 && claim.utf8.allSatisfy { 0x20...0x7E ~= $0 })
        }
    }

    /// Code that only begins like a delegation (EIP-7702) is none.
    @Test func codeInWords() {
        let target: [UInt8] = Array(repeating: 7, count: 20)
        #expect(NodeAnswers.Code([]) == .empty)
        #expect(NodeAnswers.Code([0xEF, 1, 0] + target + [0]) == .contract(byteCount: 24))
        #expect(NodeAnswers.Code([0xEF, 1, 1] + target) == .contract(byteCount: 23))
        guard case .delegation(let address) = NodeAnswers.Code([0xEF, 1, 0] + target) else {
            Issue.record("no delegation")
            return
        }
        #expect(address.bytes.elementsEqual(target))
    }
}

import Foundation
import StrictJSON
import TestSupport
import Testing

/// `coai jobs`, `providers` and `proposals` on a seeded network; where Python is, against what web3.py reads of the
/// contracts.
@Suite("Lists of a network")
struct ListTests {
    @Test func listsAreWhatTheContractsAnswer() throws {
        // On the wall clock, since the node answers calls as of its clock and the lists as of the newest block.
        let node = try OwnNode()
        defer { node.stop() }
        let home = try Home()
        let profile = home.root.appendingPathComponent("profile.json").path
        let seeded = try home.coai("devnet", "seed", "--node", node.httpURL, "--profile-out", profile)
        try #require(seeded.status == 0, "\(seeded.error)")
        let network = ["--node", node.httpURL, "--profile", profile]
        func coai(_ words: String...) throws -> ProgramResult {
            try Program.run(
                URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai"), words + network,
                environment: home.environment)
        }
        func list(_ name: String) throws -> [JSON] {
            let result = try coai(name, "list", "--json")
            try #require(result.status == 0, "\(result.error)")
            let document = try result.json()
            #expect(document["unreadableEvents"] == 0)
            return try #require(document[name]?.arrayValue)
        }
        let proposals = try list("proposals")
        let jobs = try list("jobs")
        let providers = try list("providers")
        #expect(jobs.count >= 40 && providers.count >= 8)
        let states = Set(proposals.compactMap { $0["status"]?.stringValue })
        #expect(states.count == 8, "the seed has proposals in all states: \(states.sorted())")
        try compare(jobs, providers, proposals, node, profile)
        try checkSingle(proposals, coai)
        try checkFilters(jobs, coai)
        try checkTrouble(home, network)
    }

    /// Each of them is what web3.py reads.
    private func compare(
        _ jobs: [JSON], _ providers: [JSON], _ proposals: [JSON], _ node: OwnNode, _ profile: String
    ) throws {
        guard let python = Program.python else { return }
        let ids = proposals.compactMap { $0["id"] }
        let script = Shared.package.appendingPathComponent("Tests/CommandLineTests/network.py").path
        let told = try Program.run(
            python, [script, node.httpURL, profile], input: Data(JSON.array(ids).serialized().utf8))
        try #require(told.status == 0, "\(told.error)")
        let contracts = try told.json()

        #expect(jobs.count == contracts["jobs"]?.objectValue?.keys.count)
        for job in jobs {
            let answer = contracts["jobs"]?[job["id"]?.stringValue ?? ""]
            for key in ["status", "client", "provider", "evaluator"] {
                #expect(job[key] == answer?[key], "job \(job["id"] ?? .null): \(key)")
            }
            for key in ["budget", "escrow"] { #expect(job[key]?["wei"] == answer?[key]) }
        }
        #expect(providers.count == contracts["providers"]?.objectValue?.keys.count)
        for provider in providers {
            let answer = contracts["providers"]?[provider["address"]?.stringValue ?? ""]
            for key in ["status", "operator", "rewardCutBps", "feeCutBps"] {
                #expect(provider[key] == answer?[key], "\(provider["address"] ?? .null): \(key)")
            }
            for key in ["selfStake", "delegatedStake"] { #expect(provider[key]?["wei"] == answer?[key]) }
        }
        for proposal in proposals {
            let answer = contracts["proposals"]?[proposal["id"]?.stringValue ?? ""]
            for key in ["status", "proposer"] {
                #expect(proposal[key] == answer?[key], "\(proposal["title"] ?? .null): \(key)")
            }
            for key in ["against", "for", "abstain"] {
                #expect(proposal["votes"]?[key]?["wei"] == answer?[key])
            }
            #expect(proposal["voteEnd"]?["unix"] == answer?["voteEnd"])
        }
    }

    private func checkSingle(_ proposals: [JSON], _ coai: (String...) throws -> ProgramResult) throws {
        let queued = try #require(proposals.first { $0["status"] == "Queued" }?["id"]?.stringValue)
        let shown = try #require(try coai("proposals", "show", queued, "--json").json()["proposal"])
        #expect(shown["idMatches"] == true && shown["operationMatches"] == true)
        #expect(shown["calls"]?.arrayValue?.isEmpty == false)
        #expect(shown["ballots"]?.arrayValue?.isEmpty == false)
        let job = try #require(try coai("jobs", "show", "1", "--json").json()["job"])
        #expect(job["terms"]?["type"]?.stringValue != nil && job["settledAt"]?["iso"]?.stringValue != nil)
        let lines = try coai("jobs", "show", "1", "--plain")
        #expect(lines.status == 0 && lines.output.hasPrefix("job"))
        let unknown = try coai("jobs", "show", "4000", "--json")
        #expect(unknown.status == 4)
        #expect(try unknown.json()["error"]?["code"] == "job.unknown")
    }

    private func checkFilters(_ jobs: [JSON], _ coai: (String...) throws -> ProgramResult) throws {
        let bidding = try #require(
            try coai("jobs", "list", "--status", "bidding", "--json").json()["jobs"]?.arrayValue)
        #expect(!bidding.isEmpty && bidding == jobs.filter { $0["status"] == "Bidding" })
        let client = try #require(jobs.first?["client"]?.stringValue)
        let its = try #require(
            try coai("jobs", "list", "--account", client, "--json").json()["jobs"]?.arrayValue)
        #expect(jobs.filter { $0["client"]?.stringValue == client }.allSatisfy { its.contains($0) })
        #expect(its.count < jobs.count)
    }

    private func checkTrouble(_ home: Home, _ network: [String]) throws {
        let nobody = try home.coai(
            "jobs", "list", "--json", "--node", "http://127.0.0.1:1", "--profile", network[3])
        #expect(nobody.status == 5)
        #expect(try nobody.json()["error"]?["code"] == "node.connect")
        #expect(try home.coai("jobs", "list", "--node", network[1]).status == 2)
        #expect(try home.coai("jobs", "list", "--status", "done", "--node", network[1]).status == 2)
        #expect(try home.coai("jobs", "drop", "--node", network[1]).status == 2)
        // Another network's profile: the chain id is checked before anything is believed.
        let text = try String(contentsOfFile: network[3], encoding: .utf8)
        let other = home.root.appendingPathComponent("other.json").path
        try text.replacingOccurrences(of: "31337", with: "31338").write(
            toFile: other, atomically: true, encoding: .utf8)
        let wrong = try home.coai("jobs", "list", "--json", "--node", network[1], "--profile", other)
        #expect(wrong.status == 5)
        #expect(try wrong.json()["error"]?["code"] == "node.chain")
    }
}

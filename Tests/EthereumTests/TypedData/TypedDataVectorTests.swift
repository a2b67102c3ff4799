import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

@Suite("Typed data, others' cases")
struct TypedDataVectorTests {
    private func code(_ bytes: [UInt8]) -> String? {
        do {
            _ = try TypedData(parsing: bytes)
            return nil
        } catch {
            switch error {
            case .json(let error): return error.code
            case .document(let error): return error.code
            }
        }
    }

    private func load(_ path: String) throws -> JSON? {
        guard let data = Shared.data(path) else { return nil }
        return try JSON.parse(Array(data), limits: .node)
    }

    /// ethers' 61 cases; it takes the domain's type from the domain, as we do with a warning.
    @Test func ethers() throws {
        guard let cases = try load("vectors/ethers/typed-data.json")?.arrayValue else { return }
        #expect(cases.count == 61)
        for entry in cases {
            let document: JSON = [
                "types": try #require(entry["types"]), "primaryType": try #require(entry["primaryType"]),
                "domain": try #require(entry["domain"]), "message": try #require(entry["data"]),
            ]
            let typed = try TypedData(json: document)
            #expect(
                typed.digest.description == entry["digest"]?.stringValue,
                "\(entry["name"]?.stringValue ?? "")")
            #expect(typed.warnings.contains { $0.code == "portability.domain-derived" })
        }
    }

    /// eth-account's documents, with the digests that eth-account 0.14.0 gives (see digests.py).
    @Test func ethAccountValid() throws {
        guard
            let cases = try load("vectors/eth-account/tests/eip712_messages/valid_for_all.json")?.objectValue
        else { return }
        #expect(cases.members.count == 9)
        let digests = try ethAccountDigests(cases.members.map { $0.value.serialized() })
        for (place, member) in cases.members.enumerated() {
            let typed = try TypedData(json: member.value)
            if let digests { #expect(typed.digest.description == digests[place], "\(member.key)") }
        }
    }

    private func ethAccountDigests(_ documents: [String]) throws -> [String]? {
        guard let python = Program.python else { return nil }
        let script = Shared.package.appendingPathComponent("Tests/EthereumTests/Differential/digests.py")
        let result = try Program.run(
            python, [script.path], input: Data(documents.joined(separator: "\n").utf8))
        #expect(result.status == 0, "\(result.error)")
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test func ethAccountInvalid() throws {
        guard let cases = try load("vectors/eth-account/tests/eip712_messages/invalid.json")?.objectValue
        else { return }
        for member in cases.members {
            #expect(throws: TypedDataError.self, "\(member.key)") { try TypedData(json: member.value) }
        }
        for file in Shared.files(below: "vectors/eth-account/tests/fixtures", suffix: ".json")
        where file.contains("invalid_") {
            #expect(code(Array(try #require(Shared.data(file)))) != nil, "\(file)")
        }
    }

    /// 38 documents on which libraries disagree: accepted only where eth-account and ethers gave the same digest.
    @Test func portability() throws {
        guard let cases = try load("vectors/portability/cases.json")?.arrayValue else { return }
        let refused: Set<String> = ["bigint_json", "addr_no0x", "unused_type", "dup_json_key", "extra_field"]
        for entry in cases {
            let name = try #require(entry["name"]?.stringValue)
            let document = Array(try #require(entry["json"]?.stringValue).utf8)
            let first = try #require(entry["eth_account_0.14.0"]?.stringValue)
            let second = try #require(entry["ethers_6_dist"]?.stringValue)
            let accepted =
                name == "recursive" || (first == second && !first.hasPrefix("ERR") && !refused.contains(name))
            if accepted {
                let typed = try TypedData(parsing: document)
                #expect(typed.digest.description.dropFirst(2).prefix(16) == first.prefix(16), "\(name)")
            } else {
                #expect(code(document) != nil, "\(name)")
            }
        }
    }

    /// Ledger's documents: each parses, or is refused with a named rule.
    @Test func ledger() throws {
        var accepted = 0
        for file in Shared.files(below: "vectors/ledger-app-ethereum", suffix: ".json") {
            guard let data = Shared.data(file) else { continue }
            if let code = code(Array(data)) { #expect(code.contains("."), "\(file)") } else { accepted += 1 }
        }
        #expect(Shared.root == nil || accepted >= 10)
    }

    /// 1,000 random documents against eth-account.
    @Test func randomDocumentsAgainstEthAccount() throws {
        guard let python = Program.python else { return }
        let script = Shared.package.appendingPathComponent("Tests/EthereumTests/Differential/typed_data.py")
        let result = try Program.run(python, [script.path, "712", "1000"])
        #expect(result.status == 0, "\(result.error)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 1000)
        for line in lines {
            let entry = try JSON.parse(String(line))
            let typed = try TypedData(json: try #require(entry["document"]))
            #expect(typed.digest.description == entry["digest"]?.stringValue, "\(line)")
        }
    }
}

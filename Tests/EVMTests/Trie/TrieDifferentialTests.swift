import EVM
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// Roots, values and proofs after every step of random histories, with deletions, against py-trie.
struct TrieDifferentialTests {
    @Test func histories() throws {
        guard let python = Program.python else { return }
        let script = Shared.package.appendingPathComponent("Tests/EVMTests/Differential/trie_roots.py")
        let result = try Program.run(python, [script.path, "7", "150"])
        #expect(result.status == 0, "\(result.error)")
        let histories = try #require(try JSON.parse(Array(result.output.utf8), limits: .node).arrayValue)
        #expect(histories.count == 150)
        for history in histories {
            var changes: [(key: [UInt8], value: [UInt8])] = []
            var trie = Trie()
            for step in try #require(history.arrayValue) {
                func bytes(_ name: String) throws -> [UInt8] {
                    try Hex.decode("0x" + (try #require(step[name]?.stringValue)))
                }
                let key = try bytes("key")
                let value = try bytes("value")
                changes.append((key, value))
                trie[key] = value
                let root = try Hash32(bytes: try bytes("root"))
                #expect(trie.root == root)
                let probe = try bytes("probe")
                let found = try bytes("found")
                #expect(trie[probe] ?? [] == found)
                let proof = try #require(step["proof"]?.arrayValue).map {
                    try Hex.decode("0x" + (try #require($0.stringValue)))
                }
                #expect(trie.proof(of: probe) == proof)
                #expect(try TrieProof.verify(root: root, key: probe, nodes: proof) ?? [] == found)
            }
            #expect(Trie(changes).root == trie.root)
            // A batch on top of another gives what all in one gives.
            var halves = Trie(Array(changes.prefix(changes.count / 2)))
            halves.apply(Array(changes.dropFirst(changes.count / 2)))
            #expect(halves.root == trie.root)
            #expect(halves.entries.map(\.key) == trie.entries.map(\.key))
        }
    }
}

import EVM
import Ethereum
import StrictJSON
import TestSupport
import Testing

/// The trie against the TrieTests of ethereum/tests, read from the shared test data.
struct TrieVectorTests {
    /// Names, and whether their keys are hashed first and in no order of their own.
    static let files = [
        ("hex_encoded_securetrie_test", true), ("trieanyorder", false), ("trieanyorder_secureTrie", true),
        ("trietest", false), ("trietest_secureTrie", true),
    ]

    private func json(_ name: String) throws -> JSON? {
        guard let data = Shared.data("vectors/ethereum-tests/trie/\(name).json") else { return nil }
        return try JSON.parse(Array(data), limits: .node)
    }

    private func bytes(_ text: String) throws -> [UInt8] {
        text.hasPrefix("0x") ? try Hex.decode(text) : Array(text.utf8)
    }

    @Test(arguments: files)
    func roots(_ file: (name: String, isSecure: Bool)) throws {
        guard let cases = try json(file.name)?.objectValue?.members else { return }
        #expect(!cases.isEmpty)
        for test in cases {
            var changes: [(key: [UInt8], value: [UInt8])] = []
            if let members = test.value["in"]?.objectValue?.members {
                for member in members {
                    changes.append((try bytes(member.key), try bytes(try #require(member.value.stringValue))))
                }
            } else {
                for pair in try #require(test.value["in"]?.arrayValue) {
                    let pair = try #require(pair.arrayValue)
                    changes.append(
                        (try bytes(try #require(pair[0].stringValue)), try bytes(pair[1].stringValue ?? "")))
                }
            }
            if file.isSecure { changes = changes.map { (Trie.secureKey($0.key), $0.value) } }
            let root = try Hash32(try #require(test.value["root"]?.stringValue))
            #expect(Trie(changes).root == root, "\(file.name) \(test.key): at once")
            var trie = Trie()
            for change in changes { trie[change.key] = change.value }
            #expect(trie.root == root, "\(file.name) \(test.key): one by one")
        }
    }

    @Test func orderOfKeys() throws {
        guard let test = try json("trietestnextprev")?["basic"] else { return }
        let names = try #require(test["in"]?.arrayValue).compactMap(\.stringValue)
        let trie = Trie(names.map { (Array($0.utf8), Array($0.utf8)) })
        let keys = trie.entries.map { String(decoding: $0.key, as: UTF8.self) }
        #expect(keys == names.sorted())
        for row in try #require(test["tests"]?.arrayValue) {
            let words = try #require(row.arrayValue).compactMap(\.stringValue)
            #expect((keys.last { $0 < words[0] } ?? "") == words[1])
            #expect((keys.first { $0 > words[0] } ?? "") == words[2])
        }
    }
}

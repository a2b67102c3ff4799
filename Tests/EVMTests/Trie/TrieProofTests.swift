import EVM
import Ethereum
import Testing

/// What a node that lies can't make the verifier believe.
struct TrieProofTests {
    private let trie = Trie(
        (0..<200).map { number in
            (
                Trie.secureKey([UInt8(number)]),
                RLP.encode(.bytes([UInt8](repeating: UInt8(number), count: 40)))
            )
        })

    @Test func whatIsInAndWhatIsNot() throws {
        for number in 0..<200 {
            let key = Trie.secureKey([UInt8(number)])
            #expect(try TrieProof.verify(root: trie.root, key: key, nodes: trie.proof(of: key)) == trie[key])
        }
        let absent = Trie.secureKey([201])
        #expect(try TrieProof.verify(root: trie.root, key: absent, nodes: trie.proof(of: absent)) == nil)
        #expect(try TrieProof.verify(root: Trie.emptyRoot, key: absent, nodes: []) == nil)
        #expect(try TrieProof.verify(root: Trie.emptyRoot, key: absent, nodes: [[0x80]]) == nil)
    }

    @Test func everyChangedByteIsFound() throws {
        let key = Trie.secureKey([7])
        let nodes = trie.proof(of: key)
        for (index, node) in nodes.enumerated() {
            for place in node.indices {
                var changed = nodes
                changed[index][place] ^= 1
                #expect(throws: TrieProofError.wrongHash) {
                    try TrieProof.verify(root: trie.root, key: key, nodes: changed)
                }
            }
        }
    }

    @Test func nodesMissingOrTooMany() {
        let key = Trie.secureKey([7])
        let nodes = trie.proof(of: key)
        for count in nodes.indices {
            #expect(throws: TrieProofError.missingNode) {
                try TrieProof.verify(root: trie.root, key: key, nodes: Array(nodes.prefix(count)))
            }
        }
        #expect(throws: TrieProofError.unusedNodes) {
            try TrieProof.verify(root: trie.root, key: key, nodes: nodes + [[0x80]])
        }
        #expect(throws: TrieProofError.unusedNodes) {
            try TrieProof.verify(root: Trie.emptyRoot, key: key, nodes: nodes)
        }
        #expect(throws: TrieProofError.tooLarge) {
            try TrieProof.verify(
                root: trie.root, key: key, nodes: [[UInt8]](repeating: [0], count: TrieProof.maximumNodes + 1)
            )
        }
        #expect(throws: TrieProofError.tooLarge) {
            try TrieProof.verify(
                root: trie.root, key: key, nodes: [[UInt8](repeating: 0, count: TrieProof.maximumBytes + 1)])
        }
    }

    /// Nodes under a root that a hostile node chose itself: nothing but a named error, or no value.
    @Test func nodesThatAreNone() {
        let key = Trie.secureKey([7])
        let hash = RLPItem.bytes([UInt8](repeating: 1, count: 32))
        let wrong: [RLPItem] = [
            .bytes([1]), .list([]), .list([.bytes([0x20])]), .list([.list([]), .bytes([1])]),
            .list([.bytes([0x40]), hash]), .list([.bytes([0x01]), hash]), .list([.bytes([0x00]), hash]),
            .list([.bytes([]), hash]), .list([.bytes([0x20]), .bytes([])]),
            .list([.bytes([0x20]), .list([])]),
            .list([RLPItem](repeating: .bytes([1]), count: 17)), .list([RLPItem](repeating: hash, count: 16)),
        ]
        for item in wrong {
            let node = RLP.encode(item)
            #expect(throws: TrieProofError.malformedNode, "\(item)") {
                try TrieProof.verify(root: Keccak256.hash(node), key: key, nodes: [node])
            }
        }
        for node: [UInt8] in [
            [], [0xc1], [0xf8, 0x00], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ] {
            #expect(throws: TrieProofError.malformedNode) {
                try TrieProof.verify(root: Keccak256.hash(node), key: key, nodes: [node])
            }
        }
    }

    @Test func accountsAndWords() throws {
        let address = Address(truncating: 0x1234)
        let storage = Trie([StateRoot.storageChange(5, UInt256.max), StateRoot.storageChange(6, 0)])
        let account = StateAccount(nonce: 3, balance: 1_000_000, storageRoot: storage.root)
        let state = Trie([
            StateRoot.accountChange(address, account), StateRoot.accountChange(.zero, StateAccount(nonce: 1)),
        ])
        let nodes = state.proof(of: Trie.secureKey(address.bytes))
        #expect(try AccountProof.account(address, stateRoot: state.root, nodes: nodes) == account)
        let other = Address(truncating: 0x9999)
        let absence = state.proof(of: Trie.secureKey(other.bytes))
        #expect(try AccountProof.account(other, stateRoot: state.root, nodes: absence) == nil)
        let words = storage.proof(of: Trie.secureKey(UInt256(5).bigEndianBytes))
        #expect(try AccountProof.storage(5, storageRoot: storage.root, nodes: words) == UInt256.max)
        let nothing = storage.proof(of: Trie.secureKey(UInt256(6).bigEndianBytes))
        #expect(try AccountProof.storage(6, storageRoot: storage.root, nodes: nothing) == .zero)
        // A value that its trie commits to, yet is no account.
        let odd = Trie([(Trie.secureKey(address.bytes), RLP.encode(.number(UInt64(7))))])
        #expect(throws: TrieProofError.malformedValue) {
            try AccountProof.account(
                address, stateRoot: odd.root, nodes: odd.proof(of: Trie.secureKey(address.bytes)))
        }
    }
}

import EVM
import Ethereum

/// What the EVM takes from outside: proofs of a node, tests of a file, bytes that a contract hands to a precompile.
let evmParsers: [Parser] = [
    Parser("trie-proof") { bytes in
        // The root is that of the first node, so that what a lying node chooses is read, not just its hash.
        let count = bytes.first.map { Int($0 % 33) } ?? 0
        let key = Array(bytes.dropFirst().prefix(count))
        let node = Array(bytes.dropFirst(1 + count))
        _ = try? TrieProof.verify(root: Keccak256.hash(node), key: key, nodes: [node])
        _ = try? TrieProof.verify(root: Keccak256.hash(node), key: key, nodes: [node, [0x80]])
        _ = StateAccount(encoded: node)
    },
    Parser("trie") { bytes in
        // Five bytes a step: three of key, of which one to three count, and the value's length, where 0 removes.
        var trie = Trie()
        var expected: [[UInt8]: [UInt8]] = [:]
        var rest = bytes[...]
        while rest.count >= 5 {
            let step = Array(rest.prefix(5))
            rest = rest.dropFirst(5)
            let key = Array(step[1...Int(1 + step[0] % 3)])
            let value = [UInt8](repeating: step[0], count: Int(step[4] % 40))
            trie[key] = value
            expected[key] = value.isEmpty ? nil : value
        }
        precondition(trie.entries.count == expected.count)
        precondition(trie.root == Trie(expected.map { ($0.key, $0.value) }).root)
        for (key, value) in expected {
            precondition(trie[key] == value)
            precondition(
                (try? TrieProof.verify(root: trie.root, key: key, nodes: trie.proof(of: key))) == value)
        }
        let absent: [UInt8] = [0, 0, 0, 0]
        do {
            let found = try TrieProof.verify(root: trie.root, key: absent, nodes: trie.proof(of: absent))
            precondition(found == nil)
        } catch { preconditionFailure() }
    },
    Parser("state-test") { _ = try? StateTest.parse($0) },
    Parser("bytecode") { bytes in
        // The first byte chooses fork and way in, the rest is both the code of a contract and its calldata.
        guard let first = bytes.first else { return }
        let code = Array(bytes.dropFirst())
        let forks: [ForkRules] = [.london, .paris, .shanghai, .cancun, .prague, .osaka]
        let sender = Address(truncating: 0xa11ce)
        let contract = Address(truncating: 0xc0de)
        var changes = StateChanges()
        changes.accounts[sender] = .some(StoredAccount(balance: UInt256(1 << 62)))
        changes.accounts[contract] = .some(StoredAccount(nonce: 1, balance: 1_000, code: Code(code)))
        changes.storage[contract] = [0: 1, 1: .max]
        var state = MemoryState()
        state.apply(changes)
        let transaction = Transaction(
            type: 0, chainID: 1, nonce: 0, gasLimit: 300_000, to: first & 0x80 == 0 ? contract : nil,
            value: 7,
            data: code)
        guard
            let result = try? Execution.run(
                transaction, from: sender, in: BlockEnvironment(), on: state,
                rules: forks[Int(first & 0x7f) % 6])
        else { return }
        precondition(result.gasUsed <= 300_000 && result.gasUsed >= 21_000)
        state.apply(result.changes)
        // Nothing makes ether: the gas costs none here, and what a destroyed account has may be lost.
        let total = state.accounts.values.reduce(UInt256.zero) { $0 &+ $1.balance }
        precondition(total <= UInt256(1 << 62) &+ 1_000)
    },
    Parser("precompile") { bytes in
        guard let first = bytes.first else { return }
        let input = Array(bytes.dropFirst())
        let output: [UInt8]? =
            switch first % 11 {
            case 0: BN254Precompiles.add(input)
            case 1: BN254Precompiles.multiply(input)
            case 2: BN254Precompiles.pairing(input)
            case 3: BLS381Precompiles.addG1(input)
            case 4: BLS381Precompiles.addG2(input)
            case 5: BLS381Precompiles.sumG1(input)
            case 6: BLS381Precompiles.sumG2(input)
            case 7: BLS381Precompiles.pairing(input)
            case 8: BLS381Precompiles.mapToG1(input)
            case 9: BLS381Precompiles.mapToG2(input)
            default: PointEvaluation.verify(input) ?? P256Verify.verify(input)
            }
        precondition((output?.count ?? 0) <= 256)
    },
]

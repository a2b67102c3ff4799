import Cryptography
import Devnet
import EVM
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// Blocks that are built for whoever asks: held against recorded ones (execution-apis), against those that the node mines
/// itself, and against Ethereum's executable specification (EELS), which runs them again and takes no other.
struct BuildBlockTests {
    private static let root = Hash32(word: 0xbeac)
    private let key: PublishedKey
    /// Writes its calldata as a deposit's event.
    private static let depositCode: [UInt8] =
        [0x36, 0x5f, 0x5f, 0x37, 0x7f] + DepositRequests.event.bytes + [0x36, 0x5f, 0xa1, 0x00]

    init() throws { key = try PublishedKey([UInt8](repeating: 7, count: 32)) }

    private func node(_ rules: ForkRules = .prague) -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.rules = rules
        configuration.accounts[key.address] = StoredAccount(balance: UInt256(1 << 62) &* 4)
        configuration.accounts[DepositRequests.contract] = StoredAccount(
            nonce: 1, code: Code(Self.depositCode))
        let node = DevNode(DevChain(configuration))
        node.mining = .manual
        return node
    }

    private func signed(
        _ nonce: UInt64, to: Address?, value: UInt256 = .zero, _ data: [UInt8] = [], gas: UInt64 = 300_000
    ) throws -> [UInt8] {
        var transaction = Transaction(
            type: 2, chainID: 31_337, nonce: nonce, gasLimit: gas, to: to, value: value, data: data)
        transaction.maxFeePerGas = 10_000_000_000
        transaction.maxPriorityFeePerGas = UInt256(nonce + 1) &* 1_000_000
        return transaction.encoded(signature: try key.sign(transaction.signingHash()))
    }

    private static func attributes(
        _ rules: ForkRules, time: UInt64, random: Hash32 = Hash32(word: 9), withdrawals: [JSON] = []
    ) -> JSON {
        var members: [(String, JSON)] = [
            ("timestamp", .string(UInt256(time).quantity)), ("prevRandao", .string(random.description)),
            ("suggestedFeeRecipient", "0x00000000000000000000000000000000000000fe"),
        ]
        if rules >= .shanghai { members.append(("withdrawals", .array(withdrawals))) }
        if rules >= .cancun { members.append(("parentBeaconBlockRoot", .string(root.description))) }
        return .object(JSONObject(members))
    }

    private func build(
        _ node: DevNode, on parent: Hash32? = nil, _ attributes: JSON? = nil, _ transactions: JSON = [],
        _ extraData: JSON = .null
    ) throws(RPCError) -> JSON {
        let rules = node.chain.configuration.rules
        let time = node.chain.head.header.timestamp + 12
        return try node.call(
            "testing_buildBlockV1",
            [
                .string((parent ?? node.chain.head.hash).description),
                attributes ?? Self.attributes(rules, time: time), transactions, extraData,
            ])
    }

    private static func bytes(_ list: [[UInt8]]) -> JSON { .array(list.map { .string(Hex.encode($0)) }) }

    /// A block's hash follows from what the answer says of it, in the recorded answers and in ours; and ours to the first
    /// recorded request has the recorded values, apart from those of the state before it.
    @Test func recorded() throws {
        guard let recorded = try RecordedChain() else { return }
        var compared = 0
        for name in ["empty-transactions", "from-mempool"] {
            let file = "\(RecordedChain.folder)/testing_buildBlockV1/build-block-\(name).io"
            guard let data = Shared.data(file) else { continue }
            let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
            let request = try JSON.parse(
                String(try #require(lines.last { $0.hasPrefix(">> ") }).dropFirst(3)))
            let answer = try JSON.parse(String(try #require(lines.last { $0.hasPrefix("<< ") }).dropFirst(3)))
            let result = try #require(answer["result"])
            let given = try #require(request["params"]?.arrayValue)
            let root = try Hash32(try #require(given[1]["parentBeaconBlockRoot"]?.stringValue))
            let theirs = try Payload(result, parentBeaconRoot: root)
            #expect(theirs.header.hash.description == theirs.hash)
            let head = recorded.node.chain.head
            let answered = try build(recorded.node, given[1], given[2], given[3])
            let ours = try Payload(answered, parentBeaconRoot: root)
            #expect(ours.header.hash.description == ours.hash && ours.header.parentHash == head.hash)
            #expect(recorded.node.chain.head === head)
            guard name.hasPrefix("empty") else { continue }
            for member in try #require(result["executionPayload"]?.objectValue?.members)
            where !["parentHash", "stateRoot", "gasLimit", "baseFeePerGas", "blockHash"].contains(member.key)
            {
                #expect(answered["executionPayload"]?[member.key] == member.value, "\(member.key)")
            }
            for key in ["blockValue", "blobsBundle", "executionRequests", "shouldOverrideBuilder"] {
                #expect(answered[key] == result[key])
            }
            compared += 1
        }
        #expect(compared == 1)
    }

    /// What the node mines is what it builds of the same transactions at the same time, also on a block that others follow.
    @Test(arguments: [ForkRules.paris, .shanghai, .cancun, .prague, .osaka])
    func sameAsMined(_ rules: ForkRules) throws {
        let node = node(rules)
        let genesis = node.chain.head.hash
        let raw = [try signed(0, to: Address(truncating: 5), value: 3), try signed(1, to: nil, [0x5b])]
        for item in raw { try node.chain.submit(item) }
        let next = node.chain.nextEnvironment
        var attributes = try #require(
            Self.attributes(rules, time: next.timestamp, random: next.random).objectValue
        ).members.map {
            ($0.key, $0.value)
        }
        attributes[2].1 = .string(node.chain.configuration.coinbase.checksummed)
        if rules >= .cancun { attributes[4].1 = .string(Hash32.zero.description) }
        let asked = JSON.object(JSONObject(attributes))
        let before = node.saved()
        let waiting = try build(node, asked, .null)
        let given = try build(node, asked, Self.bytes(raw))
        #expect(waiting == given && node.saved() == before)
        let mined = node.chain.mine()
        #expect(given["executionPayload"]?["blockHash"]?.stringValue == mined.hash.description)
        #expect(mined.transactions.count == 2)
        // Each transaction paid its own tip.
        let value = UInt256(mined.gasUsed(0) + 2 * mined.gasUsed(1)) &* 1_000_000
        #expect(given["blockValue"]?.stringValue == value.quantity)
        #expect((given["executionRequests"] != nil) == (rules >= .prague))
        node.chain.mine()
        #expect(try build(node, on: genesis, asked, Self.bytes(raw)) == given)
    }

    /// The specification runs a block that was mined and one that was built on it, with deposits, a request for a
    /// withdrawal, and withdrawals, and takes them; it takes none that differs in a root.
    @Test(arguments: [ForkRules.shanghai, .cancun, .prague, .osaka])
    func acceptedByTheSpecification(_ rules: ForkRules) throws {
        guard let python = Program.python else { return }
        let node = node(rules)
        var deposit: [UInt8] = []
        for (place, offset) in [160, 256, 320, 384, 512].enumerated() {
            deposit += UInt256(UInt64(offset)).bigEndianBytes
            #expect(deposit.count == 32 * (place + 1))
        }
        for length in [48, 32, 8, 96, 8] {
            deposit += UInt256(UInt64(length)).bigEndianBytes
            deposit += [UInt8](repeating: UInt8(length), count: (length + 31) / 32 * 32)
        }
        for nonce: UInt64 in 0..<2 {
            try node.chain.submit(signed(nonce, to: DepositRequests.contract, deposit))
        }
        let request = [UInt8](repeating: 3, count: 56)
        try node.chain.submit(signed(2, to: SystemCalls.withdrawalRequests, value: 1, request))
        let genesis = try #require(try node.call("debug_getRawBlock", ["0x0"]).stringValue)
        let mined = node.chain.mine()
        #expect(mined.transactions.count == 3)
        #expect(mined.header.requestsHash != ChainHeader.noRequests)
        let withdrawals: [JSON] = [
            [
                "index": "0x5", "validatorIndex": "0x1",
                "address": "0x00000000000000000000000000000000000000aa",
                "amount": "0x3b9aca07",
            ],
            [
                "index": "0x6", "validatorIndex": "0x0",
                "address": "0x00000000000000000000000000000000000000bb",
                "amount": "0x0",
            ],
        ]
        let answer = try build(
            node, Self.attributes(rules, time: mined.header.timestamp + 3, withdrawals: withdrawals),
            Self.bytes([
                try signed(3, to: DepositRequests.contract, deposit),
                try signed(4, to: Address(truncating: 0xaa), value: 7),
            ]), "0x636f6169")
        let built = try Payload(answer, parentBeaconRoot: Self.root)
        #expect(built.header.hash.description == built.hash)
        if rules >= .prague {
            let kinds = answer["executionRequests"]?.arrayValue?.map { $0.stringValue?.prefix(4) }
            #expect(kinds == ["0x00"])
        }
        var wrong = built.header
        wrong.stateRoot = Hash32(word: 1)
        guard case .list(let parts) = try RLP.decode(built.raw) else { return }
        let other = RLP.encode(.list([try RLP.decode(wrong.encoded)] + parts.dropFirst()))
        let raw = try node.call("debug_getRawBlock", ["latest"])
        let state = node.chain.configuration.accounts.merging(SystemContracts.accounts(rules: rules)) { $1 }
        let accounts = state.map { address, account -> (String, JSON) in
            (
                Hex.encode(address.bytes),
                [
                    "nonce": .string(UInt256(account.nonce).quantity),
                    "balance": .string(account.balance.quantity),
                    "code": .string(Hex.encode(account.code.bytes)),
                ]
            )
        }
        let input: JSON = [
            "fork": .string(String(describing: rules)), "chainID": 31337,
            "accounts": .object(JSONObject(accounts)),
            "blocks": [.string(genesis), raw, .string(Hex.encode(other)), .string(Hex.encode(built.raw))],
        ]
        let script = Shared.package.appendingPathComponent(
            "Tests/DevnetTests/Differential/specification.py")
        let peer = try Program.run(python, [script.path], input: Data(input.serializedBytes))
        #expect(peer.status == 0, "\(peer.error)")
        let lines = peer.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 3 && lines.first == "accepted" && lines.last == "accepted", "\(lines)")
        #expect(lines.dropFirst().first?.hasPrefix("InvalidBlock") == true)
    }

    @Test func refused() throws {
        let node = node()
        node.chain.mine()
        let head = node.chain.head
        try node.chain.submit(signed(0, to: nil))
        let before = node.saved()
        func code(
            on parent: Hash32? = nil, _ attributes: JSON? = nil, _ transactions: JSON = [],
            _ extraData: JSON = .null
        ) -> Int? {
            do throws(RPCError) { _ = try build(node, on: parent, attributes, transactions, extraData) } catch
            {
                return error.code
            }
            return nil
        }
        let good = Self.attributes(.prague, time: head.header.timestamp + 1)
        #expect(code(good) == nil)
        #expect(code(on: Hash32(word: 1)) == -32000)
        #expect(code(Self.attributes(.prague, time: head.header.timestamp)) == -32000)
        for member in try #require(good.objectValue?.members) {
            let rest = good.objectValue?.members.filter { $0.key != member.key } ?? []
            #expect(code(.object(JSONObject(rest.map { ($0.key, $0.value) }))) == -32602, "\(member.key)")
        }
        #expect(code([]) == -32602 && code(good, 5) == -32602 && code(good, ["0x01"]) == -32602)
        let most = JSON.string("0x" + String(repeating: "ab", count: 32))
        #expect(code(good, [], most) == nil)
        #expect(code(good, [], .string((most.stringValue ?? "") + "cd")) == -32602)
        // Nonces out of order, more gas than there is, blobs that aren't there.
        #expect(code(good, Self.bytes([try signed(1, to: nil)])) == -32000)
        #expect(code(good, Self.bytes([try signed(0, to: nil), try signed(0, to: nil)])) == -32000)
        let most30 = try (0..<2).map { try signed($0, to: Address(truncating: 1), gas: 16_000_000) }
        #expect(code(good, Self.bytes(most30)) == nil)
        let tooMuch = [most30[0], try signed(1, to: Address(truncating: 1), gas: 29_990_000)]
        #expect(code(good, Self.bytes(tooMuch)) == -32000)
        // A deposit of another layout, which no block of Prague's can have (EIP-6110).
        let deposit = try signed(0, to: DepositRequests.contract, [1])
        #expect(code(good, Self.bytes([deposit])) == -32000)
        let cancun = self.node(.cancun)
        #expect(throws: Never.self) { try build(cancun, nil, Self.bytes([deposit])) }
        let paris = self.node(.paris)
        #expect(throws: RPCError.self) { try build(paris, Self.attributes(.shanghai, time: 1_800_000_000)) }
        #expect(node.saved() == before && node.chain.head === head)
    }

    /// Transactions with blobs bring what the bundle has; one without brings none, and the pool keeps none.
    @Test(arguments: [(ForkRules.prague, 1), (.osaka, 128)])
    func blobs(_ rules: ForkRules, proofs: Int) throws {
        let node = node(rules)
        let commitment = [UInt8](repeating: 0xc0, count: 48)
        var transaction = Transaction(
            type: 3, chainID: 31_337, nonce: 0, gasLimit: 21_000, to: key.address, value: .zero, data: [])
        transaction.maxFeePerGas = 10_000_000_000
        transaction.maxFeePerBlobGas = 1_000
        transaction.blobVersionedHashes = [
            try Hash32(bytes: [1] + Digest.sha256.hash(commitment).dropFirst())
        ]
        let raw = transaction.encoded(signature: try key.sign(transaction.signingHash()))
        let proof = RLPItem.bytes([UInt8](repeating: 0xc0, count: 48))
        let version: [RLPItem] = rules >= .osaka ? [.bytes([1])] : []
        let blob = (0..<131_072).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let whole =
            [3]
            + RLP.encode(
                .list(
                    [try RLP.decode(Array(raw.dropFirst()))] + version + [
                        .list([.bytes(blob)]), .list([.bytes(commitment)]),
                        .list(Array(repeating: proof, count: proofs)),
                    ]))
        let answer = try build(node, nil, Self.bytes([whole]))
        #expect(answer["executionPayload"]?["transactions"] == Self.bytes([raw]))
        #expect(answer["executionPayload"]?["blobGasUsed"] == "0x20000")
        #expect(answer["blobsBundle"]?["blobs"] == Self.bytes([blob]))
        #expect(answer["blobsBundle"]?["commitments"] == Self.bytes([commitment]))
        #expect(answer["blobsBundle"]?["proofs"]?.arrayValue?.count == proofs)
        #expect(throws: RPCError.self) { try build(node, nil, Self.bytes([raw])) }
        try node.chain.submit(whole)
        #expect(try build(node, nil, .null)["executionPayload"]?["transactions"] == [])
        #expect(node.chain.mine().transactions.count == 1)
    }
}

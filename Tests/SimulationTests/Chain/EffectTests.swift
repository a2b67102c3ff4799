import Contracts
import Cryptography
import EVM
import Ethereum
import NodeClient
import Simulation
import StrictJSON
import TestNodes
import Testing

/// What a simulation tells of a transaction, on contracts of a few instructions; what it runs in, and what it finds wrong.
@Suite("Effects")
struct EffectTests {
    private func run(
        _ code: [UInt8], _ more: [Address: [UInt8]] = [:],
        _ transaction: Transaction = World.transaction(),
        _ options: SimulationOptions = SimulationOptions()
    ) throws -> SimulationResult {
        let node = try MeddledNode(World.configuration(code, more))
        defer { node.stop() }
        let result = try World.simulate(transaction, on: node, at: .latest, options)
        #expect(result.block.provenance == .proven)
        return result
    }

    private static let owner = Address(truncating: 0x0111)
    private static let other = Address(truncating: 0x0222)

    private static func topics(_ signature: String, _ words: UInt256...) -> [Hash32] {
        [Keccak256.hash(utf8: signature)] + words.map { Hash32(word: $0) }
    }

    private static func words(_ words: UInt256...) -> [UInt8] { words.flatMap(\.bigEndianBytes) }

    @Test func storageBalancesAndGas() throws {
        let result = try run(World.reading, [:], World.transaction(value: 7))
        #expect(result.outcome == SimulationResult.Outcome.succeeded)
        #expect(result.comparison == .agrees)
        let word = try #require(result.effects.storage.first)
        #expect(word.address == World.contract && word.slot.isZero && word.before.isZero && word.after == 1)
        #expect(word.isWritten && result.effects.storage.count == 1)
        #expect(result.effects.logs.count == 1)
        let (mine, its) = (result.effects.balances.first, result.effects.balances.last)
        #expect(mine?.address == World.sender && mine?.before == World.ether)
        #expect(mine?.after == World.ether &- 7 &- result.fee)
        #expect(its?.address == World.contract && its?.before == 5 && its?.after == 12)
        // The base fee that follows an empty genesis, and the tip.
        #expect(result.fee == UInt256(result.gasUsed) &* (875_000_000 &+ 1_000_000_000))
        #expect(result.environment.number == 1 && result.environment.timestamp == 1_700_000_001)
        #expect(result.rules == .prague && result.block.number == 0)
        var options = SimulationOptions()
        options.now = 1_800_000_000
        #expect(
            try run(World.reading, [:], World.transaction(), options).environment.timestamp == options.now)
    }

    @Test func transfersOfTokens() throws {
        let (from, to) = (Self.owner.word, Self.other.word)
        let erc20 = "Transfer(address,address,uint256)"
        let result = try run(
            World.logging([
                (Self.topics(erc20, from, to), Self.words(250)),
                (Self.topics(erc20, from, to, 77), []),
                (
                    Self.topics("TransferSingle(address,address,address,uint256,uint256)", 1, from, to),
                    Self.words(8, 9)
                ),
                (
                    Self.topics("TransferBatch(address,address,address,uint256[],uint256[])", 1, from, to),
                    Self.words(64, 160, 2, 3, 4, 2, 30, 40)
                ),
                // Of another form: no transfers, but events all the same.
                (Self.topics(erc20, from, to), Self.words(1, 2)),
                (Self.topics(erc20, .max, to), Self.words(1)),
                (
                    Self.topics("TransferBatch(address,address,address,uint256[],uint256[])", 1, from, to),
                    Self.words(64, .max)
                ),
            ]))
        #expect(
            result.effects.transfers.map(\.amount) == [
                .units(250), .item(77), .items(id: 8, count: 9), .items(id: 3, count: 30),
                .items(id: 4, count: 40),
            ])
        for transfer in result.effects.transfers {
            #expect(transfer.from == Self.owner && transfer.to == Self.other)
            #expect(transfer.token == World.contract)
        }
        #expect(result.effects.logs.count == 7 && result.effects.approvals.isEmpty)
    }

    @Test func approvals() throws {
        let (owner, spender, token) = (Self.owner.word, Self.other.word, UInt256(0x0333))
        let result = try run(
            World.logging([
                (Self.topics("Approval(address,address,uint256)", owner, spender), Self.words(.max)),
                (Self.topics("Approval(address,address,uint256)", owner, spender, 5), []),
                (Self.topics("ApprovalForAll(address,address,bool)", owner, spender), Self.words(1)),
                (
                    Self.topics("Approval(address,address,address,uint160,uint48)", owner, token, spender),
                    Self.words(9, 1_900_000_000)
                ),
                (
                    Self.topics(
                        "Permit(address,address,address,uint160,uint48,uint48)", owner, token, spender),
                    Self.words(10, 1_900_000_001, 3)
                ),
                (Self.topics("Lockdown(address,address,address)", owner), Self.words(token, spender)),
                (Self.topics("ApprovalForAll(address,address,bool)", owner, spender), Self.words(2)),
            ]))
        #expect(
            result.effects.approvals.map(\.extent) == [
                .units(.max, until: nil), .item(5), .all(true), .units(9, until: 1_900_000_000),
                .units(10, until: 1_900_000_001), .units(.zero, until: nil),
            ])
        for approval in result.effects.approvals {
            #expect(approval.owner == Self.owner && approval.spender == Self.other)
            #expect(approval.contract == World.contract)
        }
        #expect(result.effects.approvals.suffix(3).allSatisfy { $0.token.word == token })
    }

    @Test func reasonsAndFaults() throws {
        // Error("no"), as Solidity writes it.
        let error = try ABIFunction("Error(string reason)").encodeCall([.string("no")])
        var code: [UInt8] = []
        for (place, byte) in error.enumerated() { code += [0x60, byte, 0x60, UInt8(place), 0x53] }
        code += [0x60, UInt8(error.count), 0x60, 0, 0xfd]
        let reverted = try run(code)
        #expect(reverted.outcome == .reverted && reverted.output == error)
        #expect(RevertReason.decode(reverted.output) == .error("no"))
        #expect(reverted.comparison == .agrees)
        #expect(reverted.effects.logs.isEmpty && reverted.effects.balances.count == 2)
        #expect(try run([0xfe]).outcome == .halted(.invalidOpcode))
        #expect(try run(World.bytes("5b 6000 56")).outcome == .halted(.outOfGas))
    }

    @Test func creationAndDestruction() throws {
        // Creates a contract that destroys itself while it is made, and one that stays; then destroys itself.
        let code = World.bytes(
            """
            61 30ff 6000 52 6002 601e 6000 f0 50
            6000 6000 6000 f0 50
            33 ff
            """)
        let result = try run(code)
        #expect(result.outcome == SimulationResult.Outcome.succeeded)
        #expect(result.effects.created == [ContractAddress.create(sender: World.contract, nonce: 2)])
        let gone = ContractAddress.create(sender: World.contract, nonce: 1)
        #expect(result.effects.destroyed.map(\.address) == [gone, World.contract])
        #expect(result.effects.destroyed.map(\.isRemoved) == [true, false])
        #expect(result.effects.destroyed.map(\.heir) == [gone, World.sender])
        let creation = try run([0], [:], World.transaction(to: nil, data: World.bytes("6001 6000 f3")))
        #expect(creation.effects.created == [ContractAddress.create(sender: World.sender, nonce: 0)])
        #expect(creation.comparison == .agrees)
    }

    @Test func delegations() throws {
        let key = try PrivateKey.random()
        var authorization = Authorization(
            chainID: 0, address: World.contract, nonce: 0, yParity: 0, r: 0, s: 0)
        let signature = try key.sign(authorization.signingHash)
        (authorization.yParity, authorization.r, authorization.s) = (
            signature.yParity, signature.r, signature.s
        )
        var transaction = World.transaction(to: key.address, type: 4)
        transaction.authorizationList = [authorization]
        let result = try run(World.reading, [:], transaction)
        #expect(result.effects.delegations.count == 1)
        #expect(result.effects.delegations.first?.authority == key.address)
        #expect(result.effects.delegations.first?.delegate == World.contract)
        // It ran the other's code on its own storage.
        #expect(result.effects.storage.first?.address == key.address)
        #expect(result.comparison == .agrees)
    }

    /// What a node would say of it before it runs.
    @Test func whatANodeWouldNotTake() throws {
        let poor = try run(World.reading, [:], World.transaction(value: World.ether))
        #expect(poor.outcome == .refused && poor.findings.map(\.code) == ["transaction.invalid-funds"])
        #expect(poor.comparison == .agrees && poor.gasUsed == 0)
        // A nonce that isn't due is told, and what the transaction would do all the same.
        let early = try run(World.reading, [:], World.transaction(nonce: 3))
        #expect(early.findings.map(\.code) == ["transaction.invalid-nonce-too-high"])
        #expect(early.outcome == SimulationResult.Outcome.succeeded && early.effects.logs.count == 1)
        #expect(early.comparison == .agrees)
        var cheap = World.transaction()
        (cheap.maxFeePerGas, cheap.maxPriorityFeePerGas) = (1, 1)
        #expect(try run(World.reading, [:], cheap).findings.map(\.code) == ["transaction.invalid-base-fee"])
        var small = World.transaction()
        small.gasLimit = 20_000
        #expect(try run(World.reading, [:], small).findings.map(\.code) == ["transaction.invalid-gas"])
    }

    /// A chain may have a precompile where these rules have none: no answer is better than a wrong one.
    @Test func precompilesOfOtherChains() throws {
        // Calls 0x0100: P256VERIFY from Osaka on, and on rollups.
        let code = World.bytes("6000 6000 6000 6000 6000 610100 5a f1 00")
        let node = try MeddledNode(World.configuration(code))
        defer { node.stop() }
        #expect(try World.refusal(on: node) == "simulation.unsupported-precompile")
        var options = SimulationOptions()
        options.rules = .osaka
        #expect(try World.refusal(on: node, options) == nil)
        options.rules = .berlin
        #expect(try World.refusal(on: node, options) == "simulation.rules")
    }

    /// Hashes of older blocks are proven too: each is named by the header of the next.
    @Test func hashesOfBlocks() throws {
        // Logs the hash of block 3.
        let node = try MeddledNode(World.configuration(World.bytes("6003 40 6000 52 6020 6000 a0 00")))
        defer { node.stop() }
        for _ in 0..<12 { try node.call("evm_mine") }
        let hash = try node.call("eth_getBlockByNumber", ["0x3", false])["hash"]?.stringValue
        let result = try World.simulate(on: node)
        #expect(result.effects.logs.first.map { Hex.encode($0.data) } == hash)
        #expect(result.block.number == 12 && result.block.provenance == .proven)
        // At an older block it isn't known yet, as the block itself and later ones aren't.
        #expect(
            try World.simulate(on: node, at: .number(2)).effects.logs.first?.data
                == [UInt8](repeating: 0, count: 32))
        let forged = try MeddledNode(World.configuration(World.bytes("6003 40 6000 52 6020 6000 a0 00"))) {
            method, parameters, result, _ in
            guard method == "eth_getBlockByNumber", parameters.first == "0x4" else { return nil }
            return result.map { .result($0.setting("parentHash", .string(Hash32.zero.description))) }
        }
        defer { forged.stop() }
        for _ in 0..<12 { try forged.call("evm_mine") }
        #expect(try World.refusal(on: forged) == "simulation.contradiction")
    }
}

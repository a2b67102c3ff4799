import EVM
import Ethereum
import NodeClient
import SafeText
import StrictJSON

/// The state after a block, asked of a node as execution comes to need it, each thing once.
///
/// While it guesses it asks nothing: what isn't known reads as nothing and is noted, to be asked for in one go.
/// What fails is kept as `failure`; from then on nothing more is asked, and what is answered means nothing.
final class NodeState: StateReader, @unchecked Sendable {
    // Only the thread of its simulation touches it: that is what makes it safe to send there.

    struct Slot: Hashable {
        let address: Address
        let slot: UInt256
    }

    let block: NodeBlock
    let line: NodeLine
    let options: SimulationOptions
    /// The parameter that names the block: by hash (EIP-1898) where the node takes that.
    private(set) var reference: JSON
    /// Whether the block is named by its number only, so that another may have taken its place.
    private(set) var isByNumber = false
    private(set) var provenance = SimulationResult.Provenance.proven
    private(set) var failure: SimulationError?
    private var accounts: [Address: StoredAccount?] = [:]
    private var words: [Slot: UInt256] = [:]
    private var hashes: [UInt64: Hash32] = [:]
    /// What was looked at while guessing and isn't known; nil while not guessing.
    private var missing: [Address: Set<UInt256>]?
    private var missingCount = 0

    /// The state after `block`; asks for the sender's account, and thereby how the node can be asked.
    init(
        _ block: NodeBlock, of sender: Address, _ line: NodeLine, _ options: SimulationOptions
    ) throws(SimulationError) {
        self.block = block
        self.line = line
        self.options = options
        reference = .object(JSONObject([("blockHash", .string(block.hash.description))]))
        hashes[block.header.number] = block.hash
        if block.header.number > 0 { hashes[block.header.number - 1] = block.header.parentHash }
        try learn(sender)
    }

    /// Finds out how the node takes the block, and whether it offers proofs.
    private func learn(_ sender: Address) throws(SimulationError) {
        var refusal: NodeError?
        for isByNumber in [false, true] {
            self.isByNumber = isByNumber
            if isByNumber { reference = .string(UInt256(block.header.number).quantity) }
            let answers = try line.ask(
                (options.usesProofs ? [proofCall(sender, [])] : []) + [statementCall("eth_getCode", sender)])
            if case .failure(let error)? = answers.last {
                refusal = error
                continue
            }
            guard options.usesProofs, let proof = answers.first else {
                provenance = .unproven("proofs weren't asked for")
                return
            }
            switch (proof, block.check) {
            case (.failure(let error), _):
                let isMissing = error.code == "node.method-missing"
                provenance = .unproven(
                    "the node offers no proofs"
                        + (isMissing ? .empty : ": " + SafeText(cleaning: error.message)))
            case (.success, .holds): break
            case (.success, .lacksFields):
                provenance = .unproven("the node's header lacks fields that its hash is made of")
            case (.success, .hasUnknownFields):
                provenance = .unproven("the header has fields that this version of coai doesn't know")
            case (.success, .fails):
                throw .contradiction(
                    "the fields of block \(block.header.number) don't give the hash that it says")
            }
            return
        }
        throw refusal.map { SimulationError($0) } ?? .answer("eth_getCode", "none")
    }

    // MARK: Reading

    var hasFailed: Bool { failure != nil || line.isOver || missingCount >= Self.mostMissing }

    func account(_ address: Address) -> StoredAccount? {
        if let account = accounts[address] { return account }
        if missing != nil {
            miss(address, nil)
            return nil
        }
        fetch(AccessListEntry(address: address, storageKeys: []))
        return accounts[address] ?? nil
    }

    func storage(_ address: Address, _ slot: UInt256) -> UInt256 {
        let place = Slot(address: address, slot: slot)
        if let word = words[place] { return word }
        if missing != nil {
            miss(address, slot)
            return .zero
        }
        fetch(AccessListEntry(address: address, storageKeys: [Hash32(word: slot)]))
        return words[place] ?? .zero
    }

    func blockHash(_ number: UInt64) -> Hash32 {
        if let hash = hashes[number] { return hash }
        guard !hasFailed, number < block.header.number else { return .zero }
        do throws(SimulationError) {
            try fetchHashes(from: number)
        } catch { failure = error }
        return hashes[number] ?? .zero
    }

    // MARK: Guessing

    /// What one guess may note; a run that misses more has gone astray.
    private static let mostMissing = 256

    func beginGuess() { (missing, missingCount) = ([:], 0) }

    private func miss(_ address: Address, _ slot: UInt256?) {
        if missing?[address] == nil { missing?[address] = [] }
        if let slot { missing?[address]?.insert(slot) }
        missingCount += 1
    }

    /// Ends a guess: answers whether nothing was missed, else asks for it.
    func endGuess() throws(SimulationError) -> Bool {
        let entries = (missing ?? [:]).map { address, slots in
            AccessListEntry(address: address, storageKeys: slots.map { Hash32(word: $0) })
        }
        (missing, missingCount) = (nil, 0)
        guard !entries.isEmpty else { return true }
        try prefetch(entries)
        return false
    }

    /// Whether what one more guess may note is within what may be asked for.
    var mayGuess: Bool {
        accounts.count + Self.mostMissing <= options.maximumAccounts
            && words.count + Self.mostMissing <= options.maximumSlots
    }

    private func fetch(_ entry: AccessListEntry) {
        guard !hasFailed else { return }
        do throws(SimulationError) { try prefetch([entry]) } catch { failure = error }
    }

    /// Hashes of all blocks from `first` on: a block's header names its parent.
    private func fetchHashes(from first: UInt64) throws(SimulationError) {
        let oldest = hashes.keys.min() ?? block.header.number
        guard first < oldest, oldest - first <= 256 else { return }
        let numbers = Array((first + 1)...oldest)
        let answers = try results(numbers.map { NodeBlock.call(.number($0)) })
        for (number, answer) in zip(numbers, answers).reversed() {
            let found = try NodeBlock(answer)
            guard found.header.number == number, found.hash == hashes[number],
                provenance != .proven || found.check == .holds
            else { throw .contradiction("block \(number) isn't the parent of the next") }
            hashes[number - 1] = found.header.parentHash
        }
    }

    /// Reads accounts and words that aren't known yet, in one go.
    func prefetch(_ entries: [AccessListEntry]) throws(SimulationError) {
        var wanted: [Address: Set<UInt256>] = [:]
        for entry in entries {
            let missing = entry.storageKeys.map(\.word).filter {
                words[Slot(address: entry.address, slot: $0)] == nil
            }
            if !missing.isEmpty || accounts[entry.address] == nil {
                wanted[entry.address, default: []].formUnion(missing)
            }
        }
        let new = wanted.keys.count { accounts[$0] == nil }
        guard accounts.count + new <= options.maximumAccounts else {
            throw .tooLarge("above \(options.maximumAccounts) accounts")
        }
        guard words.count + wanted.values.reduce(0, { $0 + $1.count }) <= options.maximumSlots else {
            throw .tooLarge("above \(options.maximumSlots) words of storage")
        }
        let order = wanted.keys.sorted().map { ($0, wanted[$0, default: []].sorted()) }
        if provenance == .proven { try fetchProven(order) } else { try fetchStated(order) }
    }

    // MARK: What the node proves

    func proofCall(_ address: Address, _ slots: [UInt256]) -> NodeCall {
        let keys = slots.map { JSON.string(Hash32(word: $0).description) }
        return NodeCall("eth_getProof", [.string(Hex.encode(address.bytes)), .array(keys), reference])
    }

    private func fetchProven(_ wanted: [(Address, [UInt256])]) throws(SimulationError) {
        let unknown = wanted.map(\.0).filter { accounts[$0] == nil }
        let answers = try results(
            wanted.map { proofCall($0.0, $0.1) } + unknown.map { statementCall("eth_getCode", $0) })
        var proven: [Address: StateAccount?] = [:]
        for ((address, slots), answer) in zip(wanted, answers) {
            let proof = try ProvenAccount(answer, address, slots, stateRoot: block.header.stateRoot)
            proven[address] = .some(proof.account)
            for (slot, value) in zip(slots, proof.words) { words[Slot(address: address, slot: slot)] = value }
        }
        for (address, answer) in zip(unknown, answers.dropFirst(wanted.count)) {
            let code = try NodeValue.bytes(answer, "eth_getCode")
            let account = proven[address] ?? nil
            guard Keccak256.hash(code) == account?.codeHash ?? StateAccount.emptyCodeHash else {
                throw .contradiction(
                    "the code of \(address.checksummed) isn't the one that its proof names")
            }
            accounts[address] = .some(
                account.map {
                    StoredAccount(
                        nonce: $0.nonce, balance: $0.balance, code: Code(code),
                        hasStorage: $0.storageRoot != Trie.emptyRoot)
                })
        }
    }

    // MARK: What the node states

    private func statementCall(_ method: String, _ address: Address) -> NodeCall {
        NodeCall(method, [.string(Hex.encode(address.bytes)), reference])
    }

    private func fetchStated(_ wanted: [(Address, [UInt256])]) throws(SimulationError) {
        let unknown = wanted.map(\.0).filter { accounts[$0] == nil }
        let slots = wanted.flatMap { entry in entry.1.map { Slot(address: entry.0, slot: $0) } }
        let methods = ["eth_getBalance", "eth_getTransactionCount", "eth_getCode"]
        let calls = unknown.flatMap { address in methods.map { statementCall($0, address) } }
        let answers = try results(
            calls
                + slots.map {
                    NodeCall(
                        "eth_getStorageAt",
                        [.string(Hex.encode($0.address.bytes)), .string($0.slot.quantity), reference])
                })
        for (index, address) in unknown.enumerated() {
            let parts = answers[(3 * index)..<(3 * index + 3)].map { $0 }
            let account = StoredAccount(
                nonce: try NodeValue.small(parts[1], methods[1]),
                balance: try NodeValue.word(parts[0], methods[0]),
                code: Code(try NodeValue.bytes(parts[2], methods[2])))
            let isNothing = account.nonce == 0 && account.balance.isZero && account.code.count == 0
            accounts[address] = .some(isNothing ? nil : account)
        }
        for (slot, answer) in zip(slots, answers.dropFirst(calls.count)) {
            words[slot] = try NodeValue.stored(answer, "eth_getStorageAt")
        }
    }

    /// All answers; a refusal of one is the end.
    private func results(_ calls: [NodeCall]) throws(SimulationError) -> [JSON] {
        var results: [JSON] = []
        for answer in try line.ask(calls) {
            do { results.append(try answer.get()) } catch { throw SimulationError(error) }
        }
        return results
    }

    /// That the block is still the one that was read, where no proof says so: a node may also take what names it for
    /// its newest one.
    func confirm() throws(SimulationError) {
        guard isByNumber || provenance != .proven else { return }
        let now = try NodeBlock.read(.number(block.header.number), line)
        guard now.hash == block.hash else { throw .moved }
    }
}

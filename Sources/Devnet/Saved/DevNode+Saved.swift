import EVM
import Ethereum

extension DevNode {
    /// The whole state as bytes: the chain with its blocks, receipts and states, what waits, and what decides what comes
    /// next, which is when blocks are made, the clock with a time that was set, what else the blocks to come were given,
    /// and the accounts that are impersonated.
    ///
    /// Filters, subscriptions and snapshots belong to clients of this process and end with it.
    public func saved() -> [UInt8] {
        var contents = StateWriter()
        chain.write(to: &contents)
        mining.write(to: &contents)
        chain.writeNext(to: &contents)
        return SavedState.wrap(contents.bytes)
    }

    /// Takes on a state that was saved; filters are told what happens from there on.
    ///
    /// - Throws: `SavedStateError`; then nothing is changed.
    public func load(_ bytes: [UInt8]) throws(SavedStateError) {
        let (version, contents) = try SavedState.unwrap(bytes)
        var parser = StateParser(contents)
        let loaded = try DevChain(reading: &parser)
        // Version 1 didn't say.
        let mining = version > 1 ? try Mining(reading: &parser) : mining
        // Versions 1 and 2 had no such settings.
        if version > 2 { try loaded.readNext(from: &parser) }
        guard parser.isAtEnd else { throw .malformed("more than it should") }
        distribute()
        chain = loaded
        self.mining = mining
    }
}

extension DevNode.Mining {
    fileprivate func write(to writer: inout StateWriter) {
        switch self {
        case .instant: writer.add(UInt64(0))
        case .manual: writer.add(UInt64(1))
        case .interval(let seconds):
            writer.add(UInt64(2))
            writer.add(seconds)
        }
    }

    fileprivate init(reading parser: inout StateParser) throws(SavedStateError) {
        switch try parser.number(atMost: 2) {
        case 0: self = .instant
        case 1: self = .manual
        default:
            let seconds = try parser.number(atMost: 86_400)
            guard seconds > 0 else { throw .malformed("blocks that no time passes between") }
            self = .interval(seconds)
        }
    }
}

extension DevChain {
    fileprivate func write(to writer: inout StateWriter) {
        var codes = CodeTable()
        var states = StateWriter()
        state.write(to: &states, &codes)
        states.add(all: configuration.accounts.sorted { $0.key < $1.key }) {
            $0.add($1.key)
            $1.value.write(to: &$0, &codes)
        }
        codes.write(to: &writer)
        writer.append(states)
        writer.add(configuration.chainID)
        writer.add(UInt64(configuration.rules.rawValue))
        writer.add(configuration.gasLimit)
        writer.add(configuration.coinbase)
        writer.add(configuration.startTime) { $0.add($1) }
        writer.add(configuration.seed) { $0.add($1) }
        writer.add(configuration.baseFee)
        clock.write(to: &writer)
        writer.add(all: impersonated.sorted()) { $0.add($1) }
        writer.add(nextBaseFee) { $0.add($1) }
        for block in blocks { block.write(to: &writer) }
        writer.add(all: pool.byArrival) { $1.write(to: &$0) }
    }

    /// What came with the third version: settings of the blocks to come.
    fileprivate func writeNext(to writer: inout StateWriter) {
        writer.add(nextRandom) { $0.add($1) }
        writer.add(branch) { $0.add($1) }
        writer.add(clock.interval) { $0.add($1) }
        writer.add(impersonatesAll)
    }

    fileprivate func readNext(from parser: inout StateParser) throws(SavedStateError) {
        func hash(_ parser: inout StateParser) throws(SavedStateError) -> Hash32 { try parser.hash() }
        nextRandom = try parser.optional(hash)
        branch = try parser.optional(hash)
        clock.interval = try parser.optional { (parser) throws(SavedStateError) in
            try parser.number(atMost: BlockClock.latest)
        }
        impersonatesAll = try parser.flag()
    }

    fileprivate convenience init(reading parser: inout StateParser) throws(SavedStateError) {
        let codes = try CodeTable(reading: &parser)
        let state = try StateHistory(reading: &parser, codes)
        var configuration = Configuration()
        let accounts = try parser.all(ofBytes: 24) { (parser) throws(SavedStateError) in
            (try parser.address(), try StoredAccount(reading: &parser, codes))
        }
        for (address, account) in accounts { configuration.accounts[address] = account }
        configuration.chainID = try parser.number()
        guard let rules = ForkRules(rawValue: Int(try parser.number(atMost: 100))), rules >= .paris else {
            throw .malformed("rules that no chain here has")
        }
        configuration.rules = rules
        configuration.gasLimit = try parser.number(atMost: 1 << 50)
        configuration.coinbase = try parser.address()
        configuration.startTime = try parser.optional { (parser) throws(SavedStateError) in
            try parser.number()
        }
        configuration.seed = try parser.optional { (parser) throws(SavedStateError) in try parser.number() }
        configuration.baseFee = try parser.word()
        let clock = try BlockClock(reading: &parser)
        let impersonated = try parser.all(ofBytes: 20) { (parser) throws(SavedStateError) in
            try parser.address()
        }
        let baseFee = try parser.optional { (parser) throws(SavedStateError) in try parser.word() }
        var blocks: [ChainBlock] = []
        for _ in 0..<state.count { blocks.append(try ChainBlock(reading: &parser, after: blocks.last)) }
        self.init(configuration, clock: clock, state: state, blocks: blocks)
        self.impersonated = Set(impersonated)
        nextBaseFee = baseFee
        let waiting = try parser.all(ofBytes: 25) { (parser) throws(SavedStateError) in
            try ChainTransaction(reading: &parser)
        }
        for item in waiting {
            let nonce = state.account(item.sender, at: head.number)?.nonce ?? 0
            // One whose account was set by hand since it came can't wait any more.
            try? pool.add(item, accountNonce: nonce)
        }
    }
}

extension BlockClock {
    fileprivate func write(to writer: inout StateWriter) {
        writer.add(isFixed)
        writer.add(UInt64(bitPattern: offset))
        writer.add(next) { $0.add($1) }
    }

    fileprivate init(reading parser: inout StateParser) throws(SavedStateError) {
        self.init(isFixed: try parser.flag())
        offset = Int64(bitPattern: try parser.number())
        next = try parser.optional { (parser) throws(SavedStateError) in try parser.number() }
    }
}

import EVM
import Ethereum

extension ChainTransaction {
    func write(to writer: inout StateWriter) {
        writer.add(transaction.encodedUnsigned())
        writer.add(signature.r)
        writer.add(signature.s)
        writer.add(signature.yParity == 1)
        writer.add(sender)
    }

    init(reading parser: inout StateParser) throws(SavedStateError) {
        guard case .unsigned(let transaction)? = try? Transaction.decode(try parser.data()) else {
            throw .malformed("bytes that are no transaction")
        }
        let signature = Signature(
            r: try parser.word(), s: try parser.word(), yParity: try parser.flag() ? 1 : 0)
        self.init(
            SignedTransaction(transaction: transaction, signature: signature), sender: try parser.address())
    }
}

extension ChainBlock {
    func write(to writer: inout StateWriter) {
        header.write(to: &writer)
        writer.add(all: transactions.indices) { writer, place in
            transactions[place].write(to: &writer)
            let receipt = receipt(place)
            writer.add(receipt.succeeded)
            writer.add(receipt.cumulativeGasUsed)
            writer.add(all: receipt.logs) { writer, log in
                writer.add(log.address)
                writer.add(all: log.topics) { $0.add($1) }
                writer.add(log.data)
            }
            writer.add(created[place]) { $0.add($1) }
        }
    }

    /// - Parameter parent: the block before, whose hash the header must name.
    convenience init(reading parser: inout StateParser, after parent: ChainBlock?) throws(SavedStateError) {
        let header = try ChainHeader(reading: &parser)
        guard header.number == parent.map({ $0.number + 1 }) ?? 0,
            parent == nil || header.parentHash == parent?.hash
        else { throw .malformed("a block that doesn't follow the one before") }
        var gasUsed: UInt64 = 0
        var transactions: [ChainTransaction] = []
        var receipts: [Receipt] = []
        let created = try parser.all(ofBytes: 30) { (parser) throws(SavedStateError) -> Address? in
            let transaction = try ChainTransaction(reading: &parser)
            let succeeded = try parser.flag()
            let cumulative = try parser.number(atMost: header.gasUsed)
            guard cumulative >= gasUsed else { throw .malformed("gas that was used less and less") }
            gasUsed = cumulative
            let logs = try parser.all(ofBytes: 22) { (parser) throws(SavedStateError) -> LogEntry in
                let address = try parser.address()
                let topics = try parser.all(ofBytes: 32) { (parser) throws(SavedStateError) in
                    try parser.hash()
                }
                guard topics.count <= 4 else { throw .malformed("a log of more than four topics") }
                return LogEntry(address: address, topics: topics, data: try parser.data())
            }
            transactions.append(transaction)
            receipts.append(
                Receipt(
                    type: transaction.transaction.type, succeeded: succeeded, cumulativeGasUsed: cumulative,
                    logs: logs))
            return try parser.optional { (parser) throws(SavedStateError) in try parser.address() }
        }
        guard gasUsed == header.gasUsed else { throw .malformed("gas that no transaction used") }
        self.init(header: header, transactions: transactions, receipts: receipts, created: created)
    }
}

extension ChainHeader {
    /// More gas than any block has; sums and shares of less can be computed without a check.
    private static let mostGas: UInt64 = 1 << 50

    /// Only what differs from block to block: there are no uncles, and nothing was searched for.
    fileprivate func write(to writer: inout StateWriter) {
        for hash in [parentHash, stateRoot, transactionsRoot, receiptsRoot, prevRandao] { writer.add(hash) }
        writer.add(coinbase)
        for number in [number, gasLimit, gasUsed, timestamp] { writer.add(number) }
        // Most blocks have no logs.
        writer.add(logsBloom == Bloom() ? [] : logsBloom.bytes)
        writer.add(extraData)
        writer.add(baseFeePerGas)
        writer.add(withdrawalsRoot) { $0.add($1) }
        writer.add(blobGasUsed) { $0.add($1) }
        writer.add(excessBlobGas) { $0.add($1) }
        writer.add(parentBeaconRoot) { $0.add($1) }
        writer.add(requestsHash) { $0.add($1) }
    }

    fileprivate init(reading parser: inout StateParser) throws(SavedStateError) {
        func hash(_ parser: inout StateParser) throws(SavedStateError) -> Hash32 { try parser.hash() }
        func number(_ parser: inout StateParser) throws(SavedStateError) -> UInt64 {
            try parser.number(atMost: Self.mostGas)
        }
        self.init(rules: .paris)
        parentHash = try parser.hash()
        stateRoot = try parser.hash()
        transactionsRoot = try parser.hash()
        receiptsRoot = try parser.hash()
        prevRandao = try parser.hash()
        coinbase = try parser.address()
        self.number = try parser.number()
        gasLimit = try parser.number(atMost: Self.mostGas)
        gasUsed = try parser.number(atMost: gasLimit)
        // Blocks go on after the latest time that one is given.
        timestamp = try parser.number(atMost: 2 * BlockClock.latest)
        let bloom = try parser.data()
        if !bloom.isEmpty {
            guard let found = Bloom(bytes: bloom) else { throw .malformed("a bloom of the wrong length") }
            logsBloom = found
        }
        extraData = try parser.data()
        baseFeePerGas = try parser.word()
        withdrawalsRoot = try parser.optional(hash)
        blobGasUsed = try parser.optional(number)
        excessBlobGas = try parser.optional(number)
        parentBeaconRoot = try parser.optional(hash)
        requestsHash = try parser.optional(hash)
    }
}

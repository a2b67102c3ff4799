import Ethereum
import Glibc
import StrictJSON

/// Reads the logs of an `eth_getLogs` answer straight from its bytes, and refuses what wasn't asked for.
///
/// A catch-up reads millions of logs, so nothing is allocated for a log but its topics and its data.
package struct LogScanner {
    private let filter: LogFilter
    private let first: UInt64
    private let last: UInt64
    private let addresses: Set<Address>
    static let method = "eth_getLogs"

    /// A scanner of the logs that `filter` wants from block `first` through block `last`.
    package init(filter: LogFilter, from first: UInt64, through last: UInt64) {
        self.filter = filter
        self.first = first
        self.last = last
        addresses = Set(filter.addresses)
    }

    /// The logs in the whole answer to the call `id`.
    ///
    /// - Throws: the node's own error; `node.reply`, `node.json`, `node.result` or `node.logs`.
    package func logs(inReply bytes: [UInt8], id: UInt64) throws(NodeError) -> [Log] {
        let found: Result<[Log]?, JSONError>
        do throws(JSONError) {
            try JSONScanner.checkUTF8(bytes)
            found = bytes.withUnsafeBytes { raw in
                do throws(JSONError) { return .success(try reply(raw, id: id)) } catch {
                    return .failure(error)
                }
            }
            if let logs = try found.get() { return logs }
        } catch { throw Self.nodeError(error) }
        // Not a plain result: the tree says what it is instead.
        let result = try NodeReply.result(of: try NodeReply.parse(bytes), id: id)
        throw .result(Self.method, "\(result.kind) where a list of logs must be")
    }

    /// The logs, or nil where the answer isn't an object of a version, the id, and a list as its result.
    private func reply(_ raw: UnsafeRawBufferPointer, id: UInt64) throws(JSONError) -> [Log]? {
        var scanner = JSONScanner(raw)
        var logs: [Log]?
        var hasVersion = false
        var hasID = false
        var needsTree = false
        guard try scanner.peek() == .object else { return nil }
        try scanner.beginObject()
        while let name = try scanner.nextName() {
            let kind = try scanner.peek()
            if equals(name, "jsonrpc"), !hasVersion, kind == .string {
                guard equals(try scanner.string(), "2.0") else { return nil }
                hasVersion = true
            } else if equals(name, "id"), !hasID, kind == .number {
                guard String(id).utf8.elementsEqual(try scanner.number()) else { return nil }
                hasID = true
            } else if equals(name, "result"), logs == nil, kind == .array {
                (logs, needsTree) = try list(&scanner, of: raw.count)
            } else {
                return nil
            }
        }
        try scanner.end()
        // Names that the scanner doesn't know, in objects that it reads over, may come twice: the parser refuses that.
        if needsTree { _ = try JSON.parse(Array(raw), limits: .node) }
        return hasVersion && hasID ? logs : nil
    }

    private func list(_ scanner: inout JSONScanner, of bytes: Int) throws(JSONError)
        -> (logs: [Log], needsTree: Bool)
    {
        var logs: [Log] = []
        // Logs of tokens take about 600 bytes of text; room for them now saves moving them again and again.
        logs.reserveCapacity(bytes / 600)
        var reader = LogReader()
        var previous = Place()
        try scanner.beginArray()
        while try scanner.nextElement() {
            let log = try reader.log(&scanner)
            try check(log)
            if !logs.isEmpty { try previous.checkOrder(of: log) }
            previous = Place(log)
            logs.append(log)
        }
        return (logs, reader.needsTree)
    }

    /// A node that is wrong here is faulty or lies; either way nothing of its answer counts.
    @inline(__always)
    private func check(_ log: borrowing Log) throws(JSONError) {
        guard isWanted(log.address) else { throw .unasked("one of another contract") }
        guard log.blockNumber >= first, log.blockNumber <= last else {
            throw .unasked("one of another block")
        }
        guard filter.topics.isEmpty || filter.accepts(topics: log.topics) else {
            throw .unasked("one with other topics")
        }
    }

    /// Hashing an address takes longer than comparing it with a few.
    @inline(__always)
    private func isWanted(_ address: Address) -> Bool {
        if filter.addresses.count > 16 { return addresses.contains(address) }
        for wanted in filter.addresses where wanted == address { return true }
        return filter.addresses.isEmpty
    }

    /// Where a log stands in the chain.
    private struct Place {
        var blockNumber: UInt64 = 0
        var blockHash = Hash32.zero
        var transactionIndex: UInt64 = 0
        var logIndex: UInt64 = 0

        init() {}

        @inline(__always)
        init(_ log: borrowing Log) {
            blockNumber = log.blockNumber
            blockHash = log.blockHash
            transactionIndex = log.transactionIndex
            logIndex = log.logIndex
        }

        @inline(__always)
        func checkOrder(of log: borrowing Log) throws(JSONError) {
            if log.blockNumber == blockNumber {
                guard log.blockHash == blockHash else { throw .unasked("two hashes for one block") }
                guard log.logIndex > logIndex, log.transactionIndex >= transactionIndex else {
                    throw .unasked("out of order")
                }
            } else {
                guard log.blockNumber > blockNumber else { throw .unasked("out of order") }
            }
        }
    }

    private static func nodeError(_ error: JSONError) -> NodeError {
        switch error.code {
        case JSONError.malformedCode: .result(method, error.message)
        case JSONError.unaskedCode: .logs(error.message)
        default: .json(error)
        }
    }
}

/// Whether the bytes are those of `text`.
@inline(__always)
func equals(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount, let base = bytes.baseAddress else { return false }
    return memcmp(base, text.utf8Start, bytes.count) == 0
}

// The scanner throws one type of error, so what is wrong with a log travels as that type up to the scanner's edge.
extension JSONError {
    static let malformedCode = "log.malformed"
    static let unaskedCode = "log.unasked"

    static func malformed(_ what: String) -> JSONError {
        JSONError(code: malformedCode, message: what, offset: 0)
    }

    static func unasked(_ what: String) -> JSONError {
        JSONError(code: unaskedCode, message: what, offset: 0)
    }
}

import Ethereum

extension ChainFollower {
    /// Blocks below the head from which on every header is held: enough for the deepest undo, and some more.
    private var tail: UInt64 { UInt64(max(options.undoDepth, 1)) + 32 }

    /// Reads the next range and gives it out; false where it doesn't fit the chain that is held, or changed meanwhile.
    func readRange(upTo head: BlockHeader) throws(NodeError) -> Bool {
        let historyEnd = head.number >= tail ? head.number - tail : 0
        let isHistory = cursor < historyEnd
        let end = min(isHistory ? historyEnd : head.number, cursor + (range.blocks - 1))
        let asked = end - cursor + 1
        do {
            return isHistory
                ? try readHistory(through: end, head: head) : try readTail(through: end, head: head)
        } catch {
            switch error.code {
            case "node.range-limit", "node.too-large":
                guard range.tooMuch(asked) else { throw error }
                return try readRange(upTo: head)
            case "node.timeout":
                // It may have been the size of the range, or not; the wait was long enough to be told of.
                _ = range.tooMuch(asked)
                throw error
            default: throw error
            }
        }
    }

    /// A range far below the head: only the headers of blocks with logs are read, and that of its end.
    private func readHistory(through end: UInt64, head: BlockHeader) throws(NodeError) -> Bool {
        guard let before = try client.header(.number(end)) else { return false }
        let logs = try client.logs(filter, from: cursor, through: end)
        var numbers: [UInt64] = []
        for log in logs where numbers.last != log.blockNumber { numbers.append(log.blockNumber) }
        let previous = held.last
        let checked = [previous?.number, end].compactMap { $0 }
        let answers = try client.headers(numbers + checked)
        guard answers.last??.hash == before.hash,
            previous == nil || answers[numbers.count]?.hash == previous?.hash
        else { return false }
        guard let blocks = Self.blocks(logs, headers: answers.prefix(numbers.count).compactMap { $0 }) else {
            return false
        }
        range.answered(end - cursor + 1, logs: logs.count)
        give(blocks, last: before, head: head)
        held.restart(at: before)
        return true
    }

    /// A range near the head: all its headers are read and held, so that it can be undone block by block.
    private func readTail(through end: UInt64, head: BlockHeader) throws(NodeError) -> Bool {
        let headers: [BlockHeader]
        if end == head.number, end == cursor {
            headers = [head]
        } else {
            headers = try client.headers(cursor...end).compactMap { $0 }
        }
        guard UInt64(headers.count) == end - cursor + 1, let last = headers.last else { return false }
        var parent = held.last
        for header in headers {
            if let parent {
                guard header.parentHash == parent.hash, header.number == parent.number + 1 else {
                    return false
                }
            }
            parent = header
        }
        let logs = try client.logs(filter, from: cursor, through: end)
        guard let blocks = Self.blocks(logs, headers: headers),
            try client.header(.number(end))?.hash == last.hash
        else { return false }
        range.answered(end - cursor + 1, logs: logs.count)
        give(blocks, last: last, head: head)
        held.append(headers)
        return true
    }

    private func give(_ blocks: [BlockLogs], last: BlockHeader, head: BlockHeader) {
        emit(.blocks(ChainBlocks(blocks: blocks, first: cursor, last: last, target: head.number)))
        cursor = last.number + 1
    }

    /// Joins logs with the headers of their blocks, both rising; nil where a log's block isn't one of them.
    private static func blocks(_ logs: [Log], headers: [BlockHeader]) -> [BlockLogs]? {
        var blocks: [BlockLogs] = []
        var rest = headers[...]
        var start = 0
        while start < logs.count {
            let log = logs[start]
            while let header = rest.first, header.number < log.blockNumber { rest.removeFirst() }
            guard let header = rest.first, header.number == log.blockNumber, header.hash == log.blockHash
            else {
                return nil
            }
            var end = start + 1
            while end < logs.count, logs[end].blockNumber == log.blockNumber { end += 1 }
            blocks.append(BlockLogs(header: header, logs: Array(logs[start..<end])))
            start = end
        }
        return blocks
    }
}

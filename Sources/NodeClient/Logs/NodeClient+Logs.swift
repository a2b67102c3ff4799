import Ethereum

extension NodeClient {
    /// The logs that `filter` wants in a range of blocks, both ends included, in the order of the chain.
    ///
    /// - Throws: `NodeError`; of code `node.range-limit` or `node.too-large` where fewer blocks must be asked for, and
    ///   `node.logs` where the node answers logs of other contracts or blocks, or out of order.
    public func logs(_ filter: LogFilter, from first: UInt64, through last: UInt64) throws(NodeError) -> [Log]
    {
        guard first <= last else { return [] }
        let scanner = LogScanner(filter: filter, from: first, through: last)
        let request = NodeCall(LogScanner.method, [filter.parameter(from: first, through: last)])
        return try call(request) { (bytes, id) throws(NodeError) in
            try scanner.logs(inReply: bytes, id: id)
        }
    }
}

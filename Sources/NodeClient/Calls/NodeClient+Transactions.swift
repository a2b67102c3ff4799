import Ethereum
import SafeText
import StrictJSON

extension NodeClient {
    /// Gas that a call would use as a transaction now; nodes that search for it add a margin.
    ///
    /// - Throws: `NodeError`; of code `node.revert`, with `revertData`, where it would revert.
    public func estimateGas(_ call: ContractCall) throws(NodeError) -> UInt64 {
        try Quantity.uint64(try self.call("eth_estimateGas", [call.parameter]), of: "eth_estimateGas")
    }

    /// Wei for a unit of gas that the node proposes for a transaction of type 0.
    public func gasPrice() throws(NodeError) -> UInt256 {
        try Quantity.uint256(try call("eth_gasPrice"), of: "eth_gasPrice")
    }

    /// Wei for a unit of gas that the node proposes as a tip (EIP-1559).
    public func maxPriorityFeePerGas() throws(NodeError) -> UInt256 {
        try Quantity.uint256(try call("eth_maxPriorityFeePerGas"), of: "eth_maxPriorityFeePerGas")
    }

    /// Fees of the last `blocks` (1 to 1024), with the tips at `percentiles` (0 to 100, rising).
    public func feeHistory(blocks: Int, percentiles: [Double] = []) throws(NodeError) -> FeeHistory {
        let count = UInt64(min(max(blocks, 1), 1024))
        let wanted = percentiles.filter { $0 >= 0 && $0 <= 100 }.map { JSON.number(String($0)) }
        return try FeeHistory(
            try call("eth_feeHistory", [.string(UInt256(count).quantity), "latest", .array(wanted)]))
    }

    /// Sends a signed transaction and gives its hash.
    ///
    /// It is sent once: where the answer doesn't come, the node is asked whether it has the transaction. A node that
    /// says that it knows it already has it.
    /// - Throws: `NodeError`; with a hint that the transaction may be on its way where that can't be told.
    public func sendRawTransaction(_ raw: [UInt8]) throws(NodeError) -> Hash32 {
        let hash = Keccak256.hash(raw)
        // The connection is proved to be alive, and to lead to the right chain, before what can't be repeated.
        let current = try chainID()
        if let expected = connectedChainID, expected != current {
            throw .chain(expected: expected, actual: current)
        }
        do throws(NodeError) {
            let stated = try Quantity.hash(
                try callOnce("eth_sendRawTransaction", [.string(Hex.encode(raw))]),
                of: "eth_sendRawTransaction")
            guard stated == hash else {
                throw .result("eth_sendRawTransaction", "another transaction's hash")
            }
            return hash
        } catch {
            if let fault = error.fault {
                if Self.saysKnown(fault) { return hash }
                throw error
            }
            if error.isCancelled || error.isWrongChain { throw error }
            if let known = try? knowsTransaction(hash), known { return hash }
            throw NodeError(
                code: error.code, message: error.message,
                hint: "the transaction \(hash) may have arrived all the same: look for its receipt "
                    + "before you send another", isTransient: false)
        }
    }

    /// Whether the node has a transaction, mined or waiting.
    public func knowsTransaction(_ transaction: Hash32) throws(NodeError) -> Bool {
        try !call("eth_getTransactionByHash", [.string(transaction.description)]).isNull
    }

    private static func saysKnown(_ fault: NodeFault) -> Bool {
        let words = fault.message.text.lowercased()
        return ["already known", "known transaction", "already imported", "alreadyknown"]
            .contains { words.contains($0) }
    }

    /// The receipt of a transaction, or nil while it isn't mined.
    public func receipt(_ transaction: Hash32) throws(NodeError) -> TransactionReceipt? {
        let value = try call("eth_getTransactionReceipt", [.string(transaction.description)])
        return value.isNull ? nil : try TransactionReceipt(value, transaction: transaction)
    }
}

import Ethereum
import StrictJSON

extension NodeClient {
    /// What a call returns on the state after `block`.
    ///
    /// - Throws: `NodeError`; of code `node.revert`, with `revertData`, where the call reverts.
    public func call(_ call: ContractCall, at block: BlockReference = .latest) throws(NodeError) -> [UInt8] {
        try Quantity.bytes(try self.call("eth_call", [call.parameter, block.parameter]), of: "eth_call")
    }

    /// What several calls return on the state after one `block`, in their order; a revert is only its own call's.
    public func calls(_ calls: [ContractCall], at block: BlockReference) throws(NodeError)
        -> [Result<[UInt8], NodeError>]
    {
        let answers = try batch(calls.map { NodeCall("eth_call", [$0.parameter, block.parameter]) })
        var results: [Result<[UInt8], NodeError>] = []
        for answer in answers {
            switch answer {
            case .success(let value): results.append(.success(try Quantity.bytes(value, of: "eth_call")))
            case .failure(let error): results.append(.failure(error))
            }
        }
        return results
    }

    /// Wei that an account holds after `block`.
    public func balance(_ account: Address, at block: BlockReference = .latest) throws(NodeError) -> UInt256 {
        let value = try call("eth_getBalance", [Self.parameter(account), block.parameter])
        return try Quantity.uint256(value, of: "eth_getBalance")
    }

    /// The nonce of an account's next transaction; by default those count that the node holds but hasn't mined.
    public func nonce(_ account: Address, at block: BlockReference = .pending) throws(NodeError) -> UInt64 {
        let value = try call("eth_getTransactionCount", [Self.parameter(account), block.parameter])
        return try Quantity.uint64(value, of: "eth_getTransactionCount")
    }

    /// Code of a contract after `block`; none for an ordinary account.
    public func code(_ account: Address, at block: BlockReference = .latest) throws(NodeError) -> [UInt8] {
        let value = try call("eth_getCode", [Self.parameter(account), block.parameter])
        return try Quantity.bytes(value, of: "eth_getCode")
    }

    /// A word of a contract's storage after `block`.
    public func storage(_ account: Address, slot: UInt256, at block: BlockReference = .latest)
        throws(NodeError) -> Hash32
    {
        let value = try call(
            "eth_getStorageAt", [Self.parameter(account), .string(slot.quantity), block.parameter])
        // Nodes differ in whether they write all 32 bytes.
        guard let word = UInt256(bigEndianBytes: try Quantity.bytes(value, of: "eth_getStorageAt")) else {
            throw .result("eth_getStorageAt", "more than 32 bytes")
        }
        return Hash32(word: word)
    }

    private static func parameter(_ account: Address) -> JSON { .string(Hex.encode(account.bytes)) }
}

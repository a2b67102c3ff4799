import Ethereum
import SafeText
import StrictJSON

/// A call that an account is about to make: all of a transaction but what the node says of nonce and fees.
public struct TransactionIntent: Sendable, Hashable {
    /// Who sends it.
    public let from: Address
    /// The contract that is called.
    public let to: Address
    /// Wei sent with it.
    public let value: UInt256
    /// Selector and arguments.
    public let data: [UInt8]
    /// What it does in a few words, such as "cancel job 7".
    public let title: SafeText

    /// A call of these parts.
    public init(from: Address, to: Address, value: UInt256 = .zero, data: [UInt8], title: SafeText) {
        self.from = from
        self.to = to
        self.value = value
        self.data = data
        self.title = title
    }

    /// A call of the function that `signature` writes, such as `cancel(uint256 jobId)`.
    ///
    /// - Throws: `ABIError` for arguments that aren't of the function's types.
    init(
        from: Address, to: Address, _ signature: String, _ arguments: [ABIValue], title: SafeText
    ) throws(ABIError) {
        self.init(
            from: from, to: to, data: try ABIFunction(signature).encodeCall(arguments), title: title)
    }

    /// The transaction as a JSON-RPC object (type 2, EIP-1559): what goes to the signer, and into a file.
    public func document(_ costs: TransactionCosts) -> JSON {
        [
            "type": "0x2", "chainId": .string(UInt256(costs.chainID).quantity),
            "nonce": .string(UInt256(costs.nonce).quantity), "from": .string(from.checksummed),
            "to": .string(to.checksummed), "value": .string(value.quantity),
            "data": .string(Hex.encode(data)),
            "gas": .string(UInt256(costs.gasLimit).quantity),
            "maxFeePerGas": .string(costs.maxFeePerGas.quantity),
            "maxPriorityFeePerGas": .string(costs.maxPriorityFeePerGas.quantity),
        ]
    }
}

/// What a node says that a transaction needs; fees in wei per unit of gas.
public struct TransactionCosts: Sendable, Hashable {
    /// The chain it is for.
    public let chainID: UInt64
    /// The sender's next nonce.
    public let nonce: UInt64
    /// The most gas that it may use.
    public let gasLimit: UInt64
    /// The most that is paid for a unit of gas.
    public let maxFeePerGas: UInt256
    /// The most of it that goes to the block's proposer.
    public let maxPriorityFeePerGas: UInt256

    /// Costs of these parts.
    public init(
        chainID: UInt64, nonce: UInt64, gasLimit: UInt64, maxFeePerGas: UInt256, maxPriorityFeePerGas: UInt256
    ) {
        self.chainID = chainID
        self.nonce = nonce
        self.gasLimit = gasLimit
        self.maxFeePerGas = maxFeePerGas
        self.maxPriorityFeePerGas = maxPriorityFeePerGas
    }
}

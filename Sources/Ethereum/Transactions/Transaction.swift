/// An address and storage slots that a transaction announces (EIP-2930).
public struct AccessListEntry: Sendable, Hashable {
    /// The account.
    public var address: Address
    /// Slots of its storage.
    public var storageKeys: [Hash32]

    /// An entry of these parts.
    public init(address: Address, storageKeys: [Hash32]) {
        self.address = address
        self.storageKeys = storageKeys
    }
}

/// Permission for an account to run another's code (EIP-7702).
public struct Authorization: Sendable, Hashable {
    /// Chain on which it holds; 0 for every chain.
    public var chainID: UInt256
    /// Account whose code is run.
    public var address: Address
    /// Nonce of the authority.
    public var nonce: UInt64
    /// Parity of the signature: below 256; only 0 and 1 recover.
    public var yParity: UInt8
    /// r of the signature.
    public var r: UInt256
    /// s of the signature.
    public var s: UInt256

    /// An authorization of these parts.
    public init(chainID: UInt256, address: Address, nonce: UInt64, yParity: UInt8, r: UInt256, s: UInt256) {
        self.chainID = chainID
        self.address = address
        self.nonce = nonce
        self.yParity = yParity
        self.r = r
        self.s = s
    }

    /// What the authority signs: `keccak256(0x05 ‖ rlp([chainID, address, nonce]))`.
    public var signingHash: Hash32 {
        Keccak256.hash([5] + RLP.encode(.list([.number(chainID), .bytes(address.bytes), .number(nonce)])))
    }
}

/// A transaction without its signature, of type 0, 1 (EIP-2930), 2 (EIP-1559), 3 (EIP-4844) or 4 (EIP-7702).
///
/// Fields that its type lacks are zero or empty. Amounts are in wei.
public struct Transaction: Sendable, Hashable {
    /// EIP-2718 type, 0 to 4.
    public var type: UInt8
    /// Chain it is for; nil for a legacy one without EIP-155.
    public var chainID: UInt64?
    /// Number of the sender's transactions before it.
    public var nonce: UInt64
    /// Most gas it may use.
    public var gasLimit: UInt64
    /// Price of gas of types 0 and 1.
    public var gasPrice: UInt256 = .zero
    /// Most that is paid for a unit of gas, of types 2 to 4.
    public var maxFeePerGas: UInt256 = .zero
    /// Most that goes to the block's builder for a unit of gas, of types 2 to 4.
    public var maxPriorityFeePerGas: UInt256 = .zero
    /// Recipient; nil creates a contract.
    public var to: Address?
    /// Amount sent.
    public var value: UInt256
    /// Calldata, or initcode.
    public var data: [UInt8]
    /// Announced accounts and slots, of types 1 to 4.
    public var accessList: [AccessListEntry] = []
    /// Delegations, of type 4.
    public var authorizationList: [Authorization] = []
    /// Most that is paid for a unit of blob gas, of type 3.
    public var maxFeePerBlobGas: UInt256 = .zero
    /// Hashes of its blobs, of type 3.
    public var blobVersionedHashes: [Hash32] = []

    /// A transaction with these common parts.
    public init(
        type: UInt8, chainID: UInt64?, nonce: UInt64, gasLimit: UInt64, to: Address?, value: UInt256,
        data: [UInt8]
    ) {
        self.type = type
        self.chainID = chainID
        self.nonce = nonce
        self.gasLimit = gasLimit
        self.to = to
        self.value = value
        self.data = data
    }

    /// Most that a unit of gas can cost, in wei.
    public var gasPriceLimit: UInt256 { type < 2 ? gasPrice : maxFeePerGas }

    /// Most that the transaction can cost: value, gas and blob gas, in wei; nil if that exceeds 256 bits.
    public var maximumCost: UInt256? {
        let gas = gasPriceLimit.multipliedReportingOverflow(by: UInt256(gasLimit))
        let blob = maxFeePerBlobGas.multipliedReportingOverflow(
            by: UInt256(UInt64(blobVersionedHashes.count)) &* 131_072)
        let first = value.addingReportingOverflow(gas.partialValue)
        let total = first.partialValue.addingReportingOverflow(blob.partialValue)
        return gas.overflow || blob.overflow || first.overflow || total.overflow ? nil : total.partialValue
    }
}

/// A transaction with the signature of its sender.
public struct SignedTransaction: Sendable, Hashable {
    /// What was signed.
    public var transaction: Transaction
    /// The signature.
    public var signature: Signature

    /// A transaction of these parts.
    public init(transaction: Transaction, signature: Signature) {
        self.transaction = transaction
        self.signature = signature
    }

    /// The bytes that a node takes.
    public var encoded: [UInt8] { transaction.encoded(signature: signature) }
    /// Its hash: that of the encoding.
    public var hash: Hash32 { Keccak256.hash(encoded) }
}

import Ethereum

/// A state test: accounts, a block, a transaction in variants, and what must be there after each under each fork.
public struct StateTest: Sendable {
    /// The test's name in its file.
    public let name: String
    let environment: Environment
    let accounts: [Account]
    let transaction: Template
    /// What is to come out, in the order of the file.
    public let cases: [Case]

    /// The block that the transaction runs in; what a fork lacks is nil.
    struct Environment: Sendable {
        var coinbase: Address
        var number: UInt64
        var timestamp: UInt64
        var gasLimit: UInt64
        var difficulty: UInt256
        var random: Hash32?
        var baseFee: UInt256?
        var excessBlobGas: UInt64?
    }

    /// An account before the transaction.
    struct Account: Sendable {
        var address: Address
        var nonce: UInt64
        var balance: UInt256
        var code: [UInt8]
        var storage: [(slot: UInt256, value: UInt256)]
    }

    /// A transaction whose data, gas limit and value each come in variants.
    struct Template: Sendable {
        var sender: Address
        var to: Address?
        /// nil where the number has more than 64 bits, which no transaction can be made with.
        var nonce: UInt64?
        var gasPrice: UInt256?
        var maxFeePerGas: UInt256?
        var maxPriorityFeePerGas: UInt256?
        var maxFeePerBlobGas: UInt256?
        var blobVersionedHashes: [Hash32]?
        var authorizationList: [Authorization]?
        var data: [[UInt8]]
        var gasLimits: [UInt64?]
        /// nil where the number has more than 256 bits.
        var values: [UInt256?]
        /// Beside `data`, where the transaction has access lists.
        var accessLists: [[AccessListEntry]]
    }

    /// One variant of the transaction under one fork.
    public struct Case: Sendable {
        /// The fork's name, as in `Cancun`.
        public let fork: String
        /// Place among the fork's cases in the file.
        public let index: Int
        let dataIndex: Int
        let gasIndex: Int
        let valueIndex: Int
        let stateRoot: Hash32
        let logsHash: Hash32
        /// Names of errors of which one must refuse the transaction; nil if it must run.
        let expectedErrors: [String]?
    }

    /// The transaction of a case, or nil if its numbers are too large for one.
    func transaction(of test: Case) -> Transaction? {
        let template = transaction
        guard let gasLimit = template.gasLimits[test.gasIndex], let value = template.values[test.valueIndex],
            let nonce = template.nonce
        else { return nil }
        let type: UInt8 =
            template.authorizationList != nil
            ? 4
            : template.blobVersionedHashes != nil || template.maxFeePerBlobGas != nil
                ? 3 : template.maxFeePerGas != nil ? 2 : template.accessLists.isEmpty ? 0 : 1
        var transaction = Transaction(
            type: type, chainID: 1, nonce: nonce, gasLimit: gasLimit, to: template.to, value: value,
            data: template.data[test.dataIndex])
        transaction.gasPrice = template.gasPrice ?? .zero
        transaction.maxFeePerGas = template.maxFeePerGas ?? .zero
        transaction.maxPriorityFeePerGas = template.maxPriorityFeePerGas ?? .zero
        transaction.maxFeePerBlobGas = template.maxFeePerBlobGas ?? .zero
        transaction.blobVersionedHashes = template.blobVersionedHashes ?? []
        transaction.authorizationList = template.authorizationList ?? []
        if !template.accessLists.isEmpty { transaction.accessList = template.accessLists[test.dataIndex] }
        return transaction
    }
}

import Ethereum
import StrictJSON

/// The three kinds of what can be signed.
public enum DocumentKind: String, Sendable, Hashable, CaseIterable {
    case typedData = "typed-data"
    case transaction
    case message
}

/// A document, read strictly: what is shown and what is hashed come from this value alone.
public enum Document: Sendable {
    /// EIP-712.
    case typedData(TypedData)
    /// A transaction without signature, and the sender that it names.
    case transaction(Transaction, from: Address?)
    /// A transaction that is signed already: it can be shown, not signed again.
    case signedTransaction(SignedTransaction)
    /// An EIP-191 message.
    case message([UInt8])

    /// Which kind it is.
    public var kind: DocumentKind {
        switch self {
        case .typedData: .typedData
        case .transaction, .signedTransaction: .transaction
        case .message: .message
        }
    }

    /// What is signed.
    public var digest: Hash32 {
        switch self {
        case .typedData(let data): data.digest
        case .transaction(let transaction, _): transaction.signingHash()
        case .signedTransaction(let signed): signed.transaction.signingHash()
        case .message(let bytes): PersonalMessage.digest(bytes)
        }
    }

    /// The chain on which a signature holds; nil where the document doesn't say.
    public var chainID: UInt256? {
        switch self {
        case .typedData(let data): data.domainChainID
        case .transaction(let transaction, _): transaction.chainID.map { UInt256($0) }
        case .signedTransaction(let signed): signed.transaction.chainID.map { UInt256($0) }
        case .message: nil
        }
    }
}

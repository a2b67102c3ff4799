import Ethereum
import Profile
import SafeText

/// Everything that a person must see of a document before it is signed.
///
/// Fields, hashes and findings are made from one `Document` value: what is shown is what is hashed.
public struct Review: Sendable {
    /// What is reviewed.
    public let document: Document
    /// What it is in a few words, such as "order for a job"; nil for what coai has no words for.
    public let title: SafeText?
    /// All fields, in the order of the document.
    public let fields: [ReviewField]
    /// What is dangerous about it, the most dangerous first.
    public let findings: [Finding]
    /// What is signed.
    public let digest: Hash32
    /// Who signed a transaction that is signed already; nil if nobody can have.
    public let sender: Address?
    /// Name of the document's network, from an accepted profile.
    public let networkName: SafeText?
    /// The contract that checks the signature or is called, with its name from an accepted profile.
    public let contract: (address: Address, shown: SafeText)?
    /// Who else takes part, and which allowances it leans on.
    public let counterparties: Counterparties

    /// The review of `document`.
    ///
    /// - Throws: `ReviewError` if the document is for another chain than the selected network's.
    public init(_ document: Document, context: ReviewContext) throws(ReviewError) {
        if let mismatch = SigningRules.chainMismatch(document, context.expectedChainID) { throw mismatch }
        self.document = document
        digest = document.digest
        let profile = context.profile(document.chainID)
        networkName = profile.map { SafeText(reviewing: $0.name) }
        var effects: [Effect] = []
        let contract: Address?
        switch document {
        case .typedData(let data):
            let kind = MessageKind.of(data)
            let read = TypedDataFields(data, kind: kind, context: context)
            (fields, effects) = (read.fields, read.effects)
            (title, sender, contract) = (
                kind.map { SafeText(reviewing: $0.title) }, nil, data.verifyingContract
            )
        case .transaction(let transaction, let from):
            let read = TransactionFields(transaction, from: from, context: context)
            (fields, effects) = (read.fields, read.effects)
            (title, sender, contract) = (nil, nil, transaction.to)
        case .signedTransaction(let signed):
            let signature = signed.signature
            sender =
                signature.isInRange && signature.isLowS
                ? context.recover(signed.transaction.signingHash(), signature) : nil
            let read = TransactionFields(signed.transaction, from: sender, context: context)
            (fields, effects) = (read.fields, read.effects)
            (title, contract) = (nil, signed.transaction.to)
        case .message(let bytes):
            fields = MessageFields.fields(bytes)
            (title, sender, contract) = (nil, nil, nil)
        }
        self.contract = contract.map { address in
            (address, ValueWords(context: context, profile: profile).address(address))
        }
        counterparties = Counterparties(
            document, contract: contract, effects: effects, fields: fields, context: context)
        findings = FindingRules.findings(
            ReviewSubject(document: document, context: context, effects: effects, fields: fields))
    }

    /// Codes of the dangers, each once.
    public var dangerCodes: [String] {
        var seen: Set<String> = []
        return findings.filter { $0.severity == .danger }.map(\.code).filter { seen.insert($0).inserted }
    }

    /// Hash of the typed data's domain, if it is typed data (ERC-8213).
    public var domainHash: Hash32? {
        if case .typedData(let data) = document { return data.domainSeparator }
        return nil
    }

    /// Hash of the typed data's message, if it is typed data (ERC-8213).
    public var messageHash: Hash32? {
        if case .typedData(let data) = document { return data.messageHash }
        return nil
    }

    /// Hash of a transaction's calldata, if it has any (ERC-8213: the hash of its length, 32 bytes, and its bytes).
    public var calldataDigest: Hash32? {
        let data: [UInt8]
        switch document {
        case .transaction(let transaction, _): data = transaction.data
        case .signedTransaction(let signed): data = signed.transaction.data
        default: return nil
        }
        guard !data.isEmpty else { return nil }
        return Keccak256.hash(UInt256(UInt64(data.count)).bigEndianBytes + data)
    }
}

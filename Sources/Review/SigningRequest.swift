import Ethereum
import SafeText

/// A wish to have a document signed: the document as it came, never a digest of it.
public struct SigningRequest: Sendable, Hashable {
    /// The document's bytes: typed data, a transaction, or a message.
    public var document: [UInt8]
    /// What the document is, where its bytes alone don't say it.
    public var kind: DocumentKind?
    /// Whose signature is wanted.
    public var account: Address
    /// The chain that the requester works on, if it does; a document for another one is refused.
    public var expectedChainID: UInt64?
    /// What the requester says about the document.
    ///
    /// It is shown apart, as its claim, and changes no finding.
    public var claims: [Claim]

    /// Something that the requester says.
    public struct Claim: Sendable, Hashable {
        /// Most claims that a request may carry.
        public static let maximumCount = 32
        /// What it is about.
        public let label: SafeText
        /// What is said.
        public let text: SafeText

        /// A claim of these parts.
        public init(label: SafeText, text: SafeText) {
            self.label = label
            self.text = text
        }
    }

    /// A request of these parts.
    public init(
        document: [UInt8], kind: DocumentKind? = nil, account: Address, expectedChainID: UInt64? = nil,
        claims: [Claim] = []
    ) {
        self.document = document
        self.kind = kind
        self.account = account
        self.expectedChainID = expectedChainID
        self.claims = claims
    }
}

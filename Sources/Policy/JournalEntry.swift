import Ethereum
import StrictJSON

/// One line of the journal.
public struct JournalEntry: Sendable, Hashable {
    /// What is noted.
    public enum Event: String, Sendable, CaseIterable {
        /// A person or the requester said yes, and the key is about to be used.
        case reserved
        /// The signature was made and checked, and is about to leave.
        case signed
        /// Nothing was signed.
        case refused
    }

    /// What happened.
    public var event: Event
    /// When, in seconds since 1970.
    public var at: UInt64
    /// Whose signature it was about.
    public var account: Address
    /// Kind of the document, as `coai review` names it.
    public var kind: String
    /// Hash of the document's bytes.
    public var documentHash: Hash32
    /// What was to be signed.
    public var digest: Hash32
    /// Chain of the document, in decimal digits; empty where it names none.
    public var chainID: String
    /// Codes of the findings that were shown.
    public var findings: [String]
    /// Who asked, and who answered: such as "person" or "accepted beforehand".
    public var requester: String
    /// How it was decided.
    public var decision: String

    /// An entry of these parts.
    public init(
        event: Event, at: UInt64, account: Address, kind: String, documentHash: Hash32, digest: Hash32,
        chainID: String, findings: [String], requester: String, decision: String
    ) {
        self.event = event
        self.at = at
        self.account = account
        self.kind = kind
        self.documentHash = documentHash
        self.digest = digest
        self.chainID = chainID
        self.findings = findings
        self.requester = requester
        self.decision = decision
    }

    /// The entry as a line holds it, with its place in the chain of lines.
    func json(sequence: UInt64, previous: Hash32) -> JSON {
        .object(
            JSONObject([
                ("sequence", .number(String(sequence))), ("previous", .string(previous.description)),
                ("event", .string(event.rawValue)), ("at", .number(String(at))),
                ("account", .string(account.checksummed)), ("kind", .string(kind)),
                ("documentHash", .string(documentHash.description)), ("digest", .string(digest.description)),
                ("chainID", .string(chainID)), ("findings", .array(findings.map { .string($0) })),
                ("requester", .string(requester)), ("decision", .string(decision)),
            ]))
    }
}

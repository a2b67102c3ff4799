import Ethereum
import Profile
import SafeText

/// Something about a document that a person should know before signing it.
public struct Finding: Sendable, Hashable {
    /// How dangerous it is.
    public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
        case danger, warning, notice

        private var rank: Int {
            switch self {
            case .danger: 0
            case .warning: 1
            case .notice: 2
            }
        }

        /// Orders the more dangerous first.
        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    }

    /// How dangerous it is.
    public let severity: Severity
    /// Stable name, such as `approval.unlimited`: what `--accept` takes.
    public let code: String
    /// One sentence.
    public let text: SafeText

    /// A finding of these parts.
    public init(_ severity: Severity, _ code: String, _ text: SafeText) {
        self.severity = severity
        self.code = code
        self.text = text
    }
}

/// What the rules look at.
struct ReviewSubject: Sendable {
    let document: Document
    let context: ReviewContext
    let effects: [Effect]
    let fields: [ReviewField]

    /// Words for addresses and amounts of the document's network.
    var words: ValueWords { ValueWords(context: context, profile: context.profile(document.chainID)) }

    /// Whether the network's accepted profile names an address.
    func isNamed(_ address: Address) -> Bool {
        context.profile(document.chainID)?.name(of: address) != nil
    }

    /// The address, whole, with what is known of it.
    func shown(_ address: Address) -> SafeText { words.address(address) }
}

/// The rules, each a file in this folder: given the subject, what it finds.
enum FindingRules {
    static let all: [@Sendable (ReviewSubject) -> [Finding]] = [
        ChainFinding.find, ApprovalFinding.find, PrivilegeFinding.find, TransferFinding.find,
        DeadlineFinding.find, ContractFinding.find, SignerFinding.find, OpenOrderFinding.find,
        AuthorizationFinding.find, CallFinding.find, FeeFinding.find, MessageFinding.find, TextFinding.find,
        PortabilityFinding.find,
    ]

    /// All findings, the dangerous ones first; within a severity in the order of the rules.
    static func findings(_ subject: ReviewSubject) -> [Finding] {
        var seen: Set<Finding> = []
        let found = all.flatMap { $0(subject) }.filter { seen.insert($0).inserted }
        return Finding.Severity.allCases.flatMap { severity in found.filter { $0.severity == severity } }
    }
}

import Cells
import ComputeNetwork
import Ethereum
import Profile
import Review
import SafeText

/// Everything that the dashboard shows and remembers.
///
/// Only `update` changes it.
public struct AppState: Sendable {
    /// The network's profile.
    public let profile: NetworkProfile
    /// The account that acts, if one was named.
    public let account: Address?
    /// Keys and what they do.
    public let keymap: Keymap
    /// Colours and glyphs.
    public let theme: Theme
    /// Whether actions that change something are out of reach.
    public let isReadOnly: Bool
    /// A mark for the header, such as DEMO.
    public let mark: SafeText?

    var columns = 80
    var rows = 24
    var now: UInt64
    var snapshot: NetworkSnapshot?
    var node = NodeStatus.connecting
    var facts = AccountFacts()
    var screen = ScreenID.overview
    var lists: [ScreenID: ListState] = [:]
    /// What the overview says of jobs.
    var summary = JobSummary()
    /// Scroll position of the detail pane, and whether it is open where it doesn't fit beside the list.
    var detailTop = 0
    var isDetailOpen = false
    /// Whether the detail stays away from the list's side: then a step in a list on a slow line costs one row.
    var isPaneHidden = false
    var mode = Mode.normal
    var toast: Toast?
    var outgoing: [Outgoing] = []
    var pending: [Int: PendingSignature] = [:]
    var nextID = 1

    /// What keys mean besides moving around.
    enum Mode: Sendable {
        case normal
        case filter(InputLine, before: String)
        case palette(Palette)
        case help(top: Int)
        case form(Form)
    }

    /// A short message above the last row.
    struct Toast: Sendable, Hashable {
        let text: SafeText
        let role: StyleRole
        let until: UInt64
    }

    /// A dashboard at its start.
    public init(
        profile: NetworkProfile, account: Address?, keymap: Keymap, theme: Theme, now: UInt64,
        isReadOnly: Bool = false, mark: SafeText? = nil
    ) {
        self.profile = profile
        self.account = account
        self.keymap = keymap
        self.theme = theme
        self.now = now
        self.isReadOnly = isReadOnly || account == nil
        self.mark = mark
        for screen in ScreenID.allCases {
            guard let list = screen.list else { continue }
            lists[screen] = ListState(sort: list.defaultSort)
        }
    }

    var names: Names { Names(profile: profile, account: account) }

    /// The chain's own time: that of its head, moved on by what passed since.
    ///
    /// Deadlines are compared with the clock of the chain, which may be ahead of this machine's.
    var chainNow: UInt64 { max(now, snapshot?.head.timestamp ?? 0) }

    mutating func say(_ text: SafeText, _ role: StyleRole = .notice, seconds: UInt64 = 8) {
        toast = Toast(text: text, role: role, until: now.addingReportingOverflow(seconds).partialValue)
    }

    var list: ListState {
        get { lists[screen] ?? ListState(sort: nil) }
        set { if lists[screen] != nil { lists[screen] = newValue } }
    }
}

/// A signature that was asked for, and what is done with it.
struct PendingSignature: Sendable {
    enum Use: Sendable {
        /// It is sent to the node.
        case transaction(TransactionIntent)
        /// It is kept in a file of this name.
        case order(JobOrder)
        /// It is kept, and can be handed in.
        case delegation(DelegationOrder)
        /// It is kept, and can be handed in.
        case ballot(Ballot)
        /// It is kept.
        case file(String)
    }

    /// How long the node may take to say something of a document, in seconds: then it goes to the signer without.
    static let inquirySeconds: UInt64 = 3

    let use: Use
    var document: [UInt8]
    /// What the node is being asked; nil before and after.
    var inquiry: Inquiry?

    /// What is asked about a document before it goes to the signer, and what came.
    struct Inquiry: Sendable {
        /// Who takes part.
        let about: Counterparties
        /// When it began, in seconds since 1970.
        let since: UInt64
        /// What the node says of them; nil until it does.
        var answers: NodeAnswers?
        /// What a simulation of the transaction came to; nil until it has.
        var simulation: [AppState.Claim]?

        /// Whether there is nothing more to wait for.
        var isAnswered: Bool { answers != nil && simulation != nil }
    }
}

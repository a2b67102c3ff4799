import SafeText

/// Everything that a person can ask for: one row each makes keys, hint bar, help and palette.
public enum Action: String, CaseIterable, Sendable {
    case open, back, down, up
    case pageDown = "page-down"
    case pageUp = "page-up"
    case halfPageDown = "half-page-down"
    case halfPageUp = "half-page-up"
    case first, last
    case scrollDown = "scroll-down"
    case scrollUp = "scroll-up"
    case detailDown = "detail-down"
    case detailUp = "detail-up"
    case toggleDetail = "toggle-detail"
    case screenOverview = "screen-overview"
    case screenJobs = "screen-jobs"
    case screenProviders = "screen-providers"
    case screenGovernance = "screen-governance"
    case screenActivity = "screen-activity"
    case screenNext = "screen-next"
    case screenPrevious = "screen-previous"
    case filter, sort, reverse
    case accept, cancel, order, bid, delegate, undelegate, vote
    case voteSignature = "vote-signature"
    case bond, claim, withdraw, queue, execute, complete, challenge
    case delegateVotes = "delegate-votes"
    case approveMarket = "approve-market"
    case approveStaking = "approve-staking"
    case signFile = "sign"
    case copy, palette, help, refresh, repaint, suspend, quit

    /// What is said of an action.
    struct Row: Sendable {
        /// In the hint bar: a word or two; nil where it isn't shown there.
        let hint: SafeText?
        /// In help and palette.
        let description: SafeText
        /// The screens it belongs to; empty for all.
        var screens: Set<ScreenID> = []
        /// Whether it leads to a signature.
        var changes = false
        /// Which part of the help it stands in.
        var group: Group = .network
    }

    enum Group: CaseIterable, Sendable {
        case moving, screens, lists, network, program

        var title: SafeText {
            switch self {
            case .moving: "Moving"
            case .screens: "Screens"
            case .lists: "Lists"
            case .network: "On the network: each leads to a review and a signature"
            case .program: "Program"
            }
        }
    }
}

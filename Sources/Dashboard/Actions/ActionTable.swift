import SafeText

extension Action {
    /// The table of actions.
    var row: Row {
        switch self {
        case .open: Row(hint: "detail", description: "open what is selected", group: .moving)
        case .back: Row(hint: nil, description: "go back", group: .moving)
        case .down: Row(hint: nil, description: "next row", group: .moving)
        case .up: Row(hint: nil, description: "row before", group: .moving)
        case .pageDown: Row(hint: nil, description: "next page", group: .moving)
        case .pageUp: Row(hint: nil, description: "page before", group: .moving)
        case .halfPageDown: Row(hint: nil, description: "half a page down", group: .moving)
        case .halfPageUp: Row(hint: nil, description: "half a page up", group: .moving)
        case .first: Row(hint: nil, description: "first row", group: .moving)
        case .last: Row(hint: nil, description: "last row", group: .moving)
        case .scrollDown: Row(hint: nil, description: "scroll down by a row", group: .moving)
        case .scrollUp: Row(hint: nil, description: "scroll up by a row", group: .moving)
        case .detailDown: Row(hint: nil, description: "scroll the detail down", group: .moving)
        case .detailUp: Row(hint: nil, description: "scroll the detail up", group: .moving)
        case .toggleDetail:
            Row(hint: nil, description: "hide or show the detail beside the list", group: .moving)
        case .screenOverview: Row(hint: nil, description: "overview: is anything wrong?", group: .screens)
        case .screenJobs: Row(hint: nil, description: "jobs, bids, escrow", group: .screens)
        case .screenProviders: Row(hint: nil, description: "providers and stakes", group: .screens)
        case .screenGovernance: Row(hint: nil, description: "proposals and votes", group: .screens)
        case .screenActivity: Row(hint: nil, description: "what happened", group: .screens)
        case .screenNext: Row(hint: nil, description: "next screen", group: .screens)
        case .screenPrevious: Row(hint: nil, description: "screen before", group: .screens)
        case .filter: Row(hint: "filter", description: "show only rows that match", group: .lists)
        case .sort: Row(hint: "sort", description: "sort by the next column", group: .lists)
        case .reverse: Row(hint: nil, description: "turn the order around", group: .lists)
        case .copy:
            Row(
                hint: "copy", description: "copy the row's id, address or hash, on the overview the account",
                group: .lists)
        default: networkRow
        }
    }

    private var networkRow: Row {
        switch self {
        case .accept:
            Row(
                hint: "start", description: "accept the job's terms and start it", screens: [.jobs],
                changes: true)
        case .cancel: Row(hint: "cancel", description: "cancel the job", screens: [.jobs], changes: true)
        case .order:
            Row(
                hint: "order", description: "sign an order for a job (JobOrder)", screens: [.jobs],
                changes: true)
        case .bid:
            Row(
                hint: nil, description: "award the job to its cheapest open bid", screens: [.jobs],
                changes: true)
        case .complete:
            Row(hint: nil, description: "accept the job's result and pay", screens: [.jobs], changes: true)
        case .challenge:
            Row(
                hint: nil, description: "challenge the job's result, with a bond", screens: [.jobs],
                changes: true)
        case .delegate:
            Row(
                hint: "delegate", description: "sign an order to bond stake (DelegationOrder)",
                screens: [.providers], changes: true)
        case .undelegate:
            Row(hint: "undelegate", description: "take stake back", screens: [.providers], changes: true)
        case .bond:
            Row(hint: nil, description: "bond stake by transaction", screens: [.providers], changes: true)
        case .claim:
            Row(
                hint: nil, description: "claim rewards from the provider", screens: [.providers],
                changes: true)
        case .withdraw:
            Row(
                hint: nil, description: "withdraw stake that is free again", screens: [.providers],
                changes: true)
        case .vote:
            Row(hint: "vote", description: "vote by transaction", screens: [.governance], changes: true)
        case .voteSignature:
            Row(
                hint: "vote by signature", description: "sign a vote (Ballot)", screens: [.governance],
                changes: true)
        case .queue:
            Row(
                hint: nil, description: "queue a proposal that succeeded", screens: [.governance],
                changes: true)
        case .execute:
            Row(
                hint: nil, description: "execute a proposal that is ready", screens: [.governance],
                changes: true)
        case .delegateVotes: Row(hint: nil, description: "give your own votes to yourself", changes: true)
        case .approveMarket: Row(hint: nil, description: "let JobMarket take COAI for jobs", changes: true)
        case .approveStaking:
            Row(hint: nil, description: "let StakingManager take COAI to bond", changes: true)
        case .signFile: Row(hint: nil, description: "sign a document from a file", changes: true)
        default: programRow
        }
    }

    private var programRow: Row {
        switch self {
        case .palette: Row(hint: "command", description: "find an action by its name", group: .program)
        case .help: Row(hint: "help", description: "all keys", group: .program)
        case .refresh: Row(hint: nil, description: "ask the node again", group: .program)
        case .repaint: Row(hint: nil, description: "draw the screen anew", group: .program)
        case .suspend: Row(hint: nil, description: "to the shell; fg comes back", group: .program)
        default: Row(hint: "quit", description: "leave", group: .program)
        }
    }

    /// Whether it can be asked for on a screen.
    func isAvailable(on screen: ScreenID, isReadOnly: Bool) -> Bool {
        let row = row
        return (row.screens.isEmpty || row.screens.contains(screen)) && !(row.changes && isReadOnly)
    }
}

import SafeText

/// The screens, in the order of their numbers.
public enum ScreenID: String, CaseIterable, Sendable {
    case overview, jobs, providers, governance, activity

    /// Its name on the tab.
    public var title: SafeText {
        switch self {
        case .overview: "Overview"
        case .jobs: "Jobs"
        case .providers: "Providers"
        case .governance: "Governance"
        case .activity: "Activity"
        }
    }

    /// The table that it is; nil for the overview.
    var list: ListScreen? {
        switch self {
        case .overview: nil
        case .jobs: .jobs
        case .providers: .providers
        case .governance: .governance
        case .activity: .activity
        }
    }
}

/// Rules of Ethereum's upgrades, in their order.
public enum ForkRules: Int, Sendable, CaseIterable, Comparable {
    case frontier
    case homestead
    case tangerineWhistle
    case spuriousDragon
    case byzantium
    case constantinople
    case petersburg
    case istanbul
    case berlin
    case london
    case paris
    case shanghai
    case cancun
    case prague
    case osaka

    /// Whether `left` came first.
    public static func < (left: ForkRules, right: ForkRules) -> Bool { left.rawValue < right.rawValue }
}

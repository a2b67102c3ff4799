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

    /// The name that is written for them, such as `prague`.
    public var name: String { "\(self)" }

    /// The rules of this name; nil for any other text.
    public init?(name: String) {
        guard let rules = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = rules
    }
}

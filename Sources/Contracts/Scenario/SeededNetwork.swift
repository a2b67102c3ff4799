import Profile

/// What the scenario left on a chain.
public struct SeededNetwork: Sendable {
    /// The network's profile.
    public let profile: NetworkProfile
    /// Time of the block that states are as of, in seconds since 1970.
    public let headTime: UInt64
    /// How many are in each state.
    public let states: [NetworkState: Int]
    /// What changes without anybody's doing within half a day, the soonest first.
    public let changes: [Change]

    /// States that nothing is in, of those that the scenario of days shows.
    public var notReached: [NetworkState] { NetworkState.all.filter { states[$0] == nil } }

    /// A state that ends by itself.
    public struct Change: Sendable, Equatable {
        /// The state now.
        public let state: NetworkState
        /// When it ends, in seconds since 1970.
        public let time: UInt64
    }
}

/// A state that a job, a proposal, a provider or an unbonding is in.
public struct NetworkState: Sendable, Hashable {
    /// What has states.
    public enum Kind: String, Sendable {
        case job, proposal, provider, unbonding
    }

    /// What is in it.
    public let kind: Kind
    /// Its name, such as `Running`.
    public let name: String

    /// The state of a name.
    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// JobMarket's, in the order of their numbers.
    static let jobs = [
        "Open", "Funded", "Submitted", "Completed", "Rejected", "Expired", "Running", "Disputed", "Cancelled",
    ]
    /// The governor's, in the order of their numbers.
    static let proposals = [
        "Pending", "Active", "Canceled", "Defeated", "Succeeded", "Queued", "Expired", "Executed",
    ]
    /// StakingManager's, in the order of their numbers.
    static let providers = ["Unregistered", "Pending", "Active", "Jailed", "Exiting", "Exited"]

    /// What the scenario of days shows.
    ///
    /// An open job is Bidding while bids are sealed, and Revealing while they are
    /// opened; nobody of the scenario leaves for good.
    public static let all: [NetworkState] =
        (jobs + ["Bidding", "Revealing"]).map { NetworkState(.job, $0) }
        + proposals.map { NetworkState(.proposal, $0) }
        + ["Pending", "Active", "Jailed"].map { NetworkState(.provider, $0) }
        + ["Unbonding", "Withdrawable"].map { NetworkState(.unbonding, $0) }
}

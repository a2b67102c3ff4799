/// A total or parameter of the contracts: amounts in wei of COAI, times in seconds, shares in basis points.
public enum NetworkFigure: UInt8, Sendable, Hashable, CaseIterable {
    // Token.
    case totalSupply
    // Staking.
    case totalBonded, totalUnbonding, unbondingPeriod, cutsDelay, minSelfStake
    // Job market.
    case totalEscrow, bidDeposit, challengeBondBasisPoints, evaluatorTimeout
    // Governor and timelock.
    case votingDelay, votingPeriod, proposalThreshold, minDelay, gracePeriod

    /// The contract that is asked, by its id in the profile.
    var contract: String {
        switch self {
        case .totalSupply: "COAIToken"
        case .totalBonded, .totalUnbonding, .unbondingPeriod, .cutsDelay, .minSelfStake: "StakingManager"
        case .totalEscrow, .bidDeposit, .challengeBondBasisPoints, .evaluatorTimeout: "JobMarket"
        case .votingDelay, .votingPeriod, .proposalThreshold: "CoaiGovernor"
        case .minDelay, .gracePeriod: "Timelock"
        }
    }

    /// The function that answers it.
    var signature: String {
        switch self {
        case .totalSupply: "totalSupply()"
        case .totalBonded: "totalBonded()"
        case .totalUnbonding: "totalUnbonding()"
        case .unbondingPeriod: "unbondingPeriod()"
        case .cutsDelay: "cutsDelay()"
        case .minSelfStake: "minSelfStake()"
        case .totalEscrow: "totalEscrow(address)"
        case .bidDeposit: "bidDeposit()"
        case .challengeBondBasisPoints: "challengeBondBps()"
        case .evaluatorTimeout: "evaluatorTimeout()"
        case .votingDelay: "votingDelay()"
        case .votingPeriod: "votingPeriod()"
        case .proposalThreshold: "proposalThreshold()"
        case .minDelay: "getMinDelay()"
        case .gracePeriod: "GRACE_PERIOD()"
        }
    }
}

import ComputeNetwork
import Ethereum
import SafeText

/// Calls of the governor that a person makes for a proposal (OpenZeppelin Governor 5).
public struct GovernorCalls: Sendable {
    /// Where the governor is.
    public let governor: Address
    /// Who calls.
    public let account: Address

    /// Calls of `account` to the governor at `governor`.
    public init(governor: Address, account: Address) {
        self.governor = governor
        self.account = account
    }

    /// Votes, with a reason if it isn't empty.
    public func vote(
        _ proposalID: UInt256, _ support: Ballot.Support, reason: String = ""
    ) throws(ABIError) -> TransactionIntent {
        let number = ABIValue.uint(UInt256(UInt64(support.rawValue)))
        let title: SafeText = "vote \(support.word) on proposal \(Self.short(proposalID))"
        guard !reason.isEmpty else {
            return try call("castVote(uint256 proposalId,uint8 support)", [.uint(proposalID), number], title)
        }
        return try call(
            "castVoteWithReason(uint256 proposalId,uint8 support,string reason)",
            [.uint(proposalID), number, .string(reason)], title)
    }

    /// Hands in a signed ballot.
    public func vote(_ ballot: Ballot, signature: [UInt8]) throws(ABIError) -> TransactionIntent {
        try call(
            "castVoteBySig(uint256 proposalId,uint8 support,address voter,bytes signature)",
            [
                .uint(ballot.proposalID), .uint(UInt256(UInt64(ballot.support.rawValue))),
                .address(ballot.voter), .bytes(signature),
            ], "hand in a vote on proposal \(Self.short(ballot.proposalID))")
    }

    /// Puts a proposal that succeeded into the timelock.
    public func queue(_ proposal: Proposal) throws(ABIError) -> TransactionIntent {
        try call(
            "queue(address[] targets,uint256[] values,bytes[] calldatas,bytes32 descriptionHash)",
            Self.arguments(proposal), "queue proposal \(Self.short(proposal.id))")
    }

    /// Executes a proposal whose time in the timelock is over.
    public func execute(_ proposal: Proposal) throws(ABIError) -> TransactionIntent {
        try call(
            "execute(address[] targets,uint256[] values,bytes[] calldatas,bytes32 descriptionHash)",
            Self.arguments(proposal), "execute proposal \(Self.short(proposal.id))")
    }

    private static func arguments(_ proposal: Proposal) -> [ABIValue] {
        [
            .array(proposal.targets.map { .address($0) }), .array(proposal.values.map { .uint($0) }),
            .array(proposal.calldatas.map { .bytes($0) }),
            .fixedBytes(Keccak256.hash(utf8: proposal.description).bytes),
        ]
    }

    /// The first digits of a proposal's number, for titles only.
    private static func short(_ proposalID: UInt256) -> String {
        proposalID.bitWidth <= 32
            ? proposalID.description : String(Hash32(word: proposalID).description.prefix(10))
    }

    private func call(
        _ signature: String, _ arguments: [ABIValue], _ title: SafeText
    ) throws(ABIError) -> TransactionIntent {
        try TransactionIntent(from: account, to: governor, signature, arguments, title: title)
    }
}

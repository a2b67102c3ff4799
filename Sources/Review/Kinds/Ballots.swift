extension MessageKind {
    /// Votes by signature and delegations of votes: OpenZeppelin 4 and 5, Bravo.
    static let ballots: [MessageKind] = [
        MessageKind(
            encodeType: "Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)", title: "vote"
        ) { signer($0, "voter") },
        MessageKind(
            encodeType:
                "ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,"
                + "bytes params)",
            title: "vote with a reason"
        ) { signer($0, "voter") },
        MessageKind(
            encodeType:
                "OverrideBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason)",
            title: "vote instead of one's delegate"
        ) { signer($0, "voter") },
        MessageKind(encodeType: "Ballot(uint256 proposalId,uint8 support)", title: "vote") { _ in [] },
        MessageKind(
            encodeType: "ExtendedBallot(uint256 proposalId,uint8 support,string reason,bytes params)",
            title: "vote with a reason"
        ) { _ in [] },
        MessageKind(
            encodeType: "Ballot(uint256 proposalId,uint8 support,string reason)", title: "vote with a reason"
        ) { _ in [] },
        MessageKind(
            encodeType: "Delegation(address delegatee,uint256 nonce,uint256 expiry)",
            title: "delegation of votes"
        ) { [.deadline(name: "expiry", seconds: $0.uint("expiry"))] },
        MessageKind(
            encodeType:
                "DelegationApproval(address delegationApprover,address staker,address operator,bytes32 salt,"
                + "uint256 expiry)",
            title: "approval of a delegation of stake"
        ) { values in
            [.deadline(name: "expiry", seconds: values.uint("expiry"))] + signer(values, "delegationApprover")
        },
    ]
}

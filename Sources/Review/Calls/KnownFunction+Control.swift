import Ethereum

extension KnownFunction {
    /// Ownership, roles and upgrades as OpenZeppelin's contracts have them.
    static let ownership: [Row] = [
        (
            "transferOwnership(address newOwner)",
            { [.privileged(.ownership, "makes \($0.address(0).checksummed) the owner")] }
        ),
        ("acceptOwnership()", { _ in [.privileged(.ownership, "takes over ownership")] }),
        ("renounceOwnership()", { _ in [.privileged(.ownership, "leaves the contract without an owner")] }),
        (
            "changeAdmin(address newAdmin)",
            { [.privileged(.ownership, "makes \($0.address(0).checksummed) the admin")] }
        ),
        (
            "grantRole(bytes32 role,address account)",
            { [.privileged(.role, "gives a role to \($0.address(1).checksummed)")] }
        ),
        (
            "revokeRole(bytes32 role,address account)",
            { [.privileged(.role, "takes a role from \($0.address(1).checksummed)")] }
        ),
        ("renounceRole(bytes32 role,address account)", { _ in [.privileged(.role, "gives up a role")] }),
        (
            "upgradeTo(address newImplementation)",
            {
                [
                    .privileged(
                        .upgrade, "replaces the contract's code by that of \($0.address(0).checksummed)")
                ]
            }
        ),
        (
            "upgradeToAndCall(address newImplementation,bytes data)",
            {
                [
                    .privileged(
                        .upgrade, "replaces the contract's code by that of \($0.address(0).checksummed)")
                ]
            }
        ),
        (
            "upgrade(address proxy,address implementation)",
            { [.privileged(.upgrade, "replaces the code of \($0.address(0).checksummed)")] }
        ),
        ("pause()", { _ in [.privileged(.role, "stops the contract")] }),
        ("unpause()", { _ in [.privileged(.role, "starts the contract again")] }),
        ("multicall(bytes[] data)", nothing),
    ]

    /// Safe (smart account) 1.3 and later.
    static let safe: [Row] = [
        (
            "execTransaction(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,"
                + "uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,bytes signatures)",
            { $0.uint(3) == .one ? [.delegateCall(target: $0.address(0))] : [] }
        ),
        (
            "addOwnerWithThreshold(address owner,uint256 threshold)",
            { [.privileged(.safe, "adds \($0.address(0).checksummed) as an owner of the Safe")] }
        ),
        (
            "removeOwner(address prevOwner,address owner,uint256 threshold)",
            { [.privileged(.safe, "removes \($0.address(1).checksummed) as an owner of the Safe")] }
        ),
        (
            "swapOwner(address prevOwner,address oldOwner,address newOwner)",
            { [.privileged(.safe, "puts \($0.address(2).checksummed) in place of an owner of the Safe")] }
        ),
        (
            "changeThreshold(uint256 threshold)",
            { [.privileged(.safe, "sets the number of signatures that the Safe needs to \($0.uint(0))")] }
        ),
        (
            "enableModule(address module)",
            { [.privileged(.safe, "lets \($0.address(0).checksummed) act for the Safe without signatures")] }
        ),
        (
            "disableModule(address prevModule,address module)",
            { _ in [.privileged(.safe, "disables a module")] }
        ),
        ("setGuard(address guard)", { _ in [.privileged(.safe, "sets the guard of the Safe")] }),
        (
            "setFallbackHandler(address handler)",
            { _ in [.privileged(.safe, "sets the fallback handler of the Safe")] }
        ),
        (
            "changeMasterCopy(address masterCopy)",
            { [.privileged(.upgrade, "replaces the Safe's code by that of \($0.address(0).checksummed)")] }
        ),
        (
            "approveHash(bytes32 hashToApprove)",
            { _ in [.privileged(.safe, "approves a Safe transaction by hash")] }
        ),
    ]

    /// OpenZeppelin's Governor 5 and TimelockController.
    static let governance: [Row] = [
        ("propose(address[] targets,uint256[] values,bytes[] calldatas,string description)", nothing),
        ("queue(address[] targets,uint256[] values,bytes[] calldatas,bytes32 descriptionHash)", nothing),
        ("execute(address[] targets,uint256[] values,bytes[] calldatas,bytes32 descriptionHash)", nothing),
        ("cancel(address[] targets,uint256[] values,bytes[] calldatas,bytes32 descriptionHash)", nothing),
        ("castVote(uint256 proposalId,uint8 support)", nothing),
        ("castVoteWithReason(uint256 proposalId,uint8 support,string reason)", nothing),
        (
            "castVoteWithReasonAndParams(uint256 proposalId,uint8 support,string reason,bytes params)",
            nothing
        ),
        ("castVoteBySig(uint256 proposalId,uint8 support,address voter,bytes signature)", nothing),
        (
            "castVoteWithReasonAndParamsBySig(uint256 proposalId,uint8 support,address voter,string reason,"
                + "bytes params,bytes signature)", nothing
        ),
        ("relay(address target,uint256 value,bytes data)", nothing),
        ("setVotingDelay(uint48 newVotingDelay)", rule), ("setVotingPeriod(uint32 newVotingPeriod)", rule),
        ("setProposalThreshold(uint256 newProposalThreshold)", rule),
        ("updateQuorumNumerator(uint256 newQuorumNumerator)", rule),
        ("setLateQuorumVoteExtension(uint48 newVoteExtension)", rule),
        ("updateTimelock(address newTimelock)", rule), ("updateDelay(uint256 newDelay)", rule),
        (
            "schedule(address target,uint256 value,bytes data,bytes32 predecessor,bytes32 salt,uint256 delay)",
            nothing
        ),
        (
            "scheduleBatch(address[] targets,uint256[] values,bytes[] payloads,bytes32 predecessor,bytes32 salt,"
                + "uint256 delay)", nothing
        ),
        ("execute(address target,uint256 value,bytes payload,bytes32 predecessor,bytes32 salt)", nothing),
        (
            "executeBatch(address[] targets,uint256[] values,bytes[] payloads,bytes32 predecessor,bytes32 salt)",
            nothing
        ),
        ("cancel(bytes32 id)", nothing),
    ]

    private static let rule: @Sendable (Call) -> [Effect] = { _ in
        [.privileged(.governance, "changes a rule of the governance")]
    }
}

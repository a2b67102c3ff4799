# pragma version 0.4.3
# pragma evm-version prague
"""
@title What a proposal is, and what is told about it
@license MIT
@notice Events of OpenZeppelin's governor, the struct of a proposal, numbers and their names.
"""

event ProposalCreated:
    proposalId: uint256
    proposer: address
    targets: DynArray[address, 16]
    amounts: DynArray[uint256, 16]
    signatures: DynArray[String[1], 16]
    calldatas: DynArray[Bytes[4096], 16]
    voteStart: uint256
    voteEnd: uint256
    description: String[8192]

event ProposalQueued:
    proposalId: uint256
    etaSeconds: uint256

event ProposalExecuted:
    proposalId: uint256

event ProposalCanceled:
    proposalId: uint256

event ProposalExtended:
    proposalId: indexed(uint256)
    extendedDeadline: uint64

event VoteCast:
    voter: indexed(address)
    proposalId: uint256
    support: uint8
    weight: uint256
    reason: String[1024]

event VoteCastWithParams:
    voter: indexed(address)
    proposalId: uint256
    support: uint8
    weight: uint256
    reason: String[1024]
    params: Bytes[1024]

event TimelockChange:
    oldTimelock: address
    newTimelock: address

event QuorumNumeratorUpdated:
    oldQuorumNumerator: uint256
    newQuorumNumerator: uint256

event VotingDelaySet:
    oldVotingDelay: uint256
    newVotingDelay: uint256

event VotingPeriodSet:
    oldVotingPeriod: uint256
    newVotingPeriod: uint256

event ProposalThresholdSet:
    oldProposalThreshold: uint256
    newProposalThreshold: uint256

event LateQuorumVoteExtensionSet:
    oldVoteExtension: uint64
    newVoteExtension: uint64

struct Proposal:
    proposer: address
    snapshot: uint256
    deadline: uint256
    extendedDeadline: uint256
    eta: uint256
    executed: bool
    canceled: bool
    operation: bytes32

struct Tally:
    against: uint256
    in_favour: uint256
    abstain: uint256

# State of a proposal.
PENDING: constant(uint8) = 0
ACTIVE: constant(uint8) = 1
CANCELED: constant(uint8) = 2
DEFEATED: constant(uint8) = 3
SUCCEEDED: constant(uint8) = 4
QUEUED: constant(uint8) = 5
EXPIRED: constant(uint8) = 6
EXECUTED: constant(uint8) = 7

# States of an operation in the timelock.
OPERATION_UNSET: constant(uint8) = 0
OPERATION_DONE: constant(uint8) = 3
OPERATION_EXPIRED: constant(uint8) = 4

# Bounds of a proposal, and the length of "#proposer=0x" with 40 hex digits.
CALLS: constant(uint256) = 16
BYTES: constant(uint256) = 4096
DESCRIPTION: constant(uint256) = 8192
SUFFIX: constant(uint256) = 52

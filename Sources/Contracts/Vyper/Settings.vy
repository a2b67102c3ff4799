# pragma version 0.4.3
# pragma evm-version prague
"""
@title Settings of the governor
@license MIT
@notice Changed by the timelock only, so by proposals. The percentage of the quorum is kept for every time, so that a
        change doesn't touch votes that were begun before it.
"""

import Proposals

quorumDenominator: public(constant(uint256)) = 100

timelock: public(address)
votingDelay: public(uint256)
votingPeriod: public(uint256)
proposalThreshold: public(uint256)
lateQuorumVoteExtension: public(uint48)

quorum_times: DynArray[uint256, 1024]
quorum_numerators: HashMap[uint256, uint256]


@external
def setVotingDelay(newVotingDelay: uint48):
    """
    @notice Sets the seconds from a proposal to its vote.
    """
    self.only_executor()
    self.set_voting_delay(convert(newVotingDelay, uint256))


@external
def setVotingPeriod(newVotingPeriod: uint32):
    """
    @notice Sets the seconds of voting, for proposals to come.
    """
    self.only_executor()
    self.set_voting_period(convert(newVotingPeriod, uint256))


@external
def setProposalThreshold(newProposalThreshold: uint256):
    """
    @notice Sets the votes that a proposer needs, in wei.
    """
    self.only_executor()
    self.set_threshold(newProposalThreshold)


@external
def updateQuorumNumerator(newQuorumNumerator: uint256):
    """
    @notice Sets the percentage of the quorum, for snapshots from now on.
    """
    self.only_executor()
    self.set_quorum(newQuorumNumerator)


@external
def setLateQuorumVoteExtension(newVoteExtension: uint48):
    """
    @notice Sets the seconds that are left at least when a quorum is reached.
    """
    self.only_executor()
    self.set_extension(newVoteExtension)


@external
def updateTimelock(newTimelock: address):
    """
    @notice Hands the governor to another timelock; what is queued stays with the old one.
    """
    self.only_executor()
    self.set_timelock(newTimelock)


@external
@view
def quorumNumerator() -> uint256:
    """
    @notice The percentage now.
    """
    return self.numerator_at(block.timestamp)


@external
@view
def quorumNumeratorAt(timepoint: uint256) -> uint256:
    """
    @notice The percentage at a second.
    """
    return self.numerator_at(timepoint)


@internal
@view
def only_executor():
    """
    @notice Reverts unless the timelock calls.
    """
    if msg.sender != self.timelock:
        raw_revert(abi_encode(msg.sender, method_id=method_id("GovernorOnlyExecutor(address)")))


@internal
@view
def numerator_at(timepoint: uint256) -> uint256:
    """
    @notice The percentage at a time: that of the last change before it.
    """
    count: uint256 = len(self.quorum_times)
    for back: uint256 in range(1, count + 1, bound=1024):
        since: uint256 = self.quorum_times[count - back]
        if since <= timepoint:
            return self.quorum_numerators[since]
    return 0


@internal
def set_timelock(newTimelock: address):
    """
    @notice Sets who carries proposals out.
    """
    log Proposals.TimelockChange(oldTimelock=self.timelock, newTimelock=newTimelock)
    self.timelock = newTimelock


@internal
def set_voting_delay(seconds: uint256):
    """
    @notice Sets seconds.
    """
    log Proposals.VotingDelaySet(oldVotingDelay=self.votingDelay, newVotingDelay=seconds)
    self.votingDelay = seconds


@internal
def set_voting_period(seconds: uint256):
    """
    @notice Sets seconds, never 0.
    """
    if seconds == 0:
        raw_revert(
            abi_encode(seconds, method_id=method_id("GovernorInvalidVotingPeriod(uint256)"))
        )
    log Proposals.VotingPeriodSet(oldVotingPeriod=self.votingPeriod, newVotingPeriod=seconds)
    self.votingPeriod = seconds


@internal
def set_threshold(votes: uint256):
    """
    @notice Sets votes in wei.
    """
    log Proposals.ProposalThresholdSet(oldProposalThreshold=self.proposalThreshold, newProposalThreshold=votes)
    self.proposalThreshold = votes


@internal
def set_quorum(numerator: uint256):
    """
    @notice Sets the percentage from now on.
    """
    if numerator > quorumDenominator:
        raw_revert(
            abi_encode(
                numerator,
                quorumDenominator,
                method_id=method_id("GovernorInvalidQuorumFraction(uint256,uint256)"),
            )
        )
    log Proposals.QuorumNumeratorUpdated(
        oldQuorumNumerator=self.numerator_at(block.timestamp), newQuorumNumerator=numerator
    )
    count: uint256 = len(self.quorum_times)
    if count == 0 or self.quorum_times[count - 1] != block.timestamp:
        self.quorum_times.append(block.timestamp)
    self.quorum_numerators[block.timestamp] = numerator


@internal
def set_extension(seconds: uint48):
    """
    @notice Sets seconds.
    """
    log Proposals.LateQuorumVoteExtensionSet(
        oldVoteExtension=convert(self.lateQuorumVoteExtension, uint64),
        newVoteExtension=convert(seconds, uint64),
    )
    self.lateQuorumVoteExtension = seconds

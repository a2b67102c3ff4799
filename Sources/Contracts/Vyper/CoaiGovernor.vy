# pragma version 0.4.3
# pragma evm-version prague
"""
@title Governor of the network
@license MIT
@notice Proposals are voted on by holders of delegated COAI and carried out by the timelock. The interface is that of
        OpenZeppelin 5's Governor with settings, simple counting, a quorum fraction that is checkpointed, timelock
        control, and the prevention of late quorums.
@dev Bounds: 16 calls of 4,096 bytes in a proposal, a description of 8 KiB, a reason of 1 KiB, params of 1 KiB.
     Reverts are OpenZeppelin's custom errors. A description that ends in "#proposer=0x" and an address can be
     proposed by that address only, so that nobody front-runs a proposal to be able to cancel it.
     The timelock has a grace period: a queued proposal that nobody executes in time is Expired.
"""

import Domain
import Signatures

initializes: Domain
exports: (Domain.eip712Domain, Domain.DOMAIN_SEPARATOR)

interface Votes:
    def getPastVotes(account: address, timepoint: uint256) -> uint256: view
    def getPastTotalSupply(timepoint: uint256) -> uint256: view

interface Timelock:
    def scheduleBatch(
        targets: DynArray[address, 16],
        amounts: DynArray[uint256, 16],
        payloads: DynArray[Bytes[4096], 16],
        predecessor: bytes32,
        salt: bytes32,
        delay: uint256,
    ): nonpayable
    def executeBatch(
        targets: DynArray[address, 16],
        amounts: DynArray[uint256, 16],
        payloads: DynArray[Bytes[4096], 16],
        predecessor: bytes32,
        salt: bytes32,
    ): payable
    def getMinDelay() -> uint256: view
    def getOperationState(id: bytes32) -> uint8: view

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

CALLS: constant(uint256) = 16
BYTES: constant(uint256) = 4096
DESCRIPTION: constant(uint256) = 8192
SUFFIX: constant(uint256) = 52  # "#proposer=0x" and 40 hex digits

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

BALLOT_TYPEHASH: public(constant(bytes32)) = keccak256(
    "Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)"
)
EXTENDED_BALLOT_TYPEHASH: public(constant(bytes32)) = keccak256(
    "ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,bytes params)"
)

name: public(constant(String[13])) = "COAI Governor"
version: public(constant(String[1])) = "1"
COUNTING_MODE: public(constant(String[36])) = "support=bravo&quorum=for,abstain"
CLOCK_MODE: public(constant(String[14])) = "mode=timestamp"
quorumDenominator: public(constant(uint256)) = 100
token: public(immutable(address))

timelock: public(address)
votingDelay: public(uint256)
votingPeriod: public(uint256)
proposalThreshold: public(uint256)
lateQuorumVoteExtension: public(uint48)
nonces: public(HashMap[address, uint256])
hasVoted: public(HashMap[uint256, HashMap[address, bool]])

proposals: HashMap[uint256, Proposal]
tallies: HashMap[uint256, Tally]
quorum_times: DynArray[uint256, 1024]
quorum_numerators: HashMap[uint256, uint256]


@deploy
def __init__(
    _token: address,
    _timelock: address,
    _votingDelay: uint48,
    _votingPeriod: uint32,
    _proposalThreshold: uint256,
    _quorumNumerator: uint256,
    _lateQuorumVoteExtension: uint48,
):
    """
    @param _token Whose past votes count (ERC-5805, clock in seconds).
    @param _timelock Who carries proposals out and owns the settings.
    @param _votingDelay Seconds from a proposal to its vote.
    @param _votingPeriod Seconds of voting.
    @param _proposalThreshold Votes that a proposer needs, in wei.
    @param _quorumNumerator Percent of the supply that must vote for or abstain.
    @param _lateQuorumVoteExtension Seconds that are left at least when the quorum is reached.
    """
    Domain.__init__(name, version)
    token = _token
    self._set_timelock(_timelock)
    self._set_voting_delay(convert(_votingDelay, uint256))
    self._set_voting_period(convert(_votingPeriod, uint256))
    self._set_threshold(_proposalThreshold)
    self._set_quorum(_quorumNumerator)
    self._set_extension(_lateQuorumVoteExtension)


# Proposals.


@external
def propose(
    targets: DynArray[address, CALLS],
    amounts: DynArray[uint256, CALLS],
    calldatas: DynArray[Bytes[BYTES], CALLS],
    description: String[DESCRIPTION],
) -> uint256:
    """
    @notice Proposes calls to be made by the timelock; the id follows from calls and description.
    """
    if not self._may_propose(description):
        raw_revert(abi_encode(msg.sender, method_id=method_id("GovernorRestrictedProposer(address)")))
    threshold: uint256 = self.proposalThreshold
    if threshold > 0:
        votes: uint256 = self._past_votes(msg.sender, block.timestamp - 1)
        if votes < threshold:
            raw_revert(
                abi_encode(
                    msg.sender,
                    votes,
                    threshold,
                    method_id=method_id("GovernorInsufficientProposerVotes(address,uint256,uint256)"),
                )
            )
    count: uint256 = len(targets)
    if count == 0 or count != len(amounts) or count != len(calldatas):
        raw_revert(
            abi_encode(
                count,
                len(calldatas),
                len(amounts),
                method_id=method_id("GovernorInvalidProposalLength(uint256,uint256,uint256)"),
            )
        )
    id: uint256 = self._hash(targets, amounts, calldatas, keccak256(description))
    if self.proposals[id].snapshot != 0:
        self._unexpected(id, self._state(id), empty(bytes32))
    start: uint256 = block.timestamp + self.votingDelay
    end: uint256 = start + self.votingPeriod
    self.proposals[id].proposer = msg.sender
    self.proposals[id].snapshot = start
    self.proposals[id].deadline = end
    signatures: DynArray[String[1], CALLS] = []
    for _: uint256 in range(count, bound=CALLS):
        signatures.append("")
    log ProposalCreated(
        proposalId=id,
        proposer=msg.sender,
        targets=targets,
        amounts=amounts,
        signatures=signatures,
        calldatas=calldatas,
        voteStart=start,
        voteEnd=end,
        description=description,
    )
    return id


@external
def queue(
    targets: DynArray[address, CALLS],
    amounts: DynArray[uint256, CALLS],
    calldatas: DynArray[Bytes[BYTES], CALLS],
    descriptionHash: bytes32,
) -> uint256:
    """
    @notice Schedules the calls of a proposal that succeeded, in the timelock, with its minimum delay.
    """
    id: uint256 = self._hash(targets, amounts, calldatas, descriptionHash)
    self._require(id, self._bit(SUCCEEDED))
    salt: bytes32 = self._salt(descriptionHash)
    delay: uint256 = staticcall Timelock(self.timelock).getMinDelay()
    eta: uint256 = block.timestamp + delay
    self.proposals[id].eta = eta
    self.proposals[id].operation = keccak256(
        abi_encode(targets, amounts, calldatas, empty(bytes32), salt)
    )
    extcall Timelock(self.timelock).scheduleBatch(
        targets, amounts, calldatas, empty(bytes32), salt, delay
    )
    log ProposalQueued(proposalId=id, etaSeconds=eta)
    return id


@external
@payable
def execute(
    targets: DynArray[address, CALLS],
    amounts: DynArray[uint256, CALLS],
    calldatas: DynArray[Bytes[BYTES], CALLS],
    descriptionHash: bytes32,
) -> uint256:
    """
    @notice Has the timelock make the calls of a queued proposal, when its delay is over; ether is passed on.
    """
    id: uint256 = self._hash(targets, amounts, calldatas, descriptionHash)
    self._require(id, self._bit(QUEUED))
    self.proposals[id].executed = True
    extcall Timelock(self.timelock).executeBatch(
        targets, amounts, calldatas, empty(bytes32), self._salt(descriptionHash), value=msg.value
    )
    log ProposalExecuted(proposalId=id)
    return id


@external
def cancel(
    targets: DynArray[address, CALLS],
    amounts: DynArray[uint256, CALLS],
    calldatas: DynArray[Bytes[BYTES], CALLS],
    descriptionHash: bytes32,
) -> uint256:
    """
    @notice Takes a proposal back: its proposer, before voting begins.
    """
    id: uint256 = self._hash(targets, amounts, calldatas, descriptionHash)
    if self._state(id) != PENDING or msg.sender != self.proposals[id].proposer:
        raw_revert(
            abi_encode(
                id, msg.sender, method_id=method_id("GovernorUnableToCancel(uint256,address)")
            )
        )
    self.proposals[id].canceled = True
    log ProposalCanceled(proposalId=id)
    return id


# Votes: 0 against, 1 for, 2 abstaining. Ballots that are signed have sequential nonces.


@external
def castVote(proposalId: uint256, support: uint8) -> uint256:
    """
    @notice Votes with all votes of the sender at the snapshot.
    """
    return self._cast(proposalId, msg.sender, support, "", b"")


@external
def castVoteWithReason(proposalId: uint256, support: uint8, reason: String[1024]) -> uint256:
    """
    @notice Votes, and says why.
    """
    return self._cast(proposalId, msg.sender, support, reason, b"")


@external
def castVoteWithReasonAndParams(
    proposalId: uint256, support: uint8, reason: String[1024], params: Bytes[1024]
) -> uint256:
    """
    @notice Votes, with params that are logged and not counted.
    """
    return self._cast(proposalId, msg.sender, support, reason, params)


@external
def castVoteBySig(
    proposalId: uint256, support: uint8, voter: address, signature: Bytes[1024]
) -> uint256:
    """
    @notice Votes by the voter's signed Ballot; contracts sign as ERC-1271 has it.
    """
    nonce: uint256 = self.nonces[voter]
    self.nonces[voter] = nonce + 1
    self._check(
        voter, keccak256(abi_encode(BALLOT_TYPEHASH, proposalId, support, voter, nonce)), signature
    )
    return self._cast(proposalId, voter, support, "", b"")


@external
def castVoteWithReasonAndParamsBySig(
    proposalId: uint256,
    support: uint8,
    voter: address,
    reason: String[1024],
    params: Bytes[1024],
    signature: Bytes[1024],
) -> uint256:
    """
    @notice Votes by the voter's signed ExtendedBallot.
    """
    nonce: uint256 = self.nonces[voter]
    self.nonces[voter] = nonce + 1
    self._check(
        voter,
        keccak256(
            abi_encode(
                EXTENDED_BALLOT_TYPEHASH,
                proposalId,
                support,
                voter,
                nonce,
                keccak256(reason),
                keccak256(params),
            )
        ),
        signature,
    )
    return self._cast(proposalId, voter, support, reason, params)


# Settings, by proposals only.


@external
@payable
def relay(target: address, amount: uint256, data: Bytes[BYTES]):
    """
    @notice Calls in the governor's own name, for what was sent to it by mistake or what only it may do.
    """
    self._only_executor()
    raw_call(target, data, value=amount)


@external
def setVotingDelay(newVotingDelay: uint48):
    """
    @notice Sets the seconds from a proposal to its vote.
    """
    self._only_executor()
    self._set_voting_delay(convert(newVotingDelay, uint256))


@external
def setVotingPeriod(newVotingPeriod: uint32):
    """
    @notice Sets the seconds of voting, for proposals to come.
    """
    self._only_executor()
    self._set_voting_period(convert(newVotingPeriod, uint256))


@external
def setProposalThreshold(newProposalThreshold: uint256):
    """
    @notice Sets the votes that a proposer needs, in wei.
    """
    self._only_executor()
    self._set_threshold(newProposalThreshold)


@external
def updateQuorumNumerator(newQuorumNumerator: uint256):
    """
    @notice Sets the percentage of the quorum, for snapshots from now on.
    """
    self._only_executor()
    self._set_quorum(newQuorumNumerator)


@external
def setLateQuorumVoteExtension(newVoteExtension: uint48):
    """
    @notice Sets the seconds that are left at least when a quorum is reached.
    """
    self._only_executor()
    self._set_extension(newVoteExtension)


@external
def updateTimelock(newTimelock: address):
    """
    @notice Hands the governor to another timelock; what is queued stays with the old one.
    """
    self._only_executor()
    self._set_timelock(newTimelock)


# Reads.


@external
@view
def clock() -> uint48:
    """
    @notice The time that votes are counted by: seconds since 1970 (ERC-6372).
    """
    return convert(block.timestamp, uint48)


@external
@pure
def hashProposal(
    targets: DynArray[address, CALLS],
    amounts: DynArray[uint256, CALLS],
    calldatas: DynArray[Bytes[BYTES], CALLS],
    descriptionHash: bytes32,
) -> uint256:
    """
    @notice The id of a proposal: keccak256(abi.encode(targets, values, calldatas, descriptionHash)).
    """
    return self._hash(targets, amounts, calldatas, descriptionHash)


@external
@pure
def getProposalId(
    targets: DynArray[address, CALLS],
    amounts: DynArray[uint256, CALLS],
    calldatas: DynArray[Bytes[BYTES], CALLS],
    descriptionHash: bytes32,
) -> uint256:
    """
    @notice The same as hashProposal.
    """
    return self._hash(targets, amounts, calldatas, descriptionHash)


@external
@view
def state(proposalId: uint256) -> uint8:
    """
    @notice 0 Pending, 1 Active, 2 Canceled, 3 Defeated, 4 Succeeded, 5 Queued, 6 Expired, 7 Executed.
    """
    return self._state(proposalId)


@external
@view
def proposalSnapshot(proposalId: uint256) -> uint256:
    """
    @notice When votes are counted; voting begins a second later.
    """
    return self.proposals[proposalId].snapshot


@external
@view
def proposalDeadline(proposalId: uint256) -> uint256:
    """
    @notice The last second of voting; a late quorum moves it.
    """
    return self._deadline(proposalId)


@external
@view
def proposalProposer(proposalId: uint256) -> address:
    """
    @notice Who proposed it.
    """
    return self.proposals[proposalId].proposer


@external
@view
def proposalEta(proposalId: uint256) -> uint256:
    """
    @notice From when on it can be executed; 0 before it is queued.
    """
    return self.proposals[proposalId].eta


@external
@view
def proposalNeedsQueuing(proposalId: uint256) -> bool:
    """
    @notice Every proposal goes through the timelock.
    """
    return True


@external
@view
def proposalVotes(proposalId: uint256) -> (uint256, uint256, uint256):
    """
    @notice Votes against, for and abstaining, in wei.
    """
    tally: Tally = self.tallies[proposalId]
    return tally.against, tally.in_favour, tally.abstain


@external
@view
def getVotes(account: address, timepoint: uint256) -> uint256:
    """
    @notice Votes of an account at a second that is over.
    """
    return self._past_votes(account, timepoint)


@external
@view
def getVotesWithParams(account: address, timepoint: uint256, params: Bytes[1024]) -> uint256:
    """
    @notice The same: params don't change votes.
    """
    return self._past_votes(account, timepoint)


@external
@view
def quorum(timepoint: uint256) -> uint256:
    """
    @notice Votes for and abstaining that are needed together, by the supply and the percentage of that second.
    """
    return self._quorum(timepoint)


@external
@view
def quorumNumerator() -> uint256:
    """
    @notice The percentage now.
    """
    return self._numerator(block.timestamp)


@external
@view
def quorumNumeratorAt(timepoint: uint256) -> uint256:
    """
    @notice The percentage at a second.
    """
    return self._numerator(timepoint)


# Inner parts: states.


@internal
@view
def _state(id: uint256) -> uint8:
    proposal: Proposal = self.proposals[id]
    if proposal.executed:
        return EXECUTED
    if proposal.canceled:
        return CANCELED
    if proposal.snapshot == 0:
        raw_revert(abi_encode(id, method_id=method_id("GovernorNonexistentProposal(uint256)")))
    if proposal.snapshot >= block.timestamp:
        return PENDING
    if self._deadline(id) >= block.timestamp:
        return ACTIVE
    if not self._reached_quorum(id) or not self._succeeded(id):
        return DEFEATED
    if proposal.eta == 0:
        return SUCCEEDED
    operation: uint8 = staticcall Timelock(self.timelock).getOperationState(proposal.operation)
    if operation == OPERATION_DONE:
        return EXECUTED
    if operation == OPERATION_EXPIRED:
        return EXPIRED
    if operation == OPERATION_UNSET:
        return CANCELED
    return QUEUED


@internal
@view
def _deadline(id: uint256) -> uint256:
    return max(self.proposals[id].deadline, self.proposals[id].extendedDeadline)


@internal
@view
def _reached_quorum(id: uint256) -> bool:
    tally: Tally = self.tallies[id]
    return tally.in_favour + tally.abstain >= self._quorum(self.proposals[id].snapshot)


@internal
@view
def _succeeded(id: uint256) -> bool:
    return self.tallies[id].in_favour > self.tallies[id].against


@internal
@pure
def _bit(state: uint8) -> bytes32:
    return convert(1 << convert(state, uint256), bytes32)


@internal
@view
def _require(id: uint256, allowed: bytes32):
    state: uint8 = self._state(id)
    if convert(self._bit(state), uint256) & convert(allowed, uint256) == 0:
        self._unexpected(id, state, allowed)


@internal
@pure
def _unexpected(id: uint256, current: uint8, allowed: bytes32):
    raw_revert(
        abi_encode(
            id,
            current,
            allowed,
            method_id=method_id("GovernorUnexpectedProposalState(uint256,uint8,bytes32)"),
        )
    )


# Inner parts: votes.


@internal
def _check(voter: address, structHash: bytes32, signature: Bytes[1024]):
    if not Signatures.is_valid(voter, Domain.digest(structHash), signature):
        raw_revert(abi_encode(voter, method_id=method_id("GovernorInvalidSignature(address)")))


@internal
def _cast(
    id: uint256, voter: address, support: uint8, reason: String[1024], params: Bytes[1024]
) -> uint256:
    self._require(id, self._bit(ACTIVE))
    if self.hasVoted[id][voter]:
        raw_revert(abi_encode(voter, method_id=method_id("GovernorAlreadyCastVote(address)")))
    self.hasVoted[id][voter] = True
    weight: uint256 = self._past_votes(voter, self.proposals[id].snapshot)
    if support == 0:
        self.tallies[id].against += weight
    elif support == 1:
        self.tallies[id].in_favour += weight
    elif support == 2:
        self.tallies[id].abstain += weight
    else:
        raw_revert(method_id("GovernorInvalidVoteType()"))
    if len(params) == 0:
        log VoteCast(voter=voter, proposalId=id, support=support, weight=weight, reason=reason)
    else:
        log VoteCastWithParams(
            voter=voter, proposalId=id, support=support, weight=weight, reason=reason, params=params
        )
    self._extend(id)
    return weight


@internal
def _extend(id: uint256):
    # Once only, with the vote that reaches the quorum: others then have time to answer it.
    if self.proposals[id].extendedDeadline != 0 or not self._reached_quorum(id):
        return
    extended: uint256 = block.timestamp + convert(self.lateQuorumVoteExtension, uint256)
    if extended > self.proposals[id].deadline:
        log ProposalExtended(proposalId=id, extendedDeadline=convert(extended, uint64))
    self.proposals[id].extendedDeadline = extended


@internal
@view
def _past_votes(account: address, timepoint: uint256) -> uint256:
    return staticcall Votes(token).getPastVotes(account, timepoint)


@internal
@view
def _quorum(timepoint: uint256) -> uint256:
    supply: uint256 = staticcall Votes(token).getPastTotalSupply(timepoint)
    return supply * self._numerator(timepoint) // quorumDenominator


@internal
@view
def _numerator(timepoint: uint256) -> uint256:
    count: uint256 = len(self.quorum_times)
    for back: uint256 in range(1, count + 1, bound=1024):
        since: uint256 = self.quorum_times[count - back]
        if since <= timepoint:
            return self.quorum_numerators[since]
    return 0


# Inner parts: proposals and settings.


@internal
@pure
def _hash(
    targets: DynArray[address, CALLS],
    amounts: DynArray[uint256, CALLS],
    calldatas: DynArray[Bytes[BYTES], CALLS],
    descriptionHash: bytes32,
) -> uint256:
    return convert(keccak256(abi_encode(targets, amounts, calldatas, descriptionHash)), uint256)


@internal
@view
def _salt(descriptionHash: bytes32) -> bytes32:
    # The governor's address in the upper 20 bytes: two governors on one timelock can't collide.
    return convert(
        convert(self, uint256) << 96 ^ convert(descriptionHash, uint256), bytes32
    )


@internal
@view
def _may_propose(description: String[DESCRIPTION]) -> bool:
    size: uint256 = len(description)
    if size < SUFFIX:
        return True
    suffix: Bytes[SUFFIX] = slice(convert(description, Bytes[DESCRIPTION]), size - SUFFIX, SUFFIX)
    if slice(suffix, 0, 12) != b"#proposer=0x":
        return True
    proposer: uint256 = 0
    for place: uint256 in range(12, SUFFIX):
        digit: uint256 = convert(slice(suffix, place, 1), uint256)
        if digit >= 48 and digit <= 57:
            digit -= 48
        elif digit >= 65 and digit <= 70:
            digit -= 55
        elif digit >= 97 and digit <= 102:
            digit -= 87
        else:
            return True
        proposer = proposer << 4 | digit
    return proposer == convert(msg.sender, uint256)


@internal
@view
def _only_executor():
    if msg.sender != self.timelock:
        raw_revert(abi_encode(msg.sender, method_id=method_id("GovernorOnlyExecutor(address)")))


@internal
def _set_timelock(newTimelock: address):
    log TimelockChange(oldTimelock=self.timelock, newTimelock=newTimelock)
    self.timelock = newTimelock


@internal
def _set_voting_delay(seconds: uint256):
    log VotingDelaySet(oldVotingDelay=self.votingDelay, newVotingDelay=seconds)
    self.votingDelay = seconds


@internal
def _set_voting_period(seconds: uint256):
    if seconds == 0:
        raw_revert(
            abi_encode(seconds, method_id=method_id("GovernorInvalidVotingPeriod(uint256)"))
        )
    log VotingPeriodSet(oldVotingPeriod=self.votingPeriod, newVotingPeriod=seconds)
    self.votingPeriod = seconds


@internal
def _set_threshold(votes: uint256):
    log ProposalThresholdSet(oldProposalThreshold=self.proposalThreshold, newProposalThreshold=votes)
    self.proposalThreshold = votes


@internal
def _set_quorum(numerator: uint256):
    if numerator > quorumDenominator:
        raw_revert(
            abi_encode(
                numerator,
                quorumDenominator,
                method_id=method_id("GovernorInvalidQuorumFraction(uint256,uint256)"),
            )
        )
    log QuorumNumeratorUpdated(
        oldQuorumNumerator=self._numerator(block.timestamp), newQuorumNumerator=numerator
    )
    count: uint256 = len(self.quorum_times)
    if count == 0 or self.quorum_times[count - 1] != block.timestamp:
        self.quorum_times.append(block.timestamp)
    self.quorum_numerators[block.timestamp] = numerator


@internal
def _set_extension(seconds: uint48):
    log LateQuorumVoteExtensionSet(
        oldVoteExtension=convert(self.lateQuorumVoteExtension, uint64),
        newVoteExtension=convert(seconds, uint64),
    )
    self.lateQuorumVoteExtension = seconds

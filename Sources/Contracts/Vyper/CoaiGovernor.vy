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
import Proposals
import Settings
import Signatures

initializes: Domain
initializes: Settings
exports: (Domain.eip712Domain, Domain.DOMAIN_SEPARATOR)
exports: Settings.__interface__

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
token: public(immutable(address))

nonces: public(HashMap[address, uint256])
hasVoted: public(HashMap[uint256, HashMap[address, bool]])

proposals: HashMap[uint256, Proposals.Proposal]
tallies: HashMap[uint256, Proposals.Tally]


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
    Settings.set_timelock(_timelock)
    Settings.set_voting_delay(convert(_votingDelay, uint256))
    Settings.set_voting_period(convert(_votingPeriod, uint256))
    Settings.set_threshold(_proposalThreshold)
    Settings.set_quorum(_quorumNumerator)
    Settings.set_extension(_lateQuorumVoteExtension)


# Proposals.


@external
def propose(
    targets: DynArray[address, Proposals.CALLS],
    amounts: DynArray[uint256, Proposals.CALLS],
    calldatas: DynArray[Bytes[Proposals.BYTES], Proposals.CALLS],
    description: String[Proposals.DESCRIPTION],
) -> uint256:
    """
    @notice Proposes calls to be made by the timelock; the id follows from calls and description.
    """
    if not self._may_propose(description):
        raw_revert(abi_encode(msg.sender, method_id=method_id("GovernorRestrictedProposer(address)")))
    threshold: uint256 = Settings.proposalThreshold
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
    start: uint256 = block.timestamp + Settings.votingDelay
    end: uint256 = start + Settings.votingPeriod
    self.proposals[id].proposer = msg.sender
    self.proposals[id].snapshot = start
    self.proposals[id].deadline = end
    signatures: DynArray[String[1], Proposals.CALLS] = []
    for _: uint256 in range(count, bound=Proposals.CALLS):
        signatures.append("")
    log Proposals.ProposalCreated(
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
    targets: DynArray[address, Proposals.CALLS],
    amounts: DynArray[uint256, Proposals.CALLS],
    calldatas: DynArray[Bytes[Proposals.BYTES], Proposals.CALLS],
    descriptionHash: bytes32,
) -> uint256:
    """
    @notice Schedules the calls of a proposal that succeeded, in the timelock, with its minimum delay.
    """
    id: uint256 = self._hash(targets, amounts, calldatas, descriptionHash)
    self._require(id, self._bit(Proposals.SUCCEEDED))
    salt: bytes32 = self._salt(descriptionHash)
    delay: uint256 = staticcall Timelock(Settings.timelock).getMinDelay()
    eta: uint256 = block.timestamp + delay
    self.proposals[id].eta = eta
    self.proposals[id].operation = keccak256(
        abi_encode(targets, amounts, calldatas, empty(bytes32), salt)
    )
    extcall Timelock(Settings.timelock).scheduleBatch(
        targets, amounts, calldatas, empty(bytes32), salt, delay
    )
    log Proposals.ProposalQueued(proposalId=id, etaSeconds=eta)
    return id


@external
@payable
def execute(
    targets: DynArray[address, Proposals.CALLS],
    amounts: DynArray[uint256, Proposals.CALLS],
    calldatas: DynArray[Bytes[Proposals.BYTES], Proposals.CALLS],
    descriptionHash: bytes32,
) -> uint256:
    """
    @notice Has the timelock make the calls of a queued proposal, when its delay is over; ether is passed on.
    """
    id: uint256 = self._hash(targets, amounts, calldatas, descriptionHash)
    self._require(id, self._bit(Proposals.QUEUED))
    self.proposals[id].executed = True
    extcall Timelock(Settings.timelock).executeBatch(
        targets, amounts, calldatas, empty(bytes32), self._salt(descriptionHash), value=msg.value
    )
    log Proposals.ProposalExecuted(proposalId=id)
    return id


@external
def cancel(
    targets: DynArray[address, Proposals.CALLS],
    amounts: DynArray[uint256, Proposals.CALLS],
    calldatas: DynArray[Bytes[Proposals.BYTES], Proposals.CALLS],
    descriptionHash: bytes32,
) -> uint256:
    """
    @notice Takes a proposal back: its proposer, before voting begins.
    """
    id: uint256 = self._hash(targets, amounts, calldatas, descriptionHash)
    if self._state(id) != Proposals.PENDING or msg.sender != self.proposals[id].proposer:
        raw_revert(
            abi_encode(
                id, msg.sender, method_id=method_id("GovernorUnableToCancel(uint256,address)")
            )
        )
    self.proposals[id].canceled = True
    log Proposals.ProposalCanceled(proposalId=id)
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
def relay(target: address, amount: uint256, data: Bytes[Proposals.BYTES]):
    """
    @notice Calls in the governor's own name, for what was sent to it by mistake or what only it may do.
    """
    Settings.only_executor()
    raw_call(target, data, value=amount)


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
    targets: DynArray[address, Proposals.CALLS],
    amounts: DynArray[uint256, Proposals.CALLS],
    calldatas: DynArray[Bytes[Proposals.BYTES], Proposals.CALLS],
    descriptionHash: bytes32,
) -> uint256:
    """
    @notice The id of a proposal: keccak256(abi.encode(targets, values, calldatas, descriptionHash)).
    """
    return self._hash(targets, amounts, calldatas, descriptionHash)


@external
@pure
def getProposalId(
    targets: DynArray[address, Proposals.CALLS],
    amounts: DynArray[uint256, Proposals.CALLS],
    calldatas: DynArray[Bytes[Proposals.BYTES], Proposals.CALLS],
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
    tally: Proposals.Tally = self.tallies[proposalId]
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


# Inner parts: states.


@internal
@view
def _state(id: uint256) -> uint8:
    proposal: Proposals.Proposal = self.proposals[id]
    if proposal.executed:
        return Proposals.EXECUTED
    if proposal.canceled:
        return Proposals.CANCELED
    if proposal.snapshot == 0:
        raw_revert(abi_encode(id, method_id=method_id("GovernorNonexistentProposal(uint256)")))
    if proposal.snapshot >= block.timestamp:
        return Proposals.PENDING
    if self._deadline(id) >= block.timestamp:
        return Proposals.ACTIVE
    if not self._reached_quorum(id) or not self._succeeded(id):
        return Proposals.DEFEATED
    if proposal.eta == 0:
        return Proposals.SUCCEEDED
    operation: uint8 = staticcall Timelock(Settings.timelock).getOperationState(proposal.operation)
    if operation == Proposals.OPERATION_DONE:
        return Proposals.EXECUTED
    if operation == Proposals.OPERATION_EXPIRED:
        return Proposals.EXPIRED
    if operation == Proposals.OPERATION_UNSET:
        return Proposals.CANCELED
    return Proposals.QUEUED


@internal
@view
def _deadline(id: uint256) -> uint256:
    return max(self.proposals[id].deadline, self.proposals[id].extendedDeadline)


@internal
@view
def _reached_quorum(id: uint256) -> bool:
    tally: Proposals.Tally = self.tallies[id]
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
    self._require(id, self._bit(Proposals.ACTIVE))
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
        log Proposals.VoteCast(voter=voter, proposalId=id, support=support, weight=weight, reason=reason)
    else:
        log Proposals.VoteCastWithParams(
            voter=voter, proposalId=id, support=support, weight=weight, reason=reason, params=params
        )
    self._extend(id)
    return weight


@internal
def _extend(id: uint256):
    # Once only, with the vote that reaches the quorum: others then have time to answer it.
    if self.proposals[id].extendedDeadline != 0 or not self._reached_quorum(id):
        return
    extended: uint256 = block.timestamp + convert(Settings.lateQuorumVoteExtension, uint256)
    if extended > self.proposals[id].deadline:
        log Proposals.ProposalExtended(proposalId=id, extendedDeadline=convert(extended, uint64))
    self.proposals[id].extendedDeadline = extended


@internal
@view
def _past_votes(account: address, timepoint: uint256) -> uint256:
    return staticcall Votes(token).getPastVotes(account, timepoint)


@internal
@view
def _quorum(timepoint: uint256) -> uint256:
    supply: uint256 = staticcall Votes(token).getPastTotalSupply(timepoint)
    return supply * Settings.numerator_at(timepoint) // Settings.quorumDenominator


# Inner parts: proposals and settings.


@internal
@pure
def _hash(
    targets: DynArray[address, Proposals.CALLS],
    amounts: DynArray[uint256, Proposals.CALLS],
    calldatas: DynArray[Bytes[Proposals.BYTES], Proposals.CALLS],
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
def _may_propose(description: String[Proposals.DESCRIPTION]) -> bool:
    size: uint256 = len(description)
    if size < Proposals.SUFFIX:
        return True
    suffix: Bytes[Proposals.SUFFIX] = slice(convert(description, Bytes[Proposals.DESCRIPTION]), size - Proposals.SUFFIX, Proposals.SUFFIX)
    if slice(suffix, 0, 12) != b"#proposer=0x":
        return True
    proposer: uint256 = 0
    for place: uint256 in range(12, Proposals.SUFFIX):
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

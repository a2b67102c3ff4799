# pragma version 0.4.3
# pragma evm-version prague
"""
@title Verdicts of validators on results
@license MIT
@notice Active providers repeat a job and vote on its result: first sealed, then opened, so that nobody copies another.
        Each weighs what is staked with it. A hash that enough of all sealed weight stands behind is the result.
@dev A vote is worth as much as the stake that takes part: who asks for one looks at the weight, too. The first sealed
     verdict begins it. A commitment is hashStruct(VerdictReveal). Verdict: 0 wrong, 1 right, and it has to agree with
     the hash. At most 32 verdicts a job.
"""

import Jobs
import Reading

uses: Reading

event VerdictCommitted:
    jobId: indexed(uint256)
    validator: indexed(address)
    commitment: bytes32

event VerdictRevealed:
    jobId: indexed(uint256)
    validator: indexed(address)
    resultHash: bytes32
    verdict: uint8
    weight: uint256

event QuorumReached:
    jobId: indexed(uint256)
    resultHash: bytes32
    agreeWeight: uint256
    totalWeight: uint256

struct Verdict:
    commitment: bytes32
    weight: uint256
    resultHash: bytes32
    isRevealed: bool

struct Round:
    startedAt: uint64
    sealed: uint16
    opened: uint16
    totalWeight: uint256
    quorumHash: bytes32

VERDICT_REVEAL_TYPEHASH: public(constant(bytes32)) = keccak256(
    "VerdictReveal(address validator,uint256 jobId,bytes32 resultHash,uint8 verdict,bytes32 salt)"
)
BPS: constant(uint256) = 10_000
VERDICTS: constant(uint256) = 32

quorumBps: public(uint16)
commitPeriod: public(uint64)
revealPeriod: public(uint64)

rounds: HashMap[uint256, Round]
validators: HashMap[uint256, DynArray[address, VERDICTS]]
verdicts: HashMap[uint256, HashMap[address, Verdict]]
weights: HashMap[uint256, HashMap[bytes32, uint256]]


@deploy
def __init__(_quorumBps: uint16, _commitPeriod: uint64, _revealPeriod: uint64):
    assert convert(_quorumBps, uint256) > BPS // 2 and convert(_quorumBps, uint256) <= BPS, "quorumBps"
    self.quorumBps = _quorumBps
    self.commitPeriod = _commitPeriod
    self.revealPeriod = _revealPeriod


@external
def commitVerdict(jobId: uint256, commitment: bytes32):
    """
    @notice Seals the sender's verdict on a result that was handed in. For active providers that have no part in the
            job.
    """
    job: Jobs.Job = Reading.job_of(jobId)
    assert job.status == Jobs.SUBMITTED or job.status == Jobs.DISPUTED, "status"
    assert Reading.replicas_of(jobId) > 0, "no vote"
    assert msg.sender != job.provider and msg.sender != job.client, "own job"
    assert commitment != empty(bytes32), "commitment"
    round: Round = self.rounds[jobId]
    now: uint64 = convert(block.timestamp, uint64)
    if round.startedAt == 0:
        self.rounds[jobId].startedAt = now
    else:
        assert now < round.startedAt + self.commitPeriod, "too late"
    assert self.verdicts[jobId][msg.sender].commitment == empty(bytes32), "committed"
    weight: uint256 = Reading.weight_of(msg.sender)
    assert weight > 0, "no stake"
    assert convert(round.sealed, uint256) < VERDICTS, "too many verdicts"
    self.verdicts[jobId][msg.sender].commitment = commitment
    self.verdicts[jobId][msg.sender].weight = weight
    self.rounds[jobId].sealed += 1
    self.rounds[jobId].totalWeight += weight
    log VerdictCommitted(jobId=jobId, validator=msg.sender, commitment=commitment)


@external
def revealVerdict(jobId: uint256, resultHash: bytes32, verdict: uint8, salt: bytes32):
    """
    @notice Opens the sender's verdict, when no more are taken.
    """
    round: Round = self.rounds[jobId]
    now: uint64 = convert(block.timestamp, uint64)
    assert round.startedAt != 0 and now >= round.startedAt + self.commitPeriod, "too early"
    assert now < round.startedAt + self.commitPeriod + self.revealPeriod, "too late"
    sealed: Verdict = self.verdicts[jobId][msg.sender]
    assert not sealed.isRevealed, "revealed"
    assert resultHash != empty(bytes32), "resultHash"
    assert sealed.commitment == keccak256(
        abi_encode(VERDICT_REVEAL_TYPEHASH, msg.sender, jobId, resultHash, verdict, salt)
    ), "commitment"
    isRight: bool = resultHash == Reading.result_of(jobId)
    assert (verdict == 1) == isRight and verdict <= 1, "verdict"
    self.verdicts[jobId][msg.sender].isRevealed = True
    self.verdicts[jobId][msg.sender].resultHash = resultHash
    self.validators[jobId].append(msg.sender)
    self.rounds[jobId].opened += 1
    agree: uint256 = self.weights[jobId][resultHash] + sealed.weight
    self.weights[jobId][resultHash] = agree
    log VerdictRevealed(
        jobId=jobId, validator=msg.sender, resultHash=resultHash, verdict=verdict, weight=sealed.weight
    )
    isEnough: bool = convert(round.opened, uint256) + 1 >= Reading.replicas_of(jobId)
    # More than half of all weight stands behind it: no other hash can come to that.
    for hash: bytes32 in [resultHash, self.best_of(jobId)]:
        if (
            isEnough
            and self.rounds[jobId].quorumHash == empty(bytes32)
            and self.weights[jobId][hash] * BPS >= round.totalWeight * convert(self.quorumBps, uint256)
        ):
            self.rounds[jobId].quorumHash = hash
            log QuorumReached(
                jobId=jobId,
                resultHash=hash,
                agreeWeight=self.weights[jobId][hash],
                totalWeight=round.totalWeight,
            )


@external
@view
def tally(jobId: uint256) -> (uint256, uint256, uint16):
    """
    @notice The weight behind the result that was handed in, all sealed weight, and the share that decides, in basis
            points.
    """
    return (
        self.weights[jobId][Reading.result_of(jobId)],
        self.rounds[jobId].totalWeight,
        self.quorumBps,
    )


@external
@view
def decisionOf(jobId: uint256) -> uint8:
    """
    @notice What the validators say of the result that was handed in: 0 nothing yet, 1 that it is right, 2 wrong.
    """
    return self.decision_of(jobId)


@external
@view
def roundOf(jobId: uint256) -> (uint64, uint64, uint16, uint16, bytes32):
    """
    @notice Until when verdicts are sealed and opened, how many are, and the hash that a quorum is behind; zeros before
            the first one.
    """
    round: Round = self.rounds[jobId]
    if round.startedAt == 0:
        return 0, 0, 0, 0, empty(bytes32)
    sealing: uint64 = round.startedAt + self.commitPeriod
    return sealing, sealing + self.revealPeriod, round.sealed, round.opened, round.quorumHash


@internal
@view
def decision_of(jobId: uint256) -> uint8:
    """
    @notice The same.
    """
    hash: bytes32 = self.rounds[jobId].quorumHash
    if hash == empty(bytes32):
        return 0
    return 1 if hash == Reading.result_of(jobId) else 2


@internal
@view
def best_of(jobId: uint256) -> bytes32:
    """
    @notice Of the hashes that were opened, one with the most weight.
    """
    best: bytes32 = empty(bytes32)
    for validator: address in self.validators[jobId]:
        hash: bytes32 = self.verdicts[jobId][validator].resultHash
        if self.weights[jobId][hash] > self.weights[jobId][best]:
            best = hash
    return best

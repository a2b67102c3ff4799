# pragma version 0.4.3
# pragma evm-version prague
"""
@title What the verification reads of the market and of stake
@license MIT
@notice Jobs with their terms and results, and what a validator's word weighs.
"""

import Jobs

interface JobMarket:
    def getJob(jobId: uint256) -> Jobs.Job: view
    def getJobTerms(
        jobId: uint256,
    ) -> (
        bytes32, bytes32, bytes32, uint8, uint8, uint16, uint256, uint256, uint32, uint64, uint64, uint64, uint32
    ): view
    def resultOf(jobId: uint256) -> bytes32: view

interface Staking:
    def stakeOf(provider: address) -> (uint8, uint256, bool): view

ACTIVE: constant(uint8) = 2

market: public(immutable(address))
staking: public(immutable(address))


@deploy
def __init__(_market: address, _staking: address):
    market = _market
    staking = _staking


@internal
@view
def job_of(jobId: uint256) -> Jobs.Job:
    """
    @notice The job; reverts if there is none.
    """
    return staticcall JobMarket(market).getJob(jobId)


@internal
@view
def result_of(jobId: uint256) -> bytes32:
    """
    @notice The hash of the result that was handed in.
    """
    return staticcall JobMarket(market).resultOf(jobId)


@internal
@view
def replicas_of(jobId: uint256) -> uint256:
    """
    @notice How many verdicts a job asks for; 0 if it doesn't ask for a vote.
    """
    modelId: bytes32 = empty(bytes32)
    specHash: bytes32 = empty(bytes32)
    inputCommitment: bytes32 = empty(bytes32)
    jobType: uint8 = 0
    verification: uint8 = 0
    replicas: uint16 = 0
    maxPrice: uint256 = 0
    providerBond: uint256 = 0
    maxLatencyMs: uint32 = 0
    commitUntil: uint64 = 0
    revealUntil: uint64 = 0
    deadline: uint64 = 0
    challengeWindow: uint32 = 0
    (
        modelId,
        specHash,
        inputCommitment,
        jobType,
        verification,
        replicas,
        maxPrice,
        providerBond,
        maxLatencyMs,
        commitUntil,
        revealUntil,
        deadline,
        challengeWindow,
    ) = staticcall JobMarket(market).getJobTerms(jobId)
    if verification & Jobs.REDUNDANT == 0:
        return 0
    return max(convert(replicas, uint256), 1)


@internal
@view
def weight_of(validator: address) -> uint256:
    """
    @notice What a validator's word weighs: all stake with it while it is active, in wei.
    """
    status: uint8 = 0
    stake: uint256 = 0
    isPayable: bool = False
    status, stake, isPayable = staticcall Staking(staking).stakeOf(validator)
    if status != ACTIVE:
        return 0
    return stake

# pragma version 0.4.3
# pragma evm-version prague
# pragma optimize codesize
"""
@title Market of jobs with escrow
@license MIT
@notice Clients pay providers for work: by ERC-8183's steps, by sealed or open bids, or by an order and a bid that were
        both signed off chain. The price is held until the result stands.
@dev Job status: 0 Open, 1 Funded, 2 Submitted, 3 Completed, 4 Rejected, 5 Expired (ERC-8183's), 6 Running,
     7 Disputed, 8 Cancelled. Bid status: 0 Committed, 1 Open, 2 Active, 3 Lost, 4 Closed, 5 Forfeited. Outcome of a
     dispute: 0 Upheld, 1 Dismissed, 2 Timeout. Amounts are wei of the payment token, times seconds since 1970.
     Bounds: a description has at most 512 bytes, a CID 128, optParams and signatures 1,024.
     Beyond ERC-8183: an evaluator may be absent, a submitted job never expires but completes when nobody objects in
     time, and optParams of submit and complete carry what the events tell. Hooks aren't supported. What a completed job
     pays is split by the settlement.
"""

import Bids
import Disputes
import Domain
import Escrow
import Jobs
import Orders
import Ownable
import ServiceLevels

initializes: Domain
initializes: Ownable
initializes: Escrow
initializes: Bids[Domain := Domain, Escrow := Escrow, Ownable := Ownable]
initializes: Orders[Domain := Domain, Escrow := Escrow, Ownable := Ownable]
initializes: Disputes[Escrow := Escrow, Ownable := Ownable]
initializes: ServiceLevels[Bids := Bids, Domain := Domain, Escrow := Escrow, Ownable := Ownable]
exports: (Domain.eip712Domain, Domain.DOMAIN_SEPARATOR)
exports: (Ownable.owner, Ownable.transferOwnership)
exports: (
    Escrow.jobCounter,
    Escrow.escrowOf,
    Escrow.totalEscrow,
    Escrow.penaltyOf,
    Escrow.settlement,
)
exports: Bids.__interface__
exports: Orders.__interface__
exports: Disputes.__interface__
exports: ServiceLevels.__interface__

paymentToken: public(immutable(address))

descriptions: HashMap[uint256, String[512]]


@deploy
def __init__(
    owner: address,
    _paymentToken: address,
    _bidDeposit: uint256,
    _challengeBondBps: uint16,
    _evaluatorTimeout: uint64,
    _slaPenaltyBps: uint16,
    _settlement: address,
    _verification: address,
):
    """
    @param owner Who sets parameters and decides disputes without an evaluator: the timelock.
    @param _paymentToken What jobs made by createJob are paid in.
    @param _bidDeposit What a sealed bid deposits, in wei.
    @param _challengeBondBps What a challenge deposits, of the budget.
    @param _evaluatorTimeout Seconds that an evaluator has, before the provider is paid without it.
    @param _slaPenaltyBps What a broken service level costs, of the price.
    @param _settlement What splits the pay of completed jobs.
    @param _verification Whose validators are asked about results.
    """
    Domain.__init__("COAI JobMarket", "1")
    Ownable.__init__(owner)
    Escrow.__init__(_settlement)
    Disputes.__init__(_verification)
    paymentToken = _paymentToken
    Orders.allow_token(_paymentToken, True)
    Bids.set_bid_deposit(_bidDeposit)
    Disputes.set_challenge_bond(_challengeBondBps)
    Disputes.set_evaluator_timeout(_evaluatorTimeout)
    ServiceLevels.set_penalty(_slaPenaltyBps)


# Making a job (ERC-8183).


@external
def createJob(
    provider: address, evaluator: address, expiredAt: uint256, description: String[512], hook: address
) -> uint256:
    """
    @notice Makes an open job of the sender, and returns its number.
    @param provider Who is to do it; zero to choose later, or by bids.
    @param evaluator Who judges; zero if a result stands when nobody challenges it.
    @param expiredAt When anyone may have it expire.
    @param hook Must be zero.
    """
    assert hook == empty(address), "hooks aren't supported"
    assert expiredAt > block.timestamp, "expired"
    id: uint256 = Escrow.create(msg.sender, provider, evaluator, expiredAt, paymentToken)
    self.descriptions[id] = description
    return id


@external
def setTerms(jobId: uint256, terms: Jobs.Terms):
    """
    @notice States what is to be done and by when; once, before there is a budget. With revealUntil the job takes bids:
            sealed ones until commitUntil, opened until revealUntil; or, with commitUntil 0, open ones.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.only_client(job.client)
    Escrow.when(job.status == Jobs.OPEN and job.budget == 0)
    assert Escrow.terms[jobId].deadline == 0, "terms are set"
    assert convert(terms.deadline, uint256) > block.timestamp, "deadline"
    assert (
        job.expiredAt >= convert(terms.deadline, uint256) + convert(terms.challengeWindow, uint256)
    ), "expiredAt"
    if terms.revealUntil != 0:
        assert job.provider == empty(address), "provider is set"
        assert terms.revealUntil < terms.deadline, "revealUntil"
        now: uint64 = convert(block.timestamp, uint64)
        assert (
            max(terms.commitUntil, now) < terms.revealUntil
            and (terms.commitUntil == 0 or terms.commitUntil > now)
        ), "commitUntil"
    else:
        assert terms.commitUntil == 0, "commitUntil"
    Escrow.set_terms(jobId, terms)


@external
def setProvider(jobId: uint256, provider: address):
    """
    @notice Chooses the provider of a job that has none and takes no bids.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.only_client(job.client)
    Escrow.when(job.status == Jobs.OPEN and job.provider == empty(address))
    assert Escrow.terms[jobId].revealUntil == 0, "takes bids"
    assert provider != empty(address), "zero provider"
    Escrow.jobs[jobId].provider = provider
    log Jobs.ProviderSet(jobId=jobId, provider=provider)


@external
def setBudget(jobId: uint256, amount: uint256, optParams: Bytes[1024]):
    """
    @notice States the price: client or provider, while the job is open and takes no bids.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    assert msg.sender == job.client or msg.sender == job.provider, "not a party"
    Escrow.when(job.status == Jobs.OPEN)
    assert Escrow.terms[jobId].revealUntil == 0, "takes bids"
    Escrow.check_price(jobId, amount)
    Escrow.jobs[jobId].budget = amount
    log Jobs.BudgetSet(jobId=jobId, amount=amount)


@external
@nonreentrant
def fund(jobId: uint256, expectedBudget: uint256):
    """
    @notice Pays the budget into escrow, if it is still what the client expects.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.only_client(job.client)
    Escrow.when(job.status == Jobs.OPEN and job.provider != empty(address))
    assert block.timestamp < job.expiredAt, "expired"
    assert job.budget > 0 and job.budget == expectedBudget, "budget"
    Escrow.take_escrow(jobId, job.client, job.budget)


# Work and payment.


@external
@nonreentrant
def start(jobId: uint256):
    """
    @notice The provider accepts the job and puts its bond at stake.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.only_provider(job.provider)
    Escrow.when(job.status == Jobs.FUNDED)
    Escrow.not_late(block.timestamp <= Escrow.deadline_of(jobId))
    Escrow.jobs[jobId].status = Jobs.RUNNING
    Escrow.progress[jobId].startedAt = convert(block.timestamp, uint64)
    log Jobs.JobStarted(jobId=jobId, provider=msg.sender)
    Escrow.hold_bond(jobId, msg.sender)


@external
def submit(jobId: uint256, deliverable: bytes32, optParams: Bytes[1024]):
    """
    @notice The provider hands in the hash of its result, up to the deadline.
    @param optParams Empty, or abi.encode(string outputCid, bytes32 attestationHash, uint32 latencyMs).
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.only_provider(job.provider)
    Escrow.when(
        job.status == Jobs.RUNNING
        or (job.status == Jobs.FUNDED and Escrow.progress[jobId].bondHeld >= Escrow.terms[jobId].providerBond)
    )
    Escrow.not_late(block.timestamp <= Escrow.deadline_of(jobId))
    Escrow.jobs[jobId].status = Jobs.SUBMITTED
    Escrow.progress[jobId].submittedAt = convert(block.timestamp, uint64)
    Escrow.progress[jobId].resultHash = deliverable
    log Jobs.JobSubmitted(jobId=jobId, provider=msg.sender, deliverable=deliverable)
    if len(optParams) > 0:
        outputCid: String[128] = ""
        attestationHash: bytes32 = empty(bytes32)
        latencyMs: uint32 = 0
        outputCid, attestationHash, latencyMs = abi_decode(optParams, (String[128], bytes32, uint32))
        log Jobs.ResultPosted(
            jobId=jobId,
            resultHash=deliverable,
            outputCid=outputCid,
            attestationHash=attestationHash,
            latencyMs=latencyMs,
        )


@external
@nonreentrant
def complete(jobId: uint256, reason: bytes32, optParams: Bytes[1024]):
    """
    @notice Pays the provider: at the evaluator's word; by anyone, when nobody challenged in time and the evaluator,
            if there is one, let its time pass.
    @param optParams Empty, or from the evaluator abi.encode(uint32 latencyMs), the latency that it saw.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.when(job.status == Jobs.SUBMITTED)
    if job.evaluator == empty(address) or msg.sender != job.evaluator:
        wait: uint256 = convert(Escrow.terms[jobId].challengeWindow, uint256)
        if job.evaluator != empty(address):
            wait = max(wait, convert(Disputes.evaluatorTimeout, uint256))
        Escrow.not_early(
            block.timestamp >= convert(Escrow.progress[jobId].submittedAt, uint256) + wait
        )
        assert Disputes.decision_of(jobId) != Jobs.FOUND_WRONG, "found wrong"
    elif len(optParams) > 0:
        latencyMs: uint32 = abi_decode(optParams, uint32)
        limit: uint32 = Escrow.terms[jobId].maxLatencyMs
        ServiceLevels.report(jobId, msg.sender, limit == 0 or latencyMs <= limit, latencyMs)
    Escrow.complete(jobId, reason)


@external
@nonreentrant
def reject(jobId: uint256, reason: bytes32, optParams: Bytes[1024]):
    """
    @notice Ends the job without payment: the client while it is open, the evaluator after it was funded; anyone, when
            validators found the result wrong, and then the client gets the provider's bond.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    bondRecipient: address = job.provider
    if job.status == Jobs.OPEN:
        Escrow.only_client(job.client)
    elif job.status == Jobs.SUBMITTED and Disputes.decision_of(jobId) == Jobs.FOUND_WRONG:
        bondRecipient = job.client
    else:
        Escrow.when(
            job.status == Jobs.FUNDED or job.status == Jobs.RUNNING or job.status == Jobs.SUBMITTED
        )
        assert job.evaluator != empty(address) and msg.sender == job.evaluator, "not the evaluator"
    Escrow.reject(jobId, reason, bondRecipient)


@external
@nonreentrant
def cancel(jobId: uint256):
    """
    @notice The client takes a job back that the provider hasn't started.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.only_client(job.client)
    Escrow.when(job.status == Jobs.OPEN or job.status == Jobs.FUNDED)
    Escrow.jobs[jobId].status = Jobs.CANCELLED
    log Jobs.JobCancelled(jobId=jobId, by=msg.sender)
    Escrow.refund(jobId, job.provider)


@external
@nonreentrant
def expire(jobId: uint256):
    """
    @notice Refunds a job that wasn't delivered in time; anyone may call. The provider's bond goes to the client.
    """
    self._expire(jobId)


@external
@nonreentrant
def claimRefund(jobId: uint256):
    """
    @notice The same as expire, by ERC-8183's name.
    """
    self._expire(jobId)


# Reads.


@external
@view
def getJob(jobId: uint256) -> Jobs.Job:
    """
    @notice The job as ERC-8183 has it.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    return Jobs.Job(
        id=jobId,
        client=job.client,
        provider=job.provider,
        evaluator=job.evaluator,
        description=self.descriptions[jobId],
        budget=job.budget,
        expiredAt=job.expiredAt,
        status=job.status,
        hook=empty(address),
    )


@external
@view
def getJobTerms(
    jobId: uint256,
) -> (
    bytes32, bytes32, bytes32, uint8, uint8, uint16, uint256, uint256, uint32, uint64, uint64, uint64, uint32
):
    """
    @notice Its terms, in the order of the event JobTerms; zeros if none are set.
    """
    terms: Jobs.Terms = Escrow.terms[jobId]
    return (
        terms.modelId,
        terms.specHash,
        terms.inputCommitment,
        terms.jobType,
        terms.verification,
        terms.replicas,
        terms.maxPrice,
        terms.providerBond,
        terms.maxLatencyMs,
        terms.commitUntil,
        terms.revealUntil,
        terms.deadline,
        terms.challengeWindow,
    )


@external
@view
def getJobProgress(
    jobId: uint256,
) -> (address, uint64, uint64, uint64, uint64, uint256, address, uint256, bytes32):
    """
    @notice Payment token; when it was made, started, submitted, disputed; the provider's bond that is held, the
            challenger and its bond, and the hash of the result.
    """
    progress: Jobs.Progress = Escrow.progress[jobId]
    return (
        progress.paymentToken,
        progress.createdAt,
        progress.startedAt,
        progress.submittedAt,
        progress.disputedAt,
        progress.bondHeld,
        progress.challenger,
        progress.challengeBond,
        progress.resultHash,
    )


@external
@view
def resultOf(jobId: uint256) -> bytes32:
    """
    @notice The hash of the result that was handed in; 0 before.
    """
    return Escrow.progress[jobId].resultHash


@external
@view
def paymentTokenOf(jobId: uint256) -> address:
    """
    @notice What the job is paid in.
    """
    return Escrow.progress[jobId].paymentToken


# Inner parts.


@internal
def _expire(id: uint256):
    job: Jobs.Record = Escrow.record_of(id)
    if job.status == Jobs.OPEN:
        Escrow.not_early(block.timestamp >= job.expiredAt)
    else:
        Escrow.when(job.status == Jobs.FUNDED or job.status == Jobs.RUNNING)
        Escrow.not_early(block.timestamp > Escrow.deadline_of(id))
    Escrow.jobs[id].status = Jobs.EXPIRED
    log Jobs.JobExpired(jobId=id)
    Escrow.refund(id, job.client)

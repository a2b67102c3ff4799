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
     Bounds: a description has at most 512 bytes, a CID 128, optParams and signatures 1,024. Hooks aren't supported.
     First slice of challenges: decided by the evaluator, else the owner. No fees are taken.
"""

from ethereum.ercs import IERC20

import Domain
import Ownable
import Signatures

initializes: Domain
initializes: Ownable
exports: (Domain.eip712Domain, Domain.DOMAIN_SEPARATOR)
exports: (Ownable.owner, Ownable.transferOwnership)

event JobCreated:
    jobId: indexed(uint256)
    client: indexed(address)
    provider: indexed(address)
    evaluator: address
    expiredAt: uint256
    hook: address

event JobTerms:
    jobId: indexed(uint256)
    modelId: indexed(bytes32)
    specHash: bytes32
    inputCommitment: bytes32
    jobType: uint8
    verification: uint8
    replicas: uint16
    maxPrice: uint256
    providerBond: uint256
    maxLatencyMs: uint32
    commitUntil: uint64
    revealUntil: uint64
    deadline: uint64
    challengeWindow: uint32

event ProviderSet:
    jobId: indexed(uint256)
    provider: indexed(address)

event BudgetSet:
    jobId: indexed(uint256)
    amount: uint256

event JobFunded:
    jobId: indexed(uint256)
    client: indexed(address)
    amount: uint256

event JobStarted:
    jobId: indexed(uint256)
    provider: indexed(address)

event JobSubmitted:
    jobId: indexed(uint256)
    provider: indexed(address)
    deliverable: bytes32

event ResultPosted:
    jobId: indexed(uint256)
    resultHash: bytes32
    outputCid: String[128]
    attestationHash: bytes32
    latencyMs: uint32

event SLAReported:
    jobId: indexed(uint256)
    attester: indexed(address)
    met: bool
    latencyMs: uint32
    penalty: uint256

event JobCompleted:
    jobId: indexed(uint256)
    evaluator: indexed(address)
    reason: bytes32

event JobRejected:
    jobId: indexed(uint256)
    rejector: indexed(address)
    reason: bytes32

event JobExpired:
    jobId: indexed(uint256)

event JobCancelled:
    jobId: indexed(uint256)
    by: indexed(address)

event PaymentReleased:
    jobId: indexed(uint256)
    provider: indexed(address)
    amount: uint256

event Refunded:
    jobId: indexed(uint256)
    client: indexed(address)
    amount: uint256

event BidCommitted:
    jobId: indexed(uint256)
    provider: indexed(address)
    commitment: bytes32

event BidRevealed:
    jobId: indexed(uint256)
    provider: indexed(address)
    price: uint256
    latencyMs: uint32
    capabilityHash: bytes32

event BidForfeited:
    jobId: indexed(uint256)
    provider: indexed(address)
    deposit: uint256

event BidClosed:
    jobId: indexed(uint256)
    provider: indexed(address)
    deposit: uint256

event JobDisputed:
    jobId: indexed(uint256)
    challenger: indexed(address)
    bond: uint256
    evidenceHash: bytes32

event DisputeResolved:
    jobId: indexed(uint256)
    outcome: uint8
    payer: indexed(address)
    cost: uint256

event OrderFilled:
    orderHash: indexed(bytes32)
    jobId: indexed(uint256)
    provider: indexed(address)
    price: uint256

event OrderCancelled:
    orderHash: indexed(bytes32)
    maker: indexed(address)

event CounterIncremented:
    maker: indexed(address)
    newCounter: uint256

event TokenAllowed:
    token: indexed(address)
    allowed: bool

event ParamSet:
    key: indexed(bytes32)
    oldValue: uint256
    newValue: uint256

# ERC-8183's view of a job.
struct Job:
    id: uint256
    client: address
    provider: address
    evaluator: address
    description: String[512]
    budget: uint256
    expiredAt: uint256
    status: uint8
    hook: address

# The same without the text, as it is kept.
struct Record:
    client: address
    provider: address
    evaluator: address
    budget: uint256
    expiredAt: uint256
    status: uint8

struct Terms:
    modelId: bytes32
    specHash: bytes32
    inputCommitment: bytes32
    jobType: uint8
    verification: uint8
    replicas: uint16
    maxPrice: uint256
    providerBond: uint256
    maxLatencyMs: uint32
    commitUntil: uint64
    revealUntil: uint64
    deadline: uint64
    challengeWindow: uint32

struct Progress:
    paymentToken: address
    createdAt: uint64
    startedAt: uint64
    submittedAt: uint64
    disputedAt: uint64
    bondHeld: uint256
    challenger: address
    challengeBond: uint256
    resultHash: bytes32

struct SealedBid:
    status: uint8
    commitment: bytes32
    price: uint256
    latencyMs: uint32
    deposit: uint256

struct JobOrder:
    requester: address
    modelId: bytes32
    inputCommitment: bytes32
    specHash: bytes32
    jobType: uint8
    verification: uint8
    replicas: uint16
    paymentToken: address
    maxPrice: uint256
    providerBond: uint256
    maxLatencyMs: uint32
    challengeWindow: uint32
    deadline: uint64
    provider: address
    evaluator: address
    validUntil: uint64
    nonce: uint256

struct Bid:
    provider: address
    orderHash: bytes32
    price: uint256
    latencyMs: uint32
    startBy: uint64
    capabilityHash: bytes32
    validUntil: uint64
    nonce: uint256

struct BidCommit:
    provider: address
    jobId: uint256
    commitment: bytes32
    validUntil: uint64
    nonce: uint256

JOB_ORDER_TYPEHASH: public(constant(bytes32)) = keccak256(
    "JobOrder(address requester,bytes32 modelId,bytes32 inputCommitment,bytes32 specHash,uint8 jobType,uint8 verification,uint16 replicas,address paymentToken,uint256 maxPrice,uint256 providerBond,uint32 maxLatencyMs,uint32 challengeWindow,uint64 deadline,address provider,address evaluator,uint64 validUntil,uint256 nonce)"
)
BID_TYPEHASH: public(constant(bytes32)) = keccak256(
    "Bid(address provider,bytes32 orderHash,uint256 price,uint32 latencyMs,uint64 startBy,bytes32 capabilityHash,uint64 validUntil,uint256 nonce)"
)
BID_COMMIT_TYPEHASH: public(constant(bytes32)) = keccak256(
    "BidCommit(address provider,uint256 jobId,bytes32 commitment,uint64 validUntil,uint256 nonce)"
)
BID_REVEAL_TYPEHASH: public(constant(bytes32)) = keccak256(
    "BidReveal(address provider,uint256 jobId,uint256 price,uint32 latencyMs,bytes32 capabilityHash,bytes32 salt)"
)

OPEN: constant(uint8) = 0
FUNDED: constant(uint8) = 1
SUBMITTED: constant(uint8) = 2
COMPLETED: constant(uint8) = 3
REJECTED: constant(uint8) = 4
EXPIRED: constant(uint8) = 5
RUNNING: constant(uint8) = 6
DISPUTED: constant(uint8) = 7
CANCELLED: constant(uint8) = 8

BID_COMMITTED: constant(uint8) = 0
BID_OPEN: constant(uint8) = 1
BID_ACTIVE: constant(uint8) = 2
BID_LOST: constant(uint8) = 3
BID_CLOSED: constant(uint8) = 4
BID_FORFEITED: constant(uint8) = 5

UPHELD: constant(uint8) = 0
DISMISSED: constant(uint8) = 1
TIMEOUT: constant(uint8) = 2

FILLED: constant(uint8) = 1
VOID: constant(uint8) = 2

BPS: constant(uint256) = 10_000
JOB_TYPES: constant(uint8) = 6
VERIFICATIONS: constant(uint8) = 32

paymentToken: public(immutable(address))

isTokenAllowed: public(HashMap[address, bool])
bidDeposit: public(uint256)
challengeBondBps: public(uint16)
evaluatorTimeout: public(uint64)
jobCounter: public(uint256)
escrowOf: public(HashMap[uint256, uint256])
totalEscrow: public(HashMap[address, uint256])
orderStatus: public(HashMap[bytes32, uint8])
counterOf: public(HashMap[address, uint256])
nonces: public(HashMap[address, uint256])

jobs: HashMap[uint256, Record]
descriptions: HashMap[uint256, String[512]]
terms: HashMap[uint256, Terms]
progress: HashMap[uint256, Progress]
bids: HashMap[uint256, HashMap[address, SealedBid]]


@deploy
def __init__(
    owner: address,
    _paymentToken: address,
    _bidDeposit: uint256,
    _challengeBondBps: uint16,
    _evaluatorTimeout: uint64,
):
    """
    @param owner Who sets parameters and decides disputes without an evaluator: the timelock.
    @param _paymentToken What jobs made by createJob are paid in.
    @param _bidDeposit What a sealed bid deposits, in wei.
    @param _challengeBondBps What a challenge deposits, of the budget.
    @param _evaluatorTimeout Seconds that an evaluator has, before the provider is paid without it.
    """
    Domain.__init__("COAI JobMarket", "1")
    Ownable.__init__(owner)
    paymentToken = _paymentToken
    self._allow_token(_paymentToken, True)
    self._set_bid_deposit(_bidDeposit)
    self._set_challenge_bond(_challengeBondBps)
    self._set_evaluator_timeout(_evaluatorTimeout)


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
    id: uint256 = self._create(msg.sender, provider, evaluator, expiredAt, paymentToken)
    self.descriptions[id] = description
    return id


@external
def setTerms(jobId: uint256, terms: Terms):
    """
    @notice States what is to be done and by when; once, before there is a budget. With revealUntil the job takes bids:
            sealed ones until commitUntil, opened until revealUntil; or, with commitUntil 0, open ones.
    """
    job: Record = self._job(jobId)
    self._only_client(job.client)
    self._when(job.status == OPEN and job.budget == 0)
    assert self.terms[jobId].deadline == 0, "terms are set"
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
    self._set_terms(jobId, terms)


@external
def setProvider(jobId: uint256, provider: address):
    """
    @notice Chooses the provider of a job that has none and takes no bids.
    """
    job: Record = self._job(jobId)
    self._only_client(job.client)
    self._when(job.status == OPEN and job.provider == empty(address))
    assert self.terms[jobId].revealUntil == 0, "takes bids"
    assert provider != empty(address), "zero provider"
    self.jobs[jobId].provider = provider
    log ProviderSet(jobId=jobId, provider=provider)


@external
def setBudget(jobId: uint256, amount: uint256, optParams: Bytes[1024]):
    """
    @notice States the price: client or provider, while the job is open and takes no bids.
    """
    job: Record = self._job(jobId)
    assert msg.sender == job.client or msg.sender == job.provider, "not a party"
    self._when(job.status == OPEN)
    assert self.terms[jobId].revealUntil == 0, "takes bids"
    self._check_price(jobId, amount)
    self.jobs[jobId].budget = amount
    log BudgetSet(jobId=jobId, amount=amount)


@external
@nonreentrant
def fund(jobId: uint256, expectedBudget: uint256):
    """
    @notice Pays the budget into escrow, if it is still what the client expects.
    """
    job: Record = self._job(jobId)
    self._only_client(job.client)
    self._when(job.status == OPEN and job.provider != empty(address))
    assert block.timestamp < job.expiredAt, "expired"
    assert job.budget > 0 and job.budget == expectedBudget, "budget"
    self._escrow(jobId, job.client, job.budget)


# Bids.


@external
@nonreentrant
def commitBid(jobId: uint256, commitment: bytes32):
    """
    @notice Makes a sealed bid, with a deposit that comes back when it is opened.
    @param commitment hashStruct(BidReveal).
    """
    self._commit(jobId, msg.sender, commitment)


@external
@nonreentrant
def commitBidBySig(bid: BidCommit, signature: Bytes[1024]):
    """
    @notice Makes a sealed bid by the provider's signature.
    """
    assert block.timestamp <= convert(bid.validUntil, uint256), "not valid any more"
    assert self.nonces[bid.provider] == bid.nonce, "nonce"
    digest: bytes32 = Domain.digest(keccak256(abi_encode(BID_COMMIT_TYPEHASH, bid)))
    assert Signatures.is_valid(bid.provider, digest, signature), "signature"
    self.nonces[bid.provider] = bid.nonce + 1
    self._commit(bid.jobId, bid.provider, bid.commitment)


@external
@nonreentrant
def revealBid(
    jobId: uint256, price: uint256, latencyMs: uint32, capabilityHash: bytes32, salt: bytes32
):
    """
    @notice Opens the sender's sealed bid; where bids aren't sealed, makes one.
    """
    job: Record = self._job(jobId)
    self._when(job.status == OPEN)
    commitUntil: uint64 = self.terms[jobId].commitUntil
    self._not_late(block.timestamp < convert(self.terms[jobId].revealUntil, uint256))
    self._not_early(block.timestamp >= convert(commitUntil, uint256))
    assert price > 0, "price"
    self._check_price(jobId, price)
    deposit: uint256 = 0
    if commitUntil != 0:
        bid: SealedBid = self.bids[jobId][msg.sender]
        assert bid.status == BID_COMMITTED and bid.commitment != empty(bytes32), "no sealed bid"
        commitment: bytes32 = keccak256(
            abi_encode(BID_REVEAL_TYPEHASH, msg.sender, jobId, price, latencyMs, capabilityHash, salt)
        )
        assert bid.commitment == commitment, "commitment"
        deposit = bid.deposit
        self.bids[jobId][msg.sender].deposit = 0
    self.bids[jobId][msg.sender].status = BID_OPEN
    self.bids[jobId][msg.sender].price = price
    self.bids[jobId][msg.sender].latencyMs = latencyMs
    log BidRevealed(
        jobId=jobId,
        provider=msg.sender,
        price=price,
        latencyMs=latencyMs,
        capabilityHash=capabilityHash,
    )
    self._pay(self.progress[jobId].paymentToken, msg.sender, deposit)


@external
@nonreentrant
def forfeitBid(jobId: uint256, provider: address):
    """
    @notice Gives the deposit of a bid that wasn't opened in time to the client; anyone may call.
    """
    job: Record = self._job(jobId)
    self._when(job.status != CANCELLED and job.status != REJECTED)
    self._not_early(block.timestamp >= convert(self.terms[jobId].revealUntil, uint256))
    bid: SealedBid = self.bids[jobId][provider]
    assert bid.status == BID_COMMITTED and bid.commitment != empty(bytes32), "no sealed bid"
    self.bids[jobId][provider].status = BID_FORFEITED
    self.bids[jobId][provider].deposit = 0
    log BidForfeited(jobId=jobId, provider=provider, deposit=bid.deposit)
    self._pay(self.progress[jobId].paymentToken, job.client, bid.deposit)


@external
@nonreentrant
def withdrawBid(jobId: uint256):
    """
    @notice Takes the sender's sealed bid and its deposit back, when the client ended the job without an award.
    """
    job: Record = self._job(jobId)
    self._when(job.status == CANCELLED or job.status == REJECTED)
    bid: SealedBid = self.bids[jobId][msg.sender]
    assert bid.status == BID_COMMITTED and bid.commitment != empty(bytes32), "no sealed bid"
    self.bids[jobId][msg.sender].status = BID_CLOSED
    self.bids[jobId][msg.sender].deposit = 0
    log BidClosed(jobId=jobId, provider=msg.sender, deposit=bid.deposit)
    self._pay(self.progress[jobId].paymentToken, msg.sender, bid.deposit)


@external
@nonreentrant
def award(jobId: uint256, provider: address, expectedPrice: uint256):
    """
    @notice Gives the job to a bidder and pays the price into escrow; sealed bids only when all could be opened.
    """
    job: Record = self._job(jobId)
    self._only_client(job.client)
    self._when(job.status == OPEN)
    terms: Terms = self.terms[jobId]
    assert block.timestamp < convert(terms.deadline, uint256), "expired"
    self._not_early(
        terms.commitUntil == 0 or block.timestamp >= convert(terms.revealUntil, uint256)
    )
    bid: SealedBid = self.bids[jobId][provider]
    assert bid.status == BID_OPEN and bid.price > 0, "no bid"
    assert bid.price == expectedPrice, "price"
    self.bids[jobId][provider].status = BID_ACTIVE
    self.jobs[jobId].provider = provider
    self.jobs[jobId].budget = bid.price
    log ProviderSet(jobId=jobId, provider=provider)
    log BudgetSet(jobId=jobId, amount=bid.price)
    self._escrow(jobId, job.client, bid.price)


# Orders: signed off chain by both sides, used once.


@external
@nonreentrant
def fillOrder(
    order: JobOrder, orderSignature: Bytes[1024], bid: Bid, bidSignature: Bytes[1024]
) -> uint256:
    """
    @notice Makes a funded job of a requester's order and a provider's bid on it; the price comes from the requester,
            the bond from the provider. Anyone may send it. If it fails, neither is used up.
    """
    orderHash: bytes32 = Domain.digest(keccak256(abi_encode(JOB_ORDER_TYPEHASH, order)))
    bidHash: bytes32 = Domain.digest(keccak256(abi_encode(BID_TYPEHASH, bid)))
    assert bid.orderHash == orderHash, "bid is for another order"
    assert self.orderStatus[orderHash] == 0, "order is used"
    assert self.orderStatus[bidHash] == 0, "bid is used"
    assert order.nonce >= self.counterOf[order.requester], "order nonce"
    assert bid.nonce >= self.counterOf[bid.provider], "bid nonce"
    assert order.provider == empty(address) or order.provider == bid.provider, "provider"
    assert bid.price > 0 and bid.price <= order.maxPrice, "price"
    assert order.maxLatencyMs == 0 or bid.latencyMs <= order.maxLatencyMs, "latency"
    assert self.isTokenAllowed[order.paymentToken], "token"
    assert block.timestamp <= convert(order.validUntil, uint256), "order expired"
    assert block.timestamp <= convert(bid.validUntil, uint256), "bid expired"
    assert block.timestamp <= convert(bid.startBy, uint256), "startBy"
    assert block.timestamp < convert(order.deadline, uint256), "deadline"
    assert Signatures.is_valid(order.requester, orderHash, orderSignature), "order signature"
    assert Signatures.is_valid(bid.provider, bidHash, bidSignature), "bid signature"
    self.orderStatus[orderHash] = FILLED
    self.orderStatus[bidHash] = FILLED
    id: uint256 = self._create(
        order.requester,
        bid.provider,
        order.evaluator,
        convert(order.deadline, uint256) + convert(order.challengeWindow, uint256),
        order.paymentToken,
    )
    self._set_terms(
        id,
        Terms(
            modelId=order.modelId,
            specHash=order.specHash,
            inputCommitment=order.inputCommitment,
            jobType=order.jobType,
            verification=order.verification,
            replicas=order.replicas,
            maxPrice=order.maxPrice,
            providerBond=order.providerBond,
            maxLatencyMs=order.maxLatencyMs,
            commitUntil=0,
            revealUntil=0,
            deadline=order.deadline,
            challengeWindow=order.challengeWindow,
        ),
    )
    self.jobs[id].budget = bid.price
    log BudgetSet(jobId=id, amount=bid.price)
    self._escrow(id, order.requester, bid.price)
    log OrderFilled(orderHash=orderHash, jobId=id, provider=bid.provider, price=bid.price)
    self._hold_bond(id, bid.provider)
    return id


@external
def cancelOrder(order: JobOrder):
    """
    @notice Makes the sender's order void.
    """
    assert msg.sender == order.requester, "not the requester"
    orderHash: bytes32 = Domain.digest(keccak256(abi_encode(JOB_ORDER_TYPEHASH, order)))
    assert self.orderStatus[orderHash] == 0, "order is used"
    self.orderStatus[orderHash] = VOID
    log OrderCancelled(orderHash=orderHash, maker=msg.sender)


@external
def incrementCounter() -> uint256:
    """
    @notice Makes all orders and bids of the sender void whose nonce is below the new counter.
    """
    counter: uint256 = self.counterOf[msg.sender] + 1
    self.counterOf[msg.sender] = counter
    log CounterIncremented(maker=msg.sender, newCounter=counter)
    return counter


# Work and payment.


@external
@nonreentrant
def start(jobId: uint256):
    """
    @notice The provider accepts the job and puts its bond at stake.
    """
    job: Record = self._job(jobId)
    self._only_provider(job.provider)
    self._when(job.status == FUNDED)
    self._not_late(block.timestamp <= self._deadline(jobId))
    self.jobs[jobId].status = RUNNING
    self.progress[jobId].startedAt = convert(block.timestamp, uint64)
    log JobStarted(jobId=jobId, provider=msg.sender)
    self._hold_bond(jobId, msg.sender)


@external
def submit(jobId: uint256, deliverable: bytes32, optParams: Bytes[1024]):
    """
    @notice The provider hands in the hash of its result, up to the deadline.
    @param optParams Empty, or abi.encode(string outputCid, bytes32 attestationHash, uint32 latencyMs).
    """
    job: Record = self._job(jobId)
    self._only_provider(job.provider)
    self._when(
        job.status == RUNNING
        or (job.status == FUNDED and self.progress[jobId].bondHeld >= self.terms[jobId].providerBond)
    )
    self._not_late(block.timestamp <= self._deadline(jobId))
    self.jobs[jobId].status = SUBMITTED
    self.progress[jobId].submittedAt = convert(block.timestamp, uint64)
    self.progress[jobId].resultHash = deliverable
    log JobSubmitted(jobId=jobId, provider=msg.sender, deliverable=deliverable)
    if len(optParams) > 0:
        outputCid: String[128] = ""
        attestationHash: bytes32 = empty(bytes32)
        latencyMs: uint32 = 0
        outputCid, attestationHash, latencyMs = abi_decode(optParams, (String[128], bytes32, uint32))
        log ResultPosted(
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
    job: Record = self._job(jobId)
    self._when(job.status == SUBMITTED)
    if job.evaluator == empty(address) or msg.sender != job.evaluator:
        wait: uint256 = convert(self.terms[jobId].challengeWindow, uint256)
        if job.evaluator != empty(address):
            wait = max(wait, convert(self.evaluatorTimeout, uint256))
        self._not_early(
            block.timestamp >= convert(self.progress[jobId].submittedAt, uint256) + wait
        )
    elif len(optParams) > 0:
        latencyMs: uint32 = abi_decode(optParams, uint32)
        limit: uint32 = self.terms[jobId].maxLatencyMs
        log SLAReported(
            jobId=jobId,
            attester=msg.sender,
            met=limit == 0 or latencyMs <= limit,
            latencyMs=latencyMs,
            penalty=0,
        )
    self._complete(jobId, reason)


@external
@nonreentrant
def reject(jobId: uint256, reason: bytes32, optParams: Bytes[1024]):
    """
    @notice Ends the job without payment: the client while it is open, the evaluator after it was funded.
    """
    job: Record = self._job(jobId)
    if job.status == OPEN:
        self._only_client(job.client)
    else:
        self._when(
            job.status == FUNDED or job.status == RUNNING or job.status == SUBMITTED
        )
        assert job.evaluator != empty(address) and msg.sender == job.evaluator, "not the evaluator"
    self._reject(jobId, reason, job.provider)


@external
@nonreentrant
def cancel(jobId: uint256):
    """
    @notice The client takes a job back that the provider hasn't started.
    """
    job: Record = self._job(jobId)
    self._only_client(job.client)
    self._when(job.status == OPEN or job.status == FUNDED)
    self.jobs[jobId].status = CANCELLED
    log JobCancelled(jobId=jobId, by=msg.sender)
    self._refund(jobId, job.provider)


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


# Disputes.


@external
@nonreentrant
def challenge(jobId: uint256, evidenceHash: bytes32):
    """
    @notice Disputes a result within its challenge window, with a bond.
    """
    job: Record = self._job(jobId)
    self._when(job.status == SUBMITTED)
    assert msg.sender != job.provider, "own result"
    end: uint256 = convert(self.progress[jobId].submittedAt, uint256) + convert(
        self.terms[jobId].challengeWindow, uint256
    )
    self._not_late(block.timestamp < end)
    bond: uint256 = job.budget * convert(self.challengeBondBps, uint256) // BPS
    self.jobs[jobId].status = DISPUTED
    self.progress[jobId].disputedAt = convert(block.timestamp, uint64)
    self.progress[jobId].challenger = msg.sender
    self.progress[jobId].challengeBond = bond
    log JobDisputed(jobId=jobId, challenger=msg.sender, bond=bond, evidenceHash=evidenceHash)
    self._pull(self.progress[jobId].paymentToken, msg.sender, bond)


@external
@nonreentrant
def resolve(jobId: uint256, outcome: uint8):
    """
    @notice Decides a dispute. 0 Upheld: the client is refunded, the provider's bond goes to the challenger.
            1 Dismissed: the provider is paid, with the challenger's bond. 2 Timeout, by anyone when nobody decided
            in time: the provider is paid, bonds go back.
    """
    job: Record = self._job(jobId)
    self._when(job.status == DISPUTED)
    progress: Progress = self.progress[jobId]
    if outcome == TIMEOUT:
        self._not_early(
            block.timestamp
            >= convert(progress.disputedAt, uint256) + convert(self.evaluatorTimeout, uint256)
        )
    else:
        assert outcome == UPHELD or outcome == DISMISSED, "outcome"
        judge: address = job.evaluator
        if judge == empty(address):
            judge = Ownable.owner
        assert msg.sender == judge, "not the judge"
    self.progress[jobId].challengeBond = 0
    if outcome == UPHELD:
        log DisputeResolved(
            jobId=jobId, outcome=outcome, payer=job.provider, cost=progress.bondHeld
        )
        self._reject(jobId, keccak256("upheld"), progress.challenger)
        self._pay(progress.paymentToken, progress.challenger, progress.challengeBond)
    elif outcome == DISMISSED:
        log DisputeResolved(
            jobId=jobId, outcome=outcome, payer=progress.challenger, cost=progress.challengeBond
        )
        self._complete(jobId, keccak256("dismissed"))
        self._pay(progress.paymentToken, job.provider, progress.challengeBond)
    else:
        log DisputeResolved(jobId=jobId, outcome=outcome, payer=empty(address), cost=0)
        self._complete(jobId, keccak256("timeout"))
        self._pay(progress.paymentToken, progress.challenger, progress.challengeBond)


# Parameters.


@external
def setTokenAllowed(token: address, allowed: bool):
    """
    @notice Says whether orders may be paid in a token.
    """
    Ownable.only_owner()
    self._allow_token(token, allowed)


@external
def setBidDeposit(amount: uint256):
    """
    @notice Sets what a sealed bid deposits, in wei.
    """
    Ownable.only_owner()
    self._set_bid_deposit(amount)


@external
def setChallengeBondBps(bps: uint16):
    """
    @notice Sets what a challenge deposits, in basis points of the budget.
    """
    Ownable.only_owner()
    self._set_challenge_bond(bps)


@external
def setEvaluatorTimeout(seconds: uint64):
    """
    @notice Sets the seconds that an evaluator has.
    """
    Ownable.only_owner()
    self._set_evaluator_timeout(seconds)


# Reads.


@external
@view
def getJob(jobId: uint256) -> Job:
    """
    @notice The job as ERC-8183 has it.
    """
    job: Record = self._job(jobId)
    return Job(
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
    terms: Terms = self.terms[jobId]
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
    progress: Progress = self.progress[jobId]
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
def bidOf(jobId: uint256, provider: address) -> (uint8, bytes32, uint256, uint32, uint256):
    """
    @notice Status, commitment, price, latency in milliseconds and deposit of a bid.
    """
    bid: SealedBid = self.bids[jobId][provider]
    if bid.status == BID_OPEN and self.jobs[jobId].status != OPEN:
        bid.status = BID_LOST
    return bid.status, bid.commitment, bid.price, bid.latencyMs, bid.deposit


# Inner parts: making a job.


@internal
@view
def _job(id: uint256) -> Record:
    assert id > 0 and id <= self.jobCounter, "no such job"
    return self.jobs[id]


@internal
@view
def _only_client(client: address):
    assert msg.sender == client, "not the client"


@internal
@view
def _only_provider(provider: address):
    assert msg.sender == provider, "not the provider"


@internal
@pure
def _when(allowed: bool):
    assert allowed, "status"


@internal
@pure
def _not_early(allowed: bool):
    assert allowed, "too early"


@internal
@pure
def _not_late(allowed: bool):
    assert allowed, "too late"


@internal
def _create(
    client: address, provider: address, evaluator: address, expiredAt: uint256, token: address
) -> uint256:
    id: uint256 = self.jobCounter + 1
    self.jobCounter = id
    self.jobs[id] = Record(
        client=client,
        provider=provider,
        evaluator=evaluator,
        budget=0,
        expiredAt=expiredAt,
        status=OPEN,
    )
    self.progress[id].paymentToken = token
    self.progress[id].createdAt = convert(block.timestamp, uint64)
    log JobCreated(
        jobId=id,
        client=client,
        provider=provider,
        evaluator=evaluator,
        expiredAt=expiredAt,
        hook=empty(address),
    )
    return id


@internal
def _set_terms(id: uint256, terms: Terms):
    assert terms.jobType < JOB_TYPES, "jobType"
    assert terms.verification < VERIFICATIONS, "verification"
    self.terms[id] = terms
    log JobTerms(
        jobId=id,
        modelId=terms.modelId,
        specHash=terms.specHash,
        inputCommitment=terms.inputCommitment,
        jobType=terms.jobType,
        verification=terms.verification,
        replicas=terms.replicas,
        maxPrice=terms.maxPrice,
        providerBond=terms.providerBond,
        maxLatencyMs=terms.maxLatencyMs,
        commitUntil=terms.commitUntil,
        revealUntil=terms.revealUntil,
        deadline=terms.deadline,
        challengeWindow=terms.challengeWindow,
    )


@internal
@view
def _check_price(id: uint256, amount: uint256):
    limit: uint256 = self.terms[id].maxPrice
    assert limit == 0 or amount <= limit, "price"


@internal
def _commit(id: uint256, provider: address, commitment: bytes32):
    job: Record = self._job(id)
    self._when(job.status == OPEN)
    self._not_late(block.timestamp < convert(self.terms[id].commitUntil, uint256))
    assert commitment != empty(bytes32), "commitment"
    assert self.bids[id][provider].commitment == empty(bytes32), "bid is made"
    deposit: uint256 = self.bidDeposit
    self.bids[id][provider].commitment = commitment
    self.bids[id][provider].deposit = deposit
    log BidCommitted(jobId=id, provider=provider, commitment=commitment)
    self._pull(self.progress[id].paymentToken, provider, deposit)


@internal
@view
def _deadline(id: uint256) -> uint256:
    deadline: uint256 = convert(self.terms[id].deadline, uint256)
    if deadline == 0:
        return self.jobs[id].expiredAt
    return deadline


# Inner parts: money. Escrow is what totalEscrow counts; bonds and deposits are held besides.


@internal
def _escrow(id: uint256, client: address, amount: uint256):
    token: address = self.progress[id].paymentToken
    provider: address = self.jobs[id].provider
    assert provider != client, "own job"
    assert provider != self.jobs[id].evaluator, "provider is evaluator"
    self.jobs[id].status = FUNDED
    self.escrowOf[id] = amount
    self.totalEscrow[token] += amount
    log JobFunded(jobId=id, client=client, amount=amount)
    self._pull(token, client, amount)


@internal
def _hold_bond(id: uint256, provider: address):
    bond: uint256 = self.terms[id].providerBond - self.progress[id].bondHeld
    self.progress[id].bondHeld = self.terms[id].providerBond
    self._pull(self.progress[id].paymentToken, provider, bond)


@internal
def _release(id: uint256) -> uint256:
    amount: uint256 = self.escrowOf[id]
    self.escrowOf[id] = 0
    self.totalEscrow[self.progress[id].paymentToken] -= amount
    return amount


@internal
def _release_bond(id: uint256, recipient: address):
    bond: uint256 = self.progress[id].bondHeld
    self.progress[id].bondHeld = 0
    self._pay(self.progress[id].paymentToken, recipient, bond)


@internal
def _complete(id: uint256, reason: bytes32):
    self.jobs[id].status = COMPLETED
    provider: address = self.jobs[id].provider
    amount: uint256 = self._release(id)
    log JobCompleted(jobId=id, evaluator=msg.sender, reason=reason)
    log PaymentReleased(jobId=id, provider=provider, amount=amount)
    self._pay(self.progress[id].paymentToken, provider, amount)
    self._release_bond(id, provider)


@internal
def _reject(id: uint256, reason: bytes32, bondRecipient: address):
    self.jobs[id].status = REJECTED
    log JobRejected(jobId=id, rejector=msg.sender, reason=reason)
    self._refund(id, bondRecipient)


@internal
def _expire(id: uint256):
    job: Record = self._job(id)
    if job.status == OPEN:
        self._not_early(block.timestamp >= job.expiredAt)
    else:
        self._when(job.status == FUNDED or job.status == RUNNING)
        self._not_early(block.timestamp > self._deadline(id))
    self.jobs[id].status = EXPIRED
    log JobExpired(jobId=id)
    self._refund(id, job.client)


@internal
def _refund(id: uint256, bondRecipient: address):
    amount: uint256 = self._release(id)
    client: address = self.jobs[id].client
    if amount > 0:
        log Refunded(jobId=id, client=client, amount=amount)
        self._pay(self.progress[id].paymentToken, client, amount)
    self._release_bond(id, bondRecipient)


@internal
def _pull(token: address, owner: address, amount: uint256):
    if amount > 0:
        assert extcall IERC20(token).transferFrom(
            owner, self, amount, default_return_value=True
        ), "transfer"


@internal
def _pay(token: address, recipient: address, amount: uint256):
    if amount > 0:
        assert extcall IERC20(token).transfer(
            recipient, amount, default_return_value=True
        ), "transfer"


# Inner parts: parameters.


@internal
def _allow_token(token: address, allowed: bool):
    self.isTokenAllowed[token] = allowed
    log TokenAllowed(token=token, allowed=allowed)


@internal
def _set_bid_deposit(amount: uint256):
    log ParamSet(key=keccak256("bidDeposit"), oldValue=self.bidDeposit, newValue=amount)
    self.bidDeposit = amount


@internal
def _set_challenge_bond(bps: uint16):
    assert convert(bps, uint256) <= BPS, "bps"
    log ParamSet(
        key=keccak256("challengeBondBps"),
        oldValue=convert(self.challengeBondBps, uint256),
        newValue=convert(bps, uint256),
    )
    self.challengeBondBps = bps


@internal
def _set_evaluator_timeout(seconds: uint64):
    log ParamSet(
        key=keccak256("evaluatorTimeout"),
        oldValue=convert(self.evaluatorTimeout, uint256),
        newValue=convert(seconds, uint256),
    )
    self.evaluatorTimeout = seconds

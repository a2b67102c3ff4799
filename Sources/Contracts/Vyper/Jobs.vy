# pragma version 0.4.3
# pragma evm-version prague
"""
@title What a job, a bid and an order are, and what is told about them
@license MIT
@notice Events and structs of the job market, its numbers and their names.
"""

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

event FeeSplit:
    jobId: indexed(uint256)
    toProvider: uint256
    toDelegators: uint256
    toModelOwner: uint256
    toDataOwners: uint256
    toTreasury: uint256
    toVerifiers: uint256
    burned: uint256

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

struct SLAAttestation:
    attester: address
    jobId: uint256
    met: bool
    latencyMs: uint32
    uptimeBps: uint16
    evidenceHash: bytes32
    observedAt: uint64
    nonce: uint256

# What goes where of what a job pays.
struct Split:
    toProvider: uint256
    toDelegators: uint256
    toModelOwner: uint256
    toDataOwners: uint256
    toTreasury: uint256
    toVerifiers: uint256
    burned: uint256

# Status of a job.
OPEN: constant(uint8) = 0
FUNDED: constant(uint8) = 1
SUBMITTED: constant(uint8) = 2
COMPLETED: constant(uint8) = 3
REJECTED: constant(uint8) = 4
EXPIRED: constant(uint8) = 5
RUNNING: constant(uint8) = 6
DISPUTED: constant(uint8) = 7
CANCELLED: constant(uint8) = 8

# Status of a bid.
BID_COMMITTED: constant(uint8) = 0
BID_OPEN: constant(uint8) = 1
BID_ACTIVE: constant(uint8) = 2
BID_LOST: constant(uint8) = 3
BID_CLOSED: constant(uint8) = 4
BID_FORFEITED: constant(uint8) = 5

# Outcome of a dispute.
UPHELD: constant(uint8) = 0
DISMISSED: constant(uint8) = 1
TIMEOUT: constant(uint8) = 2

# What became of an order.
FILLED: constant(uint8) = 1
VOID: constant(uint8) = 2

# Bounds.
BPS: constant(uint256) = 10_000
JOB_TYPES: constant(uint8) = 6
VERIFICATIONS: constant(uint8) = 32
REDUNDANT: constant(uint8) = 4
FOUND_RIGHT: constant(uint8) = 1
FOUND_WRONG: constant(uint8) = 2

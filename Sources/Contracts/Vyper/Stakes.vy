# pragma version 0.4.3
# pragma evm-version prague
"""
@title What a provider and a stake are, and what is told about them
@license MIT
@notice Events and structs of the staking manager, its numbers and their names.
"""

event ProviderRegistered:
    provider: indexed(address)
    operator: indexed(address)
    serviceURI: String[256]
    capabilityHash: bytes32

event ProviderStatusChanged:
    provider: indexed(address)
    status: uint8

event CutsChangeScheduled:
    provider: indexed(address)
    rewardCutBps: uint16
    feeCutBps: uint16
    effectiveAt: uint64

event RewardCallerSet:
    provider: indexed(address)
    rewardCaller: indexed(address)

event Bonded:
    provider: indexed(address)
    delegator: indexed(address)
    amount: uint256
    totalBonded: uint256

event Unbonding:
    provider: indexed(address)
    delegator: indexed(address)
    unbondingId: indexed(uint256)
    amount: uint256
    availableAt: uint64

event Rebonded:
    provider: indexed(address)
    delegator: indexed(address)
    unbondingId: indexed(uint256)
    amount: uint256

event Withdrawn:
    delegator: indexed(address)
    unbondingId: indexed(uint256)
    amount: uint256

event Redelegated:
    delegator: indexed(address)
    from_: indexed(address)
    to: indexed(address)
    amount: uint256

event RewardsDistributed:
    provider: indexed(address)
    epoch: indexed(uint256)
    emission: uint256
    fees: uint256

event RewardsClaimed:
    delegator: indexed(address)
    provider: indexed(address)
    emission: uint256
    fees: uint256

event Slashed:
    provider: indexed(address)
    jobId: indexed(uint256)
    amount: uint256
    bps: uint16
    reason: uint8
    reporter: address
    reporterReward: uint256
    burned: uint256

event SlashProposed:
    slashId: indexed(bytes32)
    provider: indexed(address)
    amount: uint256
    vetoUntil: uint64

event SlashVetoed:
    slashId: indexed(bytes32)
    by: indexed(address)

event BenchmarkPosted:
    provider: indexed(address)
    suite: indexed(bytes32)
    score: uint256
    attester: address
    evidenceHash: bytes32

event ParamSet:
    key: indexed(bytes32)
    oldValue: uint256
    newValue: uint256

struct Provider:
    operator: address
    status: uint8
    rewardCutBps: uint16
    feeCutBps: uint16
    nextRewardCutBps: uint16
    nextFeeCutBps: uint16
    cutsEffectiveAt: uint64
    jailedUntil: uint64
    exitingSince: uint64
    lastEpoch: uint256
    rewardCaller: address

struct Pool:
    shares: uint256
    assets: uint256
    emissionPerShare: uint256
    feesPerShare: uint256

struct Delegation:
    shares: uint256
    emissionPerShare: uint256
    feesPerShare: uint256
    emission: uint256
    fees: uint256

# Stake that leaves a provider and is available at the same time; a slash takes from the whole bucket.
struct Bucket:
    shares: uint256
    assets: uint256

struct Leaving:
    provider: address
    availableAt: uint256
    shares: uint256

# A slash that waits for a veto.
struct PendingSlash:
    provider: address
    jobId: uint256
    bps: uint16
    reason: uint8
    reporter: address
    vetoUntil: uint64
    isJailing: bool

struct DelegationOrder:
    delegator: address
    provider: address
    action: uint8
    amount: uint256
    maxRewardCutBps: uint16
    maxFeeCutBps: uint16
    validUntil: uint64
    nonce: uint256

# Status of a provider.
UNREGISTERED: constant(uint8) = 0
PENDING: constant(uint8) = 1
ACTIVE: constant(uint8) = 2
JAILED: constant(uint8) = 3
EXITING: constant(uint8) = 4
EXITED: constant(uint8) = 5

# Action of a delegation order.
BOND: constant(uint8) = 0
UNBOND: constant(uint8) = 1
REBOND: constant(uint8) = 2

# Shares of a whole, in basis points.
BPS: constant(uint256) = 10_000
MAXIMUM_SLASH_BPS: constant(uint16) = 5_000
REPORTER_BPS: constant(uint256) = 1_000

# A pool always counts this many shares and one wei that nobody owns, so that the first bonder can't make shares
# so dear that the next one gets none.
VIRTUAL_SHARES: constant(uint256) = 10**6
PRECISION: constant(uint256) = 10**36

# Buckets of unbonding stake in a period, live buckets of a provider, and unbondings that an order looks at.
STEPS: constant(uint256) = 32
BUCKETS: constant(uint256) = 80
NEWEST: constant(uint256) = 32

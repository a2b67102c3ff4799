# pragma version 0.4.3
# pragma evm-version prague
"""
@title Stakes of providers and of those who delegate to them
@license MIT
@notice A provider's stake is one pool of shares: a slash takes from everyone in it alike. Stake that leaves can still
        be slashed until it is available. Staked COAI doesn't vote.
@dev Amounts are wei of COAI, cuts basis points, times seconds since 1970. A provider's status: 0 Unregistered,
     1 Pending, 2 Active, 3 Jailed, 4 Exiting, 5 Exited. Rounding is against the caller. The first slice of slashing:
     by an authorised account, at once. A service URI has at most 256 bytes.
"""

from ethereum.ercs import IERC20

import Domain
import Ownable
import Signatures

initializes: Domain
initializes: Ownable
exports: (Domain.eip712Domain, Domain.DOMAIN_SEPARATOR)
exports: (
    Ownable.owner,
    Ownable.hasRole,
    Ownable.transferOwnership,
    Ownable.grantRole,
    Ownable.revokeRole,
)

interface Burnable:
    def burn(amount: uint256, reason: bytes32): nonpayable

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

struct DelegationOrder:
    delegator: address
    provider: address
    action: uint8
    amount: uint256
    maxRewardCutBps: uint16
    maxFeeCutBps: uint16
    validUntil: uint64
    nonce: uint256

DELEGATION_ORDER_TYPEHASH: public(constant(bytes32)) = keccak256(
    "DelegationOrder(address delegator,address provider,uint8 action,uint256 amount,uint16 maxRewardCutBps,uint16 maxFeeCutBps,uint64 validUntil,uint256 nonce)"
)
SLASHER_ROLE: public(constant(bytes32)) = keccak256("SLASHER_ROLE")
ATTESTER_ROLE: public(constant(bytes32)) = keccak256("ATTESTER_ROLE")

UNREGISTERED: constant(uint8) = 0
PENDING: constant(uint8) = 1
ACTIVE: constant(uint8) = 2
JAILED: constant(uint8) = 3
EXITING: constant(uint8) = 4
EXITED: constant(uint8) = 5

BOND: constant(uint8) = 0
UNBOND: constant(uint8) = 1
REBOND: constant(uint8) = 2

BPS: constant(uint256) = 10_000
MAXIMUM_SLASH_BPS: constant(uint16) = 5_000
REPORTER_BPS: constant(uint256) = 1_000
# A pool always counts this many shares and one wei that nobody owns, so that the first bonder can't make shares
# so dear that the next one gets none.
VIRTUAL_SHARES: constant(uint256) = 10**6
PRECISION: constant(uint256) = 10**36
STEPS: constant(uint256) = 32
BUCKETS: constant(uint256) = 80
NEWEST: constant(uint256) = 32

token: public(immutable(address))
# Availability is rounded up to a multiple of this, so that a slash has few buckets to go through.
STEP: immutable(uint256)

unbondingPeriod: public(uint64)
cutsDelay: public(uint64)
jailPeriod: public(uint64)
minSelfStake: public(uint256)
totalBonded: public(uint256)
totalUnbonding: public(uint256)
nonces: public(HashMap[address, uint256])
unbondingCount: public(HashMap[address, uint256])
providerCount: public(uint256)
providerAt: public(HashMap[uint256, address])
lastRedelegation: public(HashMap[address, uint256])

providers: HashMap[address, Provider]
pools: HashMap[address, Pool]
delegations: HashMap[address, HashMap[address, Delegation]]
leaving: HashMap[address, HashMap[uint256, Leaving]]
buckets: HashMap[address, HashMap[uint256, Bucket]]
bucket_times: HashMap[address, DynArray[uint256, BUCKETS]]


@deploy
def __init__(
    owner: address,
    _token: address,
    slasher: address,
    attester: address,
    _unbondingPeriod: uint64,
    _cutsDelay: uint64,
    _jailPeriod: uint64,
    _minSelfStake: uint256,
):
    """
    @param owner Who gives roles and sets parameters: the timelock.
    @param _token COAI.
    @param slasher Who may slash, besides the owner.
    @param attester Who may post benchmarks.
    @param _unbondingPeriod Seconds in which leaving stake can still be slashed; at least 32.
    @param _cutsDelay Seconds from the announcement of cuts to their effect.
    @param _jailPeriod Seconds of jail after a slash.
    @param _minSelfStake Own stake that an active provider needs, in wei.
    """
    Domain.__init__("COAI Staking", "1")
    Ownable.__init__(owner)
    assert convert(_unbondingPeriod, uint256) >= STEPS, "period"
    token = _token
    STEP = convert(_unbondingPeriod, uint256) // STEPS
    self.unbondingPeriod = _unbondingPeriod
    self.cutsDelay = _cutsDelay
    self.jailPeriod = _jailPeriod
    self.minSelfStake = _minSelfStake
    Ownable.grant(SLASHER_ROLE, slasher)
    Ownable.grant(ATTESTER_ROLE, attester)


# Providers.


@external
def register(operator: address, serviceURI: String[256], capabilityHash: bytes32):
    """
    @notice Makes the sender a provider, Pending until it has bonded enough and sets itself Active.
    @param operator The key that works for it; may be the provider's own.
    """
    assert self.providers[msg.sender].status == UNREGISTERED, "registered"
    assert operator != empty(address), "zero operator"
    self.providers[msg.sender].operator = operator
    self.providers[msg.sender].status = PENDING
    self.providerAt[self.providerCount] = msg.sender
    self.providerCount += 1
    log ProviderRegistered(
        provider=msg.sender, operator=operator, serviceURI=serviceURI, capabilityHash=capabilityHash
    )
    log ProviderStatusChanged(provider=msg.sender, status=PENDING)


@external
def setStatus(provider: address, status: uint8):
    """
    @notice Provider or operator: to Active with enough own stake (from jail after its time), to Exiting, and to
            Exited when the unbonding period is over. A slasher or the owner: to Jailed.
    """
    current: Provider = self.providers[provider]
    now: uint64 = convert(block.timestamp, uint64)
    if status == JAILED:
        self._only_slasher()
        assert current.status == PENDING or current.status == ACTIVE, "status"
        self._jail(provider)
        return
    assert msg.sender == provider or msg.sender == current.operator, "not the provider"
    if status == ACTIVE:
        assert current.status == PENDING or current.status == JAILED or current.status == EXITING, "status"
        assert now >= current.jailedUntil, "jailed"
        assert self._amount(provider, provider) >= self.minSelfStake, "own stake"
    elif status == EXITING:
        assert current.status >= PENDING and current.status <= JAILED, "status"
        self.providers[provider].exitingSince = now
    else:
        assert status == EXITED and current.status == EXITING, "status"
        assert now >= current.exitingSince + self.unbondingPeriod, "too early"
    self.providers[provider].status = status
    log ProviderStatusChanged(provider=provider, status=status)


@external
def scheduleCuts(rewardCutBps: uint16, feeCutBps: uint16):
    """
    @notice Announces the shares of rewards and fees that the sender keeps; at once while it is Pending, else after
            cutsDelay, so that delegators can leave before.
    """
    current: Provider = self.providers[msg.sender]
    assert current.status != UNREGISTERED and current.status != EXITED, "status"
    assert convert(rewardCutBps, uint256) <= BPS and convert(feeCutBps, uint256) <= BPS, "cut"
    effectiveAt: uint64 = convert(block.timestamp, uint64)
    self._apply_cuts(msg.sender)
    if current.status != PENDING:
        effectiveAt += self.cutsDelay
    self.providers[msg.sender].nextRewardCutBps = rewardCutBps
    self.providers[msg.sender].nextFeeCutBps = feeCutBps
    self.providers[msg.sender].cutsEffectiveAt = effectiveAt
    self._apply_cuts(msg.sender)
    log CutsChangeScheduled(
        provider=msg.sender, rewardCutBps=rewardCutBps, feeCutBps=feeCutBps, effectiveAt=effectiveAt
    )


@external
def setRewardCaller(rewardCaller: address):
    """
    @notice Names a key that may call distribute for the sender; the zero address for none.
    """
    assert self.providers[msg.sender].status != UNREGISTERED, "status"
    self.providers[msg.sender].rewardCaller = rewardCaller
    log RewardCallerSet(provider=msg.sender, rewardCaller=rewardCaller)


@external
def postBenchmark(provider: address, suite: bytes32, score: uint256, evidenceHash: bytes32):
    """
    @notice States a provider's score. For holders of ATTESTER_ROLE.
    """
    assert Ownable.hasRole[ATTESTER_ROLE][msg.sender], "not an attester"
    assert self.providers[provider].status != UNREGISTERED, "status"
    log BenchmarkPosted(
        provider=provider, suite=suite, score=score, attester=msg.sender, evidenceHash=evidenceHash
    )


# Stake.


@external
@nonreentrant
def bond(provider: address, amount: uint256):
    """
    @notice Stakes the sender's COAI with a provider; the contract needs an allowance.
    """
    self._bond(msg.sender, provider, amount)


@external
@nonreentrant
def unbond(provider: address, amount: uint256) -> uint256:
    """
    @notice Begins to take stake back; 2^256-1 for all of it. Returns the number of the unbonding, which counts from
            1 for each delegator.
    """
    return self._unbond(msg.sender, provider, amount)


@external
@nonreentrant
def rebond(unbondingId: uint256):
    """
    @notice Puts leaving stake back with its provider.
    """
    self._rebond(msg.sender, unbondingId)


@external
@nonreentrant
def withdraw(unbondingId: uint256):
    """
    @notice Pays out stake that is available.
    """
    entry: Leaving = self.leaving[msg.sender][unbondingId]
    assert entry.provider != empty(address), "no such unbonding"
    assert block.timestamp >= entry.availableAt, "not available yet"
    amount: uint256 = self._take_leaving(msg.sender, unbondingId)
    log Withdrawn(delegator=msg.sender, unbondingId=unbondingId, amount=amount)
    self._pay(msg.sender, amount)


@external
@nonreentrant
def redelegate(from_: address, to: address, amount: uint256):
    """
    @notice Moves stake to another provider at once, once in an unbonding period, and not away from a jailed one. It
            can then be slashed with the new provider only.
    """
    assert msg.sender != from_ and from_ != to, "own stake"
    assert self.providers[from_].status != JAILED, "jailed"
    last: uint256 = self.lastRedelegation[msg.sender]
    assert (
        last == 0 or block.timestamp >= last + convert(self.unbondingPeriod, uint256)
    ), "too early"
    self.lastRedelegation[msg.sender] = block.timestamp
    moved: uint256 = self._remove_stake(msg.sender, from_, amount)
    self._add_stake(msg.sender, to, moved)
    log Redelegated(delegator=msg.sender, from_=from_, to=to, amount=moved)


@external
@nonreentrant
def delegateBySig(order: DelegationOrder, signature: Bytes[1024]):
    """
    @notice Bonds (action 0), unbonds (1) or rebonds (2) by the delegator's signature. A rebond takes the newest
            unbonding with that provider that has exactly the amount. Stake goes to no provider that keeps more, now
            or as announced, than the order allows.
    """
    assert block.timestamp <= convert(order.validUntil, uint256), "expired"
    assert self.nonces[order.delegator] == order.nonce, "nonce"
    digest: bytes32 = Domain.digest(keccak256(abi_encode(DELEGATION_ORDER_TYPEHASH, order)))
    assert Signatures.is_valid(order.delegator, digest, signature), "signature"
    self.nonces[order.delegator] = order.nonce + 1
    if order.action == UNBOND:
        self._unbond(order.delegator, order.provider, order.amount)
        return
    assert order.action == BOND or order.action == REBOND, "action"
    self._apply_cuts(order.provider)
    terms: Provider = self.providers[order.provider]
    assert max(terms.rewardCutBps, terms.nextRewardCutBps) <= order.maxRewardCutBps, "reward cut"
    assert max(terms.feeCutBps, terms.nextFeeCutBps) <= order.maxFeeCutBps, "fee cut"
    if order.action == BOND:
        self._bond(order.delegator, order.provider, order.amount)
    else:
        self._rebond(
            order.delegator, self._find_leaving(order.delegator, order.provider, order.amount)
        )


# Rewards.


@external
@nonreentrant
def distribute(provider: address, epoch: uint256, emission: uint256, fees: uint256):
    """
    @notice Pays rewards and fees of an epoch, from the sender, to the provider (its cuts) and all stake with it.
            For the provider, its operator, its reward caller and the owner; each epoch once, in order.
    """
    self._apply_cuts(provider)
    current: Provider = self.providers[provider]
    assert current.status != UNREGISTERED, "status"
    assert (
        msg.sender == provider
        or msg.sender == current.operator
        or msg.sender == current.rewardCaller
        or msg.sender == Ownable.owner
    ), "not a reward caller"
    assert epoch > current.lastEpoch, "epoch"
    pool: Pool = self.pools[provider]
    assert pool.shares > 0, "no stake"
    ownEmission: uint256 = emission * convert(current.rewardCutBps, uint256) // BPS
    ownFees: uint256 = fees * convert(current.feeCutBps, uint256) // BPS
    self.providers[provider].lastEpoch = epoch
    self.pools[provider].emissionPerShare += (emission - ownEmission) * PRECISION // pool.shares
    self.pools[provider].feesPerShare += (fees - ownFees) * PRECISION // pool.shares
    self.delegations[provider][provider].emission += ownEmission
    self.delegations[provider][provider].fees += ownFees
    log RewardsDistributed(provider=provider, epoch=epoch, emission=emission, fees=fees)
    self._pull(msg.sender, emission + fees)


@external
@nonreentrant
def claim(provider: address):
    """
    @notice Pays out the sender's rewards and fees with a provider.
    """
    self._settle(msg.sender, provider)
    emission: uint256 = self.delegations[msg.sender][provider].emission
    fees: uint256 = self.delegations[msg.sender][provider].fees
    assert emission + fees > 0, "nothing to claim"
    self.delegations[msg.sender][provider].emission = 0
    self.delegations[msg.sender][provider].fees = 0
    log RewardsClaimed(delegator=msg.sender, provider=provider, emission=emission, fees=fees)
    self._pay(msg.sender, emission + fees)


# Slashing.


@external
@nonreentrant
def slash(provider: address, jobId: uint256, bps: uint16, reason: uint8, reporter: address):
    """
    @notice Takes a share (at most half) of all stake with a provider, bonded or still leaving, and jails it. A tenth
            goes to the reporter, the rest is burned.
    @param reason 0 other, 1 no result, 2 wrong result, 3 SLA.
    """
    self._only_slasher()
    assert self.providers[provider].status != UNREGISTERED, "status"
    assert bps > 0 and bps <= MAXIMUM_SLASH_BPS, "bps"
    assert reason <= 3, "reason"
    share: uint256 = convert(bps, uint256)
    fromBonded: uint256 = self.pools[provider].assets * share // BPS
    self.pools[provider].assets -= fromBonded
    self.totalBonded -= fromBonded
    fromLeaving: uint256 = 0
    for time: uint256 in self.bucket_times[provider]:
        if time > block.timestamp:
            part: uint256 = self.buckets[provider][time].assets * share // BPS
            self.buckets[provider][time].assets -= part
            fromLeaving += part
    self.totalUnbonding -= fromLeaving
    amount: uint256 = fromBonded + fromLeaving
    assert amount > 0, "no stake"
    reward: uint256 = 0
    if reporter != empty(address):
        reward = amount * REPORTER_BPS // BPS
    log Slashed(
        provider=provider,
        jobId=jobId,
        amount=amount,
        bps=bps,
        reason=reason,
        reporter=reporter,
        reporterReward=reward,
        burned=amount - reward,
    )
    if self.providers[provider].status == ACTIVE or self.providers[provider].status == PENDING:
        self._jail(provider)
    if reward > 0:
        self._pay(reporter, reward)
    extcall Burnable(token).burn(amount - reward, keccak256("slash"))


# Parameters.


@external
def setUnbondingPeriod(seconds: uint64):
    """
    @notice Sets the unbonding period, for stake that leaves from now on; at most twice the first one.
    """
    Ownable.only_owner()
    length: uint256 = convert(seconds, uint256)
    assert length >= STEP and length <= 2 * STEPS * STEP, "period"
    log ParamSet(
        key=keccak256("unbondingPeriod"),
        oldValue=convert(self.unbondingPeriod, uint256),
        newValue=length,
    )
    self.unbondingPeriod = seconds


@external
def setMinSelfStake(amount: uint256):
    """
    @notice Sets the own stake that providers need to become active.
    """
    Ownable.only_owner()
    log ParamSet(key=keccak256("minSelfStake"), oldValue=self.minSelfStake, newValue=amount)
    self.minSelfStake = amount


# Reads.


@external
@view
def getProvider(
    provider: address,
) -> (address, uint8, uint256, uint256, uint16, uint16, uint64, uint64):
    """
    @notice Operator, status, own and delegated stake, cuts in force, when announced cuts take effect (0: none are
            waiting), and until when it is jailed.
    """
    current: Provider = self._with_cuts(provider)
    own: uint256 = self._amount(provider, provider)
    return (
        current.operator,
        current.status,
        own,
        self.pools[provider].assets - own,
        current.rewardCutBps,
        current.feeCutBps,
        current.cutsEffectiveAt,
        current.jailedUntil,
    )


@external
@view
def pendingCuts(provider: address) -> (uint16, uint16, uint64):
    """
    @notice Cuts that are announced, and from when on they hold; zeros if none are.
    """
    current: Provider = self._with_cuts(provider)
    if current.cutsEffectiveAt == 0:
        return 0, 0, 0
    return current.nextRewardCutBps, current.nextFeeCutBps, current.cutsEffectiveAt


@external
@view
def rewardCallerOf(provider: address) -> address:
    """
    @notice Who may call distribute for the provider.
    """
    return self.providers[provider].rewardCaller


@external
@view
def delegationOf(delegator: address, provider: address) -> (uint256, uint256, uint256, uint256):
    """
    @notice Shares, what they are worth in wei, and rewards and fees that can be claimed.
    """
    emission: uint256 = 0
    fees: uint256 = 0
    emission, fees = self._earned(delegator, provider)
    return (
        self.delegations[delegator][provider].shares,
        self._amount(delegator, provider),
        emission,
        fees,
    )


@external
@view
def unbondingOf(delegator: address, id: uint256) -> (address, uint256, uint64, uint64):
    """
    @notice Provider, amount after slashes, and when it is available, which is also until when it can be slashed;
            zeros when it was withdrawn or bonded again.
    """
    entry: Leaving = self.leaving[delegator][id]
    availableAt: uint64 = convert(entry.availableAt, uint64)
    return entry.provider, self._leaving_amount(delegator, id), availableAt, availableAt


# Inner parts: who.


@internal
@view
def _only_slasher():
    assert (
        Ownable.hasRole[SLASHER_ROLE][msg.sender] or msg.sender == Ownable.owner
    ), "not a slasher"


@internal
def _jail(provider: address):
    self.providers[provider].status = JAILED
    self.providers[provider].jailedUntil = convert(block.timestamp, uint64) + self.jailPeriod
    log ProviderStatusChanged(provider=provider, status=JAILED)


# Inner parts: cuts.


@internal
@view
def _with_cuts(provider: address) -> Provider:
    current: Provider = self.providers[provider]
    if current.cutsEffectiveAt != 0 and block.timestamp >= convert(current.cutsEffectiveAt, uint256):
        current.rewardCutBps = current.nextRewardCutBps
        current.feeCutBps = current.nextFeeCutBps
        current.cutsEffectiveAt = 0
    return current


@internal
def _apply_cuts(provider: address):
    current: Provider = self._with_cuts(provider)
    self.providers[provider].rewardCutBps = current.rewardCutBps
    self.providers[provider].feeCutBps = current.feeCutBps
    self.providers[provider].cutsEffectiveAt = current.cutsEffectiveAt


# Inner parts: shares.


@internal
@view
def _amount(delegator: address, provider: address) -> uint256:
    pool: Pool = self.pools[provider]
    shares: uint256 = self.delegations[delegator][provider].shares
    return shares * (pool.assets + 1) // (pool.shares + VIRTUAL_SHARES)


@internal
@view
def _earned(delegator: address, provider: address) -> (uint256, uint256):
    pool: Pool = self.pools[provider]
    stake: Delegation = self.delegations[delegator][provider]
    return (
        stake.emission + stake.shares * (pool.emissionPerShare - stake.emissionPerShare) // PRECISION,
        stake.fees + stake.shares * (pool.feesPerShare - stake.feesPerShare) // PRECISION,
    )


@internal
def _settle(delegator: address, provider: address):
    # Before shares change: what they earned so far is written down.
    emission: uint256 = 0
    fees: uint256 = 0
    emission, fees = self._earned(delegator, provider)
    self.delegations[delegator][provider].emission = emission
    self.delegations[delegator][provider].fees = fees
    self.delegations[delegator][provider].emissionPerShare = self.pools[provider].emissionPerShare
    self.delegations[delegator][provider].feesPerShare = self.pools[provider].feesPerShare


@internal
def _add_stake(delegator: address, provider: address, amount: uint256):
    status: uint8 = self.providers[provider].status
    if delegator == provider:
        assert status >= PENDING and status <= JAILED, "status"
    else:
        assert status == ACTIVE, "status"
    self._settle(delegator, provider)
    pool: Pool = self.pools[provider]
    shares: uint256 = amount * (pool.shares + VIRTUAL_SHARES) // (pool.assets + 1)
    assert shares > 0, "amount"
    self.pools[provider].shares = pool.shares + shares
    self.pools[provider].assets = pool.assets + amount
    self.delegations[delegator][provider].shares += shares
    self.totalBonded += amount


@internal
def _remove_stake(delegator: address, provider: address, wanted: uint256) -> uint256:
    self._settle(delegator, provider)
    pool: Pool = self.pools[provider]
    own: uint256 = self.delegations[delegator][provider].shares
    amount: uint256 = wanted
    shares: uint256 = own
    if wanted == max_value(uint256):
        amount = self._amount(delegator, provider)
    else:
        assert amount <= self._amount(delegator, provider), "amount"
        total: uint256 = pool.shares + VIRTUAL_SHARES
        shares = (amount * total + pool.assets) // (pool.assets + 1)
    assert amount > 0, "amount"
    self.delegations[delegator][provider].shares = own - shares
    self.pools[provider].shares = pool.shares - shares
    self.pools[provider].assets = pool.assets - amount
    self.totalBonded -= amount
    if delegator == provider and self.providers[provider].status == ACTIVE:
        assert self._amount(provider, provider) >= self.minSelfStake, "own stake"
    return amount


@internal
def _bond(delegator: address, provider: address, amount: uint256):
    self._add_stake(delegator, provider, amount)
    log Bonded(
        provider=provider,
        delegator=delegator,
        amount=amount,
        totalBonded=self.pools[provider].assets,
    )
    self._pull(delegator, amount)


# Inner parts: stake that leaves.


@internal
def _unbond(delegator: address, provider: address, wanted: uint256) -> uint256:
    amount: uint256 = self._remove_stake(delegator, provider, wanted)
    end: uint256 = block.timestamp + convert(self.unbondingPeriod, uint256)
    time: uint256 = (end + STEP - 1) // STEP * STEP
    bucket: Bucket = self.buckets[provider][time]
    shares: uint256 = amount
    if bucket.shares == 0:
        self._list_bucket(provider, time)
    else:
        shares = amount * bucket.shares // bucket.assets
        assert shares > 0, "amount"
    self.buckets[provider][time].shares = bucket.shares + shares
    self.buckets[provider][time].assets = bucket.assets + amount
    self.totalUnbonding += amount
    id: uint256 = self.unbondingCount[delegator] + 1
    self.unbondingCount[delegator] = id
    self.leaving[delegator][id] = Leaving(provider=provider, availableAt=time, shares=shares)
    log Unbonding(
        provider=provider,
        delegator=delegator,
        unbondingId=id,
        amount=amount,
        availableAt=convert(time, uint64),
    )
    return id


@internal
def _list_bucket(provider: address, time: uint256):
    # Times that are over make room: what is in their buckets can't be slashed any more.
    kept: DynArray[uint256, BUCKETS] = []
    for other: uint256 in self.bucket_times[provider]:
        if other > block.timestamp and other != time:
            kept.append(other)
    kept.append(time)
    self.bucket_times[provider] = kept


@internal
@view
def _leaving_amount(delegator: address, id: uint256) -> uint256:
    entry: Leaving = self.leaving[delegator][id]
    if entry.shares == 0:
        return 0
    bucket: Bucket = self.buckets[entry.provider][entry.availableAt]
    return entry.shares * bucket.assets // bucket.shares


@internal
def _take_leaving(delegator: address, id: uint256) -> uint256:
    entry: Leaving = self.leaving[delegator][id]
    assert entry.provider != empty(address), "no such unbonding"
    amount: uint256 = self._leaving_amount(delegator, id)
    self.buckets[entry.provider][entry.availableAt].shares -= entry.shares
    self.buckets[entry.provider][entry.availableAt].assets -= amount
    self.leaving[delegator][id] = empty(Leaving)
    self.totalUnbonding -= amount
    return amount


@internal
def _rebond(delegator: address, id: uint256):
    provider: address = self.leaving[delegator][id].provider
    amount: uint256 = self._take_leaving(delegator, id)
    self._add_stake(delegator, provider, amount)
    log Rebonded(provider=provider, delegator=delegator, unbondingId=id, amount=amount)


@internal
@view
def _find_leaving(delegator: address, provider: address, amount: uint256) -> uint256:
    last: uint256 = self.unbondingCount[delegator]
    for back: uint256 in range(min(last, NEWEST), bound=NEWEST):
        id: uint256 = last - back
        if (
            self.leaving[delegator][id].provider == provider
            and self._leaving_amount(delegator, id) == amount
        ):
            return id
    raise "no such unbonding"


# Inner parts: tokens.


@internal
def _pull(owner: address, amount: uint256):
    assert extcall IERC20(token).transferFrom(
        owner, self, amount, default_return_value=True
    ), "transfer"


@internal
def _pay(recipient: address, amount: uint256):
    assert extcall IERC20(token).transfer(recipient, amount, default_return_value=True), "transfer"

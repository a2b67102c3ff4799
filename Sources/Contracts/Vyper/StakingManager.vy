# pragma version 0.4.3
# pragma evm-version prague
"""
@title Stakes of providers and of those who delegate to them
@license MIT
@notice A provider's stake is one pool of shares: a slash takes from everyone in it alike. Stake that leaves can still
        be slashed until it is available. Staked COAI doesn't vote.
@dev Amounts are wei of COAI, cuts basis points, times seconds since 1970. A provider's status: 0 Unregistered,
     1 Pending, 2 Active, 3 Jailed, 4 Exiting, 5 Exited. Rounding is against the caller. A slash by a slasher waits for
     a veto, while the provider is in jail; the owner's own slash is done at once, as it waited in the timelock. A
     service URI has at most 256 bytes.
"""

import Domain
import Ownable
import Pools
import Signatures
import Slashing
import Stakes
import Unbondings

initializes: Domain
initializes: Ownable
initializes: Pools
initializes: Unbondings[Pools := Pools]
initializes: Slashing[Ownable := Ownable, Pools := Pools, Unbondings := Unbondings]
exports: (Domain.eip712Domain, Domain.DOMAIN_SEPARATOR)
exports: (
    Ownable.owner,
    Ownable.hasRole,
    Ownable.transferOwnership,
    Ownable.grantRole,
    Ownable.revokeRole,
)
exports: (Pools.token, Pools.minSelfStake, Pools.totalBonded)
exports: (Unbondings.unbondingPeriod, Unbondings.totalUnbonding, Unbondings.unbondingCount)
exports: Slashing.__interface__

DELEGATION_ORDER_TYPEHASH: public(constant(bytes32)) = keccak256(
    "DelegationOrder(address delegator,address provider,uint8 action,uint256 amount,uint16 maxRewardCutBps,uint16 maxFeeCutBps,uint64 validUntil,uint256 nonce)"
)
ATTESTER_ROLE: public(constant(bytes32)) = keccak256("ATTESTER_ROLE")
REWARDER_ROLE: public(constant(bytes32)) = keccak256("REWARDER_ROLE")

cutsDelay: public(uint64)
nonces: public(HashMap[address, uint256])
providerCount: public(uint256)
providerAt: public(HashMap[uint256, address])
lastRedelegation: public(HashMap[address, uint256])
lastRewardEpoch: public(HashMap[address, uint256])


@deploy
def __init__(
    owner: address,
    _token: address,
    slashers: DynArray[address, 4],
    guardian: address,
    attester: address,
    rewarders: DynArray[address, 4],
    _unbondingPeriod: uint64,
    _cutsDelay: uint64,
    _jailPeriod: uint64,
    _vetoPeriod: uint64,
    _minSelfStake: uint256,
):
    """
    @param owner Who gives roles and sets parameters: the timelock.
    @param _token COAI.
    @param slashers Who may slash, besides the owner.
    @param guardian Who may veto a slash, besides the owner.
    @param attester Who may post benchmarks.
    @param rewarders Contracts that pay emissions and fees of jobs to stake.
    @param _unbondingPeriod Seconds in which leaving stake can still be slashed; at least 32.
    @param _cutsDelay Seconds from the announcement of cuts to their effect.
    @param _jailPeriod Seconds of jail after a slash.
    @param _vetoPeriod Seconds in which a slash can be vetoed; 0 for none.
    @param _minSelfStake Own stake that an active provider needs, in wei.
    """
    Domain.__init__("COAI Staking", "1")
    Ownable.__init__(owner)
    Pools.__init__(_token, _minSelfStake)
    Unbondings.__init__(_unbondingPeriod)
    self.cutsDelay = _cutsDelay
    Slashing.__init__(slashers, guardian, _jailPeriod, _vetoPeriod)
    Ownable.grant(ATTESTER_ROLE, attester)
    for rewarder: address in rewarders:
        Ownable.grant(REWARDER_ROLE, rewarder)


# Providers.


@external
def register(operator: address, serviceURI: String[256], capabilityHash: bytes32):
    """
    @notice Makes the sender a provider, Pending until it has bonded enough and sets itself Active.
    @param operator The key that works for it; may be the provider's own.
    """
    assert Pools.providers[msg.sender].status == Stakes.UNREGISTERED, "registered"
    assert operator != empty(address), "zero operator"
    Pools.providers[msg.sender].operator = operator
    Pools.providers[msg.sender].status = Stakes.PENDING
    self.providerAt[self.providerCount] = msg.sender
    self.providerCount += 1
    log Stakes.ProviderRegistered(
        provider=msg.sender, operator=operator, serviceURI=serviceURI, capabilityHash=capabilityHash
    )
    log Stakes.ProviderStatusChanged(provider=msg.sender, status=Stakes.PENDING)


@external
def setStatus(provider: address, status: uint8):
    """
    @notice Provider or operator: to Active with enough own stake (from jail after its time), to Exiting, and to
            Exited when the unbonding period is over. A slasher or the owner: to Jailed.
    """
    current: Stakes.Provider = Pools.providers[provider]
    now: uint64 = convert(block.timestamp, uint64)
    if status == Stakes.JAILED:
        Slashing.only_slasher()
        assert current.status == Stakes.PENDING or current.status == Stakes.ACTIVE, "status"
        Slashing.jail(provider)
        return
    assert msg.sender == provider or msg.sender == current.operator, "not the provider"
    if status == Stakes.ACTIVE:
        assert current.status == Stakes.PENDING or current.status == Stakes.JAILED or current.status == Stakes.EXITING, "status"
        assert now >= current.jailedUntil, "jailed"
        assert Pools.amount_of(provider, provider) >= Pools.minSelfStake, "own stake"
    elif status == Stakes.EXITING:
        assert current.status >= Stakes.PENDING and current.status <= Stakes.JAILED, "status"
        Pools.providers[provider].exitingSince = now
    else:
        assert status == Stakes.EXITED and current.status == Stakes.EXITING, "status"
        assert now >= current.exitingSince + Unbondings.unbondingPeriod, "too early"
    Pools.providers[provider].status = status
    log Stakes.ProviderStatusChanged(provider=provider, status=status)


@external
def scheduleCuts(rewardCutBps: uint16, feeCutBps: uint16):
    """
    @notice Announces the shares of rewards and fees that the sender keeps; at once while it is Pending, else after
            cutsDelay, so that delegators can leave before.
    """
    current: Stakes.Provider = Pools.providers[msg.sender]
    assert current.status != Stakes.UNREGISTERED and current.status != Stakes.EXITED, "status"
    assert convert(rewardCutBps, uint256) <= Stakes.BPS and convert(feeCutBps, uint256) <= Stakes.BPS, "cut"
    effectiveAt: uint64 = convert(block.timestamp, uint64)
    Pools.apply_cuts(msg.sender)
    if current.status != Stakes.PENDING:
        effectiveAt += self.cutsDelay
    Pools.providers[msg.sender].nextRewardCutBps = rewardCutBps
    Pools.providers[msg.sender].nextFeeCutBps = feeCutBps
    Pools.providers[msg.sender].cutsEffectiveAt = effectiveAt
    Pools.apply_cuts(msg.sender)
    log Stakes.CutsChangeScheduled(
        provider=msg.sender, rewardCutBps=rewardCutBps, feeCutBps=feeCutBps, effectiveAt=effectiveAt
    )


@external
def setRewardCaller(rewardCaller: address):
    """
    @notice Names a key that may call distribute for the sender; the zero address for none.
    """
    assert Pools.providers[msg.sender].status != Stakes.UNREGISTERED, "status"
    Pools.providers[msg.sender].rewardCaller = rewardCaller
    log Stakes.RewardCallerSet(provider=msg.sender, rewardCaller=rewardCaller)


@external
def postBenchmark(provider: address, suite: bytes32, score: uint256, evidenceHash: bytes32):
    """
    @notice States a provider's score. For holders of ATTESTER_ROLE.
    """
    assert Ownable.hasRole[ATTESTER_ROLE][msg.sender], "not an attester"
    assert Pools.providers[provider].status != Stakes.UNREGISTERED, "status"
    log Stakes.BenchmarkPosted(
        provider=provider, suite=suite, score=score, attester=msg.sender, evidenceHash=evidenceHash
    )


# Stake.


@external
@nonreentrant
def bond(provider: address, amount: uint256):
    """
    @notice Stakes the sender's COAI with a provider; the contract needs an allowance.
    """
    Pools.bond(msg.sender, provider, amount)


@external
@nonreentrant
def unbond(provider: address, amount: uint256) -> uint256:
    """
    @notice Begins to take stake back; 2^256-1 for all of it. Returns the number of the unbonding, which counts from
            1 for each delegator.
    """
    return Unbondings.unbond(msg.sender, provider, amount)


@external
@nonreentrant
def rebond(unbondingId: uint256):
    """
    @notice Puts leaving stake back with its provider.
    """
    Unbondings.rebond(msg.sender, unbondingId)


@external
@nonreentrant
def withdraw(unbondingId: uint256):
    """
    @notice Pays out stake that is available.
    """
    entry: Stakes.Leaving = Unbondings.leaving[msg.sender][unbondingId]
    assert entry.provider != empty(address), "no such unbonding"
    assert block.timestamp >= entry.availableAt, "not available yet"
    amount: uint256 = Unbondings.take(msg.sender, unbondingId)
    log Stakes.Withdrawn(delegator=msg.sender, unbondingId=unbondingId, amount=amount)
    Pools.pay(msg.sender, amount)


@external
@nonreentrant
def redelegate(from_: address, to: address, amount: uint256):
    """
    @notice Moves stake to another provider at once, once in an unbonding period, and not away from a jailed one. It
            can then be slashed with the new provider only.
    """
    assert msg.sender != from_ and from_ != to, "own stake"
    assert Pools.providers[from_].status != Stakes.JAILED, "jailed"
    last: uint256 = self.lastRedelegation[msg.sender]
    assert (
        last == 0 or block.timestamp >= last + convert(Unbondings.unbondingPeriod, uint256)
    ), "too early"
    self.lastRedelegation[msg.sender] = block.timestamp
    moved: uint256 = Pools.remove_stake(msg.sender, from_, amount)
    Pools.add_stake(msg.sender, to, moved)
    log Stakes.Redelegated(delegator=msg.sender, from_=from_, to=to, amount=moved)


@external
@nonreentrant
def delegateBySig(order: Stakes.DelegationOrder, signature: Bytes[1024]):
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
    if order.action == Stakes.UNBOND:
        Unbondings.unbond(order.delegator, order.provider, order.amount)
        return
    assert order.action == Stakes.BOND or order.action == Stakes.REBOND, "action"
    Pools.apply_cuts(order.provider)
    terms: Stakes.Provider = Pools.providers[order.provider]
    assert max(terms.rewardCutBps, terms.nextRewardCutBps) <= order.maxRewardCutBps, "reward cut"
    assert max(terms.feeCutBps, terms.nextFeeCutBps) <= order.maxFeeCutBps, "fee cut"
    if order.action == Stakes.BOND:
        Pools.bond(order.delegator, order.provider, order.amount)
    else:
        Unbondings.rebond(
            order.delegator, Unbondings.find(order.delegator, order.provider, order.amount)
        )


# Rewards.


@external
@nonreentrant
def distribute(provider: address, epoch: uint256, emission: uint256, fees: uint256):
    """
    @notice Pays rewards and fees of an epoch, from the sender, to the provider (its cuts) and all stake with it. For
            contracts with REWARDER_ROLE, and for who may call for the provider; each epoch once, in order, and for the
            two apart: no key that works for a provider can be in the way of its emissions.
    """
    if Ownable.hasRole[REWARDER_ROLE][msg.sender]:
        assert epoch > self.lastRewardEpoch[provider], "epoch"
        self.lastRewardEpoch[provider] = epoch
    else:
        assert self._may_reward(provider, msg.sender), "not a reward caller"
        assert epoch > Pools.providers[provider].lastEpoch, "epoch"
        Pools.providers[provider].lastEpoch = epoch
    Pools.distribute(provider, epoch, emission, fees)


@external
@nonreentrant
def payFees(provider: address, fees: uint256):
    """
    @notice Pays a job's fees, from the sender, as distribute does, in the epoch whose emission came last. For contracts
            with REWARDER_ROLE.
    """
    assert Ownable.hasRole[REWARDER_ROLE][msg.sender], "not a rewarder"
    Pools.distribute(provider, self.lastRewardEpoch[provider], 0, fees)


@external
@nonreentrant
def claim(provider: address):
    """
    @notice Pays out the sender's rewards and fees with a provider.
    """
    Pools.settle(msg.sender, provider)
    emission: uint256 = Pools.delegations[msg.sender][provider].emission
    fees: uint256 = Pools.delegations[msg.sender][provider].fees
    assert emission + fees > 0, "nothing to claim"
    Pools.delegations[msg.sender][provider].emission = 0
    Pools.delegations[msg.sender][provider].fees = 0
    log Stakes.RewardsClaimed(delegator=msg.sender, provider=provider, emission=emission, fees=fees)
    Pools.pay(msg.sender, emission + fees)


# Parameters.


@external
def setUnbondingPeriod(seconds: uint64):
    """
    @notice Sets the unbonding period, for stake that leaves from now on; at most twice the first one.
    """
    Ownable.only_owner()
    Unbondings.set_period(seconds)


@external
def setMinSelfStake(amount: uint256):
    """
    @notice Sets the own stake that providers need to become active.
    """
    Ownable.only_owner()
    log Stakes.ParamSet(key=keccak256("minSelfStake"), oldValue=Pools.minSelfStake, newValue=amount)
    Pools.minSelfStake = amount


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
    current: Stakes.Provider = Pools.with_cuts(provider)
    own: uint256 = Pools.amount_of(provider, provider)
    return (
        current.operator,
        current.status,
        own,
        Pools.pools[provider].assets - own,
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
    current: Stakes.Provider = Pools.with_cuts(provider)
    if current.cutsEffectiveAt == 0:
        return 0, 0, 0
    return current.nextRewardCutBps, current.nextFeeCutBps, current.cutsEffectiveAt


@external
@view
def rewardCallerOf(provider: address) -> address:
    """
    @notice Who may call distribute for the provider.
    """
    return Pools.providers[provider].rewardCaller


@external
@view
def delegationOf(delegator: address, provider: address) -> (uint256, uint256, uint256, uint256):
    """
    @notice Shares, what they are worth in wei, and rewards and fees that can be claimed.
    """
    emission: uint256 = 0
    fees: uint256 = 0
    emission, fees = Pools.earned(delegator, provider)
    return (
        Pools.delegations[delegator][provider].shares,
        Pools.amount_of(delegator, provider),
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
    entry: Stakes.Leaving = Unbondings.leaving[delegator][id]
    availableAt: uint64 = convert(entry.availableAt, uint64)
    return entry.provider, Unbondings.amount_of(delegator, id), availableAt, availableAt


@external
@view
def mayReward(provider: address, caller: address) -> bool:
    """
    @notice Whether an account may collect rewards for a provider: itself, its operator, its reward caller, the owner.
    """
    return self._may_reward(provider, caller)


@external
@view
def stakeOf(provider: address) -> (uint8, uint256, bool):
    """
    @notice A provider's status, all stake with it in wei, and whether that can be paid rewards and fees.
    """
    pool: Stakes.Pool = Pools.pools[provider]
    return Pools.providers[provider].status, pool.assets, pool.shares > 0


# Inner parts.


@internal
@view
def _may_reward(provider: address, caller: address) -> bool:
    current: Stakes.Provider = Pools.providers[provider]
    if current.status == Stakes.UNREGISTERED:
        return False
    return (
        caller == provider
        or caller == current.operator
        or caller == current.rewardCaller
        or caller == Ownable.owner
    )

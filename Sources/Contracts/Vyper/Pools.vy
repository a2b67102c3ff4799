# pragma version 0.4.3
# pragma evm-version prague
"""
@title Providers, and the stake with each of them as one pool of shares
@license MIT
@notice What a share is worth falls with a slash and never by what somebody else does; rounding is against the caller.
        Rewards are counted per share, and written down for an account before its shares change.
"""

from ethereum.ercs import IERC20

import Stakes

token: public(immutable(address))

minSelfStake: public(uint256)
totalBonded: public(uint256)

providers: HashMap[address, Stakes.Provider]
pools: HashMap[address, Stakes.Pool]
delegations: HashMap[address, HashMap[address, Stakes.Delegation]]


@deploy
def __init__(_token: address, _minSelfStake: uint256):
    token = _token
    self.minSelfStake = _minSelfStake


# Cuts.


@internal
@view
def with_cuts(provider: address) -> Stakes.Provider:
    """
    @notice The provider, with announced cuts in force if their time has come.
    """
    current: Stakes.Provider = self.providers[provider]
    if current.cutsEffectiveAt != 0 and block.timestamp >= convert(current.cutsEffectiveAt, uint256):
        current.rewardCutBps = current.nextRewardCutBps
        current.feeCutBps = current.nextFeeCutBps
        current.cutsEffectiveAt = 0
    return current


@internal
def apply_cuts(provider: address):
    """
    @notice Keeps that.
    """
    current: Stakes.Provider = self.with_cuts(provider)
    self.providers[provider].rewardCutBps = current.rewardCutBps
    self.providers[provider].feeCutBps = current.feeCutBps
    self.providers[provider].cutsEffectiveAt = current.cutsEffectiveAt


# Shares.


@internal
@view
def amount_of(delegator: address, provider: address) -> uint256:
    """
    @notice What an account's shares are worth, in wei, rounded down.
    """
    pool: Stakes.Pool = self.pools[provider]
    shares: uint256 = self.delegations[delegator][provider].shares
    return shares * (pool.assets + 1) // (pool.shares + Stakes.VIRTUAL_SHARES)


@internal
@view
def earned(delegator: address, provider: address) -> (uint256, uint256):
    """
    @notice Rewards and fees that an account can claim.
    """
    pool: Stakes.Pool = self.pools[provider]
    stake: Stakes.Delegation = self.delegations[delegator][provider]
    return (
        stake.emission + stake.shares * (pool.emissionPerShare - stake.emissionPerShare) // Stakes.PRECISION,
        stake.fees + stake.shares * (pool.feesPerShare - stake.feesPerShare) // Stakes.PRECISION,
    )


@internal
def settle(delegator: address, provider: address):
    """
    @notice Writes down what shares earned so far, before their number changes.
    """
    emission: uint256 = 0
    fees: uint256 = 0
    emission, fees = self.earned(delegator, provider)
    self.delegations[delegator][provider].emission = emission
    self.delegations[delegator][provider].fees = fees
    self.delegations[delegator][provider].emissionPerShare = self.pools[provider].emissionPerShare
    self.delegations[delegator][provider].feesPerShare = self.pools[provider].feesPerShare


@internal
def add_stake(delegator: address, provider: address, amount: uint256):
    """
    @notice Stake for shares, rounded down: own stake until the provider leaves, that of others while it is active.
    """
    status: uint8 = self.providers[provider].status
    if delegator == provider:
        assert status >= Stakes.PENDING and status <= Stakes.JAILED, "status"
    else:
        assert status == Stakes.ACTIVE, "status"
    self.settle(delegator, provider)
    pool: Stakes.Pool = self.pools[provider]
    shares: uint256 = amount * (pool.shares + Stakes.VIRTUAL_SHARES) // (pool.assets + 1)
    assert shares > 0, "amount"
    self.pools[provider].shares = pool.shares + shares
    self.pools[provider].assets = pool.assets + amount
    self.delegations[delegator][provider].shares += shares
    self.totalBonded += amount


@internal
def remove_stake(delegator: address, provider: address, wanted: uint256) -> uint256:
    """
    @notice Shares, rounded up, for stake; 2^256-1 for all. An active provider keeps its minimum.
    """
    self.settle(delegator, provider)
    pool: Stakes.Pool = self.pools[provider]
    own: uint256 = self.delegations[delegator][provider].shares
    amount: uint256 = wanted
    shares: uint256 = own
    if wanted == max_value(uint256):
        amount = self.amount_of(delegator, provider)
    else:
        assert amount <= self.amount_of(delegator, provider), "amount"
        total: uint256 = pool.shares + Stakes.VIRTUAL_SHARES
        shares = (amount * total + pool.assets) // (pool.assets + 1)
    assert amount > 0, "amount"
    self.delegations[delegator][provider].shares = own - shares
    self.pools[provider].shares = pool.shares - shares
    self.pools[provider].assets = pool.assets - amount
    self.totalBonded -= amount
    if delegator == provider and self.providers[provider].status == Stakes.ACTIVE:
        assert self.amount_of(provider, provider) >= self.minSelfStake, "own stake"
    return amount


@internal
def bond(delegator: address, provider: address, amount: uint256):
    """
    @notice Pulls stake from an account and adds it.
    """
    self.add_stake(delegator, provider, amount)
    log Stakes.Bonded(
        provider=provider,
        delegator=delegator,
        amount=amount,
        totalBonded=self.pools[provider].assets,
    )
    self.pull(delegator, amount)


# Rewards.


@internal
def distribute(provider: address, epoch: uint256, emission: uint256, fees: uint256):
    """
    @notice Takes rewards and fees from the sender, for the provider (its cuts) and all stake with it.
    """
    self.apply_cuts(provider)
    current: Stakes.Provider = self.providers[provider]
    pool: Stakes.Pool = self.pools[provider]
    assert pool.shares > 0, "no stake"
    ownEmission: uint256 = emission * convert(current.rewardCutBps, uint256) // Stakes.BPS
    ownFees: uint256 = fees * convert(current.feeCutBps, uint256) // Stakes.BPS
    self.pools[provider].emissionPerShare = (
        pool.emissionPerShare + (emission - ownEmission) * Stakes.PRECISION // pool.shares
    )
    self.pools[provider].feesPerShare = (
        pool.feesPerShare + (fees - ownFees) * Stakes.PRECISION // pool.shares
    )
    self.delegations[provider][provider].emission += ownEmission
    self.delegations[provider][provider].fees += ownFees
    log Stakes.RewardsDistributed(provider=provider, epoch=epoch, emission=emission, fees=fees)
    self.pull(msg.sender, emission + fees)


# Tokens.


@internal
def pull(owner: address, amount: uint256):
    """
    @notice Takes COAI from its owner.
    """
    assert extcall IERC20(token).transferFrom(
        owner, self, amount, default_return_value=True
    ), "transfer"


@internal
def pay(recipient: address, amount: uint256):
    """
    @notice Sends COAI.
    """
    assert extcall IERC20(token).transfer(recipient, amount, default_return_value=True), "transfer"

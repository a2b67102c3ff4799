# pragma version 0.4.3
# pragma evm-version prague
"""
@title Stake that leaves
@license MIT
@notice It can be slashed until it is available. What a provider's stakers take out at about the same time is in one
        bucket of shares, so that a slash has few places to go through.
"""

import Pools
import Stakes

uses: Pools

# Availability is rounded up to a multiple of this.
STEP: immutable(uint256)

unbondingPeriod: public(uint64)
totalUnbonding: public(uint256)
unbondingCount: public(HashMap[address, uint256])

leaving: HashMap[address, HashMap[uint256, Stakes.Leaving]]
buckets: HashMap[address, HashMap[uint256, Stakes.Bucket]]
bucket_times: HashMap[address, DynArray[uint256, Stakes.BUCKETS]]


@deploy
def __init__(period: uint64):
    assert convert(period, uint256) >= Stakes.STEPS, "period"
    STEP = convert(period, uint256) // Stakes.STEPS
    self.unbondingPeriod = period


@internal
def set_period(seconds: uint64):
    """
    @notice Sets the period for stake that leaves from now on, up to twice the first one, which bounds the buckets.
    """
    length: uint256 = convert(seconds, uint256)
    assert length >= STEP and length <= 2 * Stakes.STEPS * STEP, "period"
    log Stakes.ParamSet(
        key=keccak256("unbondingPeriod"),
        oldValue=convert(self.unbondingPeriod, uint256),
        newValue=length,
    )
    self.unbondingPeriod = seconds


@internal
def unbond(delegator: address, provider: address, wanted: uint256) -> uint256:
    """
    @notice Moves stake from the pool to the bucket of its time; returns its number.
    """
    amount: uint256 = Pools.remove_stake(delegator, provider, wanted)
    end: uint256 = block.timestamp + convert(self.unbondingPeriod, uint256)
    time: uint256 = (end + STEP - 1) // STEP * STEP
    bucket: Stakes.Bucket = self.buckets[provider][time]
    shares: uint256 = amount
    if bucket.shares == 0:
        self.list_bucket(provider, time)
    else:
        shares = amount * bucket.shares // bucket.assets
        assert shares > 0, "amount"
    self.buckets[provider][time].shares = bucket.shares + shares
    self.buckets[provider][time].assets = bucket.assets + amount
    self.totalUnbonding += amount
    id: uint256 = self.unbondingCount[delegator] + 1
    self.unbondingCount[delegator] = id
    self.leaving[delegator][id] = Stakes.Leaving(provider=provider, availableAt=time, shares=shares)
    log Stakes.Unbonding(
        provider=provider,
        delegator=delegator,
        unbondingId=id,
        amount=amount,
        availableAt=convert(time, uint64),
    )
    return id


@internal
def rebond(delegator: address, id: uint256):
    """
    @notice Moves it back to the pool.
    """
    provider: address = self.leaving[delegator][id].provider
    amount: uint256 = self.take(delegator, id)
    Pools.add_stake(delegator, provider, amount)
    log Stakes.Rebonded(provider=provider, delegator=delegator, unbondingId=id, amount=amount)


@internal
def take(delegator: address, id: uint256) -> uint256:
    """
    @notice Takes an unbonding out of its bucket; returns what it is worth.
    """
    entry: Stakes.Leaving = self.leaving[delegator][id]
    assert entry.provider != empty(address), "no such unbonding"
    amount: uint256 = self.amount_of(delegator, id)
    self.buckets[entry.provider][entry.availableAt].shares -= entry.shares
    self.buckets[entry.provider][entry.availableAt].assets -= amount
    self.leaving[delegator][id] = empty(Stakes.Leaving)
    self.totalUnbonding -= amount
    return amount


@internal
@view
def amount_of(delegator: address, id: uint256) -> uint256:
    """
    @notice What it is worth after slashes, rounded down.
    """
    entry: Stakes.Leaving = self.leaving[delegator][id]
    if entry.shares == 0:
        return 0
    bucket: Stakes.Bucket = self.buckets[entry.provider][entry.availableAt]
    return entry.shares * bucket.assets // bucket.shares


@internal
@view
def find(delegator: address, provider: address, amount: uint256) -> uint256:
    """
    @notice The newest unbonding with the provider that is worth exactly the amount.
    """
    last: uint256 = self.unbondingCount[delegator]
    for back: uint256 in range(min(last, Stakes.NEWEST), bound=Stakes.NEWEST):
        id: uint256 = last - back
        if (
            self.leaving[delegator][id].provider == provider
            and self.amount_of(delegator, id) == amount
        ):
            return id
    raise "no such unbonding"


@internal
@view
def at_stake(provider: address, bps: uint256) -> uint256:
    """
    @notice What a slash of a share would take now.
    """
    total: uint256 = 0
    for time: uint256 in self.bucket_times[provider]:
        if time > block.timestamp:
            total += self.buckets[provider][time].assets * bps // Stakes.BPS
    return total


@internal
def slash(provider: address, bps: uint256) -> uint256:
    """
    @notice Takes a share of what isn't available yet; returns how much that is.
    """
    total: uint256 = 0
    for time: uint256 in self.bucket_times[provider]:
        if time > block.timestamp:
            part: uint256 = self.buckets[provider][time].assets * bps // Stakes.BPS
            self.buckets[provider][time].assets -= part
            total += part
    self.totalUnbonding -= total
    return total


@internal
def list_bucket(provider: address, time: uint256):
    """
    @notice Remembers a bucket; those whose time is over make room, as they can't be slashed any more.
    """
    kept: DynArray[uint256, Stakes.BUCKETS] = []
    for other: uint256 in self.bucket_times[provider]:
        if other > block.timestamp and other != time:
            kept.append(other)
    kept.append(time)
    self.bucket_times[provider] = kept

# pragma version 0.4.3
# pragma evm-version prague
"""
@title Emissions: new COAI by epochs, and what becomes of fees
@license MIT
@notice An epoch makes a fixed amount of COAI: a share for the treasury, the rest for active providers by the stake with
        them, which each collects once in the epoch. What nobody collects is for the providers of the next one.
@dev Amounts are wei of COAI, shares basis points, times seconds since 1970. A provider's part is reckoned by its stake
     when it collects and all stake when the epoch began, and is never more than what is left.
"""

from ethereum.ercs import IERC20

import Ownable

initializes: Ownable
exports: (Ownable.owner, Ownable.transferOwnership)

interface Token:
    def mint(to: address, amount: uint256, epoch: uint256): nonpayable
    def burn(amount: uint256, reason: bytes32): nonpayable
    def totalSupply() -> uint256: view
    def cap() -> uint256: view

interface Staking:
    def totalBonded() -> uint256: view
    def stakeOf(provider: address) -> (uint8, uint256, bool): view
    def mayReward(provider: address, caller: address) -> bool: view
    def distribute(provider: address, epoch: uint256, emission: uint256, fees: uint256): nonpayable

event EpochStarted:
    epoch: indexed(uint256)
    at: uint64

event Emitted:
    epoch: indexed(uint256)
    amount: uint256
    toProviders: uint256
    toTreasury: uint256

event FeesRouted:
    epoch: indexed(uint256)
    fees: uint256
    burned: uint256
    toTreasury: uint256

event ParamSet:
    key: indexed(bytes32)
    oldValue: uint256
    newValue: uint256

# What providers can collect in an epoch, and by what it is divided.
struct Epoch:
    pool: uint256
    left: uint256
    totalBonded: uint256

BPS: constant(uint256) = 10_000
ACTIVE: constant(uint8) = 2

token: public(immutable(address))
staking: public(immutable(address))
epochLength: public(immutable(uint64))

currentEpoch: public(uint256)
epochStartedAt: public(uint64)
emissionPerEpoch: public(uint256)
treasuryBps: public(uint16)
burnBps: public(uint16)
isRewarded: public(HashMap[uint256, HashMap[address, bool]])

epochs: HashMap[uint256, Epoch]


@deploy
def __init__(
    owner: address,
    _token: address,
    _staking: address,
    _epochLength: uint64,
    _emissionPerEpoch: uint256,
    _treasuryBps: uint16,
    _burnBps: uint16,
):
    """
    @param owner Who sets parameters, and whose the treasury is: the timelock.
    @param _token COAI, which this contract may mint.
    @param _staking Where rewards go.
    @param _epochLength Seconds of an epoch, at least 1.
    @param _emissionPerEpoch What an epoch makes, in wei.
    @param _treasuryBps The treasury's share of it.
    @param _burnBps What of fees is burned; the rest is the treasury's.
    """
    Ownable.__init__(owner)
    assert _epochLength > 0, "epochLength"
    token = _token
    staking = _staking
    epochLength = _epochLength
    self.set_param(keccak256("emissionPerEpoch"), _emissionPerEpoch)
    self.set_param(keccak256("treasuryBps"), convert(_treasuryBps, uint256))
    self.set_param(keccak256("burnBps"), convert(_burnBps, uint256))
    assert extcall IERC20(_token).approve(_staking, max_value(uint256)), "approve"


@external
@nonreentrant
def startEpoch() -> uint256:
    """
    @notice Begins the next epoch, when the last one's time is over; anyone may call. Epochs that nobody began in time
            are not made up for.
    """
    now: uint64 = convert(block.timestamp, uint64)
    last: uint256 = self.currentEpoch
    assert last == 0 or now >= self.epochStartedAt + epochLength, "too early"
    epoch: uint256 = last + 1
    self.currentEpoch = epoch
    self.epochStartedAt = now
    amount: uint256 = min(
        self.emissionPerEpoch, staticcall Token(token).cap() - staticcall Token(token).totalSupply()
    )
    toTreasury: uint256 = amount * convert(self.treasuryBps, uint256) // BPS
    toProviders: uint256 = amount - toTreasury
    pool: uint256 = toProviders + self.epochs[last].left
    self.epochs[last].left = 0
    self.epochs[epoch] = Epoch(
        pool=pool, left=pool, totalBonded=staticcall Staking(staking).totalBonded()
    )
    log EpochStarted(epoch=epoch, at=now)
    log Emitted(epoch=epoch, amount=amount, toProviders=toProviders, toTreasury=toTreasury)
    if toProviders > 0:
        extcall Token(token).mint(self, toProviders, epoch)
    if toTreasury > 0:
        extcall Token(token).mint(Ownable.owner, toTreasury, epoch)
    return epoch


@external
@nonreentrant
def reward(provider: address) -> uint256:
    """
    @notice Collects an active provider's part of the epoch for it and all who stake with it. For the provider, its
            operator, its reward caller and the owner. Returns the part, in wei.
    """
    assert staticcall Staking(staking).mayReward(provider, msg.sender), "not a reward caller"
    epoch: uint256 = self.currentEpoch
    assert epoch > 0, "no epoch"
    assert not self.isRewarded[epoch][provider], "rewarded"
    part: uint256 = self.part_of(provider, epoch)
    assert part > 0, "nothing to collect"
    self.isRewarded[epoch][provider] = True
    self.epochs[epoch].left -= part
    extcall Staking(staking).distribute(provider, epoch, part, 0)
    return part


@external
@nonreentrant
def routeFees(fees: uint256) -> uint256:
    """
    @notice Takes the network's fees from the sender: burns a share, and gives the rest to the treasury. Returns what
            was burned.
    """
    assert extcall IERC20(token).transferFrom(msg.sender, self, fees), "transfer"
    burned: uint256 = fees * convert(self.burnBps, uint256) // BPS
    log FeesRouted(epoch=self.currentEpoch, fees=fees, burned=burned, toTreasury=fees - burned)
    if burned > 0:
        extcall Token(token).burn(burned, keccak256("fees"))
    if fees > burned:
        assert extcall IERC20(token).transfer(Ownable.owner, fees - burned), "transfer"
    return burned


@external
def setParam(key: bytes32, newValue: uint256):
    """
    @notice Sets emissionPerEpoch (wei), treasuryBps or burnBps: the key is the hash of the name.
    """
    Ownable.only_owner()
    self.set_param(key, newValue)


@external
@view
def collectable(provider: address) -> uint256:
    """
    @notice What a provider could collect now, in wei.
    """
    if self.isRewarded[self.currentEpoch][provider]:
        return 0
    return self.part_of(provider, self.currentEpoch)


@external
@view
def epochOf(epoch: uint256) -> (uint256, uint256, uint256):
    """
    @notice What providers could collect in it, what of it is left, and all stake when it began, in wei.
    """
    entry: Epoch = self.epochs[epoch]
    return entry.pool, entry.left, entry.totalBonded


@internal
@view
def part_of(provider: address, epoch: uint256) -> uint256:
    """
    @notice A provider's part of an epoch, by its stake now.
    """
    entry: Epoch = self.epochs[epoch]
    status: uint8 = 0
    stake: uint256 = 0
    isPayable: bool = False
    status, stake, isPayable = staticcall Staking(staking).stakeOf(provider)
    if status != ACTIVE or not isPayable or entry.totalBonded == 0:
        return 0
    return min(entry.left, entry.pool * stake // entry.totalBonded)


@internal
def set_param(key: bytes32, newValue: uint256):
    """
    @notice Sets and tells one.
    """
    oldValue: uint256 = 0
    if key == keccak256("emissionPerEpoch"):
        oldValue = self.emissionPerEpoch
        self.emissionPerEpoch = newValue
    else:
        assert newValue <= BPS, "bps"
        if key == keccak256("treasuryBps"):
            oldValue = convert(self.treasuryBps, uint256)
            self.treasuryBps = convert(newValue, uint16)
        else:
            assert key == keccak256("burnBps"), "key"
            oldValue = convert(self.burnBps, uint256)
            self.burnBps = convert(newValue, uint16)
    log ParamSet(key=key, oldValue=oldValue, newValue=newValue)

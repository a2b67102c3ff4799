# pragma version 0.4.3
# pragma evm-version prague
"""
@title Settlement: how what a completed job pays is split
@license MIT
@notice The market hands over what was in escrow; of it the model's owner, the owners of datasets, verifiers, the network
        and those who delegate to the provider get their shares, and the provider the rest.
@dev Shares are basis points of what is handed over. All of them together leave the provider at least a quarter. Nobody who
     is to be paid can hold a payment up: what can't be sent waits until it is claimed. Stake and burning are of COAI
     only: of a job in another token nothing goes there.
"""

from ethereum.ercs import IERC20

import Datasets
import Jobs
import Ownable

initializes: Ownable
exports: (Ownable.owner, Ownable.transferOwnership)

interface Registry:
    def royaltyOf(modelId: uint256) -> (address, uint16): view
    def dataFeesOf(jobId: uint256) -> DynArray[Datasets.DataFee, 8]: view

interface Verification:
    def hasVerifiers(jobId: uint256) -> bool: view
    def payVerifiers(jobId: uint256, token: address, payer: address, amount: uint256): nonpayable

interface Emissions:
    def routeFees(fees: uint256) -> uint256: nonpayable

interface Staking:
    def stakeOf(provider: address) -> (uint8, uint256, bool): view
    def payFees(provider: address, fees: uint256): nonpayable

event ParamSet:
    key: indexed(bytes32)
    oldValue: uint256
    newValue: uint256

event PaymentHeld:
    token: indexed(address)
    account: indexed(address)
    amount: uint256

BPS: constant(uint256) = 10_000
# No share that is set here is greater; a royalty is at most 20 %, datasets take at most a quarter (a fifth of a budget
# of which a penalty may have left four fifths).
MAXIMUM_BPS: constant(uint256) = 1_000

token: public(immutable(address))
market: public(immutable(address))
staking: public(immutable(address))
registry: public(immutable(address))
verification: public(immutable(address))
emissions: public(immutable(address))

networkFeeBps: public(uint256)
delegatorBps: public(uint256)
verifierBps: public(uint256)
owed: public(HashMap[address, HashMap[address, uint256]])


@deploy
def __init__(
    owner: address,
    _token: address,
    _market: address,
    _staking: address,
    _registry: address,
    _verification: address,
    _emissions: address,
    _networkFeeBps: uint256,
    _delegatorBps: uint256,
    _verifierBps: uint256,
):
    """
    @param owner Who sets shares, and whose the treasury is: the timelock.
    @param _networkFeeBps What the network takes; the emissions burn a part of it.
    @param _delegatorBps What goes through the provider's stake: its fee cut to itself, the rest to all stake with it.
    @param _verifierBps What those get who verified the result.
    """
    Ownable.__init__(owner)
    token = _token
    market = _market
    staking = _staking
    registry = _registry
    verification = _verification
    emissions = _emissions
    self.set_param(keccak256("networkFeeBps"), _networkFeeBps)
    self.set_param(keccak256("delegatorBps"), _delegatorBps)
    self.set_param(keccak256("verifierBps"), _verifierBps)
    assert extcall IERC20(_token).approve(_staking, max_value(uint256)), "approve"
    assert extcall IERC20(_token).approve(_emissions, max_value(uint256)), "approve"


@external
@nonreentrant
def settle(
    jobId: uint256,
    paymentToken: address,
    client: address,
    provider: address,
    modelId: bytes32,
    amount: uint256,
) -> Jobs.Split:
    """
    @notice Jobs.Splits and pays what the market sent here before. For the market.
    """
    assert msg.sender == market, "not the market"
    isCoai: bool = paymentToken == token
    split: Jobs.Split = empty(Jobs.Split)
    split.toModelOwner = self.pay_model(paymentToken, modelId, amount)
    split.toDataOwners = self.pay_data(paymentToken, jobId, amount)
    if staticcall Verification(verification).hasVerifiers(jobId):
        split.toVerifiers = amount * self.verifierBps // BPS
        if split.toVerifiers > 0:
            self.approve_verification(paymentToken, split.toVerifiers)
            extcall Verification(verification).payVerifiers(
                jobId, paymentToken, client, split.toVerifiers
            )
    fee: uint256 = amount * self.networkFeeBps // BPS
    if fee > 0 and isCoai:
        split.burned = extcall Emissions(emissions).routeFees(fee)
    elif fee > 0:
        self.send(paymentToken, Ownable.owner, fee)
    split.toTreasury = fee - split.burned
    if isCoai:
        split.toDelegators = self.pay_stake(provider, amount)
    split.toProvider = (
        amount
        - split.toModelOwner
        - split.toDataOwners
        - split.toVerifiers
        - fee
        - split.toDelegators
    )
    self.send(paymentToken, provider, split.toProvider)
    return split


@external
@nonreentrant
def claim(paymentToken: address) -> uint256:
    """
    @notice Pays out what couldn't be sent to the sender.
    """
    amount: uint256 = self.owed[paymentToken][msg.sender]
    assert amount > 0, "nothing to claim"
    self.owed[paymentToken][msg.sender] = 0
    assert extcall IERC20(paymentToken).transfer(
        msg.sender, amount, default_return_value=True
    ), "transfer"
    return amount


@external
def setParam(key: bytes32, newValue: uint256):
    """
    @notice Sets networkFeeBps, delegatorBps or verifierBps, at most 10 % each: the key is the hash of the name.
    """
    Ownable.only_owner()
    self.set_param(key, newValue)


@internal
def pay_model(paymentToken: address, modelId: bytes32, amount: uint256) -> uint256:
    """
    @notice Pays the model's royalty; returns it.
    """
    owner: address = empty(address)
    bps: uint16 = 0
    owner, bps = staticcall Registry(registry).royaltyOf(convert(modelId, uint256))
    royalty: uint256 = amount * convert(bps, uint256) // BPS
    self.send(paymentToken, owner, royalty)
    return royalty


@internal
def pay_data(paymentToken: address, jobId: uint256, amount: uint256) -> uint256:
    """
    @notice Pays the owners of the job's datasets, where the job is paid in what their prices are in; returns the sum.
    """
    if paymentToken != token:
        return 0
    total: uint256 = 0
    for fee: Datasets.DataFee in staticcall Registry(registry).dataFeesOf(jobId):
        self.send(paymentToken, fee.owner, fee.amount)
        total += fee.amount
    return total


@internal
def pay_stake(provider: address, amount: uint256) -> uint256:
    """
    @notice Pays the share of those who delegate, if there is stake; returns it.
    """
    share: uint256 = amount * self.delegatorBps // BPS
    status: uint8 = 0
    stake: uint256 = 0
    isPayable: bool = False
    status, stake, isPayable = staticcall Staking(staking).stakeOf(provider)
    if share == 0 or not isPayable:
        return 0
    extcall Staking(staking).payFees(provider, share)
    return share


@internal
def approve_verification(paymentToken: address, amount: uint256):
    """
    @notice Lets the verification take its share.
    """
    assert extcall IERC20(paymentToken).approve(
        verification, amount, default_return_value=True
    ), "approve"


@internal
def send(paymentToken: address, account: address, amount: uint256):
    """
    @notice Sends tokens, or keeps them for an account that can't be sent any; nothing happens for 0.
    """
    if amount == 0:
        return
    isSent: bool = False
    answer: Bytes[32] = b""
    isSent, answer = raw_call(
        paymentToken,
        abi_encode(account, amount, method_id=method_id("transfer(address,uint256)")),
        max_outsize=32,
        revert_on_failure=False,
    )
    if isSent and len(answer) == 32:
        isSent = convert(answer, uint256) == 1
    if not isSent:
        self.owed[paymentToken][account] += amount
        log PaymentHeld(token=paymentToken, account=account, amount=amount)


@internal
def set_param(key: bytes32, newValue: uint256):
    """
    @notice Sets and tells one.
    """
    assert newValue <= MAXIMUM_BPS, "bps"
    oldValue: uint256 = 0
    if key == keccak256("networkFeeBps"):
        oldValue = self.networkFeeBps
        self.networkFeeBps = newValue
    elif key == keccak256("delegatorBps"):
        oldValue = self.delegatorBps
        self.delegatorBps = newValue
    else:
        assert key == keccak256("verifierBps"), "key"
        oldValue = self.verifierBps
        self.verifierBps = newValue
    log ParamSet(key=key, oldValue=oldValue, newValue=newValue)

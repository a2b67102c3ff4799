# pragma version 0.4.3
# pragma evm-version prague
"""
@title Slashes, and the time in which they can be vetoed
@license MIT
@notice A slash takes from everyone in a provider's pool alike, bonded or still leaving. What a slasher asks for is done
        when nobody vetoed it in time; the owner's own is done at once.
"""

import Ownable
import Pools
import Stakes
import Unbondings

uses: Ownable
uses: Pools
uses: Unbondings

interface Burnable:
    def burn(amount: uint256, reason: bytes32): nonpayable

SLASHER_ROLE: public(constant(bytes32)) = keccak256("SLASHER_ROLE")
GUARDIAN_ROLE: public(constant(bytes32)) = keccak256("GUARDIAN_ROLE")

jailPeriod: public(uint64)
vetoPeriod: public(uint64)

pending: HashMap[bytes32, Stakes.PendingSlash]
proposed: uint256


@deploy
def __init__(
    slashers: DynArray[address, 4], guardian: address, _jailPeriod: uint64, _vetoPeriod: uint64
):
    for slasher: address in slashers:
        Ownable.grant(SLASHER_ROLE, slasher)
    Ownable.grant(GUARDIAN_ROLE, guardian)
    self.jailPeriod = _jailPeriod
    self.vetoPeriod = _vetoPeriod


@external
@nonreentrant
def slash(provider: address, jobId: uint256, bps: uint16, reason: uint8, reporter: address) -> bytes32:
    """
    @notice Takes a share (at most half) of all stake with a provider, and jails it: at once if the owner asks or there
            is no veto, else when the time for one is over. A tenth goes to the reporter, the rest is burned.
    @param reason 0 other, 1 no result, 2 wrong result, 3 SLA.
    @return The number by which it is vetoed or done; 0 if it is done.
    """
    self.only_slasher()
    assert Pools.providers[provider].status != Stakes.UNREGISTERED, "status"
    assert bps > 0 and bps <= Stakes.MAXIMUM_SLASH_BPS, "bps"
    assert reason <= 3, "reason"
    vetoUntil: uint64 = convert(block.timestamp, uint64) + self.vetoPeriod
    asked: Stakes.PendingSlash = Stakes.PendingSlash(
        provider=provider,
        jobId=jobId,
        bps=bps,
        reason=reason,
        reporter=reporter,
        vetoUntil=vetoUntil,
        isJailing=False,
    )
    if self.vetoPeriod == 0 or msg.sender == Ownable.owner:
        self.carry_out(asked)
        return empty(bytes32)
    self.proposed += 1
    slashId: bytes32 = keccak256(abi_encode(self, self.proposed))
    share: uint256 = convert(bps, uint256)
    amount: uint256 = Pools.pools[provider].assets * share // Stakes.BPS + Unbondings.at_stake(provider, share)
    log Stakes.SlashProposed(slashId=slashId, provider=provider, amount=amount, vetoUntil=vetoUntil)
    asked.isJailing = self.jail_unless_leaving(provider)
    self.pending[slashId] = asked
    return slashId


@external
def vetoSlash(slashId: bytes32):
    """
    @notice Drops a slash that waits; the provider may leave the jail that it was put into for it. For the owner and holders of GUARDIAN_ROLE.
    """
    assert Ownable.hasRole[GUARDIAN_ROLE][msg.sender] or msg.sender == Ownable.owner, "not a guardian"
    asked: Stakes.PendingSlash = self.pending[slashId]
    assert asked.vetoUntil != 0, "no such slash"
    assert block.timestamp < convert(asked.vetoUntil, uint256), "too late"
    self.pending[slashId] = empty(Stakes.PendingSlash)
    if asked.isJailing:
        Pools.providers[asked.provider].jailedUntil = convert(block.timestamp, uint64)
    log Stakes.SlashVetoed(slashId=slashId, by=msg.sender)


@external
@nonreentrant
def executeSlash(slashId: bytes32):
    """
    @notice Does a slash that nobody vetoed in time; anyone may call.
    """
    asked: Stakes.PendingSlash = self.pending[slashId]
    assert asked.vetoUntil != 0, "no such slash"
    assert block.timestamp >= convert(asked.vetoUntil, uint256), "too early"
    self.pending[slashId] = empty(Stakes.PendingSlash)
    self.carry_out(asked)


@external
def setVetoPeriod(seconds: uint64):
    """
    @notice Sets the seconds in which a slash can be vetoed, for those to come; no more than stake takes to leave.
    """
    Ownable.only_owner()
    assert seconds <= Unbondings.unbondingPeriod, "period"
    log Stakes.ParamSet(
        key=keccak256("vetoPeriod"),
        oldValue=convert(self.vetoPeriod, uint256),
        newValue=convert(seconds, uint256),
    )
    self.vetoPeriod = seconds


@external
@view
def pendingSlash(slashId: bytes32) -> (address, uint256, uint16, uint8, address, uint64):
    """
    @notice Provider, job, share in basis points, reason, reporter, and until when it can be vetoed; zeros when it was
            done or vetoed.
    """
    asked: Stakes.PendingSlash = self.pending[slashId]
    return asked.provider, asked.jobId, asked.bps, asked.reason, asked.reporter, asked.vetoUntil


@internal
@view
def only_slasher():
    """
    @notice Reverts unless a slasher or the owner calls.
    """
    assert Ownable.hasRole[SLASHER_ROLE][msg.sender] or msg.sender == Ownable.owner, "not a slasher"


@internal
def jail(provider: address):
    """
    @notice Puts a provider in jail.
    """
    Pools.providers[provider].status = Stakes.JAILED
    Pools.providers[provider].jailedUntil = convert(block.timestamp, uint64) + self.jailPeriod
    log Stakes.ProviderStatusChanged(provider=provider, status=Stakes.JAILED)


@internal
def jail_unless_leaving(provider: address) -> bool:
    """
    @notice The same for one that works, or is to; says whether it came to that.
    """
    status: uint8 = Pools.providers[provider].status
    if status != Stakes.ACTIVE and status != Stakes.PENDING:
        return False
    self.jail(provider)
    return True


@internal
def carry_out(asked: Stakes.PendingSlash):
    """
    @notice Takes of the stake that there is now; reverts if all of it has left meanwhile.
    """
    share: uint256 = convert(asked.bps, uint256)
    fromBonded: uint256 = Pools.pools[asked.provider].assets * share // Stakes.BPS
    Pools.pools[asked.provider].assets -= fromBonded
    Pools.totalBonded -= fromBonded
    fromLeaving: uint256 = Unbondings.slash(asked.provider, share)
    amount: uint256 = fromBonded + fromLeaving
    assert amount > 0, "no stake"
    reward: uint256 = 0
    if asked.reporter != empty(address):
        reward = amount * Stakes.REPORTER_BPS // Stakes.BPS
    log Stakes.Slashed(
        provider=asked.provider,
        jobId=asked.jobId,
        amount=amount,
        bps=asked.bps,
        reason=asked.reason,
        reporter=asked.reporter,
        reporterReward=reward,
        burned=amount - reward,
    )
    isJailed: bool = self.jail_unless_leaving(asked.provider)
    if reward > 0:
        Pools.pay(asked.reporter, reward)
    extcall Burnable(Pools.token).burn(amount - reward, keccak256("slash"))

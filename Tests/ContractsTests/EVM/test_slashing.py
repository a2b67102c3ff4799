"""Slashes that wait for a veto."""
import pytest

from evm import Reverted
from network import COAI, DAY, ZERO
from test_staking import ACTIVE, JAILED, amount, delegator, is_solvent, provider

WRONG_RESULT = 2
__all__ = ["delegator", "provider"]


@pytest.fixture
def guardian(network):
    return network.accounts[9].address


def ask(network, provider, bps=1_000, reporter=ZERO) -> bytes:
    slasher = network.accounts[8].address
    outcome = network.staking.slash(provider, 7, bps, WRONG_RESULT, reporter, sender=slasher)
    assert "Slashed" not in outcome.names()
    return outcome.value


def status(network, provider) -> int:
    return network.staking.getProvider(provider)[1]


def test_a_slash_is_told_and_waits(network, provider, delegator):
    staking = network.staking
    staking.bond(provider, 1_000 * COAI, sender=delegator.address)
    staking.unbond(provider, 400 * COAI, sender=delegator.address)
    outcome = staking.slash(provider, 7, 1_000, WRONG_RESULT, ZERO, sender=network.accounts[8].address)
    told = outcome.one("SlashProposed")
    assert told["slashId"] == outcome.value and told["provider"] == provider.lower()
    assert told["amount"] == 300 * COAI and told["vetoUntil"] == network.now + DAY
    assert staking.pendingSlash(outcome.value) == (provider.lower(), 7, 1_000, 2, ZERO, network.now + DAY)
    assert status(network, provider) == JAILED
    assert staking.totalBonded() == 2_600 * COAI


def test_nobody_vetoed_so_anyone_does_it(network, provider, delegator):
    staking, reporter = network.staking, network.accounts[4].address
    slash = ask(network, provider, 1_000, reporter)
    network.later(DAY - 1)
    with pytest.raises(Reverted, match="too early"):
        staking.executeSlash(slash, sender=delegator.address)
    network.later(1)
    before = network.token.balanceOf(reporter)
    event = staking.executeSlash(slash, sender=delegator.address).one("Slashed")
    assert event["amount"] == 200 * COAI and event["burned"] == 180 * COAI and event["jobId"] == 7
    assert network.token.balanceOf(reporter) == before + 20 * COAI
    assert amount(network, provider, provider) == 1_800 * COAI
    with pytest.raises(Reverted, match="no such slash"):
        staking.executeSlash(slash, sender=delegator.address)
    assert is_solvent(network)


def test_a_veto_drops_it_and_opens_the_jail(network, provider, guardian, delegator):
    staking, slash = network.staking, ask(network, provider)
    with pytest.raises(Reverted, match="not a guardian"):
        staking.vetoSlash(slash, sender=delegator.address)
    with pytest.raises(Reverted, match="jailed"):
        staking.setStatus(provider, ACTIVE, sender=provider)
    event = staking.vetoSlash(slash, sender=guardian).one("SlashVetoed")
    assert event == {"slashId": slash, "by": guardian.lower()}
    with pytest.raises(Reverted, match="no such slash"):
        staking.vetoSlash(slash, sender=guardian)
    network.later(2 * DAY)
    with pytest.raises(Reverted, match="no such slash"):
        staking.executeSlash(slash, sender=delegator.address)
    staking.setStatus(provider, ACTIVE, sender=provider)
    assert amount(network, provider, provider) == 2_000 * COAI


def test_a_veto_does_not_open_a_jail_of_another_reason(network, provider, guardian):
    staking = network.staking
    staking.setStatus(provider, JAILED, sender=network.accounts[8].address)
    slash = ask(network, provider)
    staking.vetoSlash(slash, sender=guardian)
    with pytest.raises(Reverted, match="jailed"):
        staking.setStatus(provider, ACTIVE, sender=provider)


def test_a_veto_can_come_too_late_and_from_the_owner(network, provider):
    staking, owner = network.staking, network.timelock.address
    slash = ask(network, provider)
    network.later(DAY)
    with pytest.raises(Reverted, match="too late"):
        staking.vetoSlash(slash, sender=owner)
    other = ask(network, provider)
    staking.vetoSlash(other, sender=owner)


def test_two_slashes_are_two(network, provider):
    first, second = ask(network, provider), ask(network, provider)
    assert first != second
    network.later(DAY)
    network.staking.executeSlash(first)
    network.staking.executeSlash(second)
    assert amount(network, provider, provider) == 1_620 * COAI


def test_leaving_meanwhile_does_not_escape(network, provider, delegator):
    staking, who = network.staking, delegator.address
    staking.bond(provider, 1_000 * COAI, sender=who)
    slash = ask(network, provider, 5_000)
    number = staking.unbond(provider, 2**256 - 1, sender=who).value
    with pytest.raises(Reverted, match="jailed"):
        staking.redelegate(provider, network.accounts[3].address, 1, sender=who)
    network.later(DAY)
    staking.executeSlash(slash)
    assert staking.unbondingOf(who, number)[1] == 500 * COAI


def test_without_a_veto_period_it_is_done_at_once(network, provider):
    staking, owner = network.staking, network.timelock.address
    with pytest.raises(Reverted, match="not the owner"):
        staking.setVetoPeriod(0, sender=provider)
    with pytest.raises(Reverted, match="period"):
        staking.setVetoPeriod(7 * DAY + 1, sender=owner)
    assert staking.setVetoPeriod(0, sender=owner).one("ParamSet")["oldValue"] == DAY
    outcome = staking.slash(provider, 7, 100, 1, ZERO, sender=network.accounts[8].address)
    assert outcome.one("Slashed")["amount"] == 20 * COAI and outcome.value == bytes(32)

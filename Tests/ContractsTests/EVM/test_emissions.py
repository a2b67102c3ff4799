"""Epochs, rewards by stake, and what becomes of fees."""
import pytest
from eth_utils import keccak

from evm import Reverted
from network import COAI, DAY, ZERO_HASH, account
from test_staking import ACTIVE, delegator, provider

EPOCH = 10_000 * COAI
__all__ = ["delegator", "provider"]


def another(network, number: int, stake: int) -> str:
    who = network.accounts[number].address
    network.staking.register(who, "", ZERO_HASH, sender=who)
    network.staking.bond(who, stake, sender=who)
    network.staking.setStatus(who, ACTIVE, sender=who)
    return who


def test_an_epoch_makes_a_fixed_amount(network, provider):
    emissions, token = network.emissions, network.token
    supply, treasury = token.totalSupply(), token.balanceOf(network.timelock.address)
    outcome = emissions.startEpoch(sender=provider)
    assert outcome.one("EpochStarted") == {"epoch": 1, "at": network.now}
    assert outcome.one("Emitted") == {
        "epoch": 1, "amount": EPOCH, "toProviders": EPOCH * 9 // 10, "toTreasury": EPOCH // 10}
    assert {log.args["epoch"] for log in outcome.logs if log.name == "Minted"} == {1}
    assert token.totalSupply() == supply + EPOCH
    assert token.balanceOf(network.timelock.address) == treasury + EPOCH // 10
    assert emissions.epochOf(1) == (EPOCH * 9 // 10, EPOCH * 9 // 10, 2_000 * COAI)
    with pytest.raises(Reverted, match="too early"):
        emissions.startEpoch()
    network.later(DAY)
    assert emissions.startEpoch().value == 2


def test_each_collects_by_its_stake_once(network, provider, delegator):
    emissions, staking = network.emissions, network.staking
    rival = another(network, 3, 6_000 * COAI)
    emissions.startEpoch()
    assert emissions.collectable(provider) == EPOCH * 9 // 10 // 4
    event = emissions.reward(provider, sender=provider).one("RewardsDistributed")
    assert event == {"provider": provider.lower(), "epoch": 1, "emission": 2_250 * COAI, "fees": 0}
    assert staking.delegationOf(provider, provider)[2] == 2_250 * COAI
    with pytest.raises(Reverted, match="rewarded"):
        emissions.reward(provider, sender=provider)
    assert emissions.collectable(provider) == 0
    assert emissions.reward(rival, sender=rival).value == 6_750 * COAI
    assert emissions.epochOf(1)[1] == 0


def test_the_hot_key_collects_for_the_cold_one(network, provider, delegator):
    staking, hot = network.staking, account(60).address
    network.emissions.startEpoch()
    with pytest.raises(Reverted, match="not a reward caller"):
        network.emissions.reward(provider, sender=hot)
    staking.setRewardCaller(hot, sender=provider)
    network.emissions.reward(provider, sender=hot)
    assert staking.delegationOf(provider, provider)[2] == EPOCH * 9 // 10
    with pytest.raises(Reverted, match="nothing to claim"):
        staking.claim(provider, sender=hot)


def test_who_came_late_takes_no_more_than_is_left(network, provider):
    emissions = network.emissions
    emissions.startEpoch()
    late = another(network, 3, 900_000 * COAI)
    assert emissions.reward(provider, sender=provider).value == EPOCH * 9 // 10
    with pytest.raises(Reverted, match="nothing to collect"):
        emissions.reward(late, sender=late)


def test_what_nobody_collects_is_the_next_epochs(network, provider):
    emissions = network.emissions
    emissions.startEpoch()
    network.later(DAY)
    emissions.startEpoch()
    assert emissions.epochOf(1)[1] == 0 and emissions.epochOf(2)[0] == EPOCH * 18 // 10
    assert emissions.reward(provider, sender=provider).value == EPOCH * 18 // 10


def test_only_active_providers_collect(network, provider):
    network.emissions.startEpoch()
    network.staking.setStatus(provider, 3, sender=network.accounts[8].address)
    with pytest.raises(Reverted, match="nothing to collect"):
        network.emissions.reward(provider, sender=provider)
    with pytest.raises(Reverted, match="not a reward caller"):
        network.emissions.reward(account(61).address, sender=account(61).address)


def test_before_the_first_epoch_there_is_nothing(network, provider):
    with pytest.raises(Reverted, match="no epoch"):
        network.emissions.reward(provider, sender=provider)
    assert network.emissions.collectable(provider) == 0


def test_the_cap_of_the_token_ends_it(network, provider):
    owner, token = network.timelock.address, network.token
    network.emissions.setParam(keccak(text="emissionPerEpoch"), 2**255, sender=owner)
    outcome = network.emissions.startEpoch()
    assert outcome.one("Emitted")["amount"] == 990_000_000 * COAI and token.totalSupply() == token.cap()
    network.later(DAY)
    outcome = network.emissions.startEpoch()
    assert outcome.one("Emitted")["amount"] == 0 and "Minted" not in outcome.names()


def test_fees_are_burned_and_given_to_the_treasury(network):
    emissions, payer, token = network.emissions, network.accounts[4].address, network.token
    supply, treasury = token.totalSupply(), token.balanceOf(network.timelock.address)
    token.approve(emissions.address, 101, sender=payer)
    outcome = emissions.routeFees(101, sender=payer)
    assert outcome.one("FeesRouted") == {"epoch": 0, "fees": 101, "burned": 50, "toTreasury": 51}
    assert outcome.one("Burned")["reason"] == keccak(text="fees") and outcome.value == 50
    assert token.totalSupply() == supply - 50 and token.balanceOf(network.timelock.address) == treasury + 51
    assert token.balanceOf(emissions.address) == 0


def test_parameters_are_the_owners(network, provider):
    emissions, owner = network.emissions, network.timelock.address
    for name, value in (("emissionPerEpoch", 5), ("treasuryBps", 10_000), ("burnBps", 0)):
        with pytest.raises(Reverted, match="not the owner"):
            emissions.setParam(keccak(text=name), value, sender=provider)
        event = emissions.setParam(keccak(text=name), value, sender=owner).one("ParamSet")
        assert event["key"] == keccak(text=name) and event["newValue"] == value
        assert getattr(emissions, name)() == value
    with pytest.raises(Reverted, match="bps"):
        emissions.setParam(keccak(text="burnBps"), 10_001, sender=owner)
    with pytest.raises(Reverted, match="key"):
        emissions.setParam(keccak(text="other"), 1, sender=owner)


def test_only_the_network_pays_fees_to_stake(network, provider):
    with pytest.raises(Reverted, match="not a rewarder"):
        network.staking.payFees(provider, 1, sender=provider)


def test_a_hot_key_can_not_be_in_the_way(network, provider):
    hot = account(60).address
    network.staking.setRewardCaller(hot, sender=provider)
    network.staking.distribute(provider, 2**256 - 1, 0, 0, sender=hot)
    with pytest.raises(Reverted, match="epoch"):
        network.staking.distribute(provider, 2**256 - 1, 0, 0, sender=provider)
    network.emissions.startEpoch()
    assert network.emissions.reward(provider, sender=provider).value == EPOCH * 9 // 10

"""Stakes: shares, unbonding, slashes, rewards, cuts and signed delegation orders."""
import pytest

from evm import Reverted
from network import COAI, DAY, ZERO_HASH, account, values

UNREGISTERED, PENDING, ACTIVE, JAILED, EXITING, EXITED = range(6)
EVERYTHING = 2**256 - 1
BOND, UNBOND, REBOND = range(3)


@pytest.fixture
def provider(network):
    """An active provider with 2,000 COAI of its own."""
    provider = network.accounts[1].address
    network.staking.register(account(50).address, "https://one.example", b"\x01" * 32, sender=provider)
    network.staking.bond(provider, 2_000 * COAI, sender=provider)
    network.staking.setStatus(provider, ACTIVE, sender=provider)
    return provider


@pytest.fixture
def delegator(network):
    return network.accounts[2]


def slash(network, provider, bps, reporter="0x" + "00" * 20):
    """A slash by the owner, which nobody vetoes."""
    return network.staking.slash(provider, 7, bps, 2, reporter, sender=network.timelock.address)


def order(network, delegator, provider, **changes) -> dict:
    message = {
        "delegator": delegator.address, "provider": provider, "action": BOND, "amount": 100 * COAI,
        "maxRewardCutBps": 1_000, "maxFeeCutBps": 1_000, "validUntil": network.now + 600, "nonce": 0}
    return {**message, **changes}


def send_order(network, signer, message):
    signature = network.sign(signer, network.staking, "DelegationOrder", message)
    return network.staking.delegateBySig(values(message), signature)


def amount(network, delegator, provider) -> int:
    return network.staking.delegationOf(delegator, provider)[1]


def is_solvent(network) -> bool:
    staking = network.staking
    return staking.totalBonded() + staking.totalUnbonding() <= network.token.balanceOf(staking.address)


def test_registration_is_once_and_pending(network, provider):
    staking = network.staking
    assert staking.providerCount() == 1 and staking.providerAt(0) == provider.lower()
    with pytest.raises(Reverted, match="registered"):
        staking.register(provider, "", ZERO_HASH, sender=provider)
    with pytest.raises(Reverted, match="zero operator"):
        staking.register("0x" + "00" * 20, "", ZERO_HASH, sender=network.accounts[3].address)
    other = network.accounts[3].address
    outcome = staking.register(other, "https://two.example", b"\x02" * 32, sender=other)
    assert outcome.names() == ["ProviderRegistered", "ProviderStatusChanged"]
    assert staking.getProvider(other)[1] == PENDING


def test_active_needs_own_stake_and_keeps_it(network):
    staking, provider = network.staking, network.accounts[4].address
    staking.register(provider, "", ZERO_HASH, sender=provider)
    staking.bond(provider, 1_000 * COAI - 1, sender=provider)
    with pytest.raises(Reverted, match="own stake"):
        staking.setStatus(provider, ACTIVE, sender=provider)
    staking.bond(provider, 10 * COAI, sender=provider)
    staking.setStatus(provider, ACTIVE, sender=provider)
    with pytest.raises(Reverted, match="own stake"):
        staking.unbond(provider, 100 * COAI, sender=provider)


def test_only_provider_and_operator_change_its_status(network, provider, delegator):
    with pytest.raises(Reverted, match="not the provider"):
        network.staking.setStatus(provider, EXITING, sender=delegator.address)
    network.staking.setStatus(provider, EXITING, sender=account(50).address)
    with pytest.raises(Reverted, match="too early"):
        network.staking.setStatus(provider, EXITED, sender=provider)
    network.later(7 * DAY)
    network.staking.setStatus(provider, EXITED, sender=provider)
    with pytest.raises(Reverted, match="status"):
        network.staking.setStatus(provider, ACTIVE, sender=provider)


def test_others_stake_with_active_providers_only(network, provider, delegator):
    network.staking.bond(provider, COAI, sender=delegator.address)
    network.staking.setStatus(provider, EXITING, sender=provider)
    with pytest.raises(Reverted, match="status"):
        network.staking.bond(provider, COAI, sender=delegator.address)
    with pytest.raises(Reverted, match="status"):
        network.staking.bond(account(77).address, COAI, sender=delegator.address)


def test_the_first_bonder_cannot_take_from_the_second(network, delegator):
    """One wei first, then a gift to the contract: the pool doesn't see the gift, and the next bond loses nothing."""
    staking, attacker = network.staking, network.accounts[3].address
    staking.setMinSelfStake(1, sender=network.timelock.address)
    staking.register(attacker, "", ZERO_HASH, sender=attacker)
    staking.bond(attacker, 1, sender=attacker)
    staking.setStatus(attacker, ACTIVE, sender=attacker)
    network.token.transfer(staking.address, 100_000 * COAI, sender=attacker)
    staking.bond(attacker, 1_000 * COAI, sender=delegator.address)
    assert 0 <= 1_000 * COAI - amount(network, delegator.address, attacker) <= 1
    assert amount(network, attacker, attacker) <= 1


def test_nothing_bonded_gives_no_shares(network, provider, delegator):
    with pytest.raises(Reverted, match="amount"):
        network.staking.bond(provider, 0, sender=delegator.address)
    with pytest.raises(Reverted, match="amount"):
        network.staking.unbond(provider, 1, sender=delegator.address)


def test_unbonding_waits_and_pays_once(network, provider, delegator):
    staking, who = network.staking, delegator.address
    staking.bond(provider, 500 * COAI, sender=who)
    event = staking.unbond(provider, 200 * COAI, sender=who).one("Unbonding")
    step = 7 * DAY // 32
    assert event["unbondingId"] == 1
    assert network.now + 7 * DAY <= event["availableAt"] < network.now + 7 * DAY + step
    with pytest.raises(Reverted, match="not available yet"):
        staking.withdraw(1, sender=who)
    network.world.now = event["availableAt"]
    before = network.token.balanceOf(who)
    staking.withdraw(1, sender=who)
    assert network.token.balanceOf(who) == before + 200 * COAI
    with pytest.raises(Reverted, match="no such unbonding"):
        staking.withdraw(1, sender=who)
    assert amount(network, who, provider) == 300 * COAI and is_solvent(network)


def test_all_of_a_stake_can_be_taken(network, provider, delegator):
    network.staking.bond(provider, 123 * COAI + 7, sender=delegator.address)
    network.staking.unbond(provider, EVERYTHING, sender=delegator.address)
    assert network.staking.delegationOf(delegator.address, provider)[:2] == (0, 0)


def test_rebonding_keeps_the_stake_and_ends_the_unbonding(network, provider, delegator):
    staking, who = network.staking, delegator.address
    staking.bond(provider, 500 * COAI, sender=who)
    staking.unbond(provider, 200 * COAI, sender=who)
    assert staking.rebond(1, sender=who).one("Rebonded")["amount"] == 200 * COAI
    assert amount(network, who, provider) == 500 * COAI and staking.totalUnbonding() == 0
    with pytest.raises(Reverted, match="no such unbonding"):
        staking.rebond(1, sender=who)


def test_a_slash_takes_alike_from_bonded_and_leaving_stake(network, provider, delegator):
    staking, who = network.staking, delegator.address
    staking.bond(provider, 1_000 * COAI, sender=who)
    staking.unbond(provider, 400 * COAI, sender=who)
    reporter, supply = account(60).address, network.token.totalSupply()
    event = slash(network, provider, 1_000, reporter).one("Slashed")
    assert event["amount"] == 300 * COAI and event["reporterReward"] == 30 * COAI
    assert network.token.totalSupply() == supply - 270 * COAI and network.token.balanceOf(reporter) == 30 * COAI
    assert 0 <= 540 * COAI - amount(network, who, provider) <= 1
    assert staking.unbondingOf(who, 1)[1] == 360 * COAI
    assert 0 <= 1_800 * COAI - amount(network, provider, provider) <= 1
    assert staking.getProvider(provider)[1] == JAILED and is_solvent(network)


def test_stake_that_is_available_cannot_be_slashed(network, provider, delegator):
    staking, who = network.staking, delegator.address
    staking.bond(provider, 1_000 * COAI, sender=who)
    staking.unbond(provider, 400 * COAI, sender=who)
    network.world.now = staking.unbondingOf(who, 1)[3]
    slash(network, provider, 5_000)
    assert staking.unbondingOf(who, 1)[1] == 400 * COAI
    staking.withdraw(1, sender=who)
    assert is_solvent(network)


def test_leaving_just_before_a_slash_does_not_escape_it(network, provider, delegator):
    staking, who = network.staking, delegator.address
    staking.bond(provider, 1_000 * COAI, sender=who)
    staking.unbond(provider, EVERYTHING, sender=who)
    slash(network, provider, 5_000)
    network.world.now = staking.unbondingOf(who, 1)[2]
    before = network.token.balanceOf(who)
    staking.withdraw(1, sender=who)
    assert network.token.balanceOf(who) - before == 500 * COAI


def test_only_a_slasher_slashes_and_at_most_half(network, provider, delegator):
    with pytest.raises(Reverted, match="not a slasher"):
        network.staking.slash(provider, 0, 100, 0, provider, sender=delegator.address)
    for bps in (0, 5_001):
        with pytest.raises(Reverted, match="bps"):
            slash(network, provider, bps)
    network.staking.slash(provider, 0, 100, 0, provider, sender=network.timelock.address)


def test_jail_ends_after_its_time(network, provider):
    slash(network, provider, 100)
    with pytest.raises(Reverted, match="jailed"):
        network.staking.setStatus(provider, ACTIVE, sender=provider)
    network.later(DAY)
    network.staking.setStatus(provider, ACTIVE, sender=provider)
    assert network.staking.getProvider(provider)[1] == ACTIVE


def test_redelegation_is_once_in_a_period(network, provider, delegator):
    staking, who, other = network.staking, delegator.address, network.accounts[3].address
    staking.register(other, "", ZERO_HASH, sender=other)
    staking.bond(other, 1_000 * COAI, sender=other)
    staking.setStatus(other, ACTIVE, sender=other)
    staking.bond(provider, 100 * COAI, sender=who)
    assert staking.redelegate(provider, other, 60 * COAI, sender=who).one("Redelegated")["amount"] == 60 * COAI
    assert (amount(network, who, provider), amount(network, who, other)) == (40 * COAI, 60 * COAI)
    with pytest.raises(Reverted, match="too early"):
        staking.redelegate(other, provider, COAI, sender=who)
    with pytest.raises(Reverted, match="own stake"):
        staking.redelegate(provider, other, COAI, sender=provider)
    network.later(7 * DAY)
    slash(network, other, 100)
    with pytest.raises(Reverted, match="jailed"):
        staking.redelegate(other, provider, COAI, sender=who)


def test_cuts_are_announced_before_they_hold(network, provider):
    staking = network.staking
    event = staking.scheduleCuts(2_000, 500, sender=provider).one("CutsChangeScheduled")
    assert event["effectiveAt"] == network.now + 3 * DAY
    assert staking.getProvider(provider)[4:7] == (0, 0, event["effectiveAt"])
    assert staking.pendingCuts(provider) == (2_000, 500, event["effectiveAt"])
    network.later(3 * DAY)
    assert staking.getProvider(provider)[4:7] == (2_000, 500, 0)
    assert staking.pendingCuts(provider) == (0, 0, 0)
    with pytest.raises(Reverted, match="cut"):
        staking.scheduleCuts(10_001, 0, sender=provider)


def test_rewards_are_shared_by_cut_and_stake(network, provider, delegator):
    staking, who = network.staking, delegator.address
    staking.bond(provider, 2_000 * COAI, sender=who)
    staking.scheduleCuts(1_000, 0, sender=provider)
    network.later(3 * DAY)
    staking.distribute(provider, 1, 100 * COAI, 10 * COAI, sender=provider)
    emission, fees = staking.delegationOf(who, provider)[2:]
    assert 0 <= 45 * COAI - emission <= 1 and 0 <= 5 * COAI - fees <= 1
    own = staking.delegationOf(provider, provider)[2:]
    assert 0 <= 55 * COAI - own[0] <= 1 and 0 <= 5 * COAI - own[1] <= 1
    before = network.token.balanceOf(who)
    staking.claim(provider, sender=who)
    assert network.token.balanceOf(who) - before == emission + fees
    with pytest.raises(Reverted, match="nothing to claim"):
        staking.claim(provider, sender=who)
    late = network.accounts[3].address
    staking.bond(provider, 2_000 * COAI, sender=late)
    assert staking.delegationOf(late, provider)[2:] == (0, 0)


def test_an_epoch_is_paid_once_by_those_who_may(network, provider, delegator):
    staking = network.staking
    with pytest.raises(Reverted, match="not a reward caller"):
        staking.distribute(provider, 1, COAI, 0, sender=delegator.address)
    staking.setRewardCaller(delegator.address, sender=provider)
    staking.distribute(provider, 5, COAI, 0, sender=delegator.address)
    for epoch in (5, 4):
        with pytest.raises(Reverted, match="epoch"):
            staking.distribute(provider, epoch, COAI, 0, sender=delegator.address)


def test_benchmarks_come_from_attesters(network, provider):
    with pytest.raises(Reverted, match="not an attester"):
        network.staking.postBenchmark(provider, b"\x01" * 32, 9, ZERO_HASH, sender=provider)
    attester = network.accounts[9].address
    event = network.staking.postBenchmark(provider, b"\x01" * 32, 9, ZERO_HASH, sender=attester).one("BenchmarkPosted")
    assert event["attester"] == attester.lower()


def test_a_delegation_order_counts_once(network, provider, delegator):
    message = order(network, delegator, provider)
    send_order(network, delegator, message)
    assert amount(network, delegator.address, provider) == 100 * COAI
    with pytest.raises(Reverted, match="nonce"):
        send_order(network, delegator, message)


def test_a_delegation_order_is_checked(network, provider, delegator):
    with pytest.raises(Reverted, match="signature"):
        send_order(network, network.accounts[3], order(network, delegator, provider))
    with pytest.raises(Reverted, match="nonce"):
        send_order(network, delegator, order(network, delegator, provider, nonce=1))
    with pytest.raises(Reverted, match="expired"):
        send_order(network, delegator, order(network, delegator, provider, validUntil=network.now - 1))
    with pytest.raises(Reverted, match="action"):
        send_order(network, delegator, order(network, delegator, provider, action=3))


def test_a_failed_order_consumes_nothing(network, provider, delegator):
    network.token.approve(network.staking.address, 0, sender=delegator.address)
    message = order(network, delegator, provider)
    with pytest.raises(Reverted, match="allowance"):
        send_order(network, delegator, message)
    assert network.staking.nonces(delegator.address) == 0
    network.token.approve(network.staking.address, EVERYTHING, sender=delegator.address)
    send_order(network, delegator, message)


def test_an_order_is_not_filled_above_its_cuts_even_announced_ones(network, provider, delegator):
    network.staking.scheduleCuts(1_001, 0, sender=provider)
    with pytest.raises(Reverted, match="reward cut"):
        send_order(network, delegator, order(network, delegator, provider))
    with pytest.raises(Reverted, match="fee cut"):
        network.staking.scheduleCuts(0, 1_001, sender=provider)
        send_order(network, delegator, order(network, delegator, provider))


def test_orders_unbond_and_rebond(network, provider, delegator):
    send_order(network, delegator, order(network, delegator, provider))
    send_order(network, delegator, order(network, delegator, provider, action=UNBOND, amount=40 * COAI, nonce=1))
    assert network.staking.unbondingOf(delegator.address, 1)[1] == 40 * COAI
    with pytest.raises(Reverted, match="no such unbonding"):
        send_order(network, delegator, order(network, delegator, provider, action=REBOND, amount=39 * COAI, nonce=2))
    send_order(network, delegator, order(network, delegator, provider, action=REBOND, amount=40 * COAI, nonce=2))
    assert amount(network, delegator.address, provider) == 100 * COAI


def test_parameters_are_the_owners(network):
    for call, value in (("setUnbondingPeriod", 8 * DAY), ("setMinSelfStake", 5)):
        with pytest.raises(Reverted, match="not the owner"):
            getattr(network.staking, call)(value, sender=network.accounts[0].address)
        getattr(network.staking, call)(value, sender=network.timelock.address)
    with pytest.raises(Reverted, match="period"):
        network.staking.setUnbondingPeriod(15 * DAY, sender=network.timelock.address)


def test_many_unbondings_stay_within_few_buckets(network, provider, delegator):
    """Whoever leaves every hour for two periods can't make a slash too expensive."""
    staking, who = network.staking, delegator.address
    staking.bond(provider, 10_000 * COAI, sender=who)
    for _ in range(80):
        staking.unbond(provider, COAI, sender=who)
        network.later(3 * 3600)
    outcome = slash(network, provider, 100)
    assert outcome.gas_used < 1_000_000 and is_solvent(network)


def test_shares_are_rounded_against_the_one_who_leaves(network, provider, delegator):
    """What is taken out is never worth more than the shares that are given up for it."""
    staking, who = network.staking, delegator.address
    staking.bond(provider, 1_000 * COAI, sender=who)
    slash(network, provider, 3_333)
    for wanted in (1, 7 * COAI + 3, 123_456_789):
        holders = (provider, who)
        total = sum(staking.delegationOf(one, provider)[0] for one in holders) + 10**6
        assets = sum(staking.getProvider(provider)[2:4]) + 1
        before = staking.delegationOf(who, provider)[0]
        staking.unbond(provider, wanted, sender=who)
        given = before - staking.delegationOf(who, provider)[0]
        assert wanted * total <= given * assets < wanted * total + assets


def test_staked_coai_does_not_vote(network, provider, delegator):
    network.token.delegate(delegator.address, sender=delegator.address)
    votes = network.token.getVotes(delegator.address)
    network.staking.bond(provider, 100 * COAI, sender=delegator.address)
    assert network.token.getVotes(delegator.address) == votes - 100 * COAI
    assert network.token.getVotes(network.staking.address) == 0

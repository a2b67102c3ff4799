"""How the pay of a completed job is split, penalties for broken service levels, and who can't hold it up."""
import pytest
from eth_abi import encode
from eth_utils import keccak

from evm import Reverted
from market import Market
from network import COAI, DAY, PROOF_SYSTEM, ZERO, ZERO_HASH, values
from test_staking import ACTIVE

PARTS = ("toProvider", "toDelegators", "toModelOwner", "toDataOwners", "toTreasury", "toVerifiers", "burned")


@pytest.fixture
def market(network):
    return Market(network)


def complete(network, market, job):
    network.later(DAY)
    return market.contract.complete(job, ZERO_HASH, b"", sender=market.stranger.address)


def test_everybody_gets_a_share(network, market):
    provider, owner, data = market.provider.address, network.accounts[5].address, network.accounts[6].address
    staking, registry, token = network.staking, network.registry, network.token
    staking.register(provider, "", ZERO_HASH, sender=provider)
    staking.scheduleCuts(0, 1_000, sender=provider)
    staking.bond(provider, 2_000 * COAI, sender=provider)
    staking.setStatus(provider, ACTIVE, sender=provider)
    staking.bond(provider, 2_000 * COAI, sender=network.accounts[7].address)
    model = registry.registerModel((b"\x01" * 32, ZERO_HASH, ZERO_HASH, PROOF_SYSTEM, ""), sender=owner).value
    registry.setModelTerms(model, ZERO_HASH, 1_000, ZERO_HASH, 0, sender=owner)
    dataset = registry.publishDataset(b"\x02" * 32, "", ZERO_HASH, ZERO_HASH, ZERO, 0, 3 * COAI, sender=data).value
    job = market.running(modelId=model.to_bytes(32, "big"), verification=2)
    registry.accessDataset(dataset, job, 3 * COAI, sender=provider)
    market.contract.submit(job, b"\x09" * 32, b"", sender=provider)
    evidence = network.verification.submitAttestation(job, 0, b"\x0c" * 32, sender=provider).value
    network.verification.verifyAttestation(evidence, True, 0, ZERO_HASH, sender=network.accounts[9].address)
    before = {who: token.balanceOf(who) for who in (provider, owner, data, network.timelock.address)}
    supply = token.totalSupply()
    outcome = complete(network, market, job)
    split = outcome.one("FeeSplit")
    expected = {
        "toProvider": 50 * COAI * 80 // 100 - 3 * COAI, "toDelegators": 50 * COAI * 5 // 100,
        "toModelOwner": 5 * COAI, "toDataOwners": 3 * COAI, "toTreasury": COAI // 2,
        "toVerifiers": 50 * COAI * 3 // 100, "burned": COAI // 2}
    assert {part: split[part] for part in PARTS} == expected
    assert sum(expected.values()) == 50 * COAI
    assert outcome.one("PaymentReleased")["amount"] == expected["toProvider"]
    gained = {who: token.balanceOf(who) - amount for who, amount in before.items()}
    assert gained == {
        provider: expected["toProvider"] + 20 * COAI, owner: 5 * COAI, data: 3 * COAI,
        network.timelock.address: COAI // 2}
    assert token.totalSupply() == supply - COAI // 2
    # A tenth of the delegators' share is the provider's cut; of the rest half is its own stake's.
    share = expected["toDelegators"]
    assert staking.delegationOf(provider, provider)[3] == share // 10 + share * 9 // 20
    assert staking.delegationOf(network.accounts[7].address, provider)[3] == share * 9 // 20
    assert token.balanceOf(network.settlement.address) == 0


def test_a_deprecated_model_and_an_unknown_one_earn_nothing(network, market):
    job = market.submitted(modelId=b"\xff" * 32)
    assert complete(network, market, job).one("FeeSplit")["toModelOwner"] == 0


def test_only_the_market_settles(network, market):
    with pytest.raises(Reverted, match="not the market"):
        network.settlement.settle(
            1, network.token.address, market.client.address, market.provider.address, ZERO_HASH, 1,
            sender=market.provider.address)


def test_shares_are_the_owners_and_bounded(network, market):
    settlement, owner = network.settlement, network.timelock.address
    for name in ("networkFeeBps", "delegatorBps", "verifierBps"):
        key = keccak(text=name)
        with pytest.raises(Reverted, match="not the owner"):
            settlement.setParam(key, 1, sender=market.client.address)
        with pytest.raises(Reverted, match="bps"):
            settlement.setParam(key, 1_001, sender=owner)
        assert settlement.setParam(key, 1_000, sender=owner).one("ParamSet")["newValue"] == 1_000
        assert getattr(settlement, name)() == 1_000
    with pytest.raises(Reverted, match="key"):
        settlement.setParam(keccak(text="other"), 1, sender=owner)


def test_the_greatest_shares_leave_a_quarter(network, market):
    settlement, owner = network.settlement, network.timelock.address
    for name in ("networkFeeBps", "delegatorBps", "verifierBps"):
        settlement.setParam(keccak(text=name), 1_000, sender=owner)
    provider, who = market.provider.address, network.accounts[5].address
    network.staking.register(provider, "", ZERO_HASH, sender=provider)
    network.staking.bond(provider, 2_000 * COAI, sender=provider)
    market.contract.setSlaPenaltyBps(2_000, sender=owner)
    registry = network.registry
    model = registry.registerModel((b"\x01" * 32, ZERO_HASH, ZERO_HASH, PROOF_SYSTEM, ""), sender=who).value
    registry.setModelTerms(model, ZERO_HASH, 2_000, ZERO_HASH, 0, sender=who)
    dataset = registry.publishDataset(b"\x02" * 32, "", ZERO_HASH, ZERO_HASH, ZERO, 0, 10 * COAI, sender=who).value
    job = market.running(market.evaluator.address, modelId=model.to_bytes(32, "big"), verification=2)
    registry.accessDataset(dataset, job, 10 * COAI, sender=provider)
    market.contract.submit(job, b"\x09" * 32, b"", sender=provider)
    evidence = network.verification.submitAttestation(job, 0, b"\x0c" * 32, sender=provider).value
    network.verification.verifyAttestation(evidence, True, 0, ZERO_HASH, sender=network.accounts[9].address)
    outcome = market.contract.complete(
        job, ZERO_HASH, encode(["uint32"], [2_000]), sender=market.evaluator.address)
    split = outcome.one("FeeSplit")
    assert sum(split[part] for part in PARTS) == 40 * COAI and split["toProvider"] == 10 * COAI


def test_who_cannot_be_paid_does_not_hold_up_others(network, market, hostile):
    """A token that refuses to pay one account."""
    token = network.world.deploy(hostile["PickyToken"], sender=network.deployer)
    owner = network.accounts[5].address
    model = network.registry.registerModel((b"\x01" * 32, ZERO_HASH, ZERO_HASH, PROOF_SYSTEM, ""), sender=owner).value
    network.registry.setModelTerms(model, ZERO_HASH, 1_000, ZERO_HASH, 0, sender=owner)
    market.contract.setTokenAllowed(token.address, True, sender=network.timelock.address)
    for one in (market.client, market.provider):
        token.give(one.address, 1_000 * COAI)
    order = market.order(paymentToken=token.address, modelId=model.to_bytes(32, "big"))
    job = market.fill(order, market.bid(order, price=60 * COAI)).value
    market.contract.start(job, sender=market.provider.address)
    market.contract.submit(job, b"\x09" * 32, b"", sender=market.provider.address)
    token.refuse(owner, True)
    outcome = complete(network, market, job)
    assert outcome.one("PaymentHeld") == {
        "token": token.address.lower(), "account": owner.lower(), "amount": 6 * COAI}
    split = outcome.one("FeeSplit")
    assert split["toDelegators"] == split["burned"] == 0 and split["toTreasury"] == 60 * COAI // 50
    assert sum(split[part] for part in PARTS) == 60 * COAI
    with pytest.raises(Reverted):
        network.settlement.claim(token.address, sender=owner)
    token.refuse(owner, False)
    assert network.settlement.claim(token.address, sender=owner).value == 6 * COAI
    assert token.balanceOf(owner) == 6 * COAI and token.balanceOf(network.settlement.address) == 0


# Service levels.


def report(network, market, job, **changes) -> tuple:
    message = {
        "attester": market.evaluator.address, "jobId": job, "met": False, "latencyMs": 4_000, "uptimeBps": 9_000,
        "evidenceHash": ZERO_HASH, "observedAt": network.now, "nonce": 0} | changes
    return message, network.sign(market.evaluator, market.contract, "SLAAttestation", message)


def test_a_broken_service_level_costs_a_share_of_the_price(network, market):
    job = market.running(market.evaluator.address)
    message, signature = report(network, market, job)
    event = market.contract.reportSLA(values(message), signature, sender=market.stranger.address).one("SLAReported")
    assert event == {
        "jobId": job, "attester": market.evaluator.address.lower(), "met": False, "latencyMs": 4_000,
        "penalty": 50 * COAI // 20}
    with pytest.raises(Reverted, match="nonce"):
        market.contract.reportSLA(values(message), signature)
    # The second one costs nothing.
    message, signature = report(network, market, job, nonce=1)
    assert market.contract.reportSLA(values(message), signature).one("SLAReported")["penalty"] == 0
    market.contract.submit(job, b"\x09" * 32, b"", sender=market.provider.address)
    client = market.balance(market.client)
    outcome = market.contract.complete(job, ZERO_HASH, b"", sender=market.evaluator.address)
    assert outcome.one("Refunded")["amount"] == 50 * COAI // 20
    assert market.balance(market.client) == client + 50 * COAI // 20
    split = outcome.one("FeeSplit")
    assert sum(split[part] for part in PARTS) == 50 * COAI * 19 // 20


def test_the_evaluator_says_it_when_it_accepts(network, market):
    job = market.submitted(market.evaluator.address)
    outcome = market.contract.complete(
        job, ZERO_HASH, encode(["uint32"], [1_001]), sender=market.evaluator.address)
    assert outcome.one("SLAReported")["penalty"] == outcome.one("Refunded")["amount"] == 50 * COAI // 20
    job = market.submitted(market.evaluator.address)
    outcome = market.contract.complete(
        job, ZERO_HASH, encode(["uint32"], [1_000]), sender=market.evaluator.address)
    assert outcome.one("SLAReported")["met"] and "Refunded" not in outcome.names()


def test_a_penalty_is_nothing_when_the_job_is_not_paid(network, market):
    job = market.running(market.evaluator.address)
    market.contract.reportSLA(*[part if isinstance(part, bytes) else values(part) for part in report(network, market, job)])
    client = market.balance(market.client)
    market.contract.reject(job, ZERO_HASH, b"", sender=market.evaluator.address)
    assert market.balance(market.client) == client + 50 * COAI


def test_reports_are_the_judges(network, market):
    job = market.running()
    message, signature = report(network, market, job)
    with pytest.raises(Reverted, match="not the judge"):
        market.contract.reportSLA(values(message), signature)
    job = market.running(market.evaluator.address)
    message, _ = report(network, market, job)
    forged = network.sign(market.client, market.contract, "SLAAttestation", message)
    with pytest.raises(Reverted, match="signature"):
        market.contract.reportSLA(values(message), forged)
    job = market.funded(market.evaluator.address)
    message, signature = report(network, market, job)
    with pytest.raises(Reverted, match="status"):
        market.contract.reportSLA(values(message), signature)
    with pytest.raises(Reverted, match="bps"):
        market.contract.setSlaPenaltyBps(2_001, sender=network.timelock.address)

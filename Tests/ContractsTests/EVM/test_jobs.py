"""Jobs step by step: who may do what when, what is paid to whom, and disputes."""
import pytest
from eth_abi import encode

from evm import Reverted
from market import CANCELLED, COMPLETED, DISMISSED, DISPUTED, EXPIRED, FUNDED, OPEN, REJECTED, RUNNING, SUBMITTED
from market import TIMEOUT, UPHELD, Market
from network import COAI, DAY, ZERO, ZERO_HASH


@pytest.fixture
def market(network):
    return Market(network)


def test_creation_has_bounds(market, network):
    contract, client = market.contract, market.client.address
    with pytest.raises(Reverted, match="expired"):
        contract.createJob(ZERO, ZERO, network.now, "", ZERO, sender=client)
    with pytest.raises(Reverted, match="hooks"):
        contract.createJob(ZERO, ZERO, network.now + 9, "", client, sender=client)
    with pytest.raises(Reverted):
        contract.createJob(ZERO, ZERO, network.now + 9, "x" * 513, ZERO, sender=client)
    job = market.create()
    assert job == 1 and contract.jobCounter() == 1
    assert contract.getJob(job) == (
        1, client.lower(), ZERO, ZERO, "a job", 0, network.now + 10 * DAY, OPEN, ZERO)
    with pytest.raises(Reverted, match="no such job"):
        contract.getJob(2)


def test_terms_are_set_once_and_make_sense(market, network):
    job = market.create()
    for changes, word in (
        ({"deadline": network.now}, "deadline"), ({"deadline": network.now + 10 * DAY}, "expiredAt"),
        ({"jobType": 6}, "jobType"), ({"verification": 32}, "verification"),
        ({"commitUntil": network.now + 1}, "commitUntil"),
        ({"commitUntil": network.now, "revealUntil": network.now + 9}, "commitUntil"),
        ({"commitUntil": network.now + 9, "revealUntil": network.now + 9}, "commitUntil"),
        ({"revealUntil": network.now + 5 * DAY}, "revealUntil"),
    ):
        with pytest.raises(Reverted, match=word):
            market.terms(job, **changes)
    market.terms(job)
    assert market.contract.getJobTerms(job)[6:8] == (100 * COAI, 20 * COAI)
    with pytest.raises(Reverted, match="terms are set"):
        market.terms(job)


def test_the_client_funds_what_it_expects(market):
    contract, client, provider = market.contract, market.client.address, market.provider.address
    job = market.create(provider)
    with pytest.raises(Reverted, match="not a party"):
        contract.setBudget(job, COAI, b"", sender=market.stranger.address)
    contract.setBudget(job, 50 * COAI, b"", sender=client)
    contract.setBudget(job, 70 * COAI, b"", sender=provider)
    with pytest.raises(Reverted, match="budget"):
        contract.fund(job, 50 * COAI, sender=client)
    with pytest.raises(Reverted, match="not the client"):
        contract.fund(job, 70 * COAI, sender=provider)
    before = market.balance(market.client)
    contract.fund(job, 70 * COAI, sender=client)
    assert market.balance(market.client) == before - 70 * COAI
    assert contract.escrowOf(job) == contract.totalEscrow(market.token.address) == 70 * COAI
    with pytest.raises(Reverted, match="status"):
        contract.fund(job, 70 * COAI, sender=client)


def test_the_price_stays_within_the_terms(market):
    job = market.create(market.provider.address)
    market.terms(job)
    with pytest.raises(Reverted, match="price"):
        market.contract.setBudget(job, 101 * COAI, b"", sender=market.client.address)


@pytest.mark.parametrize("role", ["client", "evaluator"])
def test_nobody_works_for_or_judges_itself(market, role):
    client, provider = market.client.address, market.provider.address
    job = market.create(client if role == "client" else provider, provider if role == "evaluator" else ZERO)
    market.contract.setBudget(job, COAI, b"", sender=client)
    with pytest.raises(Reverted, match="own job|provider is evaluator"):
        market.contract.fund(job, COAI, sender=client)


def test_starting_puts_the_bond_at_stake(market):
    job = market.funded()
    with pytest.raises(Reverted, match="not the provider"):
        market.contract.start(job, sender=market.client.address)
    with pytest.raises(Reverted, match="status"):
        market.contract.submit(job, ZERO_HASH, b"", sender=market.provider.address)
    before = market.balance(market.provider)
    market.contract.start(job, sender=market.provider.address)
    assert market.balance(market.provider) == before - 20 * COAI
    assert market.status(job) == RUNNING and market.contract.getJobProgress(job)[5] == 20 * COAI


def test_a_result_is_handed_in_up_to_the_deadline(market, network):
    job = market.running()
    deadline = market.contract.getJobTerms(job)[11]
    network.world.now = deadline + 1
    with pytest.raises(Reverted, match="too late"):
        market.contract.submit(job, ZERO_HASH, b"", sender=market.provider.address)
    network.world.now = deadline
    params = encode(["string", "bytes32", "uint32"], ["bafy", b"\x05" * 32, 700])
    outcome = market.contract.submit(job, b"\x09" * 32, params, sender=market.provider.address)
    assert outcome.names() == ["JobSubmitted", "ResultPosted"]
    assert outcome.one("ResultPosted")["outputCid"] == "bafy"
    assert market.status(job) == SUBMITTED


def test_malformed_parameters_of_a_result_are_refused(market):
    job = market.running()
    for params in (b"\x01", b"\xff" * 96, encode(["string", "bytes32", "uint32"], ["x" * 129, ZERO_HASH, 1])):
        with pytest.raises(Reverted):
            market.contract.submit(job, ZERO_HASH, params, sender=market.provider.address)


def test_an_unchallenged_result_is_paid_after_its_window_by_anyone(market, network):
    job = market.submitted()
    stranger, before = market.stranger.address, market.balance(market.provider)
    network.later(DAY - 1)
    with pytest.raises(Reverted, match="too early"):
        market.contract.complete(job, ZERO_HASH, b"", sender=stranger)
    network.later(1)
    outcome = market.contract.complete(job, ZERO_HASH, b"", sender=stranger)
    # The network takes a fiftieth; nobody else has a share in this one.
    assert outcome.one("PaymentReleased")["amount"] == 49 * COAI
    assert market.balance(market.provider) == before + 69 * COAI
    assert market.status(job) == COMPLETED and market.contract.escrowOf(job) == 0


def test_a_job_is_paid_once(market, network):
    job = market.submitted()
    network.later(DAY)
    market.contract.complete(job, ZERO_HASH, b"", sender=market.stranger.address)
    client, stranger = market.client.address, market.stranger.address
    for call in (
        lambda: market.contract.complete(job, ZERO_HASH, b"", sender=stranger),
        lambda: market.contract.reject(job, ZERO_HASH, b"", sender=client),
        lambda: market.contract.cancel(job, sender=client),
        lambda: market.contract.expire(job, sender=stranger),
        lambda: market.contract.claimRefund(job, sender=stranger),
        lambda: market.contract.challenge(job, ZERO_HASH, sender=stranger),
        lambda: market.contract.resolve(job, TIMEOUT, sender=stranger),
        lambda: market.contract.submit(job, ZERO_HASH, b"", sender=market.provider.address),
    ):
        with pytest.raises(Reverted, match="status"):
            call()


def test_an_evaluator_decides_at_once_and_tells_the_latency(market):
    judge = market.evaluator.address
    job = market.submitted(judge)
    outcome = market.contract.complete(job, b"\x01" * 32, encode(["uint32"], [1_500]), sender=judge)
    report = outcome.one("SLAReported")
    assert (report["met"], report["latencyMs"]) == (False, 1_500)
    assert market.status(job) == COMPLETED
    other = market.submitted(judge)
    before = market.balance(market.client)
    market.contract.reject(other, b"\x01" * 32, b"", sender=judge)
    assert market.status(other) == REJECTED and market.balance(market.client) == before + 50 * COAI


def test_only_the_evaluator_rejects_a_funded_job(market):
    job = market.funded(market.evaluator.address)
    for account in (market.client, market.provider, market.stranger):
        with pytest.raises(Reverted, match="not the evaluator"):
            market.contract.reject(job, ZERO_HASH, b"", sender=account.address)
    without = market.funded()
    with pytest.raises(Reverted, match="not the evaluator"):
        market.contract.reject(without, ZERO_HASH, b"", sender=ZERO)


def test_a_silent_evaluator_does_not_keep_the_provider_from_its_pay(market, network):
    job = market.submitted(market.evaluator.address)
    network.later(3 * DAY - 1)
    with pytest.raises(Reverted, match="too early"):
        market.contract.complete(job, ZERO_HASH, b"", sender=market.provider.address)
    network.later(1)
    market.contract.complete(job, ZERO_HASH, b"", sender=market.provider.address)
    assert market.status(job) == COMPLETED


def test_a_submitted_job_never_expires(market, network):
    job = market.submitted()
    network.later(400 * DAY)
    for name in ("expire", "claimRefund"):
        with pytest.raises(Reverted, match="status"):
            getattr(market.contract, name)(job, sender=market.client.address)
    market.contract.complete(job, ZERO_HASH, b"", sender=market.stranger.address)


def test_a_job_that_is_not_delivered_expires_with_the_bond(market, network):
    job = market.running()
    network.world.now = market.contract.getJobTerms(job)[11]
    with pytest.raises(Reverted, match="too early"):
        market.contract.expire(job, sender=market.stranger.address)
    network.later(1)
    before = market.balance(market.client)
    assert market.contract.expire(job, sender=market.stranger.address).names()[:2] == ["JobExpired", "Refunded"]
    assert market.balance(market.client) == before + 70 * COAI and market.status(job) == EXPIRED


def test_an_open_job_expires_without_money(market, network):
    job = market.create(seconds=100)
    with pytest.raises(Reverted, match="too early"):
        market.contract.expire(job)
    network.later(100)
    assert market.contract.expire(job).names() == ["JobExpired"]


def test_the_client_cancels_until_work_begins(market):
    job, begun = market.funded(), market.running()
    with pytest.raises(Reverted, match="not the client"):
        market.contract.cancel(job, sender=market.provider.address)
    before = market.balance(market.client)
    market.contract.cancel(job, sender=market.client.address)
    assert market.status(job) == CANCELLED and market.balance(market.client) == before + 50 * COAI
    with pytest.raises(Reverted, match="status"):
        market.contract.cancel(begun, sender=market.client.address)


def test_a_challenge_needs_a_bond_and_its_window(market, network):
    job = market.submitted()
    with pytest.raises(Reverted, match="own result"):
        market.contract.challenge(job, ZERO_HASH, sender=market.provider.address)
    before = market.balance(market.stranger)
    event = market.contract.challenge(job, ZERO_HASH, sender=market.stranger.address).one("JobDisputed")
    assert event["bond"] == 5 * COAI and market.balance(market.stranger) == before - 5 * COAI
    assert market.status(job) == DISPUTED
    late = market.submitted()
    network.later(DAY)
    with pytest.raises(Reverted, match="too late"):
        market.contract.challenge(late, ZERO_HASH, sender=market.stranger.address)


def test_an_upheld_challenge_refunds_the_client_and_pays_the_challenger(market, network):
    job = market.disputed(market.evaluator.address)
    client, challenger = market.balance(market.client), market.balance(market.stranger)
    outcome = market.contract.resolve(job, UPHELD, sender=market.evaluator.address)
    assert outcome.one("DisputeResolved")["cost"] == 20 * COAI
    assert market.balance(market.client) == client + 50 * COAI
    assert market.balance(market.stranger) == challenger + 25 * COAI
    assert market.status(job) == REJECTED


def test_a_dismissed_challenge_costs_its_bond(market, network):
    job, before = market.disputed(), market.balance(market.provider)
    with pytest.raises(Reverted, match="not the judge"):
        market.contract.resolve(job, DISMISSED, sender=market.client.address)
    market.contract.resolve(job, DISMISSED, sender=network.timelock.address)
    assert market.balance(market.provider) == before + 74 * COAI and market.status(job) == COMPLETED


def test_a_dispute_that_nobody_decides_ends_for_the_provider(market, network):
    job, provider, challenger = market.disputed(), market.balance(market.provider), market.balance(market.stranger)
    with pytest.raises(Reverted, match="too early"):
        market.contract.resolve(job, TIMEOUT, sender=market.provider.address)
    with pytest.raises(Reverted, match="not the judge|outcome"):
        market.contract.resolve(job, 3, sender=market.provider.address)
    network.later(3 * DAY)
    market.contract.resolve(job, TIMEOUT, sender=market.provider.address)
    assert market.balance(market.provider) == provider + 69 * COAI
    assert market.balance(market.stranger) == challenger + 5 * COAI


def test_parameters_are_the_owners(market, network):
    owner, contract = network.timelock.address, market.contract
    for call, arguments in (
        ("setBidDeposit", [1]), ("setChallengeBondBps", [1]), ("setEvaluatorTimeout", [1]),
        ("setTokenAllowed", [ZERO, True]), ("transferOwnership", [market.client.address]),
    ):
        with pytest.raises(Reverted, match="not the owner"):
            getattr(contract, call)(*arguments, sender=market.client.address)
        getattr(contract, call)(*arguments, sender=owner)


def test_funding_by_plain_erc_8183_needs_no_terms(market, network):
    contract, client, provider = market.contract, market.client.address, market.provider.address
    job = market.create(ZERO, market.evaluator.address)
    contract.setProvider(job, provider, sender=client)
    contract.setBudget(job, COAI, b"", sender=provider)
    contract.fund(job, COAI, sender=client)
    assert market.status(job) == FUNDED
    contract.submit(job, b"\x01" * 32, b"", sender=provider)
    contract.complete(job, ZERO_HASH, b"", sender=market.evaluator.address)
    assert market.status(job) == COMPLETED

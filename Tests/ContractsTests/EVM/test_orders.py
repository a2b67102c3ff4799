"""Orders and bids that are signed off chain: used once, all or nothing, checked to the last field."""
import pytest

from evm import Reverted
from market import FUNDED, RUNNING, SUBMITTED, Market
from network import COAI, DAY, ZERO, account, values

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
FILLED, VOID = 1, 2


@pytest.fixture
def market(network):
    return Market(network)


def refused(market, word, order=None, **options):
    """The fill reverts with the word, and has used up nothing."""
    order = order or market.order()
    bid = options.pop("bid", None) or market.bid(order)
    with pytest.raises(Reverted, match=word):
        market.fill(order, bid, **options)
    assert market.contract.orderStatus(bid["orderHash"]) == 0
    assert market.contract.totalEscrow(market.token.address) == 0


def test_a_fill_makes_a_funded_job_of_both(market, network):
    order = market.order()
    bid = market.bid(order)
    client, provider = market.balance(market.client), market.balance(market.provider)
    outcome = market.fill(order, bid)
    names = [name for name in outcome.names() if name not in ("Transfer",)]
    assert names == ["JobCreated", "JobTerms", "BudgetSet", "JobFunded", "OrderFilled"]
    assert outcome.one("OrderFilled") == {
        "orderHash": bid["orderHash"], "jobId": 1, "provider": market.provider.address.lower(), "price": 60 * COAI}
    assert market.balance(market.client) == client - 60 * COAI
    assert market.balance(market.provider) == provider - 20 * COAI
    job = market.contract.getJob(1)
    assert job[6] == order["deadline"] + DAY and job[7] == FUNDED
    market.contract.start(1, sender=market.provider.address)
    assert market.status(1) == RUNNING and market.balance(market.provider) == provider - 20 * COAI


def test_a_filled_job_may_be_delivered_without_a_start(market):
    order = market.order()
    market.fill(order, market.bid(order))
    market.contract.submit(1, b"\x01" * 32, b"", sender=market.provider.address)
    assert market.status(1) == SUBMITTED


def test_an_order_is_used_once_and_so_is_a_bid(market):
    order = market.order()
    bid = market.bid(order)
    market.fill(order, bid)
    with pytest.raises(Reverted, match="order is used"):
        market.fill(order, bid)
    with pytest.raises(Reverted, match="order is used"):
        market.fill(order, market.bid(order, nonce=5, price=50 * COAI))
    other = market.order(nonce=1)
    with pytest.raises(Reverted, match="another order"):
        market.fill(other, bid)


def test_many_orders_of_one_maker_stand_side_by_side(market):
    for nonce in (0, 0, 3, 1):
        order = market.order(nonce=nonce, specHash=bytes([nonce]) * 31 + bytes([market.contract.jobCounter()]))
        market.fill(order, market.bid(order))
    assert market.contract.jobCounter() == 4


def test_a_counter_makes_older_orders_and_bids_void(market):
    order = market.order()
    bid = market.bid(order)
    market.contract.incrementCounter(sender=market.client.address)
    refused(market, "order nonce", order, bid=bid)
    newer = market.order(nonce=1)
    bid = market.bid(newer)
    market.contract.incrementCounter(sender=market.provider.address)
    refused(market, "bid nonce", newer, bid=bid)
    market.fill(newer, market.bid(newer, nonce=1))


def test_a_cancelled_order_cannot_be_filled(market):
    order = market.order()
    bid = market.bid(order)
    with pytest.raises(Reverted, match="not the requester"):
        market.contract.cancelOrder(values(order), sender=market.provider.address)
    market.contract.cancelOrder(values(order), sender=market.client.address)
    assert market.contract.orderStatus(bid["orderHash"]) == VOID
    with pytest.raises(Reverted, match="order is used"):
        market.fill(order, bid)
    other = market.order(nonce=1)
    market.fill(other, market.bid(other))
    with pytest.raises(Reverted, match="order is used"):
        market.contract.cancelOrder(values(other), sender=market.client.address)


def test_a_failed_fill_consumes_nothing(market):
    order = market.order()
    bid = market.bid(order)
    market.token.approve(market.contract.address, 20 * COAI - 1, sender=market.provider.address)
    refused(market, "allowance", order, bid=bid)
    assert market.contract.jobCounter() == 0
    market.token.approve(market.contract.address, 20 * COAI, sender=market.provider.address)
    market.fill(order, bid)


@pytest.mark.parametrize("changes, word", [
    ({"price": 100 * COAI + 1}, "price"), ({"price": 0}, "price"), ({"latencyMs": 1_001}, "latency"),
    ({"orderHash": b"\x01" * 32}, "another order"),
])
def test_a_bid_stays_within_its_order(market, changes, word):
    order = market.order()
    with pytest.raises(Reverted, match=word):
        market.fill(order, market.bid(order, **changes))


@pytest.mark.parametrize("side, field, word", [
    ("order", "validUntil", "order expired"), ("bid", "validUntil", "bid expired"), ("bid", "startBy", "startBy"),
])
def test_times_are_kept(market, network, side, field, word):
    late = {field: network.now - 1}
    order = market.order(**(late if side == "order" else {}))
    refused(market, word, order, bid=market.bid(order, **(late if side == "bid" else {})))


def test_the_deadline_has_to_be_ahead(market, network):
    refused(market, "deadline", market.order(deadline=network.now))


def test_an_order_for_one_provider_is_not_for_another(market):
    refused(market, "provider", market.order(provider=market.rival.address))
    order = market.order(provider=market.provider.address)
    market.fill(order, market.bid(order))


def test_only_allowed_tokens_pay(market):
    refused(market, "token", market.order(paymentToken=account(66).address))


def test_signatures_are_those_of_the_makers(market):
    refused(market, "order signature", client=market.rival)
    refused(market, "bid signature", provider=market.rival)


def test_malformed_signatures_are_refused(market, network):
    order = market.order()
    bid = market.bid(order)
    good = network.sign(market.provider, market.contract, "Bid", bid)
    client = network.sign(market.client, market.contract, "JobOrder", order)
    twin = (ORDER - int.from_bytes(good[32:64], "big")).to_bytes(32, "big")
    for bad in (
        b"", good[:64], good + b"\x00", bytes(65), good[:64] + bytes([good[64] - 27]),
        good[:32] + twin + bytes([55 - good[64]]),
    ):
        refused(market, "bid signature", order, bid=bid, signatures=(client, bad))


def test_the_zero_address_signs_nothing(market):
    order = market.order(requester=ZERO)
    bid = market.bid(order)
    with pytest.raises(Reverted, match="order signature"):
        market.fill(order, bid, signatures=(bytes(65), b""))


def test_nobody_fills_its_own_order(market):
    order = market.order()
    refused(market, "own job", order, bid=market.bid(order, provider=market.client.address), provider=market.client)


def test_the_evaluator_does_not_work(market):
    refused(market, "provider is evaluator", market.order(evaluator=market.provider.address))


def test_a_contract_orders_by_erc_1271(market, network, hostile):
    wallet = network.world.deploy(hostile["Wallet"], sender=market.stranger.address)
    market.token.transfer(wallet.address, 100 * COAI, sender=market.client.address)
    approve = market.token.encode("approve", market.contract.address, 100 * COAI)
    wallet.run(market.token.address, approve, sender=market.stranger.address)
    order = market.order(requester=wallet.address)
    bid = market.bid(order)
    refused(market, "order signature", order, bid=bid)
    wallet.accept(bid["orderHash"], sender=market.stranger.address)
    market.fill(order, bid)
    assert market.token.balanceOf(wallet.address) == 40 * COAI


def test_an_account_that_answers_no_erc_1271_signs_nothing(market, network):
    order = market.order(requester=market.token.address)
    refused(market, "order signature", order, bid=market.bid(order))


def test_a_token_that_calls_back_is_refused_entry(market, network, hostile):
    token = network.world.deploy(hostile["Reentrant"], sender=market.stranger.address)
    for account in (market.client, market.provider):
        token.mint(account.address, 1_000 * COAI, sender=market.stranger.address)
    market.contract.setTokenAllowed(token.address, True, sender=network.timelock.address)
    first, second = (market.order(paymentToken=token.address, nonce=nonce) for nonce in (0, 1))
    bids = [market.bid(one) for one in (first, second)]
    again = market.contract.encode(
        "fillOrder", values(second), network.sign(market.client, market.contract, "JobOrder", second),
        values(bids[1]), network.sign(market.provider, market.contract, "Bid", bids[1]))
    token.arm(market.contract.address, again, sender=market.stranger.address)
    market.fill(first, bids[0])
    assert token.has_called() and token.was_refused()
    assert market.contract.jobCounter() == 1
    complete = market.contract.encode("claimRefund", 1)
    network.later(6 * DAY)
    token.arm(market.contract.address, complete, sender=market.stranger.address)
    before = token.balanceOf(market.client.address)
    market.contract.expire(1, sender=market.stranger.address)
    assert token.was_refused() and token.balanceOf(market.client.address) == before + 80 * COAI

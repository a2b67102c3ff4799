"""Sealed and open bids: commitments, deposits, awards."""
import pytest

from evm import Reverted
from market import BID_ACTIVE, BID_CLOSED, BID_COMMITTED, BID_FORFEITED, BID_LOST, BID_OPEN, FUNDED, Market
from network import COAI, DAY, values


@pytest.fixture
def market(network):
    return Market(network)


def bid_of(market, job, bidder):
    return market.contract.bidOf(job, bidder.address)


def test_a_sealed_bid_costs_a_deposit_until_it_is_opened(market, network):
    job, before = market.bidding(), market.balance(market.provider)
    market.commit(job, market.provider, 60 * COAI)
    assert market.balance(market.provider) == before - 10 * COAI
    assert bid_of(market, job, market.provider)[0] == BID_COMMITTED
    with pytest.raises(Reverted, match="too early"):
        market.reveal(job, market.provider, 60 * COAI)
    network.later(DAY)
    with pytest.raises(Reverted, match="too late"):
        market.commit(job, market.rival, 60 * COAI)
    market.reveal(job, market.provider, 60 * COAI)
    assert market.balance(market.provider) == before
    assert bid_of(market, job, market.provider)[::2] == (BID_OPEN, 60 * COAI, 0)
    with pytest.raises(Reverted, match="no sealed bid"):
        market.reveal(job, market.provider, 60 * COAI)


def test_what_is_opened_is_what_was_sealed(market, network):
    job = market.bidding()
    market.commit(job, market.provider, 60 * COAI)
    network.later(DAY)
    for price, salt in ((59 * COAI, b"\x07" * 32), (60 * COAI, b"\x08" * 32)):
        with pytest.raises(Reverted, match="commitment"):
            market.reveal(job, market.provider, price, salt)
    with pytest.raises(Reverted, match="no sealed bid"):
        market.reveal(job, market.rival, 60 * COAI)


def test_a_commitment_cannot_be_copied_or_made_twice(market, network):
    job = market.bidding()
    market.commit(job, market.provider, 60 * COAI)
    with pytest.raises(Reverted, match="bid is made"):
        market.commit(job, market.provider, 50 * COAI)
    copied = market.commitment(job, market.provider, 60 * COAI)
    market.contract.commitBid(job, copied, sender=market.rival.address)
    network.later(DAY)
    with pytest.raises(Reverted, match="commitment"):
        market.reveal(job, market.rival, 60 * COAI)


def test_a_bid_above_the_terms_cannot_be_opened(market, network):
    job = market.bidding()
    market.commit(job, market.provider, 101 * COAI)
    network.later(DAY)
    with pytest.raises(Reverted, match="price"):
        market.reveal(job, market.provider, 101 * COAI)


def test_an_award_waits_for_all_bids_to_be_opened(market, network):
    job = market.bidding()
    for bidder, price in ((market.provider, 60 * COAI), (market.rival, 50 * COAI)):
        market.commit(job, bidder, price)
    network.later(DAY)
    for bidder, price in ((market.provider, 60 * COAI), (market.rival, 50 * COAI)):
        market.reveal(job, bidder, price)
    client = market.client.address
    with pytest.raises(Reverted, match="too early"):
        market.contract.award(job, market.rival.address, 50 * COAI, sender=client)
    network.later(DAY)
    with pytest.raises(Reverted, match="price"):
        market.contract.award(job, market.rival.address, 49 * COAI, sender=client)
    with pytest.raises(Reverted, match="no bid"):
        market.contract.award(job, market.stranger.address, 0, sender=client)
    with pytest.raises(Reverted, match="not the client"):
        market.contract.award(job, market.rival.address, 50 * COAI, sender=market.rival.address)
    outcome = market.contract.award(job, market.rival.address, 50 * COAI, sender=client)
    assert outcome.names()[:3] == ["ProviderSet", "BudgetSet", "JobFunded"]
    assert market.status(job) == FUNDED and market.contract.escrowOf(job) == 50 * COAI
    assert bid_of(market, job, market.rival)[0] == BID_ACTIVE
    assert bid_of(market, job, market.provider)[0] == BID_LOST


def test_an_unopened_deposit_goes_to_the_client_after_the_time(market, network):
    job = market.bidding()
    market.commit(job, market.provider, 60 * COAI)
    network.later(2 * DAY - 1)
    with pytest.raises(Reverted, match="too early"):
        market.contract.forfeitBid(job, market.provider.address)
    network.later(1)
    before = market.balance(market.client)
    market.contract.forfeitBid(job, market.provider.address)
    assert market.balance(market.client) == before + 10 * COAI
    assert bid_of(market, job, market.provider)[0] == BID_FORFEITED
    with pytest.raises(Reverted, match="no sealed bid"):
        market.contract.forfeitBid(job, market.provider.address)
    with pytest.raises(Reverted, match="too late"):
        market.reveal(job, market.provider, 60 * COAI)


def test_a_deposit_comes_back_when_the_client_cancels(market):
    job, before = market.bidding(), market.balance(market.provider)
    market.commit(job, market.provider, 60 * COAI)
    with pytest.raises(Reverted, match="status"):
        market.contract.withdrawBid(job, sender=market.provider.address)
    market.contract.cancel(job, sender=market.client.address)
    market.contract.withdrawBid(job, sender=market.provider.address)
    assert market.balance(market.provider) == before
    assert bid_of(market, job, market.provider)[0] == BID_CLOSED
    with pytest.raises(Reverted, match="no sealed bid"):
        market.contract.withdrawBid(job, sender=market.provider.address)


def test_a_bid_is_sealed_by_signature_once(market, network):
    job = market.bidding()
    message = {
        "provider": market.provider.address, "jobId": job,
        "commitment": market.commitment(job, market.provider, 60 * COAI), "validUntil": network.now + 60, "nonce": 0}
    forged = network.sign(market.rival, market.contract, "BidCommit", message)
    with pytest.raises(Reverted, match="signature"):
        market.contract.commitBidBySig(values(message), forged)
    signature = network.sign(market.provider, market.contract, "BidCommit", message)
    market.contract.commitBidBySig(values(message), signature)
    assert market.contract.nonces(market.provider.address) == 1
    with pytest.raises(Reverted, match="nonce"):
        market.contract.commitBidBySig(values(message), signature)
    network.later(61)
    with pytest.raises(Reverted, match="not valid any more"):
        market.contract.commitBidBySig(values(message), signature)


def test_open_bids_need_no_seal_and_can_be_lowered(market, network):
    job = market.bidding(commitUntil=0)
    with pytest.raises(Reverted, match="too late"):
        market.commit(job, market.provider, 60 * COAI)
    market.reveal(job, market.provider, 60 * COAI)
    market.reveal(job, market.provider, 55 * COAI)
    with pytest.raises(Reverted, match="price"):
        market.contract.award(job, market.provider.address, 60 * COAI, sender=market.client.address)
    market.contract.award(job, market.provider.address, 55 * COAI, sender=market.client.address)
    assert market.status(job) == FUNDED


def test_a_job_that_takes_bids_has_no_other_way_to_a_provider(market):
    job = market.bidding()
    with pytest.raises(Reverted, match="takes bids"):
        market.contract.setProvider(job, market.provider.address, sender=market.client.address)
    with pytest.raises(Reverted, match="takes bids"):
        market.contract.setBudget(job, COAI, b"", sender=market.client.address)

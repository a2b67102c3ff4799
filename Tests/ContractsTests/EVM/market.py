"""Shorthands for tests of the job market: jobs in every state, orders and bids with their signatures."""
from eth_abi import encode
from eth_utils import keccak

from network import COAI, DAY, ZERO, ZERO_HASH, Network, values

OPEN, FUNDED, SUBMITTED, COMPLETED, REJECTED, EXPIRED, RUNNING, DISPUTED, CANCELLED = range(9)
BID_COMMITTED, BID_OPEN, BID_ACTIVE, BID_LOST, BID_CLOSED, BID_FORFEITED = range(6)
UPHELD, DISMISSED, TIMEOUT = range(3)
BID_REVEAL = "BidReveal(address provider,uint256 jobId,uint256 price,uint32 latencyMs,bytes32 capabilityHash,bytes32 salt)"
SALT = b"\x07" * 32


class Market:
    """The market with a client, a provider, an evaluator and a stranger."""

    def __init__(self, network: Network):
        self.network, self.contract, self.token = network, network.market, network.token
        self.client, self.provider, self.evaluator, self.stranger, self.rival = network.accounts[:5]

    def status(self, job: int) -> int:
        return self.contract.getJob(job)[7]

    def balance(self, account) -> int:
        return self.token.balanceOf(account.address)

    # Jobs by steps.

    def create(self, provider=ZERO, evaluator=ZERO, seconds=10 * DAY) -> int:
        return self.contract.createJob(
            provider, evaluator, self.network.now + seconds, "a job", ZERO, sender=self.client.address).value

    def terms(self, job: int, **changes) -> None:
        now = self.network.now
        terms = {
            "modelId": b"\x01" * 32, "specHash": b"\x02" * 32, "inputCommitment": b"\x03" * 32, "jobType": 0,
            "verification": 8, "replicas": 1, "maxPrice": 100 * COAI, "providerBond": 20 * COAI,
            "maxLatencyMs": 1_000, "commitUntil": 0, "revealUntil": 0, "deadline": now + 5 * DAY,
            "challengeWindow": DAY} | changes
        self.contract.setTerms(job, values(terms), sender=self.client.address)

    def funded(self, evaluator=ZERO, **terms) -> int:
        job = self.create(self.provider.address, evaluator)
        self.terms(job, **terms)
        self.contract.setBudget(job, 50 * COAI, b"", sender=self.client.address)
        self.contract.fund(job, 50 * COAI, sender=self.client.address)
        return job

    def running(self, evaluator=ZERO, **terms) -> int:
        job = self.funded(evaluator, **terms)
        self.contract.start(job, sender=self.provider.address)
        return job

    def submitted(self, evaluator=ZERO, **terms) -> int:
        job = self.running(evaluator, **terms)
        self.contract.submit(job, b"\x09" * 32, b"", sender=self.provider.address)
        return job

    def disputed(self, evaluator=ZERO) -> int:
        job = self.submitted(evaluator)
        self.contract.challenge(job, b"\x0a" * 32, sender=self.stranger.address)
        return job

    def bidding(self, **terms) -> int:
        now = self.network.now
        job = self.create()
        self.terms(job, **{"commitUntil": now + DAY, "revealUntil": now + 2 * DAY, **terms})
        return job

    def commitment(self, job: int, bidder, price: int, salt=SALT) -> bytes:
        return keccak(encode(
            ["bytes32", "address", "uint256", "uint256", "uint32", "bytes32", "bytes32"],
            [keccak(text=BID_REVEAL), bidder.address, job, price, 500, ZERO_HASH, salt]))

    def commit(self, job: int, bidder, price: int):
        return self.contract.commitBid(job, self.commitment(job, bidder, price), sender=bidder.address)

    def reveal(self, job: int, bidder, price: int, salt=SALT):
        return self.contract.revealBid(job, price, 500, ZERO_HASH, salt, sender=bidder.address)

    # Orders.

    def order(self, **changes) -> dict:
        now = self.network.now
        return {
            "requester": self.client.address, "modelId": b"\x01" * 32, "inputCommitment": b"\x03" * 32,
            "specHash": b"\x02" * 32, "jobType": 0, "verification": 8, "replicas": 1,
            "paymentToken": self.token.address, "maxPrice": 100 * COAI, "providerBond": 20 * COAI,
            "maxLatencyMs": 1_000, "challengeWindow": DAY, "deadline": now + 5 * DAY, "provider": ZERO,
            "evaluator": ZERO, "validUntil": now + DAY, "nonce": 0} | changes

    def bid(self, order: dict, **changes) -> dict:
        now = self.network.now
        return {
            "provider": self.provider.address, "orderHash": self.network.digest(self.contract, "JobOrder", order),
            "price": 60 * COAI, "latencyMs": 900, "startBy": now + DAY, "capabilityHash": ZERO_HASH,
            "validUntil": now + DAY, "nonce": 0} | changes

    def fill(self, order: dict, bid: dict, client=None, provider=None, sender=None, signatures=None):
        first = self.network.sign(client or self.client, self.contract, "JobOrder", order)
        second = self.network.sign(provider or self.provider, self.contract, "Bid", bid)
        first, second = signatures or (first, second)
        sender = (sender or self.stranger).address
        return self.contract.fillOrder(values(order), first, values(bid), second, sender=sender)

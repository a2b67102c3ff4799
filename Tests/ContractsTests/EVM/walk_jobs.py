"""Steps of a walk with jobs, bids and orders."""
from eth_abi import encode

from market import SALT
from network import COAI, DAY, ZERO, ZERO_HASH, values


class JobSteps:
    """Steps of a walk with jobs, bids and orders."""

    def create_job(self):
        client, provider, evaluator = self.someone(), self.someone().address, self.random.choice([ZERO, self.someone().address])
        kind, now = self.random.choice(["plain", "direct", "sealed", "open"]), self.network.now
        contract = self.market.contract
        provider = provider if kind in ("plain", "direct") else ZERO
        job = self.call(
            contract, "createJob", provider, evaluator, now + 20 * DAY, kind, ZERO, sender=client).value
        if kind == "plain":
            return
        commit, reveal = {"direct": (0, 0), "sealed": (now + 2 * DAY, now + 5 * DAY), "open": (0, now + 4 * DAY)}[kind]
        terms = (
            self.random.randrange(4).to_bytes(32, "big"), b"\x02" * 32, b"\x03" * 32, 0,
            self.random.choice([8, 2, 4, 4]), 1, 100 * COAI, self.random.choice([0, 5 * COAI]), 1_000,
            commit, reveal, now + 12 * DAY, self.random.choice([3_600, DAY]))
        self.call(contract, "setTerms", job, terms, sender=client)

    def set_budget(self):
        job = self.some_job(0)
        self.call(
            self.market.contract, "setBudget", job, self.some_amount(110 * COAI), b"",
            sender=self.party(job, self.random.choice([1, 2])))

    def fund(self):
        job = self.some_job(0)
        budget = self.market.contract.getJob(job)[5] if 0 < job <= self.market.contract.jobCounter() else 1
        self.call(self.market.contract, "fund", job, budget, sender=self.party(job, 1))

    def commit_bid(self):
        job, bidder = self.some_auction(True), self.someone()
        price = self.some_amount(100 * COAI)
        self.call(
            self.market.contract, "commitBid", job, self.market.commitment(job, bidder, price), sender=bidder)
        self.commitments[job, bidder.address] = price

    def commit_by_signature(self):
        job, bidder, contract = self.some_auction(True), self.someone(), self.market.contract
        price = self.some_amount(100 * COAI)
        message = {
            "provider": bidder.address, "jobId": job, "commitment": self.market.commitment(job, bidder, price),
            "validUntil": self.network.now + 600, "nonce": contract.nonces(bidder.address)}
        signature = self.network.sign(bidder, contract, "BidCommit", message)
        self.sign_once(contract, "commitBidBySig", (bidder.address, message["nonce"]), values(message), signature)
        self.commitments[job, bidder.address] = price

    def reveal_bid(self):
        job, bidder = self.some_auction(False), self.someone()
        sealed = [one for one in self.actors if (job, one.address) in self.commitments]
        if sealed and self.random.random() < 0.9:
            bidder = self.random.choice(sealed)
        price = self.commitments.get((job, bidder.address), self.some_amount(100 * COAI))
        self.call(self.market.contract, "revealBid", job, price, 500, ZERO_HASH, SALT, sender=bidder)

    def some_bid(self) -> tuple[int, str]:
        keys = list(self.commitments)
        return self.random.choice(keys) if keys else (1, self.someone().address)

    def forfeit_bid(self):
        self.call(self.market.contract, "forfeitBid", *self.some_bid(), sender=self.someone())

    def withdraw_bid(self):
        job, bidder = self.some_bid()
        (one,) = [one for one in self.actors if one.address == bidder]
        self.call(self.market.contract, "withdrawBid", job, sender=one)

    def award(self):
        open_bids = [key for key, bid in self.ledger.open_bids.items() if self.ledger.states.get(key[0]) == 0]
        if not open_bids:
            return
        job, bidder = self.random.choice(open_bids)
        price = self.ledger.open_bids[job, bidder]
        self.call(self.market.contract, "award", job, bidder, price, sender=self.party(job, 1))

    def start(self):
        job = self.some_job(1)
        self.call(self.market.contract, "start", job, sender=self.party(job, 2))

    def submit(self):
        job = self.some_job(1, 6)
        params = self.random.choice([b"", encode(["string", "bytes32", "uint32"], ["cid", ZERO_HASH, 5])])
        self.call(self.market.contract, "submit", job, b"\x09" * 32, params, sender=self.party(job, 2))

    def complete(self):
        job = self.some_job(2)
        seen = self.random.choice([b"", encode(["uint32"], [self.random.choice([900, 1_100])])])
        self.call(self.market.contract, "complete", job, ZERO_HASH, seen, sender=self.party(job, 3))

    def reject(self):
        job = self.some_job(0, 1, 2, 6)
        self.call(self.market.contract, "reject", job, ZERO_HASH, b"", sender=self.party(job, self.random.choice([1, 3])))

    def cancel(self):
        job = self.some_job(0, 1)
        self.call(self.market.contract, "cancel", job, sender=self.party(job, 1))

    def challenge(self):
        self.call(self.market.contract, "challenge", self.some_job(2), ZERO_HASH, sender=self.someone())

    def resolve(self):
        job = self.some_job(7)
        self.call(self.market.contract, "resolve", job, self.random.randrange(3), sender=self.party(job, 3))

    def expire(self):
        name = self.random.choice(["expire", "claimRefund"])
        self.call(self.market.contract, name, self.some_job(0, 1, 2, 6), sender=self.someone())

    def some_order(self) -> tuple:
        client, provider = self.random.sample(self.actors, 2)
        contract = self.market.contract
        order = self.market.order(
            requester=client.address, nonce=contract.counterOf(client.address) + self.random.randrange(2),
            specHash=self.random.randbytes(32), providerBond=self.random.choice([0, 5 * COAI]),
            evaluator=self.random.choice([ZERO, self.someone().address]))
        bid = self.market.bid(
            order, provider=provider.address, nonce=contract.counterOf(provider.address),
            price=self.some_amount(100 * COAI))
        return client, provider, order, bid

    def fill_order(self):
        client, provider, order, bid = self.some_order()
        first = self.network.sign(client, self.market.contract, "JobOrder", order)
        second = self.network.sign(provider, self.market.contract, "Bid", bid)
        arguments = (values(order), first, values(bid), second)
        self.orders.append((order, first))
        self.signed.append((self.market.contract, "fillOrder", bid["orderHash"], arguments))
        self.call(self.market.contract, "fillOrder", *arguments, sender=self.someone())
        self.ledger.use_nonce(bid["orderHash"])

    def refill_order(self):
        """Another bid on an order that was sent before: it must not count if the order did."""
        if not self.orders:
            return
        order, first = self.random.choice(self.orders[-2:])
        provider = self.someone()
        bid = self.market.bid(
            order, provider=provider.address, price=self.some_amount(100 * COAI),
            nonce=self.market.contract.counterOf(provider.address))
        second = self.network.sign(provider, self.market.contract, "Bid", bid)
        arguments = (values(order), first, values(bid), second)
        self.call(self.market.contract, "fillOrder", *arguments, sender=self.someone())
        self.ledger.use_nonce(bid["orderHash"])

    def cancel_order(self):
        client, provider, order, bid = self.some_order()
        self.call(self.market.contract, "cancelOrder", values(order), sender=client)
        arguments = (
            values(order), self.network.sign(client, self.market.contract, "JobOrder", order), values(bid),
            self.network.sign(provider, self.market.contract, "Bid", bid))
        self.ledger.use_nonce(bid["orderHash"])
        self.signed.append((self.market.contract, "fillOrder", bid["orderHash"], arguments))

    def increment_counter(self):
        if self.random.random() < 0.3:
            self.call(self.market.contract, "incrementCounter", sender=self.someone())

"""A random walk over all contracts: seeded calls by eight actors, right ones and wrong ones, replays among them.

The walk keeps what the events say in a book of its own; `ledger.py` compares that book with the contracts."""
import random

from eth_abi import encode
from eth_utils import keccak

from evm import Reverted
from ledger import Ledger
from market import SALT, Market
from network import COAI, DAY, ZERO, ZERO_HASH, Network, values

ACTIONS = {
    "transfer": 3, "delegate_votes": 2, "permit": 1, "delegate_by_signature": 1, "burn": 1,
    "register": 2, "set_status": 6, "schedule_cuts": 1, "bond": 8, "unbond": 5, "rebond": 2, "withdraw": 4,
    "redelegate": 3, "delegation_order": 3, "distribute": 2, "claim": 3, "slash": 1,
    "create_job": 4, "set_budget": 3, "fund": 3, "commit_bid": 6, "commit_by_signature": 1, "reveal_bid": 4,
    "forfeit_bid": 2, "withdraw_bid": 2, "award": 4, "start": 5, "submit": 5, "complete": 5, "reject": 2, "cancel": 1,
    "challenge": 2, "resolve": 3, "expire": 3, "fill_order": 5, "refill_order": 4, "cancel_order": 1, "increment_counter": 1,
    "replay": 4, "propose": 2, "vote": 3, "vote_by_signature": 1, "queue": 3, "execute": 2, "execute_directly": 1,
    "cancel_proposal": 1,
}


class Walk:
    """Calls with what is likely to be valid, from a book of what happened."""

    def __init__(self, network: Network, seed: int):
        self.network, self.random = network, random.Random(seed)
        self.market = Market(network)
        self.actors = network.accounts[:8]
        self.slasher = network.accounts[8]
        self.ledger = Ledger(network)
        self.succeeded: dict[str, int] = {}
        self.silent: list[str] = []
        self.commitments: dict[tuple[int, str], int] = {}
        self.signed: list = []
        self.orders: list = []
        self.proposals: list[tuple] = []

    # The walk.

    def step(self) -> None:
        """A moment later, one call by somebody."""
        pick = self.random.random()
        limit = 60 if pick < 0.7 else 7_200 if pick < 0.95 else DAY
        self.network.later(self.random.randrange(1, limit))
        names = list(ACTIONS)
        name = self.random.choices(names, [ACTIONS[one] for one in names])[0]
        try:
            getattr(self, name)()
        except Reverted as refusal:
            if not refusal.data:
                self.silent.append(f"{name}: {refusal.reason}")

    def call(self, contract, function: str, *arguments, sender):
        """A call that may fail; what it logs goes into the book."""
        outcome = getattr(contract, function)(*arguments, sender=sender.address)
        self.succeeded[function] = self.succeeded.get(function, 0) + 1
        self.ledger.note(outcome.logs)
        return outcome

    def someone(self):
        return self.random.choice(self.actors)

    def some_amount(self, most: int) -> int:
        return self.random.choice([1, most, self.random.randrange(1, most + 1)]) if most > 0 else 0

    def some_job(self, *states: int) -> int:
        """Mostly a job in one of the states, now and then any."""
        fitting = [job for job, state in self.ledger.states.items() if state in states]
        if fitting and self.random.random() < 0.9:
            return self.random.choice(fitting)
        return self.random.randrange(0, self.market.contract.jobCounter() + 2)

    def some_auction(self, is_sealing: bool) -> int:
        """Mostly a job that takes sealed bids now, or one whose bids can be opened now."""
        now = self.network.now
        fitting = [
            job for job, (commit, reveal) in self.ledger.bidding.items()
            if self.ledger.states[job] == 0 and (now < commit if is_sealing else commit <= now < reveal)]
        return self.random.choice(fitting) if fitting and self.random.random() < 0.9 else self.some_job(0)

    def party(self, job: int, place: int):
        """Mostly the client (1), provider (2) or evaluator (3) of a job, now and then somebody."""
        if 0 < job <= self.market.contract.jobCounter() and self.random.random() < 0.9:
            address = self.market.contract.getJob(job)[place]
            for one in self.actors:
                if one.address.lower() == address:
                    return one
        return self.someone()

    # Token.

    def transfer(self):
        one = self.someone()
        balance = self.network.token.balanceOf(one.address)
        amount = self.some_amount(balance // 10 + self.random.choice([0, balance]))
        self.call(self.network.token, "transfer", self.someone().address, amount, sender=one)

    def delegate_votes(self):
        to = self.random.choice([ZERO, self.someone().address])
        self.call(self.network.token, "delegate", to, sender=self.someone())

    def permit(self):
        owner, token = self.someone(), self.network.token
        message = {
            "owner": owner.address, "spender": self.network.market.address, "value": 2**256 - 1,
            "nonce": token.nonces(owner.address), "deadline": self.network.now + 600}
        signature = self.network.sign(owner, token, "Permit", message)
        arguments = [message[key] for key in ("owner", "spender", "value", "deadline")]
        arguments += [signature[64], signature[:32], signature[32:64]]
        self.sign_once(token, "permit", (owner.address, message["nonce"]), *arguments)

    def delegate_by_signature(self):
        signer, token = self.someone(), self.network.token
        message = {
            "delegatee": self.someone().address, "nonce": token.nonces(signer.address),
            "expiry": self.network.now + 600}
        signature = self.network.sign(signer, token, "Delegation", message)
        self.sign_once(
            token, "delegateBySig", (signer.address, message["nonce"]), *message.values(), signature[64],
            signature[:32], signature[32:64])

    def burn(self):
        self.call(self.network.token, "burn", self.random.randrange(COAI), ZERO_HASH, sender=self.someone())

    def sign_once(self, contract, function: str, nonce, *arguments):
        """Sends something signed, and keeps it to be sent again."""
        sent = (contract, function, (contract.address, nonce), arguments)
        self.signed.append(sent)
        self.call(contract, function, *arguments, sender=self.someone())
        self.ledger.use_nonce(sent[2])

    def replay(self):
        """Sends something again that was signed before; it must not count twice."""
        if self.signed:
            contract, function, nonce, arguments = self.random.choice(self.signed[-self.random.choice([3, 1_000]):])
            self.call(contract, function, *arguments, sender=self.someone())
            self.ledger.use_nonce(nonce)

    # Stakes.

    def some_provider(self) -> str:
        return self.random.choice(self.actors[:5]).address

    def some_stake(self):
        """Mostly somebody and a provider with whom it has stake."""
        stakes = list(self.ledger.bonded)
        if stakes and self.random.random() < 0.9:
            delegator, provider = self.random.choice(stakes)
            return next(one for one in self.actors if one.address.lower() == delegator), provider
        return self.someone(), self.some_provider()

    def register(self):
        one = self.random.choice(self.actors[:5])
        self.call(self.network.staking, "register", one.address, "https://x.example", ZERO_HASH, sender=one)

    def set_status(self):
        one = self.random.choice(self.actors[:5])
        status = self.random.choice([2, 2, 2, 2, 2, 4, 5, 3])
        self.call(self.network.staking, "setStatus", one.address, status, sender=one)

    def schedule_cuts(self):
        cuts = self.random.randrange(3_000), self.random.randrange(11_000)
        self.call(self.network.staking, "scheduleCuts", *cuts, sender=self.random.choice(self.actors[:5]))

    def bond(self):
        one = self.someone()
        provider = self.random.choice([self.some_provider(), one.address])
        self.call(self.network.staking, "bond", provider, self.some_amount(5_000 * COAI), sender=one)

    def unbond(self):
        one, provider = self.some_stake()
        amount = self.network.staking.delegationOf(one.address, provider)[1]
        amount = self.random.choice([amount, amount // 3, 2**256 - 1, amount + 1])
        self.call(self.network.staking, "unbond", provider, amount, sender=one)

    def some_unbonding(self, one) -> int:
        return self.random.randrange(0, self.network.staking.unbondingCount(one.address) + 2)

    def rebond(self):
        one = self.someone()
        self.call(self.network.staking, "rebond", self.some_unbonding(one), sender=one)

    def withdraw(self):
        one = self.someone()
        self.call(self.network.staking, "withdraw", self.some_unbonding(one), sender=one)

    def redelegate(self):
        one, source = self.some_stake()
        amount = self.network.staking.delegationOf(one.address, source)[1] // 2
        self.call(self.network.staking, "redelegate", source, self.some_provider(), amount, sender=one)

    def delegation_order(self):
        one, provider, staking = self.someone(), self.some_provider(), self.network.staking
        held = staking.delegationOf(one.address, provider)[1]
        action = self.random.choice([0, 0, 1, 2])
        amount = (self.some_amount(1_000 * COAI), held // 2, 0)[action]
        if action == 2:
            amount = staking.unbondingOf(one.address, staking.unbondingCount(one.address))[1]
        message = {
            "delegator": one.address, "provider": provider, "action": action, "amount": amount,
            "maxRewardCutBps": 2_500, "maxFeeCutBps": 9_000, "validUntil": self.network.now + 600,
            "nonce": staking.nonces(one.address)}
        signature = self.network.sign(one, staking, "DelegationOrder", message)
        self.sign_once(staking, "delegateBySig", (one.address, message["nonce"]), values(message), signature)

    def distribute(self):
        one = self.random.choice(self.actors[:5])
        epoch = self.network.now // 3_600
        amounts = self.random.randrange(100 * COAI), self.random.randrange(COAI)
        self.call(self.network.staking, "distribute", one.address, epoch, *amounts, sender=one)

    def claim(self):
        one, provider = self.some_stake()
        self.call(self.network.staking, "claim", provider, sender=one)

    def slash(self):
        if self.random.random() < 0.6:
            return
        sender = self.random.choice([self.slasher, self.slasher, self.someone()])
        bps = self.random.choice([1, 500, 5_000, 5_001])
        self.call(
            self.network.staking, "slash", self.some_provider(), 0, bps, self.random.randrange(4),
            self.random.choice([ZERO, self.someone().address]), sender=sender)

    # Jobs.

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
            b"\x01" * 32, b"\x02" * 32, b"\x03" * 32, 0, 8, 1, 100 * COAI, self.random.choice([0, 5 * COAI]), 1_000,
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
        self.call(self.market.contract, "complete", job, ZERO_HASH, b"", sender=self.party(job, 3))

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

    # Proposals.

    def propose(self):
        market, staking, token = self.network.market, self.network.staking, self.network.token
        calls = [
            (market.address, market.encode("setBidDeposit", self.random.randrange(20 * COAI))),
            (market.address, market.encode("setChallengeBondBps", self.random.randrange(2_000))),
            (staking.address, staking.encode("setMinSelfStake", self.random.randrange(1, 1_000 * COAI))),
            (token.address, token.encode("transfer", self.someone().address, 0)),
        ]
        chosen = self.random.sample(calls, self.random.randrange(1, 4))
        description = f"proposal {len(self.proposals)}"
        arguments = [one[0] for one in chosen], [0] * len(chosen), [one[1] for one in chosen]
        self.call(self.network.governor, "propose", *arguments, description, sender=self.someone())
        self.proposals.append((*arguments, keccak(text=description)))

    def some_proposal(self) -> tuple:
        return self.random.choice(self.proposals[-12:]) if self.proposals else ([], [], [], ZERO_HASH)

    def number(self, proposal: tuple) -> int:
        return int.from_bytes(keccak(encode(["address[]", "uint256[]", "bytes[]", "bytes32"], proposal)), "big")

    def vote(self):
        support = self.random.choice([1, 1, 1, 1, 0, 2, 3])
        self.call(
            self.network.governor, "castVote", self.number(self.some_proposal()), support, sender=self.someone())

    def vote_by_signature(self):
        voter, governor, number = self.someone(), self.network.governor, self.number(self.some_proposal())
        message = {"proposalId": number, "support": 1, "voter": voter.address, "nonce": governor.nonces(voter.address)}
        signature = self.network.sign(voter, governor, "Ballot", message)
        self.sign_once(
            governor, "castVoteBySig", (voter.address, message["nonce"]), number, 1, voter.address, signature)

    def queue(self):
        self.call(self.network.governor, "queue", *self.some_proposal(), sender=self.someone())

    def execute(self):
        self.call(self.network.governor, "execute", *self.some_proposal(), sender=self.someone())

    def execute_directly(self):
        *calls, description = self.some_proposal()
        salt = (int(self.network.governor.address, 16) << 96 ^ int.from_bytes(description, "big")).to_bytes(32, "big")
        self.call(self.network.timelock, "executeBatch", *calls, bytes(32), salt, sender=self.someone())

    def cancel_proposal(self):
        self.call(self.network.governor, "cancel", *self.some_proposal(), sender=self.someone())

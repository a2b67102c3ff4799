"""A book of what the events say, and the invariants: what must hold after any calls whatever."""
from evm import Log
from network import COAI, DAY, ZERO, Network

GRACE = 14 * DAY
STATE_AFTER = {
    "JobCreated": 0, "JobFunded": 1, "JobSubmitted": 2, "JobCompleted": 3, "JobRejected": 4, "JobExpired": 5,
    "JobStarted": 6, "JobDisputed": 7, "JobCancelled": 8}


class Ledger:
    """Balances, escrows, payments, nonces and timelocked calls, from events alone."""

    def __init__(self, network: Network):
        self.network = network
        self.balances = {one.address.lower(): network.token.balanceOf(one.address) for one in network.accounts}
        self.states: dict[int, int] = {}
        self.funded: dict[int, int] = {}
        self.settled: dict[int, int] = {}
        self.released: dict[int, int] = {}
        self.split: set[int] = set()
        self.slashes: dict[bytes, int] = {}
        self.pools: dict[int, int] = {}
        self.sealed: dict[tuple[int, str], None] = {}
        self.opened: dict[tuple[int, str], int] = {}
        self.datasets: dict[bytes, str] = {}
        self.models: dict[int, str] = {}
        self.bidding: dict[int, tuple[int, int]] = {}
        self.verification: dict[int, int] = {}
        self.bidders: set[tuple[int, str]] = set()
        self.open_bids: dict[tuple[int, str], int] = {}
        self.bonded: dict[tuple[str, str], None] = {}
        self.used: set = set()
        self.ready: dict[bytes, int] = {}
        self.ran: set[tuple[bytes, int]] = set()

    def use_nonce(self, nonce) -> None:
        """A nonce or an order counts once."""
        assert nonce not in self.used, f"used twice: {nonce}"
        self.used.add(nonce)

    def note(self, logs: list[Log]) -> None:
        """Enters what a call logged, and checks at once what can't be right later."""
        for log in logs:
            if log.name in STATE_AFTER:
                self.states[log.args["jobId"]] = STATE_AFTER[log.name]
            entry = getattr(self, f"_{log.name}", None)
            if entry is not None:
                entry(**{key: value for key, value in log.args.items()})

    def _Transfer(self, sender, receiver, value):
        for account, change in ((sender, -value), (receiver, value)):
            if account != ZERO:
                self.balances[account] = self.balances.get(account, 0) + change
                assert self.balances[account] >= 0

    def _JobFunded(self, jobId, client, amount):
        assert jobId not in self.funded, "funded twice"
        self.funded[jobId] = amount

    def _PaymentReleased(self, jobId, provider, amount):
        assert jobId not in self.released, "paid twice"
        self.released[jobId] = amount

    def _FeeSplit(self, jobId, **parts):
        assert jobId not in self.split, "split twice"
        self.split.add(jobId)
        assert parts["toProvider"] == self.released[jobId]
        self._settle(jobId, sum(parts.values()))

    def _Refunded(self, jobId, client, amount):
        self._settle(jobId, amount)

    def _settle(self, job, amount):
        self.settled[job] = self.settled.get(job, 0) + amount
        assert self.settled[job] <= self.funded[job], "more than was escrowed"

    def _SlashProposed(self, slashId, provider, amount, vetoUntil):
        assert slashId not in self.slashes and vetoUntil == self.network.now + DAY
        self.slashes[slashId] = vetoUntil

    def _SlashVetoed(self, slashId, by):
        assert self.network.now < self.slashes.pop(slashId)

    def carried_out(self, slashId):
        """A slash that waited was done."""
        assert self.network.now >= self.slashes.pop(slashId), "before the time for a veto was over"

    def _Emitted(self, epoch, amount, toProviders, toTreasury):
        assert epoch not in self.pools and amount == toProviders + toTreasury
        self.pools[epoch] = toProviders

    def _VerdictCommitted(self, jobId, validator, commitment):
        assert (jobId, validator) not in self.sealed, "two verdicts"
        self.sealed[jobId, validator] = None

    def _VerdictRevealed(self, jobId, validator, resultHash, verdict, weight):
        assert (jobId, validator) in self.sealed and (jobId, validator) not in self.opened
        self.opened[jobId, validator] = weight

    def _QuorumReached(self, jobId, resultHash, agreeWeight, totalWeight):
        assert agreeWeight * 10_000 >= totalWeight * 6_667
        assert sum(weight for (job, _), weight in self.opened.items() if job == jobId) <= totalWeight

    def _DatasetPublished(self, datasetId, owner, **others):
        assert datasetId not in self.datasets
        self.datasets[datasetId] = owner

    def _ModelRegistered(self, modelId, owner, commitment):
        assert modelId == len(self.models) + 1
        self.models[modelId] = owner

    def _JobTerms(self, jobId, commitUntil, revealUntil, verification, **others):
        self.bidding[jobId] = commitUntil, revealUntil
        self.verification[jobId] = verification

    def _Bonded(self, provider, delegator, amount, totalBonded):
        self.bonded[delegator, provider] = None

    def _BidCommitted(self, jobId, provider, commitment):
        self.bidders.add((jobId, provider))

    def _BidRevealed(self, jobId, provider, price, latencyMs, capabilityHash):
        address = next(one.address for one in self.network.accounts if one.address.lower() == provider)
        self.open_bids[jobId, address] = price

    def _CallScheduled(self, id, index, target, amount, data, predecessor, delay):
        assert delay >= 2 * DAY
        self.ready[id] = self.network.now + delay

    def _CallExecuted(self, id, index, target, amount, data):
        assert (id, index) not in self.ran, "ran twice"
        assert self.ready[id] <= self.network.now < self.ready[id] + GRACE, "ran at another time"
        self.ran.add((id, index))

    # Invariants.

    def check(self, is_thorough: bool = False) -> None:
        """Everything that must hold between two calls."""
        self._check_token()
        self._check_market(is_thorough)
        self._check_staking()
        if is_thorough:
            self.check_fees()

    def _check_token(self):
        token = self.network.token
        total = sum(self.balances.values())
        assert total == token.totalSupply() <= token.cap()
        votes = sum(token.getVotes(one.address) for one in self.network.accounts)
        delegated = sum(
            self.balances[one.address.lower()] for one in self.network.accounts
            if token.delegates(one.address) != ZERO)
        assert votes == delegated

    def _check_market(self, is_thorough: bool):
        market, token = self.network.market, self.network.token
        jobs = [job for job in self.funded if self.states[job] not in (3, 4, 5, 8)]
        escrow = sum(self.funded[job] for job in jobs)
        assert market.totalEscrow(token.address) == escrow
        assert escrow <= self.balances.get(market.address.lower(), 0)
        if is_thorough:
            jobs = range(1, market.jobCounter() + 1)
            assert sum(market.escrowOf(job) for job in jobs) == escrow
            for job in jobs:
                state = market.getJob(job)[7]
                assert state == self.states[job]
                is_over = state in (3, 4, 5, 8)
                assert self.settled.get(job, 0) == (self.funded.get(job, 0) if is_over else 0)
                assert (job in self.split) == (state == 3)
            held = sum(sum(market.getJobProgress(job)[place] for place in (5, 7)) for job in jobs)
            deposits = sum(market.bidOf(job, bidder)[4] for job, bidder in self.bidders)
            assert self.balances.get(market.address.lower(), 0) == escrow + held + deposits

    def _check_staking(self):
        staking, holder = self.network.staking, self.network.staking.address.lower()
        bonded, unbonding = staking.totalBonded(), staking.totalUnbonding()
        assert bonded + unbonding <= self.balances.get(holder, 0)

    def check_fees(self):
        """What is held for somebody else is there to the last wei, and nothing is stuck."""
        network, token = self.network, self.network.token.address
        assert self.balances.get(network.settlement.address.lower(), 0) == 0
        verifiers = {one.address for one in network.accounts}
        owed = sum(network.verification.owed(token, one) for one in verifiers)
        assert self.balances.get(network.verification.address.lower(), 0) == owed
        left = sum(network.emissions.epochOf(epoch)[1] for epoch in self.pools)
        assert self.balances.get(network.emissions.address.lower(), 0) == left <= sum(self.pools.values())

    def check_stakes(self) -> None:
        """That everyone can be paid: what stakes, unbondings and rewards are worth is there."""
        staking = self.network.staking
        delegators = [one.address for one in self.network.accounts]
        providers = [staking.providerAt(place) for place in range(staking.providerCount())]
        owed = bonded = 0
        for provider in providers:
            own, others = staking.getProvider(provider)[2:4]
            stakes = [staking.delegationOf(delegator, provider) for delegator in delegators]
            assert sum(stake[1] for stake in stakes) <= own + others
            bonded += own + others
            owed += sum(stake[2] + stake[3] for stake in stakes)
        assert bonded == staking.totalBonded()
        leaving = sum(
            staking.unbondingOf(one, number)[1]
            for one in delegators for number in range(1, staking.unbondingCount(one) + 1))
        assert leaving <= staking.totalUnbonding()
        assert bonded + staking.totalUnbonding() + owed <= self.balances.get(staking.address.lower(), 0)
        assert staking.totalUnbonding() - leaving < COAI // 10**9, "more than rounding is lost"

"""A random walk over all contracts: seeded calls by eight actors, right ones and wrong ones, replays among them.

The walk keeps what the events say in a book of its own; `ledger.py` compares that book with the contracts. What can be
done is in the files `walk_*.py`, by contract."""
import random

from evm import Reverted
from ledger import Ledger
from market import Market
from network import DAY, Network
from walk_data import DataSteps
from walk_jobs import JobSteps
from walk_proposals import ProposalSteps
from walk_stakes import StakeSteps
from walk_token import TokenSteps
from walk_verification import VerificationSteps

ACTIONS = {
    "transfer": 3, "delegate_votes": 2, "permit": 1, "delegate_by_signature": 1, "burn": 1,
    "register": 2, "set_status": 6, "schedule_cuts": 1, "bond": 8, "unbond": 5, "rebond": 2, "withdraw": 4,
    "redelegate": 3, "delegation_order": 3, "distribute": 2, "claim": 3, "slash": 2,
    "create_job": 4, "set_budget": 3, "fund": 3, "commit_bid": 6, "commit_by_signature": 1, "reveal_bid": 4,
    "forfeit_bid": 2, "withdraw_bid": 2, "award": 4, "start": 5, "submit": 5, "complete": 5, "reject": 2, "cancel": 1,
    "challenge": 2, "resolve": 3, "expire": 3, "fill_order": 5, "refill_order": 4, "cancel_order": 1, "increment_counter": 1,
    "replay": 4, "propose": 2, "vote": 3, "vote_by_signature": 1, "queue": 4, "execute": 5, "execute_directly": 3,
    "cancel_proposal": 1,
    "veto_slash": 3, "execute_slash": 2, "start_epoch": 3, "collect": 4, "register_model": 1, "set_model_terms": 1,
    "publish_dataset": 1, "access_dataset": 2, "request_dataset": 1, "attest": 2, "verify": 2, "seal_verdict": 6,
    "open_verdict": 6, "report_fault": 1, "report_service": 2, "claim_fees": 1,
}


class Walk(TokenSteps, StakeSteps, JobSteps, ProposalSteps, VerificationSteps, DataSteps):
    """Calls with what is likely to be valid, from a book of what happened."""

    def __init__(self, network: Network, seed: int):
        self.network, self.random = network, random.Random(seed)
        self.market = Market(network)
        self.actors = network.accounts[:8]
        self.slasher, self.verifier = network.accounts[8:10]
        self.ledger = Ledger(network)
        self.succeeded: dict[str, int] = {}
        self.silent: list[str] = []
        self.commitments: dict[tuple[int, str], int] = {}
        self.signed: list = []
        self.orders: list = []
        self.proposals: list[tuple] = []
        self.attestations: list[bytes] = []
        self.verdicts: dict[tuple[int, str], bytes] = {}

    def step(self) -> None:
        """A moment later, one call by somebody."""
        pick = self.random.random()
        limit = 60 if pick < 0.7 else 7_200 if pick < 0.95 else DAY
        self.network.later(self.random.randrange(1, limit))
        names = list(ACTIONS)
        name = self.random.choices(names, [ACTIONS[one] for one in names])[0]
        # Verdicts are sealed and opened within hours, or never.
        pick = self.random.random()
        if pick < 0.3 and self.opening():
            name = "open_verdict"
        elif 0.3 <= pick < 0.6 and self.votes():
            name = "seal_verdict"
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

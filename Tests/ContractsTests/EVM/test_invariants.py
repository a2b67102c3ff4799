"""The invariants of the reference contracts over random calls: 7,200 of them by eight actors, on py-evm, seeded."""
import pytest

from walk import ACTIONS, Walk

CALLS = 1_800
NEVER_ONLY_BY_CHANCE = {
    "transfer", "delegate", "permit", "delegateBySig", "burn", "register", "setStatus", "scheduleCuts", "bond",
    "unbond", "rebond", "withdraw", "redelegate", "distribute", "claim", "slash", "createJob", "setTerms", "setBudget",
    "fund", "commitBid", "revealBid", "award", "start", "submit", "complete", "reject", "cancel", "challenge",
    "resolve", "expire", "fillOrder", "cancelOrder", "propose", "castVote", "queue", "execute", "executeBatch",
    "executeSlash", "vetoSlash", "startEpoch", "reward", "registerModel", "setModelTerms", "publishDataset",
    "accessDataset", "accessBySig", "submitAttestation", "verifyAttestation", "commitVerdict", "revealVerdict",
    "reportSLA"}
succeeded: dict[str, int] = {}


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_invariants_hold_over_random_calls(network, seed):
    for one in network.accounts:
        network.token.delegate(one.address, sender=one.address)
    walk = Walk(network, seed)
    for call in range(CALLS):
        walk.step()
        if call % 10 == 9:
            walk.ledger.check()
        if call % 50 == 49:
            walk.ledger.check_fees()
        if call % 200 == 199:
            walk.ledger.check_stakes()
    walk.ledger.check(is_thorough=True)
    walk.ledger.check_stakes()
    assert not walk.silent, walk.silent
    for name, times in walk.succeeded.items():
        succeeded[name] = succeeded.get(name, 0) + times


def test_the_walk_went_everywhere():
    """A walk on which nothing succeeds proves nothing."""
    if sum(succeeded.values()) == 0:
        pytest.skip("the walks didn't run")
    assert NEVER_ONLY_BY_CHANCE <= set(succeeded), NEVER_ONLY_BY_CHANCE - set(succeeded)
    assert sum(succeeded.values()) > CALLS and len(ACTIONS) >= 56

"""Proposals: ids, states, votes, quorums, and the timelock that carries them out, with its grace period."""
import pytest
from eth_abi import encode
from eth_utils import keccak, to_checksum_address

from evm import Reverted
from network import COAI, DAY, ZERO, account

PENDING, ACTIVE, CANCELED, DEFEATED, SUCCEEDED, QUEUED, EXPIRED, EXECUTED = range(8)
AGAINST, FOR, ABSTAIN = range(3)
GRACE = 14 * DAY
ARRAYS = ["address[]", "uint256[]", "bytes[]", "bytes32"]


class Proposal:
    """A proposal with what is needed to take it further."""

    def __init__(self, network, description="Raise the deposit", calls=None):
        self.network, self.governor, self.description = network, network.governor, description
        market = network.market
        calls = calls or [(market.address, market.encode("setBidDeposit", 11 * COAI))]
        self.targets, self.payloads = [one[0] for one in calls], [one[1] for one in calls]
        self.amounts = [0] * len(calls)

    @property
    def hash(self) -> bytes:
        return keccak(text=self.description)

    @property
    def batch(self) -> tuple:
        return self.targets, self.amounts, self.payloads, self.hash

    @property
    def id(self) -> int:
        return int.from_bytes(keccak(encode(ARRAYS, self.batch)), "big")

    @property
    def salt(self) -> bytes:
        governor = int(self.governor.address, 16) << 96
        return (governor ^ int.from_bytes(self.hash, "big")).to_bytes(32, "big")

    @property
    def operation(self) -> bytes:
        return keccak(encode(
            ["address[]", "uint256[]", "bytes[]", "bytes32", "bytes32"],
            [self.targets, self.amounts, self.payloads, bytes(32), self.salt]))

    @property
    def state(self) -> int:
        return self.governor.state(self.id)

    def propose(self, sender=None):
        sender = (sender or self.network.accounts[0]).address
        return self.governor.propose(self.targets, self.amounts, self.payloads, self.description, sender=sender)

    def activate(self):
        self.propose()
        self.network.later(DAY + 1)
        return self

    def vote(self, support=FOR, voter=None):
        return self.governor.castVote(self.id, support, sender=(voter or self.network.accounts[0]).address)

    def succeed(self):
        self.activate().vote()
        self.network.later(7 * DAY)
        return self

    def queue(self):
        self.succeed()
        self.governor.queue(*self.batch)
        return self

    def execute(self):
        return self.governor.execute(*self.batch)


@pytest.fixture
def network(network):
    """With votes: account 0 has a million, each of the others a million, delegated to themselves."""
    for one in network.accounts:
        network.token.delegate(one.address, sender=one.address)
    network.later(10)
    return network


@pytest.fixture
def proposal(network):
    return Proposal(network)


def test_the_id_follows_from_calls_and_description(network, proposal):
    created = proposal.propose().one("ProposalCreated")
    assert created["proposalId"] == proposal.id
    assert network.governor.hashProposal(*proposal.batch) == network.governor.getProposalId(*proposal.batch) == proposal.id
    assert created["signatures"] == ("",) and created["description"] == proposal.description
    assert created["voteStart"] == network.now + DAY and created["voteEnd"] == network.now + 8 * DAY


def test_a_proposal_goes_all_the_way(network, proposal):
    with pytest.raises(Reverted, match="GovernorNonexistentProposal"):
        proposal.state
    proposal.propose()
    assert proposal.state == PENDING
    network.later(DAY)
    assert proposal.state == PENDING
    network.later(1)
    assert proposal.state == ACTIVE
    proposal.vote()
    network.later(7 * DAY - 1)
    assert proposal.state == ACTIVE
    network.later(1)
    assert proposal.state == SUCCEEDED
    outcome = network.governor.queue(*proposal.batch)
    assert proposal.state == QUEUED
    assert outcome.one("ProposalQueued")["etaSeconds"] == network.now + 2 * DAY == network.governor.proposalEta(proposal.id)
    assert outcome.one("CallScheduled")["id"] == proposal.operation == outcome.one("CallSalt")["id"]
    with pytest.raises(Reverted, match="not ready"):
        proposal.execute()
    network.later(2 * DAY)
    assert proposal.execute().names()[-1] == "ProposalExecuted"
    assert proposal.state == EXECUTED and network.market.bidDeposit() == 11 * COAI
    with pytest.raises(Reverted, match="GovernorUnexpectedProposalState"):
        proposal.execute()


def test_a_queued_proposal_expires_after_the_grace_period(network, proposal):
    proposal.queue()
    network.later(2 * DAY + GRACE - 1)
    assert proposal.state == QUEUED
    network.later(1)
    assert proposal.state == EXPIRED and network.timelock.getOperationState(proposal.operation) == 4
    with pytest.raises(Reverted, match="GovernorUnexpectedProposalState"):
        proposal.execute()
    with pytest.raises(Reverted, match="expired"):
        network.timelock.executeBatch(*proposal.batch[:3], bytes(32), proposal.salt)
    assert network.market.bidDeposit() == 10 * COAI


def test_what_was_executed_directly_counts_as_executed(network, proposal):
    proposal.queue()
    network.later(2 * DAY)
    network.timelock.executeBatch(*proposal.batch[:3], bytes(32), proposal.salt, sender=account(70).address)
    assert proposal.state == EXECUTED
    with pytest.raises(Reverted, match="GovernorUnexpectedProposalState"):
        proposal.execute()


def test_what_was_cancelled_in_the_timelock_counts_as_canceled(network, proposal):
    proposal.queue()
    network.timelock.cancel(proposal.operation, sender=network.governor.address)
    assert proposal.state == CANCELED


def test_only_its_proposer_cancels_and_only_before_the_vote(network, proposal):
    proposal.propose()
    with pytest.raises(Reverted, match="GovernorUnableToCancel"):
        network.governor.cancel(*proposal.batch, sender=network.accounts[1].address)
    other = Proposal(network, "Another")
    other.propose()
    network.governor.cancel(*proposal.batch, sender=network.accounts[0].address)
    assert proposal.state == CANCELED
    network.later(DAY + 1)
    with pytest.raises(Reverted, match="GovernorUnableToCancel"):
        network.governor.cancel(*other.batch, sender=network.accounts[0].address)


def test_proposing_needs_votes_calls_and_a_new_id(network, proposal):
    with pytest.raises(Reverted, match="GovernorInsufficientProposerVotes"):
        proposal.propose(account(71))
    with pytest.raises(Reverted, match="GovernorInvalidProposalLength"):
        network.governor.propose([], [], [], "", sender=network.accounts[0].address)
    with pytest.raises(Reverted, match="GovernorInvalidProposalLength"):
        network.governor.propose([ZERO], [0, 1], [b""], "", sender=network.accounts[0].address)
    proposal.propose()
    with pytest.raises(Reverted, match="GovernorUnexpectedProposalState"):
        proposal.propose()


def test_bounds_of_a_proposal(network):
    calls = [(account(80 + index).address, b"\x01" * 4096) for index in range(16)]
    Proposal(network, "d" * 8192, calls).propose()
    with pytest.raises(Reverted):
        Proposal(network, "more", calls + calls[:1]).propose()
    with pytest.raises(Reverted):
        Proposal(network, "longer", [(calls[0][0], b"\x01" * 4097)]).propose()
    with pytest.raises(Reverted):
        Proposal(network, "d" * 8193).propose()


@pytest.mark.parametrize("upper", [False, True])
def test_a_description_may_name_its_only_proposer(network, upper):
    digits = network.accounts[1].address[2:]
    text = "Fund it #proposer=0x" + (digits.upper() if upper else digits)
    with pytest.raises(Reverted, match="GovernorRestrictedProposer"):
        Proposal(network, text).propose(network.accounts[0])
    Proposal(network, text).propose(network.accounts[1])


@pytest.mark.parametrize("text", [
    "#proposer=0x", "#proposer=0x" + "g" * 40, "proposer=0x" + "0" * 40, "#proposer=0x" + "0" * 40 + " ", "#proposer=0x" + "0" * 39,
])
def test_other_endings_name_nobody(network, text):
    Proposal(network, text).propose()


def test_votes_count_once_at_the_snapshot(network, proposal):
    proposal.propose()
    with pytest.raises(Reverted, match="GovernorUnexpectedProposalState"):
        proposal.vote()
    voter = network.accounts[1]
    network.token.transfer(network.accounts[2].address, 400_000 * COAI, sender=voter.address)
    network.later(DAY + 1)
    network.token.transfer(network.accounts[3].address, 600_000 * COAI, sender=voter.address)
    cast = proposal.vote(AGAINST, voter).one("VoteCast")
    assert cast["weight"] == 600_000 * COAI
    with pytest.raises(Reverted, match="GovernorAlreadyCastVote"):
        proposal.vote(FOR, voter)
    with pytest.raises(Reverted, match="GovernorInvalidVoteType"):
        proposal.vote(3, network.accounts[2])
    proposal.vote(ABSTAIN, network.accounts[2])
    assert network.governor.proposalVotes(proposal.id) == (600_000 * COAI, 0, 1_400_000 * COAI)


def test_a_vote_without_delegation_has_no_weight(network, proposal):
    staked = account(72).address
    network.token.transfer(staked, COAI, sender=network.accounts[0].address)
    proposal.activate()
    assert network.governor.castVote(proposal.id, FOR, sender=staked).value == 0


def test_defeat_by_votes_and_by_quorum(network):
    lost, ignored = Proposal(network, "Lost"), Proposal(network, "Ignored")
    lost.activate()
    lost.vote(FOR, network.accounts[1])
    lost.vote(AGAINST, network.accounts[2])
    network.later(7 * DAY)
    assert lost.state == DEFEATED
    with pytest.raises(Reverted, match="GovernorUnexpectedProposalState"):
        network.governor.queue(*lost.batch)
    small = account(73)
    network.token.transfer(small.address, 399_999 * COAI, sender=network.accounts[0].address)
    network.token.delegate(small.address, sender=small.address)
    network.later(1)
    ignored.activate().vote(FOR, small)
    network.later(7 * DAY)
    assert network.governor.quorum(network.governor.proposalSnapshot(ignored.id)) == 400_000 * COAI
    assert ignored.state == DEFEATED


def test_a_late_quorum_leaves_time_to_answer(network, proposal):
    proposal.activate()
    network.later(7 * DAY - 10)
    extended = proposal.vote().one("ProposalExtended")
    assert extended["extendedDeadline"] == network.now + DAY == network.governor.proposalDeadline(proposal.id)
    network.later(DAY)
    assert proposal.state == ACTIVE
    assert "ProposalExtended" not in proposal.vote(AGAINST, network.accounts[1]).names()
    network.later(1)
    assert proposal.state == DEFEATED


def test_an_early_quorum_moves_nothing(network, proposal):
    proposal.activate()
    assert "ProposalExtended" not in proposal.vote().names()
    assert network.governor.proposalDeadline(proposal.id) == network.governor.proposalSnapshot(proposal.id) + 7 * DAY


def test_the_quorum_of_a_snapshot_stays(network, proposal):
    proposal.activate()
    time = network.now
    network.later(10)
    network.governor.updateQuorumNumerator(50, sender=network.timelock.address)
    network.later(10)
    governor, supply = network.governor, network.token.totalSupply()
    assert governor.quorum(time) == supply * 4 // 100 and governor.quorum(network.now - 1) == supply // 2
    assert (governor.quorumNumeratorAt(time), governor.quorumNumerator()) == (4, 50)
    with pytest.raises(Reverted, match="GovernorInvalidQuorumFraction"):
        governor.updateQuorumNumerator(101, sender=network.timelock.address)


def ballot(network, proposal, voter, **changes) -> dict:
    return {"proposalId": proposal.id, "support": FOR, "voter": voter.address, "nonce": 0, **changes}


def test_a_signed_ballot_counts_once(network, proposal):
    voter = network.accounts[1]
    proposal.activate()
    signature = network.sign(voter, network.governor, "Ballot", ballot(network, proposal, voter))
    for wrong in (
        (AGAINST, voter.address, signature), (FOR, network.accounts[2].address, signature), (FOR, ZERO, signature),
        (FOR, voter.address, signature[:64]),
    ):
        with pytest.raises(Reverted, match="GovernorInvalidSignature"):
            network.governor.castVoteBySig(proposal.id, *wrong)
    cast = network.governor.castVoteBySig(proposal.id, FOR, voter.address, signature, sender=account(74).address)
    assert cast.one("VoteCast")["voter"] == voter.address.lower() and network.governor.nonces(voter.address) == 1
    with pytest.raises(Reverted, match="GovernorInvalidSignature"):
        network.governor.castVoteBySig(proposal.id, FOR, voter.address, signature)


def test_a_signed_ballot_with_reason_and_params(network, proposal):
    voter = network.accounts[1]
    proposal.activate()
    message = ballot(network, proposal, voter) | {"reason": "yes", "params": b"\x01\x02"}
    signature = network.sign(voter, network.governor, "ExtendedBallot", message)
    with pytest.raises(Reverted, match="GovernorInvalidSignature"):
        network.governor.castVoteWithReasonAndParamsBySig(proposal.id, FOR, voter.address, "no", b"\x01\x02", signature)
    outcome = network.governor.castVoteWithReasonAndParamsBySig(
        proposal.id, FOR, voter.address, "yes", b"\x01\x02", signature)
    assert outcome.one("VoteCastWithParams")["reason"] == "yes"


def test_a_contract_votes_by_erc_1271(network, proposal, hostile):
    wallet = network.world.deploy(hostile["Wallet"], sender=network.accounts[0].address)
    network.token.transfer(wallet.address, COAI, sender=network.accounts[0].address)
    wallet.run(network.token.address, network.token.encode("delegate", wallet.address))
    proposal.activate()
    message = {"proposalId": proposal.id, "support": FOR, "voter": to_checksum_address(wallet.address), "nonce": 0}
    with pytest.raises(Reverted, match="GovernorInvalidSignature"):
        network.governor.castVoteBySig(proposal.id, FOR, wallet.address, b"anything")
    wallet.accept(network.digest(network.governor, "Ballot", message))
    assert network.governor.castVoteBySig(proposal.id, FOR, wallet.address, b"anything").value == COAI


def test_settings_are_changed_by_proposals_only(network):
    governor = network.governor
    changes = [
        ("setVotingDelay", 5), ("setVotingPeriod", 6), ("setProposalThreshold", 7), ("updateQuorumNumerator", 8),
        ("setLateQuorumVoteExtension", 9), ("updateTimelock", ZERO)]
    for name, value in changes:
        with pytest.raises(Reverted, match="GovernorOnlyExecutor"):
            getattr(governor, name)(value, sender=network.accounts[0].address)
    with pytest.raises(Reverted, match="GovernorOnlyExecutor"):
        governor.relay(network.token.address, 0, b"", sender=network.accounts[0].address)
    calls = [(governor.address, governor.encode(name, value)) for name, value in changes[:5]]
    proposal = Proposal(network, "Settings", calls).queue()
    network.later(2 * DAY)
    proposal.execute()
    assert (governor.votingDelay(), governor.votingPeriod(), governor.proposalThreshold()) == (5, 6, 7)
    assert (governor.quorumNumerator(), governor.lateQuorumVoteExtension()) == (8, 9)
    with pytest.raises(Reverted, match="GovernorInvalidVotingPeriod"):
        governor.setVotingPeriod(0, sender=network.timelock.address)


def test_the_governor_relays_and_takes_operations_back_by_proposal(network):
    """The governor is the only canceller: a proposal has it cancel another one's operation."""
    victim = Proposal(network, "Victim").queue()
    cancel = network.timelock.encode("cancel", victim.operation)
    relay = network.governor.encode("relay", network.timelock.address, 0, cancel)
    network.world.now -= 7 * DAY
    proposal = Proposal(network, "Stop it", [(network.governor.address, relay)]).queue()
    network.later(2 * DAY)
    proposal.execute()
    assert victim.state == CANCELED


def test_a_failing_call_takes_everything_back(network):
    market = network.market
    calls = [
        (market.address, market.encode("setBidDeposit", 1)), (market.address, market.encode("setChallengeBondBps", 10_001))]
    proposal = Proposal(network, "Half bad", calls).queue()
    network.later(2 * DAY)
    with pytest.raises(Reverted, match="bps"):
        proposal.execute()
    assert proposal.state == QUEUED and market.bidDeposit() == 10 * COAI


def test_the_treasury_pays_by_proposal(network):
    recipient = account(75).address
    network.world.give_ether(network.timelock.address, 10)
    proposal = Proposal(network, "Pay", [(recipient, b"")])
    proposal.amounts = [7]
    proposal.queue()
    network.later(2 * DAY)
    proposal.execute()
    assert network.world.ether_of(recipient) == 7

"""Evidence, proofs and verdicts, and who is paid for them."""
import pytest
from eth_abi import encode
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_utils import keccak

from evm import Reverted
from market import COMPLETED, DISMISSED, DISPUTED, REJECTED, SUBMITTED, UPHELD, Market
from network import CHAIN_ID, COAI, DAY, PROOF_SYSTEM, TYPES, ZERO, ZERO_HASH, account
from test_staking import ACTIVE

NONE, PENDING, VERIFIED, FAILED, EXPIRED, REVOKED = range(6)
ZK, TEE, REDUNDANT = 0, 1, 4
HOUR = 3_600
RESULT, OTHER = b"\x09" * 32, b"\x0b" * 32
MEASUREMENT = keccak(text="enclave")
TYPE = "VerdictReveal(address validator,uint256 jobId,bytes32 resultHash,uint8 verdict,bytes32 salt)"


@pytest.fixture
def market(network):
    return Market(network)


@pytest.fixture
def verifier(network):
    return network.accounts[9].address


@pytest.fixture
def validators(network):
    """Three active providers with 1,000, 2,000 and 3,000 COAI, none of whom has a part in the market's jobs."""
    made = []
    for place, number in enumerate((5, 6, 7)):
        who = network.accounts[number].address
        network.staking.register(who, "", ZERO_HASH, sender=who)
        network.staking.bond(who, (place + 1) * 1_000 * COAI, sender=who)
        network.staking.setStatus(who, ACTIVE, sender=who)
        made.append(who)
    return made


def attest(network, market, kind=TEE) -> tuple[int, bytes]:
    job = market.submitted(verification=2)
    evidence = network.verification.submitAttestation(job, kind, b"\x0c" * 32, sender=market.provider.address).value
    return job, evidence


def seal(network, job, who, result, salt=b"\x0d" * 32, verdict=None):
    verdict = int(result == RESULT) if verdict is None else verdict
    commitment = keccak(encode(
        ["bytes32", "address", "uint256", "bytes32", "uint8", "bytes32"],
        [keccak(text=TYPE), who, job, result, verdict, salt]))
    return network.verification.commitVerdict(job, commitment, sender=who)


def unseal(network, job, who, result, salt=b"\x0d" * 32, verdict=None):
    verdict = int(result == RESULT) if verdict is None else verdict
    return network.verification.revealVerdict(job, result, verdict, salt, sender=who)


def vote(network, job, votes: dict):
    """Seals and opens verdicts; what the last one logged."""
    for who, result in votes.items():
        seal(network, job, who, result)
    network.later(6 * HOUR)
    return [unseal(network, job, who, result) for who, result in votes.items()][-1]


# Evidence.


def test_evidence_is_the_providers_and_waits(network, market, verifier):
    job, evidence = attest(network, market)
    stored = network.verification.attestation(evidence)
    assert stored == (job, market.provider.address.lower(), TEE, PENDING, 0, b"\x0c" * 32, ZERO_HASH, ZERO)
    assert network.verification.attestation(b"\x01" * 32)[3] == NONE
    provider = market.provider.address
    with pytest.raises(Reverted, match="submitted"):
        network.verification.submitAttestation(job, TEE, b"\x0c" * 32, sender=provider)
    with pytest.raises(Reverted, match="not the provider"):
        network.verification.submitAttestation(job, TEE, b"\x0e" * 32, sender=verifier)
    with pytest.raises(Reverted, match="kind"):
        network.verification.submitAttestation(job, 5, b"\x0e" * 32, sender=provider)
    with pytest.raises(Reverted, match="no such job"):
        network.verification.submitAttestation(99, TEE, b"\x0e" * 32, sender=provider)


def test_a_tee_needs_a_measurement_that_is_allowed(network, market, verifier):
    verification = network.verification
    _, evidence = attest(network, market)
    with pytest.raises(Reverted, match="not a verifier"):
        verification.verifyAttestation(evidence, True, 0, MEASUREMENT, sender=market.provider.address)
    with pytest.raises(Reverted, match="measurement"):
        verification.verifyAttestation(evidence, True, 0, MEASUREMENT, sender=verifier)
    with pytest.raises(Reverted, match="not a verifier"):
        verification.allowMeasurement(MEASUREMENT, TEE, True, sender=market.provider.address)
    verification.allowMeasurement(MEASUREMENT, TEE, True, sender=network.timelock.address)
    for worthless in (6, 7, 10):
        with pytest.raises(Reverted, match="tcbStatus"):
            verification.verifyAttestation(evidence, True, worthless, MEASUREMENT, sender=verifier)
    event = verification.verifyAttestation(evidence, True, 2, MEASUREMENT, sender=verifier).one("AttestationVerified")
    assert event == {
        "attestationId": evidence, "verifier": verifier.lower(), "ok": True, "tcbStatus": 2,
        "measurement": MEASUREMENT}
    assert verification.attestation(evidence)[3] == VERIFIED
    with pytest.raises(Reverted, match="status"):
        verification.verifyAttestation(evidence, False, 0, MEASUREMENT, sender=verifier)


def test_evidence_ends_with_its_measurement_and_its_time(network, market, verifier):
    verification = network.verification
    job, evidence = attest(network, market)
    verification.allowMeasurement(MEASUREMENT, TEE, True, sender=verifier)
    verification.verifyAttestation(evidence, True, 0, MEASUREMENT, sender=verifier)
    assert verification.hasVerifiers(job)
    verification.allowMeasurement(MEASUREMENT, TEE, False, sender=verifier)
    assert verification.attestation(evidence)[3] == REVOKED and not verification.hasVerifiers(job)
    verification.allowMeasurement(MEASUREMENT, TEE, True, sender=verifier)
    network.later(30 * DAY)
    assert verification.attestation(evidence)[3] == EXPIRED and not verification.hasVerifiers(job)


def test_bad_evidence_pays_nobody(network, market, verifier):
    job, evidence = attest(network, market, ZK)
    network.verification.verifyAttestation(evidence, False, 0, ZERO_HASH, sender=verifier)
    assert network.verification.attestation(evidence)[3] == FAILED
    assert not network.verification.hasVerifiers(job)


def test_who_looked_at_the_evidence_is_paid_for_it(network, market, verifier):
    job, evidence = attest(network, market, ZK)
    network.verification.verifyAttestation(evidence, True, 0, ZERO_HASH, sender=verifier)
    network.later(DAY)
    outcome = market.contract.complete(job, ZERO_HASH, b"", sender=market.stranger.address)
    fee = 50 * COAI * 3 // 100
    assert outcome.one("VerificationFeePaid") == {
        "jobId": job, "payer": market.client.address.lower(), "verifier": verifier.lower(), "amount": fee}
    assert outcome.one("FeeSplit")["toVerifiers"] == fee
    before = network.token.balanceOf(verifier)
    assert network.verification.claim(network.token.address, sender=verifier).value == fee
    assert network.token.balanceOf(verifier) == before + fee
    with pytest.raises(Reverted, match="nothing to claim"):
        network.verification.claim(network.token.address, sender=verifier)


# Proofs.


@pytest.fixture
def proved(network):
    """A model, its key, and a proof that it answers b"42"."""
    key = Account.from_key(keccak(text="the key of a model"))
    verifying_key = keccak(encode(["address"], [key.address]))
    commitment = (b"\x01" * 32, b"\x02" * 32, verifying_key, PROOF_SYSTEM, "")
    owner = network.accounts[5].address
    model = network.registry.registerModel(commitment, sender=owner).value
    said = keccak(encode(
        ["uint256", "address", "bytes32", "bytes32", "bytes32"],
        [CHAIN_ID, network.proofs.address, b"\x01" * 32, b"\x05" * 32, keccak(b"42")]))
    proof = bytes(key.sign_message(encode_defunct(said)).signature)
    return model, owner, proof


def test_a_proof_that_holds_is_told(network, proved):
    model, _, proof = proved
    verification, caller = network.verification, network.accounts[3].address
    event = verification.verifyInference(model, b"\x05" * 32, b"42", proof, sender=caller).one("InferenceVerified")
    assert event == {
        "modelId": model, "inputCommitment": b"\x05" * 32, "output": b"42", "caller": caller.lower()}
    assert verification.proofSystemOf(model) == PROOF_SYSTEM
    assert verification.verifierOf(PROOF_SYSTEM) == network.proofs.address.lower()
    assert verification.registry() == network.registry.address.lower()


def test_a_proof_of_something_else_is_refused(network, proved):
    model, owner, proof = proved
    verify = network.verification.verifyInference
    turned = proof[:64] + bytes([55 - proof[64]])
    for arguments in (
            (model, b"\x05" * 32, b"43", proof), (model, b"\x06" * 32, b"42", proof), (model, b"\x05" * 32, b"42", b""),
            (model, b"\x05" * 32, b"42", proof[:64]), (model, b"\x05" * 32, b"42", turned)):
        with pytest.raises(Reverted, match="proof"):
            verify(*arguments)
    with pytest.raises(Reverted, match="no such model"):
        verify(9, b"\x05" * 32, b"42", proof)
    network.verification.setVerifier(PROOF_SYSTEM, ZERO, sender=network.timelock.address)
    with pytest.raises(Reverted, match="proof system"):
        verify(model, b"\x05" * 32, b"42", proof)
    network.registry.deprecateModel(model, sender=owner)
    with pytest.raises(Reverted, match="deprecated"):
        verify(model, b"\x05" * 32, b"42", proof)


def test_proof_systems_are_the_owners_to_name(network):
    with pytest.raises(Reverted, match="not the owner"):
        network.verification.setVerifier(b"\x01" * 4, ZERO, sender=network.accounts[9].address)


# Verdicts.


def test_the_type_is_the_signed_one():
    assert TYPE == "VerdictReveal(" + ",".join(f"{one['type']} {one['name']}" for one in TYPES["VerdictReveal"]) + ")"


def test_validators_seal_and_open(network, market, validators):
    job = market.submitted(verification=REDUNDANT, replicas=2)
    event = seal(network, job, validators[0], RESULT).one("VerdictCommitted")
    assert event["validator"] == validators[0].lower() and event["jobId"] == job
    seal(network, job, validators[1], RESULT)
    verification = network.verification
    sealing, opening, sealed, opened, _ = verification.roundOf(job)
    assert (sealing, opening, sealed, opened) == (network.now + 6 * HOUR, network.now + 12 * HOUR, 2, 0)
    with pytest.raises(Reverted, match="too early"):
        unseal(network, job, validators[0], RESULT)
    network.later(6 * HOUR)
    with pytest.raises(Reverted, match="too late"):
        seal(network, job, validators[2], RESULT)
    first = unseal(network, job, validators[0], RESULT)
    assert first.one("VerdictRevealed")["weight"] == 1_000 * COAI and "QuorumReached" not in first.names()
    assert verification.tally(job) == (1_000 * COAI, 3_000 * COAI, 6_667)
    outcome = unseal(network, job, validators[1], RESULT)
    assert outcome.one("QuorumReached") == {
        "jobId": job, "resultHash": RESULT, "agreeWeight": 3_000 * COAI, "totalWeight": 3_000 * COAI}
    assert verification.decisionOf(job) == 1
    with pytest.raises(Reverted, match="revealed"):
        unseal(network, job, validators[0], RESULT)


def test_what_is_opened_is_what_was_sealed(network, market, validators):
    job = market.submitted(verification=REDUNDANT, replicas=1)
    for who in validators:
        seal(network, job, who, RESULT)
    seal_again = pytest.raises(Reverted, match="committed")
    with seal_again:
        seal(network, job, validators[0], RESULT)
    network.later(6 * HOUR)
    for arguments in ((OTHER,), (RESULT, b"\x0e" * 32)):
        with pytest.raises(Reverted, match="commitment"):
            unseal(network, job, validators[0], *arguments)
    with pytest.raises(Reverted, match="commitment"):
        unseal(network, job, account(70).address, RESULT)
    network.later(6 * HOUR)
    with pytest.raises(Reverted, match="too late"):
        unseal(network, job, validators[0], RESULT)


@pytest.mark.parametrize("result, verdict, reason", [
    (RESULT, 0, "verdict"), (OTHER, 1, "verdict"), (RESULT, 2, "verdict"), (ZERO_HASH, 0, "resultHash")])
def test_a_verdict_agrees_with_its_hash(network, market, validators, result, verdict, reason):
    job = market.submitted(verification=REDUNDANT, replicas=1)
    seal(network, job, validators[0], result, verdict=verdict)
    network.later(6 * HOUR)
    with pytest.raises(Reverted, match=reason):
        unseal(network, job, validators[0], result, verdict=verdict)


def test_who_may_not_vote(network, market, validators):
    job = market.submitted(verification=REDUNDANT)
    with pytest.raises(Reverted, match="no stake"):
        seal(network, job, market.stranger.address, RESULT)
    for party in (market.client, market.provider):
        with pytest.raises(Reverted, match="own job"):
            seal(network, job, party.address, RESULT)
    with pytest.raises(Reverted, match="commitment"):
        network.verification.commitVerdict(job, ZERO_HASH, sender=validators[0])
    with pytest.raises(Reverted, match="no vote"):
        seal(network, market.submitted(), validators[0], RESULT)
    with pytest.raises(Reverted, match="status"):
        seal(network, market.running(verification=REDUNDANT), validators[0], RESULT)


def test_silence_counts_against_a_quorum(network, market, validators):
    job = market.submitted(verification=REDUNDANT, replicas=2)
    for who in validators:
        seal(network, job, who, RESULT)
    network.later(6 * HOUR)
    for who in validators[:2]:
        unseal(network, job, who, RESULT)
    assert network.verification.decisionOf(job) == 0
    assert network.verification.tally(job)[:2] == (3_000 * COAI, 6_000 * COAI)


def test_a_quorum_needs_as_many_as_the_job_asked_for(network, market, validators):
    job = market.submitted(verification=REDUNDANT, replicas=3)
    vote(network, job, {validators[2]: RESULT, validators[1]: RESULT})
    assert network.verification.decisionOf(job) == 0


def test_the_last_verdict_can_decide_for_what_others_said(network, market, validators):
    job = market.submitted(verification=REDUNDANT, replicas=3)
    outcome = vote(network, job, {validators[2]: OTHER, validators[1]: OTHER, validators[0]: RESULT})
    assert outcome.one("QuorumReached")["resultHash"] == OTHER
    assert network.verification.decisionOf(job) == 2


def test_validators_decide_a_dispute(network, market, validators):
    for answer, right, wrong, end in ((RESULT, DISMISSED, UPHELD, COMPLETED), (OTHER, UPHELD, DISMISSED, REJECTED)):
        job = market.submitted(evaluator=market.evaluator.address, verification=REDUNDANT, replicas=2)
        market.contract.challenge(job, ZERO_HASH, sender=market.stranger.address)
        vote(network, job, {validators[1]: answer, validators[2]: answer})
        for sender in (market.evaluator, market.stranger):
            with pytest.raises(Reverted, match="verdict"):
                market.contract.resolve(job, wrong, sender=sender.address)
        market.contract.resolve(job, right, sender=account(71).address)
        assert market.status(job) == end


def test_without_a_quorum_the_evaluator_decides(network, market, validators):
    job = market.submitted(evaluator=market.evaluator.address, verification=REDUNDANT, replicas=3)
    market.contract.challenge(job, ZERO_HASH, sender=market.stranger.address)
    vote(network, job, {validators[0]: OTHER})
    assert market.status(job) == DISPUTED
    with pytest.raises(Reverted, match="not the judge"):
        market.contract.resolve(job, UPHELD, sender=market.stranger.address)
    market.contract.resolve(job, DISMISSED, sender=market.evaluator.address)
    assert market.status(job) == COMPLETED


def test_a_result_that_was_found_wrong_is_not_paid(network, market, validators):
    job = market.submitted(verification=REDUNDANT, replicas=1)
    vote(network, job, {who: OTHER for who in validators})
    network.later(2 * DAY)
    assert market.status(job) == SUBMITTED
    with pytest.raises(Reverted, match="found wrong"):
        market.contract.complete(job, ZERO_HASH, b"", sender=market.provider.address)
    client, provider = market.balance(market.client), market.balance(market.provider)
    market.contract.reject(job, ZERO_HASH, b"", sender=account(71).address)
    assert market.status(job) == REJECTED
    # The budget and the provider's bond.
    assert market.balance(market.client) == client + 70 * COAI and market.balance(market.provider) == provider


def test_validators_are_paid_by_weight(network, market, validators):
    job = market.submitted(verification=REDUNDANT, replicas=2)
    vote(network, job, {validators[2]: RESULT, validators[1]: RESULT, validators[0]: OTHER})
    network.later(DAY)
    outcome = market.contract.complete(job, ZERO_HASH, b"", sender=market.stranger.address)
    fee = 50 * COAI * 3 // 100
    paid = {log.args["verifier"]: log.args["amount"] for log in outcome.logs if log.name == "VerificationFeePaid"}
    assert paid == {validators[2].lower(): fee * 3 // 5, validators[1].lower(): fee * 2 // 5}
    assert sum(paid.values()) == outcome.one("FeeSplit")["toVerifiers"] == fee


def test_a_fault_is_reported_once_and_slashes_after_the_veto(network, market, validators):
    staking, provider, reporter = network.staking, market.provider.address, network.accounts[3].address
    staking.register(provider, "", ZERO_HASH, sender=provider)
    staking.bond(provider, 2_000 * COAI, sender=provider)
    job = market.submitted(verification=REDUNDANT, replicas=1)
    with pytest.raises(Reverted, match="not found wrong"):
        network.verification.reportFault(job, sender=reporter)
    vote(network, job, {validators[2]: OTHER})
    event = network.verification.reportFault(job, sender=reporter).one("SlashProposed")
    assert event["provider"] == provider.lower() and event["amount"] == 100 * COAI
    with pytest.raises(Reverted, match="reported"):
        network.verification.reportFault(job, sender=reporter)
    network.later(DAY)
    slashed = staking.executeSlash(event["slashId"]).one("Slashed")
    assert slashed["reporter"] == reporter.lower() and slashed["reason"] == 2 and slashed["jobId"] == job


def test_only_the_settlement_pays_verifiers(network, market):
    with pytest.raises(Reverted, match="not the settlement"):
        network.verification.payVerifiers(1, network.token.address, market.client.address, 1)

"""Models and datasets: whose they are, what they cost, who has access."""
import pytest
from eth_abi import encode
from eth_utils import keccak

from evm import Reverted, signature_of
from market import Market
from network import COAI, CHAIN_ID, DAY, PROOF_SYSTEM, ZERO, ZERO_HASH, values

OPEN, TOKEN_GATED, COMPUTE_ONLY = range(3)
COMMITMENT = (b"\x01" * 32, b"\x02" * 32, b"\x03" * 32, PROOF_SYSTEM, "ipfs://model")
LICENSE = keccak(text="Apache-2.0")


@pytest.fixture
def owner(network):
    return network.accounts[5].address


@pytest.fixture
def model(network, owner):
    return network.registry.registerModel(COMMITMENT, sender=owner).value


def publish(network, owner, mode=OPEN, price=2 * COAI, datatoken=ZERO, content=b"\x07" * 32) -> bytes:
    return network.registry.publishDataset(
        content, "bafybei", LICENSE, ZERO_HASH, datatoken, mode, price, sender=owner).value


def test_a_model_is_registered_with_its_commitment(network, owner):
    outcome = network.registry.registerModel(COMMITMENT, sender=owner)
    assert outcome.value == network.registry.modelCount() == 1
    assert outcome.one("ModelRegistered") == {"modelId": 1, "owner": owner.lower(), "commitment": COMMITMENT}
    assert network.registry.getModel(1) == (COMMITMENT, False, owner.lower())
    with pytest.raises(Reverted, match="modelHash"):
        network.registry.registerModel((ZERO_HASH, *COMMITMENT[1:]), sender=owner)
    with pytest.raises(Reverted, match="no such model"):
        network.registry.getModel(2)


def test_a_model_is_changed_by_its_owner_only(network, owner, model):
    registry, other = network.registry, network.accounts[6].address
    new = (b"\x04" * 32, *COMMITMENT[1:4], "ipfs://newer")
    for call in (
        lambda: registry.updateModel(model, new, sender=other),
        lambda: registry.deprecateModel(model, sender=other),
        lambda: registry.setModelTerms(model, LICENSE, 1, ZERO_HASH, 0, sender=other),
    ):
        with pytest.raises(Reverted, match="not the owner"):
            call()
    event = registry.updateModel(model, new, sender=owner).one("ModelUpdated")
    assert event == {"modelId": model, "oldCommitment": COMMITMENT, "newCommitment": new}
    assert registry.getModel(model)[0] == new
    with pytest.raises(Reverted, match="no such model"):
        registry.updateModel(9, new, sender=owner)


def test_terms_hold_until_a_model_is_deprecated(network, owner, model):
    registry = network.registry
    assert registry.royaltyOf(model) == (ZERO, 0)
    with pytest.raises(Reverted, match="royaltyBps"):
        registry.setModelTerms(model, LICENSE, 2_001, ZERO_HASH, 0, sender=owner)
    event = registry.setModelTerms(model, LICENSE, 500, b"\x05" * 32, 3, sender=owner).one("ModelTerms")
    assert event["royaltyBps"] == 500 and event["determinismFlags"] == 3
    assert registry.getModelTerms(model) == (LICENSE, 500, b"\x05" * 32, 3)
    assert registry.royaltyOf(model) == (owner.lower(), 500)
    registry.deprecateModel(model, sender=owner)
    assert registry.royaltyOf(model) == (ZERO, 0) and registry.getModel(model)[1]
    for call in (
        lambda: registry.deprecateModel(model, sender=owner),
        lambda: registry.setModelTerms(model, LICENSE, 1, ZERO_HASH, 0, sender=owner),
        lambda: registry.updateModel(model, COMMITMENT, sender=owner),
    ):
        with pytest.raises(Reverted, match="deprecated"):
            call()


@pytest.mark.parametrize("contract, names", [
    ("registry", ["registerModel", "updateModel", "deprecateModel", "getModel"]),
    ("verification", ["verifyInference", "proofSystemOf", "registry"])])
def test_erc_7992_is_told_by_erc_165(network, contract, names):
    contract = getattr(network, contract)
    combined = 0
    for name in names:
        combined ^= int.from_bytes(keccak(text=signature_of(contract.functions[name]))[:4], "big")
    assert contract.supportsInterface(combined.to_bytes(4, "big"))
    assert contract.supportsInterface(bytes.fromhex("01ffc9a7"))
    assert not contract.supportsInterface(b"\xff" * 4)


def test_access_is_paid_at_once(network, owner):
    registry, consumer = network.registry, network.accounts[6].address
    dataset = publish(network, owner)
    expected = encode(["uint256", "address", "address", "bytes32"], [CHAIN_ID, registry.address, owner, b"\x07" * 32])
    assert dataset == keccak(expected)
    before = network.token.balanceOf(owner)
    with pytest.raises(Reverted, match="price"):
        registry.accessDataset(dataset, 0, 2 * COAI - 1, sender=consumer)
    event = registry.accessDataset(dataset, 0, 2 * COAI, sender=consumer).one("DatasetAccessed")
    assert event == {"datasetId": dataset, "consumer": consumer.lower(), "jobId": 0, "fee": 2 * COAI}
    assert network.token.balanceOf(owner) == before + 2 * COAI
    assert registry.hasAccess(dataset, consumer) and not registry.hasAccess(dataset, owner)


def test_a_dataset_is_published_once_and_revoked_by_its_owner(network, owner):
    registry, consumer = network.registry, network.accounts[6].address
    dataset = publish(network, owner)
    with pytest.raises(Reverted, match="published"):
        publish(network, owner)
    assert publish(network, consumer) != dataset
    with pytest.raises(Reverted, match="not the owner"):
        registry.revokeDataset(dataset, sender=consumer)
    assert registry.revokeDataset(dataset, sender=owner).names() == ["DatasetRevoked"]
    with pytest.raises(Reverted, match="revoked"):
        registry.accessDataset(dataset, 0, COAI * 9, sender=consumer)
    with pytest.raises(Reverted, match="revoked"):
        registry.revokeDataset(dataset, sender=owner)
    with pytest.raises(Reverted, match="no such dataset"):
        registry.accessDataset(b"\x09" * 32, 0, 0, sender=consumer)


@pytest.mark.parametrize("mode, datatoken, content, reason", [
    (3, ZERO, b"\x01" * 32, "accessMode"), (OPEN, "0x" + "22" * 20, b"\x01" * 32, "datatoken"),
    (TOKEN_GATED, ZERO, b"\x01" * 32, "datatoken"), (OPEN, ZERO, ZERO_HASH, "contentHash")])
def test_a_dataset_that_makes_no_sense(network, owner, mode, datatoken, content, reason):
    with pytest.raises(Reverted, match=reason):
        publish(network, owner, mode, 0, datatoken, content)


def test_a_gate_asks_for_a_whole_token(network, owner):
    registry, consumer = network.registry, network.accounts[6]
    dataset = publish(network, owner, TOKEN_GATED, 0, network.token.address)
    pauper = "0x" + "77" * 20
    with pytest.raises(Reverted, match="datatoken"):
        registry.accessDataset(dataset, 0, 0, sender=pauper)
    network.token.transfer(pauper, COAI - 1, sender=consumer.address)
    with pytest.raises(Reverted, match="datatoken"):
        registry.accessDataset(dataset, 0, 0, sender=pauper)
    network.token.transfer(pauper, 1, sender=consumer.address)
    registry.accessDataset(dataset, 0, 0, sender=pauper)
    assert registry.hasAccess(dataset, pauper)


def request(network, consumer, dataset, **changes) -> dict:
    return {
        "consumer": consumer.address, "datasetId": dataset, "licenseHash": LICENSE, "algorithmHash": ZERO_HASH,
        "accessMode": OPEN, "paymentToken": network.token.address, "maxFee": 2 * COAI,
        "validUntil": network.now + 600, "nonce": 0} | changes


def test_a_signed_request_is_taken_once(network, owner):
    registry, consumer, dataset = network.registry, network.accounts[6], publish(network, owner)
    message = request(network, consumer, dataset)
    signature = network.sign(consumer, registry, "DataAccessRequest", message)
    outcome = registry.accessBySig(values(message), signature, sender=owner)
    assert outcome.one("DatasetAccessed")["consumer"] == consumer.address.lower()
    assert registry.nonces(consumer.address) == 1
    with pytest.raises(Reverted, match="nonce"):
        registry.accessBySig(values(message), signature, sender=owner)


@pytest.mark.parametrize("changes, reason", [
    ({"licenseHash": ZERO_HASH}, "license"), ({"accessMode": TOKEN_GATED}, "accessMode"),
    ({"paymentToken": ZERO}, "token"), ({"maxFee": COAI}, "price"), ({"validUntil": 1}, "expired"),
    ({"nonce": 1}, "nonce"), ({"datasetId": b"\x09" * 32}, "no such dataset")])
def test_a_request_for_something_else(network, owner, changes, reason):
    consumer, dataset = network.accounts[6], publish(network, owner)
    message = request(network, consumer, dataset, **changes)
    signature = network.sign(consumer, network.registry, "DataAccessRequest", message)
    with pytest.raises(Reverted, match=reason):
        network.registry.accessBySig(values(message), signature)
    assert not network.registry.hasAccess(dataset, consumer.address)


def test_somebody_elses_signature(network, owner):
    consumer, dataset = network.accounts[6], publish(network, owner)
    message = request(network, consumer, dataset)
    signature = network.sign(network.accounts[7], network.registry, "DataAccessRequest", message)
    with pytest.raises(Reverted, match="signature"):
        network.registry.accessBySig(values(message), signature)


def test_data_for_a_job_is_its_providers_to_take_and_its_debt(network, owner):
    registry, market = network.registry, Market(network)
    dataset = publish(network, owner, COMPUTE_ONLY, 4 * COAI)
    job, provider = market.running(), market.provider.address
    with pytest.raises(Reverted, match="for jobs only"):
        registry.accessDataset(dataset, 0, 4 * COAI, sender=provider)
    with pytest.raises(Reverted, match="not the provider"):
        registry.accessDataset(dataset, job, 4 * COAI, sender=market.client.address)
    before = network.token.balanceOf(owner)
    registry.accessDataset(dataset, job, 4 * COAI, sender=provider)
    assert registry.dataFeesOf(job) == ((owner.lower(), 4 * COAI),)
    assert network.token.balanceOf(owner) == before
    with pytest.raises(Reverted, match="used already"):
        registry.accessDataset(dataset, job, 4 * COAI, sender=provider)
    # A fifth of 50.
    other = publish(network, owner, OPEN, 6 * COAI + 1, content=b"\x08" * 32)
    with pytest.raises(Reverted, match="too dear"):
        registry.accessDataset(other, job, 7 * COAI, sender=provider)
    market.contract.submit(job, b"\x09" * 32, b"", sender=provider)
    third = publish(network, owner, OPEN, 0, content=b"\x0a" * 32)
    with pytest.raises(Reverted, match="status"):
        registry.accessDataset(third, job, 0, sender=provider)


def test_a_job_uses_eight_datasets_at_most(network, owner):
    market = Market(network)
    job = market.running()
    for place in range(9):
        dataset = publish(network, owner, OPEN, 1, content=bytes([place + 1]) * 32)
        if place < 8:
            network.registry.accessDataset(dataset, job, 1, sender=market.provider.address)
        else:
            with pytest.raises(Reverted, match="too many"):
                network.registry.accessDataset(dataset, job, 1, sender=market.provider.address)
    assert DAY and len(network.registry.dataFeesOf(job)) == 8

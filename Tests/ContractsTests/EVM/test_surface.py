"""Interfaces, sizes, domains, authority: what clients rely on without reading the sources."""
import pytest
from eth_abi import encode
from eth_utils import keccak, to_canonical_address

from evm import CHAIN_ID, CODE_LIMIT, Artifact, signature_of, type_of
from interface import EVENTS, ROLES, SELECTORS, TYPE_HASHES
from network import DOMAINS, NAMES, ZERO

EXTRA_EVENTS = {
    "BidClosed", "TokenAllowed", "ParamSet", "OwnershipTransferred", "RoleGranted", "RoleRevoked", "VerifierSet",
    "PaymentHeld"}
CONTRACTS = {
    "COAIToken": "token", "StakingManager": "staking", "JobMarket": "market", "CoaiGovernor": "governor",
    "Timelock": "timelock", "Registry": "registry", "Verification": "verification", "Emissions": "emissions",
    "Settlement": "settlement", "SignedOutputVerifier": "proofs"}


@pytest.mark.parametrize("contract, declaration, topic", EVENTS)
def test_event_is_to_the_letter(contract, declaration, topic):
    name = declaration.partition("(")[0]
    (entry,) = [one for one in Artifact.committed(contract).of_kind("event") if one["name"] == name]
    marked = [type_of(one) + (" i" if one["indexed"] else "") for one in entry["inputs"]]
    assert f"{name}({','.join(marked)})" == declaration
    assert "0x" + keccak(text=signature_of(entry)).hex() == topic


@pytest.mark.parametrize("name", NAMES)
def test_no_event_is_unknown_and_none_is_missing(name):
    known = {declaration.partition("(")[0] for contract, declaration, _ in EVENTS if contract == name}
    declared = {one["name"] for one in Artifact.committed(name).of_kind("event")}
    assert known <= declared
    assert declared - known <= EXTRA_EVENTS


@pytest.mark.parametrize("contract, declaration, selector", SELECTORS)
def test_selector_is_the_standards(contract, declaration, selector):
    assert declaration in {signature_of(one) for one in Artifact.committed(contract).of_kind("function")}
    assert "0x" + keccak(text=declaration)[:4].hex() == selector


@pytest.mark.parametrize("name", NAMES)
def test_no_function_is_overloaded(name):
    names = [one["name"] for one in Artifact.committed(name).of_kind("function")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", NAMES)
def test_code_fits_the_limits_of_eip_170_and_eip_3860(deployed, name):
    contract = getattr(deployed, CONTRACTS[name])
    size = len(deployed.world.state.get_code(to_canonical_address(contract.address)))
    assert 0 < size <= CODE_LIMIT
    assert len(contract.artifact.creation_code) + 1024 <= 49_152


@pytest.mark.parametrize("contract, name, type_hash", TYPE_HASHES)
def test_type_hash(deployed, contract, name, type_hash):
    assert "0x" + getattr(getattr(deployed, CONTRACTS[contract]), name)().hex() == type_hash


@pytest.mark.parametrize("name, role", ROLES)
def test_role_of_the_timelock(deployed, name, role):
    assert "0x" + getattr(deployed.timelock, name)().hex() == role


@pytest.mark.parametrize("name", DOMAINS)
def test_domain_is_told_and_used(deployed, name):
    contract = getattr(deployed, CONTRACTS[name])
    told = contract.eip712Domain()
    assert told == (b"\x0f", DOMAINS[name], "1", CHAIN_ID, contract.address.lower(), bytes(32), ())
    fields = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    separator = keccak(encode(
        ["bytes32", "bytes32", "bytes32", "uint256", "address"],
        [keccak(text=fields), keccak(text=told[1]), keccak(text=told[2]), told[3], told[4]]))
    assert contract.DOMAIN_SEPARATOR() == separator


@pytest.mark.parametrize("name", DOMAINS)
def test_domain_follows_the_chain_id(network, name):
    contract = getattr(network, CONTRACTS[name])
    before = contract.DOMAIN_SEPARATOR()
    network.world.context._chain_id = 1
    try:
        assert contract.DOMAIN_SEPARATOR() != before
        assert contract.eip712Domain()[3] == 1
    finally:
        network.world.context._chain_id = CHAIN_ID
    assert contract.DOMAIN_SEPARATOR() == before


def test_the_timelock_owns_everything(deployed):
    for contract in (
            deployed.token, deployed.staking, deployed.market, deployed.verification, deployed.emissions,
            deployed.settlement):
        assert contract.owner() == deployed.timelock.address.lower()
    assert deployed.governor.timelock() == deployed.timelock.address.lower()


def test_the_governor_alone_proposes_and_cancels_and_anyone_executes(deployed):
    timelock, granted = deployed.timelock, []
    for log in timelock.deployment.logs:
        if log.name == "RoleGranted":
            granted.append((log.args["role"], log.args["account"]))
    governor, own = deployed.governor.address.lower(), timelock.address.lower()
    assert sorted(granted) == sorted([
        (timelock.DEFAULT_ADMIN_ROLE(), own), (timelock.PROPOSER_ROLE(), governor),
        (timelock.CANCELLER_ROLE(), governor), (timelock.EXECUTOR_ROLE(), ZERO)])


def test_the_deployer_keeps_no_role(deployed):
    roles = [
        (contract, getattr(contract, name)())
        for contract in (deployed.token, deployed.staking, deployed.timelock, deployed.verification)
        for name in contract.functions if name.endswith("_ROLE")]
    assert len(roles) == 10
    for contract, role in roles:
        assert not contract.hasRole(role, deployed.deployer)
    assert deployed.token.balanceOf(deployed.deployer) == 0

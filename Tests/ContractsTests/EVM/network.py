"""The reference network, deployed as `coai devnet seed` does, with accounts, signatures and shorthands for tests."""
from dataclasses import dataclass

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak

from evm import CHAIN_ID, Artifact, Contract, World

DAY = 86_400
COAI = 10**18
ZERO = "0x" + "00" * 20
ZERO_HASH = bytes(32)
NAMES = (
    "COAIToken", "StakingManager", "JobMarket", "CoaiGovernor", "Timelock", "Registry", "Verification", "Emissions",
    "Settlement", "SignedOutputVerifier")
PROOF_SYSTEM = keccak(text="ecdsa-output-v1")[:4]

DOMAIN_FIELDS = [
    {"name": "name", "type": "string"}, {"name": "version", "type": "string"},
    {"name": "chainId", "type": "uint256"}, {"name": "verifyingContract", "type": "address"}]


def fields(text: str) -> list[dict]:
    """The members of a type as typed data lists them: "address to,uint256 amount"."""
    pairs = [one.split(" ") for one in text.split(",")]
    return [{"name": name, "type": kind} for kind, name in pairs]


TYPES = {
    "Permit": fields("address owner,address spender,uint256 value,uint256 nonce,uint256 deadline"),
    "Delegation": fields("address delegatee,uint256 nonce,uint256 expiry"),
    "JobOrder": fields(
        "address requester,bytes32 modelId,bytes32 inputCommitment,bytes32 specHash,uint8 jobType,uint8 verification,"
        "uint16 replicas,address paymentToken,uint256 maxPrice,uint256 providerBond,uint32 maxLatencyMs,"
        "uint32 challengeWindow,uint64 deadline,address provider,address evaluator,uint64 validUntil,uint256 nonce"),
    "Bid": fields(
        "address provider,bytes32 orderHash,uint256 price,uint32 latencyMs,uint64 startBy,bytes32 capabilityHash,"
        "uint64 validUntil,uint256 nonce"),
    "BidCommit": fields("address provider,uint256 jobId,bytes32 commitment,uint64 validUntil,uint256 nonce"),
    "DelegationOrder": fields(
        "address delegator,address provider,uint8 action,uint256 amount,uint16 maxRewardCutBps,uint16 maxFeeCutBps,"
        "uint64 validUntil,uint256 nonce"),
    "VerdictReveal": fields("address validator,uint256 jobId,bytes32 resultHash,uint8 verdict,bytes32 salt"),
    "SLAAttestation": fields(
        "address attester,uint256 jobId,bool met,uint32 latencyMs,uint16 uptimeBps,bytes32 evidenceHash,"
        "uint64 observedAt,uint256 nonce"),
    "DataAccessRequest": fields(
        "address consumer,bytes32 datasetId,bytes32 licenseHash,bytes32 algorithmHash,uint8 accessMode,"
        "address paymentToken,uint256 maxFee,uint64 validUntil,uint256 nonce"),
    "Ballot": fields("uint256 proposalId,uint8 support,address voter,uint256 nonce"),
    "ExtendedBallot": fields(
        "uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,bytes params"),
}


def account(number: int):
    """An account of the tests."""
    return Account.from_key(keccak(text=f"contract test {number}"))


@dataclass
class Network:
    """All contracts on one chain."""

    world: World
    token: Contract
    staking: Contract
    market: Contract
    governor: Contract
    timelock: Contract
    registry: Contract
    proofs: Contract
    verification: Contract
    emissions: Contract
    settlement: Contract
    deployer: str
    accounts: list

    @property
    def now(self) -> int:
        return self.world.now

    def later(self, seconds: int) -> None:
        self.world.now += seconds

    def typed(self, contract: Contract, name: str, kind: str, message: dict):
        """A message in the form that eth-account signs."""
        domain = {"name": name, "version": "1", "chainId": CHAIN_ID, "verifyingContract": contract.address}
        return encode_typed_data(full_message={
            "types": {"EIP712Domain": DOMAIN_FIELDS, kind: TYPES[kind]}, "primaryType": kind, "domain": domain,
            "message": message})

    def sign(self, signer, contract: Contract, kind: str, message: dict) -> bytes:
        """A signature by eth-account, 65 bytes."""
        return bytes(signer.sign_message(self.typed(contract, DOMAINS[contract.artifact.name], kind, message)).signature)

    def digest(self, contract: Contract, kind: str, message: dict) -> bytes:
        """What is signed, by eth-account."""
        signable = self.typed(contract, DOMAINS[contract.artifact.name], kind, message)
        return keccak(b"\x19" + signable.version + signable.header + signable.body)


DOMAINS = {
    "COAIToken": "COAI Token", "StakingManager": "COAI Staking", "JobMarket": "COAI JobMarket",
    "CoaiGovernor": "COAI Governor", "Registry": "COAI Registry"}


def values(message: dict) -> tuple:
    """The members of a message in order, as a contract takes them."""
    return tuple(message.values())


def deploy() -> Network:
    """Deploys the ten contracts and shares 10,000,000 COAI among ten accounts, who allow everything to everyone.

    The ninth account may slash, the tenth attests, verifies, and vetoes slashes."""
    world = World()
    accounts = [account(number) for number in range(1, 11)]
    slasher, attester = accounts[8].address, accounts[9].address
    deployer = account(0).address

    def create(name: str, *arguments) -> Contract:
        return world.deploy(Artifact.committed(name), *arguments, sender=deployer)

    # They know each other before they are there.
    verification_address, emissions_address, settlement_address, governor_address = (
        world.address_after(deployer, place) for place in (6, 7, 8, 9))
    timelock = create("Timelock", 2 * DAY, [governor_address], [ZERO], ZERO)
    owner = timelock.address
    token = create(
        "COAIToken", owner, accounts[0].address, emissions_address, 10_000_000 * COAI, 1_000_000_000 * COAI)
    staking = create(
        "StakingManager", owner, token.address, [slasher, verification_address], attester, attester,
        [emissions_address, settlement_address], 7 * DAY, 3 * DAY, DAY, DAY, 1_000 * COAI)
    market = create(
        "JobMarket", owner, token.address, 10 * COAI, 1_000, 3 * DAY, 500, settlement_address, verification_address)
    registry = create("Registry", token.address, market.address)
    proofs = create("SignedOutputVerifier")
    verification = create(
        "Verification", owner, market.address, staking.address, registry.address, settlement_address, attester,
        PROOF_SYSTEM, proofs.address, 6_667, 6 * 3_600, 6 * 3_600, 30 * DAY, 500)
    emissions = create(
        "Emissions", owner, token.address, staking.address, DAY, 10_000 * COAI, 1_000, 5_000)
    settlement = create(
        "Settlement", owner, token.address, market.address, staking.address, registry.address,
        verification.address, emissions.address, 200, 500, 300)
    governor = create("CoaiGovernor", token.address, owner, DAY, 7 * DAY, 1_000 * COAI, 4, DAY)
    assert (verification.address, emissions.address, settlement.address, governor.address) == (
        verification_address, emissions_address, settlement_address, governor_address)
    network = Network(
        world, token, staking, market, governor, timelock, registry, proofs, verification, emissions, settlement,
        deployer, accounts)
    for one in accounts:
        if one is not accounts[0]:
            token.transfer(one.address, 1_000_000 * COAI, sender=accounts[0].address)
        for spender in (staking, market, registry):
            token.approve(spender.address, 2**256 - 1, sender=one.address)
    network.later(10)
    return network

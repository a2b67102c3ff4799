# pragma version 0.4.3
# pragma evm-version prague
"""
@title Verification of results
@license MIT
@notice Three ways to know that a result is right: evidence that a verifier looked at, proofs that a contract checks
        (ERC-7992), and validators who repeat the work and vote. Who verified is paid a share of what the job pays.
@dev Weights are wei of stake, shares basis points, times seconds since 1970. An output and a proof have at most 4,096
     bytes. A result that validators found wrong can be reported by anyone: a slash is asked for, which can be vetoed.
"""

from ethereum.ercs import IERC20
from ethereum.ercs import IERC165

import Attestations
import Ownable
import Reading
import Verdicts

implements: IERC165
initializes: Ownable
initializes: Reading
initializes: Attestations[Ownable := Ownable, Reading := Reading]
initializes: Verdicts[Reading := Reading]
exports: Ownable.__interface__
exports: (Reading.market, Reading.staking)
exports: Attestations.__interface__
exports: Verdicts.__interface__

# ERC-7992's commitment.
struct ModelCommitment:
    modelHash: bytes32
    circuitHash: bytes32
    vkHash: bytes32
    proofSystemId: bytes4
    uri: String[256]

interface Models:
    def getModel(modelId: uint256) -> (ModelCommitment, bool, address): view

interface ProofSystem:
    def verify(
        modelHash: bytes32, vkHash: bytes32, inputCommitment: bytes32, output: Bytes[4096], proof: Bytes[4096]
    ) -> bool: view

interface Slashing:
    def slash(provider: address, jobId: uint256, bps: uint16, reason: uint8, reporter: address) -> bytes32: nonpayable

event InferenceVerified:
    modelId: indexed(uint256)
    inputCommitment: indexed(bytes32)
    output: Bytes[4096]
    caller: indexed(address)

event VerificationFeePaid:
    jobId: indexed(uint256)
    payer: indexed(address)
    verifier: indexed(address)
    amount: uint256

event VerifierSet:
    proofSystemId: indexed(bytes4)
    verifier: indexed(address)

WRONG_RESULT: constant(uint8) = 2

# The selectors of ERC-7992's verifier, combined as ERC-165 has it: with its helper views, and without.
VERIFIER_INTERFACE: constant(bytes4) = 0x5df65472
VERIFIER_ONLY: constant(bytes4) = 0x80b171ef

registry: public(immutable(address))
settlement: public(immutable(address))
faultBps: public(immutable(uint16))

verifierOf: public(HashMap[bytes4, address])
isReported: public(HashMap[uint256, bool])
owed: public(HashMap[address, HashMap[address, uint256]])


@deploy
def __init__(
    owner: address,
    _market: address,
    _staking: address,
    _registry: address,
    _settlement: address,
    verifier: address,
    proofSystemId: bytes4,
    proofSystem: address,
    _quorumBps: uint16,
    _commitPeriod: uint64,
    _revealPeriod: uint64,
    _attestationPeriod: uint64,
    _faultBps: uint16,
):
    """
    @param owner Who gives roles and names proof systems: the timelock.
    @param verifier Who looks at evidence, for a start.
    @param proofSystemId The first proof system, and the contract that checks its proofs.
    @param _quorumBps The share of all weight that decides; more than half.
    @param _commitPeriod Seconds in which verdicts are sealed, from the first one.
    @param _revealPeriod Seconds after them in which they are opened.
    @param _attestationPeriod Seconds for which evidence holds.
    @param _faultBps What a slash takes for a wrong result.
    """
    Ownable.__init__(owner)
    Reading.__init__(_market, _staking)
    Attestations.__init__(verifier, _attestationPeriod)
    Verdicts.__init__(_quorumBps, _commitPeriod, _revealPeriod)
    registry = _registry
    settlement = _settlement
    faultBps = _faultBps
    self.set_verifier(proofSystemId, proofSystem)


# Proofs (ERC-7992).


@external
def verifyInference(
    modelId: uint256, inputCommitment: bytes32, output: Bytes[4096], proof: Bytes[4096]
):
    """
    @notice Checks a proof that a model gives an output for an input; reverts unless it holds.
    """
    commitment: ModelCommitment = empty(ModelCommitment)
    isDeprecated: bool = False
    owner: address = empty(address)
    commitment, isDeprecated, owner = staticcall Models(registry).getModel(modelId)
    assert not isDeprecated, "deprecated"
    system: address = self.verifierOf[commitment.proofSystemId]
    assert system != empty(address), "proof system"
    assert staticcall ProofSystem(system).verify(
        commitment.modelHash, commitment.vkHash, inputCommitment, output, proof
    ), "proof"
    log InferenceVerified(
        modelId=modelId, inputCommitment=inputCommitment, output=output, caller=msg.sender
    )


@external
@view
def proofSystemOf(modelId: uint256) -> bytes4:
    """
    @notice The proof system of a model.
    """
    commitment: ModelCommitment = empty(ModelCommitment)
    isDeprecated: bool = False
    owner: address = empty(address)
    commitment, isDeprecated, owner = staticcall Models(registry).getModel(modelId)
    return commitment.proofSystemId


@external
def setVerifier(proofSystemId: bytes4, verifier: address):
    """
    @notice Names the contract that checks the proofs of a system; zero for none. For the owner.
    """
    Ownable.only_owner()
    self.set_verifier(proofSystemId, verifier)


# Faults.


@external
def reportFault(jobId: uint256):
    """
    @notice Asks for a slash of the provider whose result validators found wrong, once; the sender is the reporter.
    """
    assert Verdicts.decision_of(jobId) == 2, "not found wrong"
    assert not self.isReported[jobId], "reported"
    self.isReported[jobId] = True
    extcall Slashing(Reading.staking).slash(
        Reading.job_of(jobId).provider, jobId, faultBps, WRONG_RESULT, msg.sender
    )


# Fees.


@external
@view
def hasVerifiers(jobId: uint256) -> bool:
    """
    @notice Whether somebody verified a job's result, and is to be paid for it.
    """
    return Verdicts.decision_of(jobId) == 1 or Attestations.verifier_of(jobId) != empty(address)


@external
@nonreentrant
def payVerifiers(jobId: uint256, token: address, payer: address, amount: uint256):
    """
    @notice Takes what is due to those who verified a job, and writes it down for them: by weight for validators who
            stand behind the result, else all of it for who looked at the evidence. For the settlement.
    """
    assert msg.sender == settlement, "not the settlement"
    assert extcall IERC20(token).transferFrom(
        msg.sender, self, amount, default_return_value=True
    ), "transfer"
    if Verdicts.decision_of(jobId) != 1:
        self.credit(jobId, token, payer, Attestations.verifier_of(jobId), amount)
        return
    hash: bytes32 = Verdicts.rounds[jobId].quorumHash
    weight: uint256 = Verdicts.weights[jobId][hash]
    left: uint256 = amount
    for validator: address in Verdicts.validators[jobId]:
        verdict: Verdicts.Verdict = Verdicts.verdicts[jobId][validator]
        if verdict.resultHash == hash:
            # What is left over by rounding is the last one's.
            part: uint256 = left if verdict.weight == weight else left * verdict.weight // weight
            weight -= verdict.weight
            left -= part
            self.credit(jobId, token, payer, validator, part)


@external
@nonreentrant
def claim(token: address) -> uint256:
    """
    @notice Pays out the sender's fees.
    """
    amount: uint256 = self.owed[token][msg.sender]
    assert amount > 0, "nothing to claim"
    self.owed[token][msg.sender] = 0
    assert extcall IERC20(token).transfer(msg.sender, amount, default_return_value=True), "transfer"
    return amount


@external
@view
def supportsInterface(interface_id: bytes4) -> bool:
    """
    @notice ERC-165, and ERC-7992's verifier.
    """
    return interface_id in [0x01ffc9a7, VERIFIER_INTERFACE, VERIFIER_ONLY]


@internal
def credit(jobId: uint256, token: address, payer: address, verifier: address, amount: uint256):
    """
    @notice Writes a fee down, and tells it.
    """
    self.owed[token][verifier] += amount
    log VerificationFeePaid(jobId=jobId, payer=payer, verifier=verifier, amount=amount)


@internal
def set_verifier(proofSystemId: bytes4, verifier: address):
    self.verifierOf[proofSystemId] = verifier
    log VerifierSet(proofSystemId=proofSystemId, verifier=verifier)

# pragma version 0.4.3
# pragma evm-version prague
"""
@title Models
@license MIT
@notice Commitments to models and their terms. Numbers count from 1.
"""

struct ModelCommitment:
    modelHash: bytes32
    circuitHash: bytes32
    vkHash: bytes32
    proofSystemId: bytes4
    uri: String[256]

struct Model:
    owner: address
    deprecated: bool
    royaltyBps: uint16
    determinismFlags: uint32
    licenseHash: bytes32
    codeHash: bytes32

event ModelRegistered:
    modelId: indexed(uint256)
    owner: indexed(address)
    commitment: ModelCommitment

event ModelUpdated:
    modelId: indexed(uint256)
    oldCommitment: ModelCommitment
    newCommitment: ModelCommitment

event ModelDeprecated:
    modelId: indexed(uint256)

event ModelTerms:
    modelId: indexed(uint256)
    licenseHash: bytes32
    royaltyBps: uint16
    codeHash: bytes32
    determinismFlags: uint32

MAXIMUM_ROYALTY_BPS: constant(uint16) = 2_000

# The selectors of ERC-7992's registry, combined as ERC-165 has it.
REGISTRY_INTERFACE: constant(bytes4) = 0xd28519b1

modelCount: public(uint256)

models: HashMap[uint256, Model]
commitments: HashMap[uint256, ModelCommitment]


@external
def registerModel(commitment: ModelCommitment) -> uint256:
    """
    @notice Makes a model of the sender's, and returns its number. It has no royalty until setModelTerms says so.
    """
    assert commitment.modelHash != empty(bytes32), "modelHash"
    modelId: uint256 = self.modelCount + 1
    self.modelCount = modelId
    self.models[modelId].owner = msg.sender
    self.commitments[modelId] = commitment
    log ModelRegistered(modelId=modelId, owner=msg.sender, commitment=commitment)
    return modelId


@external
def updateModel(modelId: uint256, newCommitment: ModelCommitment):
    """
    @notice Changes what a model is, under the same number. For its owner.
    """
    self.only_model_owner(modelId)
    assert not self.models[modelId].deprecated, "deprecated"
    assert newCommitment.modelHash != empty(bytes32), "modelHash"
    oldCommitment: ModelCommitment = self.commitments[modelId]
    self.commitments[modelId] = newCommitment
    log ModelUpdated(modelId=modelId, oldCommitment=oldCommitment, newCommitment=newCommitment)


@external
def deprecateModel(modelId: uint256):
    """
    @notice Says that a model isn't to be used any more; it earns nothing from then on. For its owner, once.
    """
    self.only_model_owner(modelId)
    assert not self.models[modelId].deprecated, "deprecated"
    self.models[modelId].deprecated = True
    log ModelDeprecated(modelId=modelId)


@external
def setModelTerms(
    modelId: uint256, licenseHash: bytes32, royaltyBps: uint16, codeHash: bytes32, determinismFlags: uint32
):
    """
    @notice States license, royalty (of what jobs pay, at most 20 %), code and determinism of a model. For its owner.
    """
    self.only_model_owner(modelId)
    assert not self.models[modelId].deprecated, "deprecated"
    assert royaltyBps <= MAXIMUM_ROYALTY_BPS, "royaltyBps"
    self.models[modelId].licenseHash = licenseHash
    self.models[modelId].royaltyBps = royaltyBps
    self.models[modelId].codeHash = codeHash
    self.models[modelId].determinismFlags = determinismFlags
    log ModelTerms(
        modelId=modelId,
        licenseHash=licenseHash,
        royaltyBps=royaltyBps,
        codeHash=codeHash,
        determinismFlags=determinismFlags,
    )


@external
@view
def getModel(modelId: uint256) -> (ModelCommitment, bool, address):
    """
    @notice Commitment, whether it is deprecated, and owner (ERC-7992).
    """
    model: Model = self.models[modelId]
    assert model.owner != empty(address), "no such model"
    return self.commitments[modelId], model.deprecated, model.owner


@external
@view
def getModelTerms(modelId: uint256) -> (bytes32, uint16, bytes32, uint32):
    """
    @notice License, royalty in basis points, code and determinism flags; zeros if none are stated.
    """
    model: Model = self.models[modelId]
    return model.licenseHash, model.royaltyBps, model.codeHash, model.determinismFlags


@external
@view
def royaltyOf(modelId: uint256) -> (address, uint16):
    """
    @notice To whom a job with the model owes how much, in basis points; zeros for none.
    """
    model: Model = self.models[modelId]
    if model.deprecated or model.royaltyBps == 0:
        return empty(address), 0
    return model.owner, model.royaltyBps


@internal
@view
def only_model_owner(modelId: uint256):
    """
    @notice Reverts unless the model's owner calls.
    """
    assert self.models[modelId].owner != empty(address), "no such model"
    assert msg.sender == self.models[modelId].owner, "not the owner"

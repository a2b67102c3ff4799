# pragma version 0.4.3
# pragma evm-version prague
"""
@title Datasets
@license MIT
@notice Access costs the dataset's price: paid at once, or, when a job's provider takes it for the job, out of what the
        job pays when it is completed. Signed requests have sequential nonces.
"""

from ethereum.ercs import IERC20

import Domain
import Jobs
import Signatures

uses: Domain

interface JobMarket:
    def getJob(jobId: uint256) -> Jobs.Job: view
    def paymentTokenOf(jobId: uint256) -> address: view

event DatasetPublished:
    datasetId: indexed(bytes32)
    owner: indexed(address)
    contentHash: bytes32
    cid: String[128]
    licenseHash: bytes32
    consentHash: bytes32
    datatoken: address

event DatasetAccessed:
    datasetId: indexed(bytes32)
    consumer: indexed(address)
    jobId: indexed(uint256)
    fee: uint256

event DatasetRevoked:
    datasetId: indexed(bytes32)

struct Dataset:
    owner: address
    isRevoked: bool
    accessMode: uint8
    datatoken: address
    price: uint256
    licenseHash: bytes32

struct DataAccessRequest:
    consumer: address
    datasetId: bytes32
    licenseHash: bytes32
    algorithmHash: bytes32
    accessMode: uint8
    paymentToken: address
    maxFee: uint256
    validUntil: uint64
    nonce: uint256

# What a job owes to a dataset's owner.
struct DataFee:
    owner: address
    amount: uint256

DATA_ACCESS_REQUEST_TYPEHASH: public(constant(bytes32)) = keccak256(
    "DataAccessRequest(address consumer,bytes32 datasetId,bytes32 licenseHash,bytes32 algorithmHash,uint8 accessMode,address paymentToken,uint256 maxFee,uint64 validUntil,uint256 nonce)"
)
OPEN: constant(uint8) = 0
TOKEN_GATED: constant(uint8) = 1
COMPUTE_ONLY: constant(uint8) = 2
WHOLE_DATATOKEN: constant(uint256) = 10**18
JOB_DATASETS: constant(uint256) = 8
JOB_SHARE: constant(uint256) = 5

feeToken: public(immutable(address))
market: public(immutable(address))

nonces: public(HashMap[address, uint256])
hasAccess: public(HashMap[bytes32, HashMap[address, bool]])

datasets: HashMap[bytes32, Dataset]
job_fees: HashMap[uint256, DynArray[DataFee, JOB_DATASETS]]
is_used: HashMap[uint256, HashMap[bytes32, bool]]


@deploy
def __init__(_feeToken: address, _market: address):
    feeToken = _feeToken
    market = _market


@external
def publishDataset(
    contentHash: bytes32,
    cid: String[128],
    licenseHash: bytes32,
    consentHash: bytes32,
    datatoken: address,
    accessMode: uint8,
    price: uint256,
) -> bytes32:
    """
    @notice Makes a dataset of the sender's, once for each content, and returns its number.
    @param datatoken Whose holders (of at least one whole token) have access, where access is TokenGated; else zero.
    @param price What access costs, in wei of COAI.
    """
    assert contentHash != empty(bytes32), "contentHash"
    assert accessMode <= COMPUTE_ONLY, "accessMode"
    assert (datatoken != empty(address)) == (accessMode == TOKEN_GATED), "datatoken"
    datasetId: bytes32 = keccak256(abi_encode(chain.id, self, msg.sender, contentHash))
    assert self.datasets[datasetId].owner == empty(address), "published"
    self.datasets[datasetId] = Dataset(
        owner=msg.sender,
        isRevoked=False,
        accessMode=accessMode,
        datatoken=datatoken,
        price=price,
        licenseHash=licenseHash,
    )
    log DatasetPublished(
        datasetId=datasetId,
        owner=msg.sender,
        contentHash=contentHash,
        cid=cid,
        licenseHash=licenseHash,
        consentHash=consentHash,
        datatoken=datatoken,
    )
    return datasetId


@external
def revokeDataset(datasetId: bytes32):
    """
    @notice Ends all access from now on; what was accessed is still paid. For its owner, once.
    """
    assert msg.sender == self.datasets[datasetId].owner, "not the owner"
    assert not self.datasets[datasetId].isRevoked, "revoked"
    self.datasets[datasetId].isRevoked = True
    log DatasetRevoked(datasetId=datasetId)


@external
@nonreentrant
def accessDataset(datasetId: bytes32, jobId: uint256, maxFee: uint256):
    """
    @notice Gets access for the sender. With jobId 0 the price is paid now; else the sender has to be the provider of
            that job, which is under way, and the price is due when it is completed.
    """
    entry: Dataset = self.live(datasetId)
    self.check_gate(entry, msg.sender)
    assert entry.price <= maxFee, "price"
    if jobId == 0:
        assert entry.accessMode != COMPUTE_ONLY, "for jobs only"
    else:
        self.charge_job(entry, datasetId, jobId)
    self.grant(datasetId, msg.sender, jobId, entry.price)
    if jobId == 0:
        self.pay(msg.sender, entry.owner, entry.price)


@external
@nonreentrant
def accessBySig(request: DataAccessRequest, signature: Bytes[1024]):
    """
    @notice Gets access for a consumer by its signature, at its cost; anyone may send it.
    """
    assert block.timestamp <= convert(request.validUntil, uint256), "expired"
    assert self.nonces[request.consumer] == request.nonce, "nonce"
    digest: bytes32 = Domain.digest(keccak256(abi_encode(DATA_ACCESS_REQUEST_TYPEHASH, request)))
    assert Signatures.is_valid(request.consumer, digest, signature), "signature"
    self.nonces[request.consumer] = request.nonce + 1
    entry: Dataset = self.live(request.datasetId)
    assert entry.licenseHash == request.licenseHash, "license"
    assert entry.accessMode == request.accessMode and entry.accessMode != COMPUTE_ONLY, "accessMode"
    assert request.paymentToken == feeToken, "token"
    assert entry.price <= request.maxFee, "price"
    self.check_gate(entry, request.consumer)
    self.grant(request.datasetId, request.consumer, 0, entry.price)
    self.pay(request.consumer, entry.owner, entry.price)


@external
@view
def getDataset(datasetId: bytes32) -> (address, bool, uint8, address, uint256, bytes32):
    """
    @notice Owner, whether it is revoked, access mode, datatoken, price in wei, and license.
    """
    entry: Dataset = self.datasets[datasetId]
    return entry.owner, entry.isRevoked, entry.accessMode, entry.datatoken, entry.price, entry.licenseHash


@external
@view
def dataFeesOf(jobId: uint256) -> DynArray[DataFee, JOB_DATASETS]:
    """
    @notice What a job owes to the owners of the datasets that were used for it.
    """
    return self.job_fees[jobId]


@internal
@view
def live(datasetId: bytes32) -> Dataset:
    """
    @notice The dataset, which has to be there to be had.
    """
    entry: Dataset = self.datasets[datasetId]
    assert entry.owner != empty(address), "no such dataset"
    assert not entry.isRevoked, "revoked"
    return entry


@internal
@view
def check_gate(entry: Dataset, consumer: address):
    """
    @notice Reverts where access is for holders of a token, and the consumer is none.
    """
    if entry.accessMode == TOKEN_GATED:
        assert staticcall IERC20(entry.datatoken).balanceOf(consumer) >= WHOLE_DATATOKEN, "datatoken"


@internal
def charge_job(entry: Dataset, datasetId: bytes32, jobId: uint256):
    """
    @notice Notes the price as a debt of the job, once for each dataset, up to a fifth of its budget in all.
    """
    job: Jobs.Job = staticcall JobMarket(market).getJob(jobId)
    assert msg.sender == job.provider, "not the provider"
    assert job.status == Jobs.FUNDED or job.status == Jobs.RUNNING, "status"
    assert staticcall JobMarket(market).paymentTokenOf(jobId) == feeToken, "token"
    assert not self.is_used[jobId][datasetId], "used already"
    self.is_used[jobId][datasetId] = True
    fees: DynArray[DataFee, JOB_DATASETS] = self.job_fees[jobId]
    total: uint256 = entry.price
    for fee: DataFee in fees:
        total += fee.amount
    assert total <= job.budget // JOB_SHARE, "too dear for the job"
    assert len(fees) < JOB_DATASETS, "too many datasets"
    self.job_fees[jobId].append(DataFee(owner=entry.owner, amount=entry.price))


@internal
def grant(datasetId: bytes32, consumer: address, jobId: uint256, fee: uint256):
    """
    @notice Notes and tells the access.
    """
    self.hasAccess[datasetId][consumer] = True
    log DatasetAccessed(datasetId=datasetId, consumer=consumer, jobId=jobId, fee=fee)


@internal
def pay(consumer: address, owner: address, amount: uint256):
    """
    @notice Moves the price from the consumer to the owner; nothing happens for 0.
    """
    if amount > 0:
        assert extcall IERC20(feeToken).transferFrom(
            consumer, owner, amount, default_return_value=True
        ), "transfer"

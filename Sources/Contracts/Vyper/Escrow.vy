# pragma version 0.4.3
# pragma evm-version prague
"""
@title Jobs as they are kept, and the money that is held for them
@license MIT
@notice Escrow is what totalEscrow counts; bonds and deposits are held besides. State is changed before tokens move.
"""

from ethereum.ercs import IERC20

import Jobs

interface Settlement:
    def settle(
        jobId: uint256,
        paymentToken: address,
        client: address,
        provider: address,
        modelId: bytes32,
        amount: uint256,
    ) -> Jobs.Split: nonpayable

settlement: public(immutable(address))

jobCounter: public(uint256)
escrowOf: public(HashMap[uint256, uint256])
totalEscrow: public(HashMap[address, uint256])
penaltyOf: public(HashMap[uint256, uint256])

jobs: HashMap[uint256, Jobs.Record]
terms: HashMap[uint256, Jobs.Terms]
progress: HashMap[uint256, Jobs.Progress]


@deploy
def __init__(_settlement: address):
    settlement = _settlement


# What is allowed when, and by whom.


@internal
@view
def record_of(id: uint256) -> Jobs.Record:
    """
    @notice The job, which has to exist.
    """
    assert id > 0 and id <= self.jobCounter, "no such job"
    return self.jobs[id]


@internal
@view
def deadline_of(id: uint256) -> uint256:
    """
    @notice Until when a result is taken: the deadline of the terms, else when the job expires.
    """
    deadline: uint256 = convert(self.terms[id].deadline, uint256)
    if deadline == 0:
        return self.jobs[id].expiredAt
    return deadline


@internal
@view
def check_price(id: uint256, amount: uint256):
    """
    @notice Reverts if the terms have a lower limit.
    """
    limit: uint256 = self.terms[id].maxPrice
    assert limit == 0 or amount <= limit, "price"


@internal
@view
def only_client(client: address):
    """
    @notice Reverts unless the client calls.
    """
    assert msg.sender == client, "not the client"


@internal
@view
def only_provider(provider: address):
    """
    @notice Reverts unless the provider calls.
    """
    assert msg.sender == provider, "not the provider"


@internal
@pure
def when(allowed: bool):
    """
    @notice Reverts unless the job is in a state that allows it.
    """
    assert allowed, "status"


@internal
@pure
def not_early(allowed: bool):
    """
    @notice Reverts before the time.
    """
    assert allowed, "too early"


@internal
@pure
def not_late(allowed: bool):
    """
    @notice Reverts after the time.
    """
    assert allowed, "too late"


# Making a job.


@internal
def create(
    client: address, provider: address, evaluator: address, expiredAt: uint256, token: address
) -> uint256:
    """
    @notice A new open job.
    """
    id: uint256 = self.jobCounter + 1
    self.jobCounter = id
    self.jobs[id] = Jobs.Record(
        client=client,
        provider=provider,
        evaluator=evaluator,
        budget=0,
        expiredAt=expiredAt,
        status=Jobs.OPEN,
    )
    self.progress[id].paymentToken = token
    self.progress[id].createdAt = convert(block.timestamp, uint64)
    log Jobs.JobCreated(
        jobId=id,
        client=client,
        provider=provider,
        evaluator=evaluator,
        expiredAt=expiredAt,
        hook=empty(address),
    )
    return id


@internal
def set_terms(id: uint256, terms: Jobs.Terms):
    """
    @notice Keeps the terms, and tells them.
    """
    assert terms.jobType < Jobs.JOB_TYPES, "jobType"
    assert terms.verification < Jobs.VERIFICATIONS, "verification"
    self.terms[id] = terms
    log Jobs.JobTerms(
        jobId=id,
        modelId=terms.modelId,
        specHash=terms.specHash,
        inputCommitment=terms.inputCommitment,
        jobType=terms.jobType,
        verification=terms.verification,
        replicas=terms.replicas,
        maxPrice=terms.maxPrice,
        providerBond=terms.providerBond,
        maxLatencyMs=terms.maxLatencyMs,
        commitUntil=terms.commitUntil,
        revealUntil=terms.revealUntil,
        deadline=terms.deadline,
        challengeWindow=terms.challengeWindow,
    )


# Money.


@internal
def take_escrow(id: uint256, client: address, amount: uint256):
    """
    @notice Pulls the price from the client: the job is funded. Nobody works for or judges itself.
    """
    token: address = self.progress[id].paymentToken
    provider: address = self.jobs[id].provider
    assert provider != client, "own job"
    assert provider != self.jobs[id].evaluator, "provider is evaluator"
    self.jobs[id].status = Jobs.FUNDED
    self.escrowOf[id] = amount
    self.totalEscrow[token] += amount
    log Jobs.JobFunded(jobId=id, client=client, amount=amount)
    self.pull(token, client, amount)


@internal
def hold_bond(id: uint256, provider: address):
    """
    @notice Pulls what is missing of the bond from the provider.
    """
    bond: uint256 = self.terms[id].providerBond - self.progress[id].bondHeld
    self.progress[id].bondHeld = self.terms[id].providerBond
    self.pull(self.progress[id].paymentToken, provider, bond)


@internal
def complete(id: uint256, reason: bytes32):
    """
    @notice Hands what the job pays to the settlement, less a penalty, which the client gets; the provider's bond goes
            back.
    """
    self.jobs[id].status = Jobs.COMPLETED
    provider: address = self.jobs[id].provider
    client: address = self.jobs[id].client
    token: address = self.progress[id].paymentToken
    penalty: uint256 = self.penaltyOf[id]
    amount: uint256 = self.release(id) - penalty
    log Jobs.JobCompleted(jobId=id, evaluator=msg.sender, reason=reason)
    if penalty > 0:
        log Jobs.Refunded(jobId=id, client=client, amount=penalty)
        self.pay(token, client, penalty)
    self.pay(token, settlement, amount)
    split: Jobs.Split = extcall Settlement(settlement).settle(
        id, token, client, provider, self.terms[id].modelId, amount
    )
    log Jobs.PaymentReleased(jobId=id, provider=provider, amount=split.toProvider)
    log Jobs.FeeSplit(
        jobId=id,
        toProvider=split.toProvider,
        toDelegators=split.toDelegators,
        toModelOwner=split.toModelOwner,
        toDataOwners=split.toDataOwners,
        toTreasury=split.toTreasury,
        toVerifiers=split.toVerifiers,
        burned=split.burned,
    )
    self.release_bond(id, provider)


@internal
def reject(id: uint256, reason: bytes32, bondRecipient: address):
    """
    @notice Ends the job, refunds the client, and pays the bond out.
    """
    self.jobs[id].status = Jobs.REJECTED
    log Jobs.JobRejected(jobId=id, rejector=msg.sender, reason=reason)
    self.refund(id, bondRecipient)


@internal
def refund(id: uint256, bondRecipient: address):
    """
    @notice Gives the escrow back to the client, and pays the bond out.
    """
    amount: uint256 = self.release(id)
    client: address = self.jobs[id].client
    if amount > 0:
        log Jobs.Refunded(jobId=id, client=client, amount=amount)
        self.pay(self.progress[id].paymentToken, client, amount)
    self.release_bond(id, bondRecipient)


@internal
def release(id: uint256) -> uint256:
    """
    @notice Takes the escrow out of the books, before it is paid.
    """
    amount: uint256 = self.escrowOf[id]
    self.escrowOf[id] = 0
    self.totalEscrow[self.progress[id].paymentToken] -= amount
    return amount


@internal
def release_bond(id: uint256, recipient: address):
    """
    @notice Pays the bond out, if one is held.
    """
    bond: uint256 = self.progress[id].bondHeld
    self.progress[id].bondHeld = 0
    self.pay(self.progress[id].paymentToken, recipient, bond)


@internal
def pull(token: address, owner: address, amount: uint256):
    """
    @notice Takes tokens from their owner; nothing happens for 0.
    """
    if amount > 0:
        assert extcall IERC20(token).transferFrom(
            owner, self, amount, default_return_value=True
        ), "transfer"


@internal
def pay(token: address, recipient: address, amount: uint256):
    """
    @notice Sends tokens; nothing happens for 0.
    """
    if amount > 0:
        assert extcall IERC20(token).transfer(
            recipient, amount, default_return_value=True
        ), "transfer"

# pragma version 0.4.3
# pragma evm-version prague
"""
@title Sealed and open bids
@license MIT
@notice A sealed bid is the hash of a BidReveal, with a deposit that comes back when it is opened and goes to the client
        when it isn't. Signed ones have sequential nonces.
"""

import Domain
import Escrow
import Jobs
import Ownable
import Signatures

uses: Domain
uses: Escrow
uses: Ownable

BID_COMMIT_TYPEHASH: public(constant(bytes32)) = keccak256(
    "BidCommit(address provider,uint256 jobId,bytes32 commitment,uint64 validUntil,uint256 nonce)"
)
BID_REVEAL_TYPEHASH: public(constant(bytes32)) = keccak256(
    "BidReveal(address provider,uint256 jobId,uint256 price,uint32 latencyMs,bytes32 capabilityHash,bytes32 salt)"
)

bidDeposit: public(uint256)
nonces: public(HashMap[address, uint256])

bids: HashMap[uint256, HashMap[address, Jobs.SealedBid]]


@external
@nonreentrant
def commitBid(jobId: uint256, commitment: bytes32):
    """
    @notice Makes a sealed bid, with a deposit that comes back when it is opened.
    @param commitment hashStruct(BidReveal).
    """
    self.commit(jobId, msg.sender, commitment)


@external
@nonreentrant
def commitBidBySig(bid: Jobs.BidCommit, signature: Bytes[1024]):
    """
    @notice Makes a sealed bid by the provider's signature.
    """
    assert block.timestamp <= convert(bid.validUntil, uint256), "not valid any more"
    assert self.nonces[bid.provider] == bid.nonce, "nonce"
    digest: bytes32 = Domain.digest(keccak256(abi_encode(BID_COMMIT_TYPEHASH, bid)))
    assert Signatures.is_valid(bid.provider, digest, signature), "signature"
    self.nonces[bid.provider] = bid.nonce + 1
    self.commit(bid.jobId, bid.provider, bid.commitment)


@external
@nonreentrant
def revealBid(
    jobId: uint256, price: uint256, latencyMs: uint32, capabilityHash: bytes32, salt: bytes32
):
    """
    @notice Opens the sender's sealed bid; where bids aren't sealed, makes one.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.when(job.status == Jobs.OPEN)
    commitUntil: uint64 = Escrow.terms[jobId].commitUntil
    Escrow.not_late(block.timestamp < convert(Escrow.terms[jobId].revealUntil, uint256))
    Escrow.not_early(block.timestamp >= convert(commitUntil, uint256))
    assert price > 0, "price"
    Escrow.check_price(jobId, price)
    deposit: uint256 = 0
    if commitUntil != 0:
        bid: Jobs.SealedBid = self.bids[jobId][msg.sender]
        assert bid.status == Jobs.BID_COMMITTED and bid.commitment != empty(bytes32), "no sealed bid"
        commitment: bytes32 = keccak256(
            abi_encode(BID_REVEAL_TYPEHASH, msg.sender, jobId, price, latencyMs, capabilityHash, salt)
        )
        assert bid.commitment == commitment, "commitment"
        deposit = bid.deposit
        self.bids[jobId][msg.sender].deposit = 0
    self.bids[jobId][msg.sender].status = Jobs.BID_OPEN
    self.bids[jobId][msg.sender].price = price
    self.bids[jobId][msg.sender].latencyMs = latencyMs
    log Jobs.BidRevealed(
        jobId=jobId,
        provider=msg.sender,
        price=price,
        latencyMs=latencyMs,
        capabilityHash=capabilityHash,
    )
    Escrow.pay(Escrow.progress[jobId].paymentToken, msg.sender, deposit)


@external
@nonreentrant
def forfeitBid(jobId: uint256, provider: address):
    """
    @notice Gives the deposit of a bid that wasn't opened in time to the client; anyone may call.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.when(job.status != Jobs.CANCELLED and job.status != Jobs.REJECTED)
    Escrow.not_early(block.timestamp >= convert(Escrow.terms[jobId].revealUntil, uint256))
    bid: Jobs.SealedBid = self.bids[jobId][provider]
    assert bid.status == Jobs.BID_COMMITTED and bid.commitment != empty(bytes32), "no sealed bid"
    self.bids[jobId][provider].status = Jobs.BID_FORFEITED
    self.bids[jobId][provider].deposit = 0
    log Jobs.BidForfeited(jobId=jobId, provider=provider, deposit=bid.deposit)
    Escrow.pay(Escrow.progress[jobId].paymentToken, job.client, bid.deposit)


@external
@nonreentrant
def withdrawBid(jobId: uint256):
    """
    @notice Takes the sender's sealed bid and its deposit back, when the client ended the job without an award.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.when(job.status == Jobs.CANCELLED or job.status == Jobs.REJECTED)
    bid: Jobs.SealedBid = self.bids[jobId][msg.sender]
    assert bid.status == Jobs.BID_COMMITTED and bid.commitment != empty(bytes32), "no sealed bid"
    self.bids[jobId][msg.sender].status = Jobs.BID_CLOSED
    self.bids[jobId][msg.sender].deposit = 0
    log Jobs.BidClosed(jobId=jobId, provider=msg.sender, deposit=bid.deposit)
    Escrow.pay(Escrow.progress[jobId].paymentToken, msg.sender, bid.deposit)


@external
@nonreentrant
def award(jobId: uint256, provider: address, expectedPrice: uint256):
    """
    @notice Gives the job to a bidder and pays the price into escrow; sealed bids only when all could be opened.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.only_client(job.client)
    Escrow.when(job.status == Jobs.OPEN)
    terms: Jobs.Terms = Escrow.terms[jobId]
    assert block.timestamp < convert(terms.deadline, uint256), "expired"
    Escrow.not_early(
        terms.commitUntil == 0 or block.timestamp >= convert(terms.revealUntil, uint256)
    )
    bid: Jobs.SealedBid = self.bids[jobId][provider]
    assert bid.status == Jobs.BID_OPEN and bid.price > 0, "no bid"
    assert bid.price == expectedPrice, "price"
    self.bids[jobId][provider].status = Jobs.BID_ACTIVE
    Escrow.jobs[jobId].provider = provider
    Escrow.jobs[jobId].budget = bid.price
    log Jobs.ProviderSet(jobId=jobId, provider=provider)
    log Jobs.BudgetSet(jobId=jobId, amount=bid.price)
    Escrow.take_escrow(jobId, job.client, bid.price)


@external
def setBidDeposit(amount: uint256):
    """
    @notice Sets what a sealed bid deposits, in wei.
    """
    Ownable.only_owner()
    self.set_bid_deposit(amount)


@external
@view
def bidOf(jobId: uint256, provider: address) -> (uint8, bytes32, uint256, uint32, uint256):
    """
    @notice Status, commitment, price, latency in milliseconds and deposit of a bid.
    """
    bid: Jobs.SealedBid = self.bids[jobId][provider]
    if bid.status == Jobs.BID_OPEN and Escrow.jobs[jobId].status != Jobs.OPEN:
        bid.status = Jobs.BID_LOST
    return bid.status, bid.commitment, bid.price, bid.latencyMs, bid.deposit


@internal
def commit(id: uint256, provider: address, commitment: bytes32):
    job: Jobs.Record = Escrow.record_of(id)
    Escrow.when(job.status == Jobs.OPEN)
    Escrow.not_late(block.timestamp < convert(Escrow.terms[id].commitUntil, uint256))
    assert commitment != empty(bytes32), "commitment"
    assert self.bids[id][provider].commitment == empty(bytes32), "bid is made"
    deposit: uint256 = self.bidDeposit
    self.bids[id][provider].commitment = commitment
    self.bids[id][provider].deposit = deposit
    log Jobs.BidCommitted(jobId=id, provider=provider, commitment=commitment)
    Escrow.pull(Escrow.progress[id].paymentToken, provider, deposit)


@internal
def set_bid_deposit(amount: uint256):
    log Jobs.ParamSet(key=keccak256("bidDeposit"), oldValue=self.bidDeposit, newValue=amount)
    self.bidDeposit = amount

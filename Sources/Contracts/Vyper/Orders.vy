# pragma version 0.4.3
# pragma evm-version prague
"""
@title Orders and bids that are signed off chain
@license MIT
@notice Each is used once, by its digest, and is valid while its nonce isn't below its maker's counter: many can stand
        side by side, and one call makes all of them void.
"""

import Domain
import Escrow
import Jobs
import Ownable
import Signatures

uses: Domain
uses: Escrow
uses: Ownable

JOB_ORDER_TYPEHASH: public(constant(bytes32)) = keccak256(
    "JobOrder(address requester,bytes32 modelId,bytes32 inputCommitment,bytes32 specHash,uint8 jobType,uint8 verification,uint16 replicas,address paymentToken,uint256 maxPrice,uint256 providerBond,uint32 maxLatencyMs,uint32 challengeWindow,uint64 deadline,address provider,address evaluator,uint64 validUntil,uint256 nonce)"
)
BID_TYPEHASH: public(constant(bytes32)) = keccak256(
    "Bid(address provider,bytes32 orderHash,uint256 price,uint32 latencyMs,uint64 startBy,bytes32 capabilityHash,uint64 validUntil,uint256 nonce)"
)

isTokenAllowed: public(HashMap[address, bool])
orderStatus: public(HashMap[bytes32, uint8])
counterOf: public(HashMap[address, uint256])


@external
@nonreentrant
def fillOrder(
    order: Jobs.JobOrder, orderSignature: Bytes[1024], bid: Jobs.Bid, bidSignature: Bytes[1024]
) -> uint256:
    """
    @notice Makes a funded job of a requester's order and a provider's bid on it; the price comes from the requester,
            the bond from the provider. Anyone may send it. If it fails, neither is used up.
    """
    orderHash: bytes32 = Domain.digest(keccak256(abi_encode(JOB_ORDER_TYPEHASH, order)))
    bidHash: bytes32 = Domain.digest(keccak256(abi_encode(BID_TYPEHASH, bid)))
    assert bid.orderHash == orderHash, "bid is for another order"
    assert self.orderStatus[orderHash] == 0, "order is used"
    assert self.orderStatus[bidHash] == 0, "bid is used"
    assert order.nonce >= self.counterOf[order.requester], "order nonce"
    assert bid.nonce >= self.counterOf[bid.provider], "bid nonce"
    assert order.provider == empty(address) or order.provider == bid.provider, "provider"
    assert bid.price > 0 and bid.price <= order.maxPrice, "price"
    assert order.maxLatencyMs == 0 or bid.latencyMs <= order.maxLatencyMs, "latency"
    assert self.isTokenAllowed[order.paymentToken], "token"
    assert block.timestamp <= convert(order.validUntil, uint256), "order expired"
    assert block.timestamp <= convert(bid.validUntil, uint256), "bid expired"
    assert block.timestamp <= convert(bid.startBy, uint256), "startBy"
    assert block.timestamp < convert(order.deadline, uint256), "deadline"
    assert Signatures.is_valid(order.requester, orderHash, orderSignature), "order signature"
    assert Signatures.is_valid(bid.provider, bidHash, bidSignature), "bid signature"
    self.orderStatus[orderHash] = Jobs.FILLED
    self.orderStatus[bidHash] = Jobs.FILLED
    id: uint256 = Escrow.create(
        order.requester,
        bid.provider,
        order.evaluator,
        convert(order.deadline, uint256) + convert(order.challengeWindow, uint256),
        order.paymentToken,
    )
    Escrow.set_terms(
        id,
        Jobs.Terms(
            modelId=order.modelId,
            specHash=order.specHash,
            inputCommitment=order.inputCommitment,
            jobType=order.jobType,
            verification=order.verification,
            replicas=order.replicas,
            maxPrice=order.maxPrice,
            providerBond=order.providerBond,
            maxLatencyMs=order.maxLatencyMs,
            commitUntil=0,
            revealUntil=0,
            deadline=order.deadline,
            challengeWindow=order.challengeWindow,
        ),
    )
    Escrow.jobs[id].budget = bid.price
    log Jobs.BudgetSet(jobId=id, amount=bid.price)
    Escrow.take_escrow(id, order.requester, bid.price)
    log Jobs.OrderFilled(orderHash=orderHash, jobId=id, provider=bid.provider, price=bid.price)
    Escrow.hold_bond(id, bid.provider)
    return id


@external
def cancelOrder(order: Jobs.JobOrder):
    """
    @notice Makes the sender's order void.
    """
    assert msg.sender == order.requester, "not the requester"
    orderHash: bytes32 = Domain.digest(keccak256(abi_encode(JOB_ORDER_TYPEHASH, order)))
    assert self.orderStatus[orderHash] == 0, "order is used"
    self.orderStatus[orderHash] = Jobs.VOID
    log Jobs.OrderCancelled(orderHash=orderHash, maker=msg.sender)


@external
def incrementCounter() -> uint256:
    """
    @notice Makes all orders and bids of the sender void whose nonce is below the new counter.
    """
    counter: uint256 = self.counterOf[msg.sender] + 1
    self.counterOf[msg.sender] = counter
    log Jobs.CounterIncremented(maker=msg.sender, newCounter=counter)
    return counter


@external
def setTokenAllowed(token: address, allowed: bool):
    """
    @notice Says whether orders may be paid in a token.
    """
    Ownable.only_owner()
    self.allow_token(token, allowed)


@internal
def allow_token(token: address, allowed: bool):
    self.isTokenAllowed[token] = allowed
    log Jobs.TokenAllowed(token=token, allowed=allowed)

# pragma version 0.4.3
# pragma evm-version prague
"""
@title COAI, the token of the network
@license MIT
@notice ERC-20 with signed approvals (EIP-2612) and votes (ERC-5805) on a clock of seconds (ERC-6372).
@dev Votes follow delegation: tokens that nobody delegated carry none, and tokens that a contract holds carry none
     unless it delegates. The supply never exceeds the cap, which fits the 208 bits of a checkpoint.
"""

from ethereum.ercs import IERC20

import Domain
import Ownable
import Signatures

implements: IERC20
initializes: Domain
initializes: Ownable
exports: (Domain.eip712Domain, Domain.DOMAIN_SEPARATOR)
exports: (
    Ownable.owner,
    Ownable.hasRole,
    Ownable.transferOwnership,
    Ownable.grantRole,
    Ownable.revokeRole,
)

event DelegateChanged:
    delegator: indexed(address)
    fromDelegate: indexed(address)
    toDelegate: indexed(address)

event DelegateVotesChanged:
    delegate: indexed(address)
    previousVotes: uint256
    newVotes: uint256

event Minted:
    to: indexed(address)
    amount: uint256
    epoch: indexed(uint256)

event Burned:
    from_: indexed(address)
    amount: uint256
    reason: indexed(bytes32)

struct Checkpoint:
    _key: uint48
    _value: uint208

PERMIT_TYPEHASH: constant(bytes32) = keccak256(
    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
)
DELEGATION_TYPEHASH: constant(bytes32) = keccak256(
    "Delegation(address delegatee,uint256 nonce,uint256 expiry)"
)
MINTER_ROLE: public(constant(bytes32)) = keccak256("MINTER_ROLE")
VALUE_BITS: constant(uint256) = 208

name: public(constant(String[10])) = "COAI Token"
symbol: public(constant(String[4])) = "COAI"
decimals: public(constant(uint8)) = 18
cap: public(immutable(uint256))

totalSupply: public(uint256)
balanceOf: public(HashMap[address, uint256])
allowance: public(HashMap[address, HashMap[address, uint256]])
nonces: public(HashMap[address, uint256])
delegates: public(HashMap[address, address])

# Checkpoints are one word each: the time in seconds above 208 bits of votes. The zero address has the supply's.
checkpoint_count: HashMap[address, uint256]
checkpoint_words: HashMap[address, HashMap[uint256, uint256]]


@deploy
def __init__(
    owner: address, holder: address, minter: address, initialSupply: uint256, _cap: uint256
):
    """
    @param owner Who gives roles: the timelock.
    @param minter Who may make new tokens: the emissions; zero for nobody.
    @param holder Who gets the initial supply.
    @param initialSupply In wei.
    @param _cap What the supply never exceeds, in wei, below 2^208.
    """
    assert _cap < 2**VALUE_BITS, "cap"
    cap = _cap
    Domain.__init__(name, "1")
    Ownable.__init__(owner)
    if minter != empty(address):
        Ownable.grant(MINTER_ROLE, minter)
    self._mint(holder, initialSupply, 0)


# ERC-20.


@external
def transfer(to: address, amount: uint256) -> bool:
    """
    @notice Sends the sender's tokens.
    """
    self._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(owner: address, to: address, amount: uint256) -> bool:
    """
    @notice Sends tokens that their owner allowed the sender to take; an allowance of 2^256-1 isn't used up.
    """
    allowed: uint256 = self.allowance[owner][msg.sender]
    if allowed != max_value(uint256):
        assert allowed >= amount, "allowance"
        self.allowance[owner][msg.sender] = allowed - amount
    self._transfer(owner, to, amount)
    return True


@external
def approve(spender: address, amount: uint256) -> bool:
    """
    @notice Allows the spender to take this much, instead of what was allowed before.
    """
    self._approve(msg.sender, spender, amount)
    return True


@external
def mint(to: address, amount: uint256, epoch: uint256):
    """
    @notice Makes new tokens, up to the cap. For holders of MINTER_ROLE.
    """
    assert Ownable.hasRole[MINTER_ROLE][msg.sender], "not a minter"
    self._mint(to, amount, epoch)


@external
def burn(amount: uint256, reason: bytes32):
    """
    @notice Destroys the sender's tokens.
    """
    assert self.balanceOf[msg.sender] >= amount, "balance"
    self.balanceOf[msg.sender] -= amount
    self.totalSupply -= amount
    log IERC20.Transfer(sender=msg.sender, receiver=empty(address), value=amount)
    log Burned(from_=msg.sender, amount=amount, reason=reason)
    self._write(empty(address), self.totalSupply)
    self._move_votes(self.delegates[msg.sender], empty(address), amount)


# Signed approvals and delegations: nonces are sequential and shared by both.


@external
def permit(
    owner: address, spender: address, amount: uint256, deadline: uint256, v: uint8, r: bytes32, s: bytes32
):
    """
    @notice Approves by the owner's signature (EIP-2612), until the deadline.
    """
    assert block.timestamp <= deadline, "expired"
    nonce: uint256 = self.nonces[owner]
    digest: bytes32 = Domain.digest(
        keccak256(abi_encode(PERMIT_TYPEHASH, owner, spender, amount, nonce, deadline))
    )
    signer: address = Signatures.recover(
        digest, convert(v, uint256), convert(r, uint256), convert(s, uint256)
    )
    assert signer != empty(address) and signer == owner, "signature"
    self.nonces[owner] = nonce + 1
    self._approve(owner, spender, amount)


@external
def delegate(delegatee: address):
    """
    @notice Gives the votes of all the sender's tokens to the delegatee; to oneself to vote.
    """
    self._delegate(msg.sender, delegatee)


@external
def delegateBySig(
    delegatee: address, nonce: uint256, expiry: uint256, v: uint8, r: bytes32, s: bytes32
):
    """
    @notice Delegates by signature (ERC-5805), until the expiry.
    """
    assert block.timestamp <= expiry, "expired"
    digest: bytes32 = Domain.digest(
        keccak256(abi_encode(DELEGATION_TYPEHASH, delegatee, nonce, expiry))
    )
    signer: address = Signatures.recover(
        digest, convert(v, uint256), convert(r, uint256), convert(s, uint256)
    )
    assert signer != empty(address), "signature"
    assert self.nonces[signer] == nonce, "nonce"
    self.nonces[signer] = nonce + 1
    self._delegate(signer, delegatee)


# Votes.


@external
@view
def clock() -> uint48:
    """
    @notice The time that votes are counted by: seconds since 1970 (ERC-6372).
    """
    return convert(block.timestamp, uint48)


@external
@view
def CLOCK_MODE() -> String[14]:
    """
    @notice What the clock counts (ERC-6372).
    """
    return "mode=timestamp"


@external
@view
def getVotes(account: address) -> uint256:
    """
    @notice Votes of an account now.
    """
    return self._latest(account)


@external
@view
def getPastVotes(account: address, timepoint: uint256) -> uint256:
    """
    @notice Votes of an account at the end of a second that is over.
    """
    assert timepoint < block.timestamp, "future lookup"
    return self._lookup(account, timepoint)


@external
@view
def getPastTotalSupply(timepoint: uint256) -> uint256:
    """
    @notice The supply at the end of a second that is over; it includes tokens that nobody delegated.
    """
    assert timepoint < block.timestamp, "future lookup"
    return self._lookup(empty(address), timepoint)


@external
@view
def numCheckpoints(account: address) -> uint32:
    """
    @notice How often the votes of an account changed, counted once a second.
    """
    assert account != empty(address), "zero address"
    return convert(self.checkpoint_count[account], uint32)


@external
@view
def checkpoints(account: address, pos: uint32) -> Checkpoint:
    """
    @notice One of the changes: from when on, how many votes.
    """
    place: uint256 = convert(pos, uint256)
    assert account != empty(address) and place < self.checkpoint_count[account], "no checkpoint"
    word: uint256 = self.checkpoint_words[account][place]
    return Checkpoint(
        _key=convert(word >> VALUE_BITS, uint48), _value=convert(self._votes(word), uint208)
    )


# Inner parts.


@internal
def _approve(owner: address, spender: address, amount: uint256):
    assert spender != empty(address), "zero spender"
    self.allowance[owner][spender] = amount
    log IERC20.Approval(owner=owner, spender=spender, value=amount)


@internal
def _transfer(owner: address, to: address, amount: uint256):
    assert to != empty(address), "zero recipient"
    assert self.balanceOf[owner] >= amount, "balance"
    self.balanceOf[owner] -= amount
    self.balanceOf[to] += amount
    log IERC20.Transfer(sender=owner, receiver=to, value=amount)
    self._move_votes(self.delegates[owner], self.delegates[to], amount)


@internal
def _mint(to: address, amount: uint256, epoch: uint256):
    assert to != empty(address), "zero recipient"
    assert amount <= cap - self.totalSupply, "cap"
    self.totalSupply += amount
    self.balanceOf[to] += amount
    log IERC20.Transfer(sender=empty(address), receiver=to, value=amount)
    log Minted(to=to, amount=amount, epoch=epoch)
    self._write(empty(address), self.totalSupply)
    self._move_votes(empty(address), self.delegates[to], amount)


@internal
def _delegate(delegator: address, delegatee: address):
    previous: address = self.delegates[delegator]
    self.delegates[delegator] = delegatee
    log DelegateChanged(delegator=delegator, fromDelegate=previous, toDelegate=delegatee)
    self._move_votes(previous, delegatee, self.balanceOf[delegator])


@internal
def _move_votes(source: address, destination: address, amount: uint256):
    if source == destination or amount == 0:
        return
    if source != empty(address):
        votes: uint256 = self._latest(source)
        self._write(source, votes - amount)
        log DelegateVotesChanged(delegate=source, previousVotes=votes, newVotes=votes - amount)
    if destination != empty(address):
        votes: uint256 = self._latest(destination)
        self._write(destination, votes + amount)
        log DelegateVotesChanged(delegate=destination, previousVotes=votes, newVotes=votes + amount)


@internal
@pure
def _votes(word: uint256) -> uint256:
    return word & (2**VALUE_BITS - 1)


@internal
@view
def _latest(account: address) -> uint256:
    count: uint256 = self.checkpoint_count[account]
    if count == 0:
        return 0
    return self._votes(self.checkpoint_words[account][count - 1])


@internal
def _write(account: address, amount: uint256):
    count: uint256 = self.checkpoint_count[account]
    word: uint256 = block.timestamp << VALUE_BITS | amount
    if count > 0 and self.checkpoint_words[account][count - 1] >> VALUE_BITS == block.timestamp:
        self.checkpoint_words[account][count - 1] = word
    else:
        self.checkpoint_words[account][count] = word
        self.checkpoint_count[account] = count + 1


@internal
@view
def _lookup(account: address, timepoint: uint256) -> uint256:
    # The number of checkpoints at or before the time, by halving: 64 steps are enough for any count.
    low: uint256 = 0
    high: uint256 = self.checkpoint_count[account]
    for _: uint256 in range(64):
        if low >= high:
            break
        middle: uint256 = (low + high) // 2
        if self.checkpoint_words[account][middle] >> VALUE_BITS > timepoint:
            high = middle
        else:
            low = middle + 1
    if low == 0:
        return 0
    return self._votes(self.checkpoint_words[account][low - 1])

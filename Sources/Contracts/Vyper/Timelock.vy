# pragma version 0.4.3
# pragma evm-version prague
"""
@title Timelock: calls that can be made only after a delay, and not for ever
@license MIT
@notice The interface of OpenZeppelin's TimelockController: proposers schedule, executors execute, cancellers cancel.
@dev One deviation: after ready + GRACE_PERIOD an operation can't be executed by anyone; its state is 4, Expired.
     Bounds: 16 calls of 4,096 bytes in an operation. Executor: the zero address stands for anyone.
"""

event CallScheduled:
    id: indexed(bytes32)
    index: indexed(uint256)
    target: address
    amount: uint256
    data: Bytes[4096]
    predecessor: bytes32
    delay: uint256

event CallExecuted:
    id: indexed(bytes32)
    index: indexed(uint256)
    target: address
    amount: uint256
    data: Bytes[4096]

event CallSalt:
    id: indexed(bytes32)
    salt: bytes32

event Cancelled:
    id: indexed(bytes32)

event MinDelayChange:
    oldDuration: uint256
    newDuration: uint256

event RoleGranted:
    role: indexed(bytes32)
    account: indexed(address)
    sender: indexed(address)

event RoleRevoked:
    role: indexed(bytes32)
    account: indexed(address)
    sender: indexed(address)

CALLS: constant(uint256) = 16
BYTES: constant(uint256) = 4096

DEFAULT_ADMIN_ROLE: public(constant(bytes32)) = empty(bytes32)
PROPOSER_ROLE: public(constant(bytes32)) = keccak256("PROPOSER_ROLE")
EXECUTOR_ROLE: public(constant(bytes32)) = keccak256("EXECUTOR_ROLE")
CANCELLER_ROLE: public(constant(bytes32)) = keccak256("CANCELLER_ROLE")
GRACE_PERIOD: public(constant(uint256)) = 14 * 86400
DONE: constant(uint256) = 1

UNSET_STATE: constant(uint8) = 0
WAITING_STATE: constant(uint8) = 1
READY_STATE: constant(uint8) = 2
DONE_STATE: constant(uint8) = 3
EXPIRED_STATE: constant(uint8) = 4

hasRole: public(HashMap[bytes32, HashMap[address, bool]])
# 0: not scheduled; 1: done; else when it is ready, in seconds since 1970.
getTimestamp: public(HashMap[bytes32, uint256])
getMinDelay: public(uint256)


@deploy
def __init__(
    minDelay: uint256,
    proposers: DynArray[address, 8],
    executors: DynArray[address, 8],
    admin: address,
):
    """
    @param minDelay In seconds.
    @param proposers Who schedules and cancels: the governor.
    @param executors Who executes; the zero address for anyone.
    @param admin Who gives roles besides the timelock itself; the zero address for nobody.
    """
    self._grant(DEFAULT_ADMIN_ROLE, self)
    if admin != empty(address):
        self._grant(DEFAULT_ADMIN_ROLE, admin)
    for proposer: address in proposers:
        self._grant(PROPOSER_ROLE, proposer)
        self._grant(CANCELLER_ROLE, proposer)
    for executor: address in executors:
        self._grant(EXECUTOR_ROLE, executor)
    self.getMinDelay = minDelay
    log MinDelayChange(oldDuration=0, newDuration=minDelay)


@external
@payable
def __default__():
    """
    @notice Takes ether: the timelock is the treasury.
    """
    assert len(msg.data) == 0, "no such function"


# Scheduling.


@external
def schedule(
    target: address, amount: uint256, data: Bytes[BYTES], predecessor: bytes32, salt: bytes32, delay: uint256
):
    """
    @notice Schedules one call, to be made after the delay (seconds, at least the minimum).
    """
    self._only(PROPOSER_ROLE)
    id: bytes32 = self._hash(target, amount, data, predecessor, salt)
    self._schedule(id, delay)
    log CallScheduled(
        id=id, index=0, target=target, amount=amount, data=data, predecessor=predecessor, delay=delay
    )
    if salt != empty(bytes32):
        log CallSalt(id=id, salt=salt)


@external
def scheduleBatch(
    targets: DynArray[address, CALLS],
    amounts: DynArray[uint256, CALLS],
    payloads: DynArray[Bytes[BYTES], CALLS],
    predecessor: bytes32,
    salt: bytes32,
    delay: uint256,
):
    """
    @notice Schedules several calls, to be made in order, all or none.
    """
    self._only(PROPOSER_ROLE)
    assert len(targets) == len(amounts) and len(targets) == len(payloads), "lengths"
    id: bytes32 = self._hash_batch(targets, amounts, payloads, predecessor, salt)
    self._schedule(id, delay)
    for index: uint256 in range(len(targets), bound=CALLS):
        log CallScheduled(
            id=id,
            index=index,
            target=targets[index],
            amount=amounts[index],
            data=payloads[index],
            predecessor=predecessor,
            delay=delay,
        )
    if salt != empty(bytes32):
        log CallSalt(id=id, salt=salt)


@external
def cancel(id: bytes32):
    """
    @notice Takes back an operation that isn't done; also one that expired, so that it can be scheduled again.
    """
    self._only(CANCELLER_ROLE)
    assert self.getTimestamp[id] > DONE, "not pending"
    self.getTimestamp[id] = 0
    log Cancelled(id=id)


# Execution. An operation is marked as done before its calls: it runs once, whatever they do.


@external
@payable
@nonreentrant
def execute(
    target: address, amount: uint256, payload: Bytes[BYTES], predecessor: bytes32, salt: bytes32
):
    """
    @notice Makes a call that is ready, and whose predecessor (if any) is done.
    """
    self._only_executor()
    id: bytes32 = self._hash(target, amount, payload, predecessor, salt)
    self._begin(id, predecessor)
    raw_call(target, payload, value=amount)
    log CallExecuted(id=id, index=0, target=target, amount=amount, data=payload)


@external
@payable
@nonreentrant
def executeBatch(
    targets: DynArray[address, CALLS],
    amounts: DynArray[uint256, CALLS],
    payloads: DynArray[Bytes[BYTES], CALLS],
    predecessor: bytes32,
    salt: bytes32,
):
    """
    @notice Makes several calls that are ready, in order, all or none.
    """
    self._only_executor()
    assert len(targets) == len(amounts) and len(targets) == len(payloads), "lengths"
    id: bytes32 = self._hash_batch(targets, amounts, payloads, predecessor, salt)
    self._begin(id, predecessor)
    for index: uint256 in range(len(targets), bound=CALLS):
        raw_call(targets[index], payloads[index], value=amounts[index])
        log CallExecuted(
            id=id,
            index=index,
            target=targets[index],
            amount=amounts[index],
            data=payloads[index],
        )


# Settings and roles.


@external
def updateDelay(newDelay: uint256):
    """
    @notice Changes the minimum delay, in seconds; by a scheduled call to the timelock itself only.
    """
    assert msg.sender == self, "not the timelock"
    log MinDelayChange(oldDuration=self.getMinDelay, newDuration=newDelay)
    self.getMinDelay = newDelay


@external
def grantRole(role: bytes32, account: address):
    """
    @notice Gives a role.
    """
    self._only(DEFAULT_ADMIN_ROLE)
    self._grant(role, account)


@external
def revokeRole(role: bytes32, account: address):
    """
    @notice Takes a role back.
    """
    self._only(DEFAULT_ADMIN_ROLE)
    self._revoke(role, account)


@external
def renounceRole(role: bytes32, callerConfirmation: address):
    """
    @notice Gives up a role of the sender, who names itself to confirm.
    """
    assert callerConfirmation == msg.sender, "confirmation"
    self._revoke(role, msg.sender)


# Reads.


@external
@view
def getRoleAdmin(role: bytes32) -> bytes32:
    """
    @notice Whose holders give the role: the admin's, for every role.
    """
    return DEFAULT_ADMIN_ROLE


@external
@view
def isOperation(id: bytes32) -> bool:
    """
    @notice Whether it was scheduled (and not cancelled).
    """
    return self.getTimestamp[id] != 0


@external
@view
def isOperationPending(id: bytes32) -> bool:
    """
    @notice Whether it can be executed now or later.
    """
    state: uint8 = self._state(id)
    return state == WAITING_STATE or state == READY_STATE


@external
@view
def isOperationReady(id: bytes32) -> bool:
    """
    @notice Whether it can be executed now.
    """
    return self._state(id) == READY_STATE


@external
@view
def isOperationDone(id: bytes32) -> bool:
    """
    @notice Whether it was executed.
    """
    return self._state(id) == DONE_STATE


@external
@view
def isOperationExpired(id: bytes32) -> bool:
    """
    @notice Whether nobody executed it in time.
    """
    return self._state(id) == EXPIRED_STATE


@external
@view
def getOperationState(id: bytes32) -> uint8:
    """
    @notice 0 Unset, 1 Waiting, 2 Ready, 3 Done, 4 Expired.
    """
    return self._state(id)


@external
@pure
def hashOperation(
    target: address, amount: uint256, data: Bytes[BYTES], predecessor: bytes32, salt: bytes32
) -> bytes32:
    """
    @notice The id of an operation of one call.
    """
    return self._hash(target, amount, data, predecessor, salt)


@external
@pure
def hashOperationBatch(
    targets: DynArray[address, CALLS],
    amounts: DynArray[uint256, CALLS],
    payloads: DynArray[Bytes[BYTES], CALLS],
    predecessor: bytes32,
    salt: bytes32,
) -> bytes32:
    """
    @notice The id of an operation of several calls.
    """
    return self._hash_batch(targets, amounts, payloads, predecessor, salt)


# Inner parts.


@internal
@view
def _only(role: bytes32):
    assert self.hasRole[role][msg.sender], "role"


@internal
@view
def _only_executor():
    assert (
        self.hasRole[EXECUTOR_ROLE][empty(address)] or self.hasRole[EXECUTOR_ROLE][msg.sender]
    ), "role"


@internal
def _grant(role: bytes32, account: address):
    if not self.hasRole[role][account]:
        self.hasRole[role][account] = True
        log RoleGranted(role=role, account=account, sender=msg.sender)


@internal
def _revoke(role: bytes32, account: address):
    if self.hasRole[role][account]:
        self.hasRole[role][account] = False
        log RoleRevoked(role=role, account=account, sender=msg.sender)


@internal
def _schedule(id: bytes32, delay: uint256):
    assert self.getTimestamp[id] == 0, "scheduled before"
    assert delay >= self.getMinDelay, "delay too short"
    self.getTimestamp[id] = block.timestamp + delay


@internal
def _begin(id: bytes32, predecessor: bytes32):
    state: uint8 = self._state(id)
    assert state != EXPIRED_STATE, "expired"
    assert state == READY_STATE, "not ready"
    assert predecessor == empty(bytes32) or self.getTimestamp[predecessor] == DONE, "predecessor"
    self.getTimestamp[id] = DONE


@internal
@view
def _state(id: bytes32) -> uint8:
    ready: uint256 = self.getTimestamp[id]
    if ready == 0:
        return UNSET_STATE
    if ready == DONE:
        return DONE_STATE
    if block.timestamp < ready:
        return WAITING_STATE
    if block.timestamp - ready < GRACE_PERIOD:
        return READY_STATE
    return EXPIRED_STATE


@internal
@pure
def _hash(
    target: address, amount: uint256, data: Bytes[BYTES], predecessor: bytes32, salt: bytes32
) -> bytes32:
    return keccak256(abi_encode(target, amount, data, predecessor, salt))


@internal
@pure
def _hash_batch(
    targets: DynArray[address, CALLS],
    amounts: DynArray[uint256, CALLS],
    payloads: DynArray[Bytes[BYTES], CALLS],
    predecessor: bytes32,
    salt: bytes32,
) -> bytes32:
    return keccak256(abi_encode(targets, amounts, payloads, predecessor, salt))

"""The timelock by itself: who schedules, cancels, executes, and when."""
import pytest
from eth_abi import encode
from eth_utils import keccak

from evm import Artifact, Reverted
from network import COAI, DAY, ZERO, account

UNSET, WAITING, READY, DONE, EXPIRED = range(5)
SALT = b"\x05" * 32


@pytest.fixture
def call(network):
    """A call that only the timelock may make."""
    return network.market.address, 0, network.market.encode("setBidDeposit", COAI)


def schedule(network, call, predecessor=bytes(32), salt=SALT, delay=2 * DAY):
    return network.timelock.schedule(*call, predecessor, salt, delay, sender=network.governor.address)


def execute(network, call, predecessor=bytes(32), salt=SALT):
    return network.timelock.execute(*call, predecessor, salt, sender=account(70).address)


def id_of(call, predecessor=bytes(32), salt=SALT) -> bytes:
    return keccak(encode(["address", "uint256", "bytes", "bytes32", "bytes32"], [*call, predecessor, salt]))


def test_only_the_governor_schedules_and_cancels(network, call):
    for sender in (network.deployer, network.accounts[0].address, network.timelock.address):
        with pytest.raises(Reverted, match="role"):
            network.timelock.schedule(*call, bytes(32), SALT, 2 * DAY, sender=sender)
        with pytest.raises(Reverted, match="role"):
            network.timelock.scheduleBatch([], [], [], bytes(32), SALT, 2 * DAY, sender=sender)
    schedule(network, call)
    for sender in (network.deployer, network.accounts[0].address):
        with pytest.raises(Reverted, match="role"):
            network.timelock.cancel(id_of(call), sender=sender)


def test_a_call_waits_runs_once_and_by_anyone(network, call):
    timelock, id = network.timelock, id_of(call)
    assert timelock.hashOperation(*call, bytes(32), SALT) == id and timelock.getOperationState(id) == UNSET
    assert schedule(network, call).names() == ["CallScheduled", "CallSalt"]
    assert timelock.getTimestamp(id) == network.now + 2 * DAY and timelock.getOperationState(id) == WAITING
    network.later(2 * DAY - 1)
    with pytest.raises(Reverted, match="not ready"):
        execute(network, call)
    network.later(1)
    assert timelock.getOperationState(id) == READY and timelock.isOperationReady(id)
    execute(network, call)
    assert timelock.getOperationState(id) == DONE and network.market.bidDeposit() == COAI
    with pytest.raises(Reverted, match="not ready"):
        execute(network, call)
    with pytest.raises(Reverted, match="scheduled before"):
        schedule(network, call)
    with pytest.raises(Reverted, match="not pending"):
        timelock.cancel(id, sender=network.governor.address)


def test_what_was_never_scheduled_is_not_executed(network, call):
    with pytest.raises(Reverted, match="not ready"):
        execute(network, call)
    schedule(network, call)
    network.later(2 * DAY)
    with pytest.raises(Reverted, match="not ready"):
        execute(network, call, salt=b"\x06" * 32)
    with pytest.raises(Reverted, match="not ready"):
        execute(network, (call[0], 1, call[2]))


def test_the_grace_period_ends_an_operation(network, call):
    schedule(network, call)
    network.later(2 * DAY + 14 * DAY - 1)
    assert network.timelock.isOperationReady(id_of(call))
    network.later(1)
    assert network.timelock.getOperationState(id_of(call)) == EXPIRED
    assert network.timelock.isOperationExpired(id_of(call)) and not network.timelock.isOperationPending(id_of(call))
    with pytest.raises(Reverted, match="expired"):
        execute(network, call)
    network.timelock.cancel(id_of(call), sender=network.governor.address)
    schedule(network, call)
    assert network.timelock.getOperationState(id_of(call)) == WAITING


def test_the_delay_has_a_minimum_that_only_a_scheduled_call_changes(network, call):
    with pytest.raises(Reverted, match="delay too short"):
        schedule(network, call, delay=2 * DAY - 1)
    for sender in (network.governor.address, network.deployer):
        with pytest.raises(Reverted, match="not the timelock"):
            network.timelock.updateDelay(1, sender=sender)
    change = (network.timelock.address, 0, network.timelock.encode("updateDelay", DAY))
    schedule(network, change)
    network.later(2 * DAY)
    execute(network, change)
    assert network.timelock.getMinDelay() == DAY


def test_a_predecessor_is_done_first(network, call):
    first, second = call, (call[0], 0, network.market.encode("setBidDeposit", 2 * COAI))
    schedule(network, first)
    schedule(network, second, predecessor=id_of(first))
    network.later(2 * DAY)
    with pytest.raises(Reverted, match="predecessor"):
        execute(network, second, predecessor=id_of(first))
    execute(network, first)
    execute(network, second, predecessor=id_of(first))
    assert network.market.bidDeposit() == 2 * COAI


def test_batches_run_in_order_and_lengths_agree(network, call):
    batch = [call[0]] * 2, [0, 0], [call[2], network.market.encode("setBidDeposit", 3 * COAI)]
    with pytest.raises(Reverted, match="lengths"):
        network.timelock.scheduleBatch(
            batch[0], [0], batch[2], bytes(32), SALT, 2 * DAY, sender=network.governor.address)
    network.timelock.scheduleBatch(*batch, bytes(32), SALT, 2 * DAY, sender=network.governor.address)
    network.later(2 * DAY)
    outcome = network.timelock.executeBatch(*batch, bytes(32), SALT)
    assert [log.args["index"] for log in outcome.logs if log.name == "CallExecuted"] == [0, 1]
    assert network.market.bidDeposit() == 3 * COAI


def test_an_operation_cannot_run_inside_itself(network):
    """The call that is executed executes the same operation again: the whole is taken back."""
    timelock = network.timelock
    outer_salt = b"\x0a" * 32
    inner = (network.token.address, 0, network.token.encode("approve", account(1).address, 1))
    again = timelock.encode("execute", *inner, bytes(32), SALT)
    outer = (timelock.address, 0, again)
    schedule(network, inner)
    schedule(network, outer, salt=outer_salt)
    network.later(2 * DAY)
    with pytest.raises(Reverted):
        execute(network, outer, salt=outer_salt)
    assert timelock.getOperationState(id_of(outer, salt=outer_salt)) == READY
    execute(network, inner)


def test_roles_are_given_by_admins_only_and_renounced_by_oneself(network):
    timelock, role, somebody = network.timelock, network.timelock.PROPOSER_ROLE(), account(71).address
    for call in ("grantRole", "revokeRole"):
        with pytest.raises(Reverted, match="role"):
            getattr(timelock, call)(role, somebody, sender=network.deployer)
    timelock.grantRole(role, somebody, sender=timelock.address)
    assert timelock.hasRole(role, somebody) and timelock.getRoleAdmin(role) == timelock.DEFAULT_ADMIN_ROLE()
    with pytest.raises(Reverted, match="confirmation"):
        timelock.renounceRole(role, somebody, sender=network.deployer)
    timelock.renounceRole(role, somebody, sender=somebody)
    assert not timelock.hasRole(role, somebody)


def test_an_admin_can_be_named_at_deployment_and_leave(network):
    admin = account(72).address
    timelock = network.world.deploy(Artifact.committed("Timelock"), 0, [], [admin], admin, sender=admin)
    assert timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), admin)
    timelock.renounceRole(timelock.DEFAULT_ADMIN_ROLE(), admin, sender=admin)
    with pytest.raises(Reverted, match="role"):
        timelock.grantRole(timelock.PROPOSER_ROLE(), admin, sender=admin)
    with pytest.raises(Reverted, match="role"):
        timelock.execute(ZERO, 0, b"", bytes(32), bytes(32), sender=account(73).address)


def test_ether_is_taken_without_data_only(network):
    world, sender = network.world, account(74).address
    world.give_ether(sender, 100)
    assert not world.raw_call(network.timelock.address, b"", sender, 10).is_error
    assert world.raw_call(network.timelock.address, b"\x01\x02\x03\x04", sender, 10).is_error

"""The token: transfers, signed approvals, delegation and past votes."""
import pytest

from evm import Reverted
from network import COAI, ZERO, account

UNLIMITED = 2**256 - 1
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def parts(signature: bytes) -> tuple:
    return signature[64], signature[:32], signature[32:64]


def permit(network, **changes) -> dict:
    owner, spender = network.accounts[0], network.accounts[1]
    message = {"owner": owner.address, "spender": spender.address, "value": 5, "nonce": 0, "deadline": network.now + 9}
    return {**message, **changes}


def send_permit(network, message: dict, signature: bytes):
    v, r, s = parts(signature)
    return network.token.permit(message["owner"], message["spender"], message["value"], message["deadline"], v, r, s)


def test_transfer_needs_the_balance_and_a_recipient(network):
    token, poor, rich = network.token, account(99).address, network.accounts[0].address
    with pytest.raises(Reverted, match="balance"):
        token.transfer(rich, 1, sender=poor)
    with pytest.raises(Reverted, match="zero recipient"):
        token.transfer(ZERO, 1, sender=rich)
    outcome = token.transfer(poor, 7, sender=rich)
    assert outcome.value is True and token.balanceOf(poor) == 7
    assert outcome.one("Transfer") == {"sender": rich.lower(), "receiver": poor.lower(), "value": 7}


def test_an_allowance_is_used_up_unless_it_is_unlimited(network):
    token, owner, spender = network.token, network.accounts[0].address, account(98).address
    token.approve(spender, 10, sender=owner)
    token.transferFrom(owner, spender, 4, sender=spender)
    assert token.allowance(owner, spender) == 6
    with pytest.raises(Reverted, match="allowance"):
        token.transferFrom(owner, spender, 7, sender=spender)
    token.approve(spender, UNLIMITED, sender=owner)
    token.transferFrom(owner, spender, 7, sender=spender)
    assert token.allowance(owner, spender) == UNLIMITED


def test_minting_is_for_minters_up_to_the_cap(network):
    token, minter, owner = network.token, account(97).address, network.timelock.address
    with pytest.raises(Reverted, match="not a minter"):
        token.mint(minter, 1, 1, sender=minter)
    with pytest.raises(Reverted, match="not the owner"):
        token.grantRole(token.MINTER_ROLE(), minter, sender=minter)
    token.grantRole(token.MINTER_ROLE(), minter, sender=owner)
    room = token.cap() - token.totalSupply()
    with pytest.raises(Reverted, match="cap"):
        token.mint(minter, room + 1, 1, sender=minter)
    assert token.mint(minter, room, 1, sender=minter).one("Minted")["amount"] == room
    token.revokeRole(token.MINTER_ROLE(), minter, sender=owner)
    with pytest.raises(Reverted, match="not a minter"):
        token.mint(minter, 0, 1, sender=minter)


def test_burning_lowers_supply_and_votes(network):
    token, owner = network.token, network.accounts[0].address
    token.delegate(owner, sender=owner)
    supply, votes = token.totalSupply(), token.getVotes(owner)
    assert token.burn(COAI, b"\x01" * 32, sender=owner).names() == ["Transfer", "Burned", "DelegateVotesChanged"]
    assert (token.totalSupply(), token.getVotes(owner)) == (supply - COAI, votes - COAI)


def test_a_permit_counts_once(network):
    message = permit(network)
    signature = network.sign(network.accounts[0], network.token, "Permit", message)
    send_permit(network, message, signature)
    assert network.token.allowance(message["owner"], message["spender"]) == 5
    assert network.token.nonces(message["owner"]) == 1
    with pytest.raises(Reverted, match="signature"):
        send_permit(network, message, signature)


def test_a_permit_of_another_signer_nonce_or_time_is_refused(network):
    forged = permit(network)
    with pytest.raises(Reverted, match="signature"):
        send_permit(network, forged, network.sign(network.accounts[1], network.token, "Permit", forged))
    early = permit(network, nonce=1)
    with pytest.raises(Reverted, match="signature"):
        send_permit(network, early, network.sign(network.accounts[0], network.token, "Permit", early))
    late = permit(network, deadline=network.now - 1)
    with pytest.raises(Reverted, match="expired"):
        send_permit(network, late, network.sign(network.accounts[0], network.token, "Permit", late))


def test_a_signature_with_a_high_s_or_another_v_is_refused(network):
    message = permit(network)
    v, r, s = parts(network.sign(network.accounts[0], network.token, "Permit", message))
    twin = (ORDER - int.from_bytes(s, "big")).to_bytes(32, "big")
    for bad in ((55 - v, r, twin), (v - 27, r, s), (v + 4, r, s)):
        with pytest.raises(Reverted, match="signature"):
            network.token.permit(
                message["owner"], message["spender"], 5, message["deadline"], *bad)


def test_no_signature_is_the_zero_addresss(network):
    with pytest.raises(Reverted, match="signature"):
        network.token.permit(ZERO, network.accounts[1].address, 5, network.now + 9, 27, bytes(32), bytes(32))
    with pytest.raises(Reverted, match="signature"):
        network.token.delegateBySig(network.accounts[1].address, 0, network.now + 9, 27, bytes(32), bytes(32))


def test_delegation_by_signature_counts_once(network):
    signer, delegatee = network.accounts[2], network.accounts[3].address
    message = {"delegatee": delegatee, "nonce": 0, "expiry": network.now + 9}
    v, r, s = parts(network.sign(signer, network.token, "Delegation", message))
    network.token.delegateBySig(delegatee, 0, message["expiry"], v, r, s)
    assert network.token.delegates(signer.address) == delegatee.lower()
    with pytest.raises(Reverted, match="nonce"):
        network.token.delegateBySig(delegatee, 0, message["expiry"], v, r, s)
    network.later(20)
    with pytest.raises(Reverted, match="expired"):
        network.token.delegateBySig(delegatee, 0, message["expiry"], v, r, s)


def test_votes_follow_delegation_and_are_kept_for_every_second(network):
    token, (one, two) = network.token, [account.address for account in network.accounts[2:4]]
    balance = token.balanceOf(one)
    assert token.getVotes(one) == 0
    token.delegate(one, sender=one)
    first = network.now
    network.later(5)
    token.delegate(two, sender=one)
    token.transfer(two, COAI, sender=one)
    second = network.now
    network.later(5)
    assert [token.getPastVotes(one, time) for time in (first - 1, first, second - 1, second)] == [0, balance, balance, 0]
    assert token.getPastVotes(two, second) == balance - COAI
    assert token.numCheckpoints(two) == 1
    assert token.checkpoints(two, 0) == (second, balance - COAI)
    assert token.getPastTotalSupply(first) == token.totalSupply()
    with pytest.raises(Reverted, match="future lookup"):
        token.getPastVotes(one, network.now)


def test_the_clock_counts_seconds(network):
    assert network.token.CLOCK_MODE() == "mode=timestamp"
    assert network.token.clock() == network.now

# pragma version 0.4.3
# pragma evm-version prague
"""
@title Owner and roles
@license MIT
@notice One owner (the timelock, once deployed), who gives roles to accounts and takes them back.
"""

event OwnershipTransferred:
    previousOwner: indexed(address)
    newOwner: indexed(address)

event RoleGranted:
    role: indexed(bytes32)
    account: indexed(address)
    sender: indexed(address)

event RoleRevoked:
    role: indexed(bytes32)
    account: indexed(address)
    sender: indexed(address)

owner: public(address)
hasRole: public(HashMap[bytes32, HashMap[address, bool]])


@deploy
def __init__(owner: address):
    assert owner != empty(address), "zero owner"
    self.owner = owner
    log OwnershipTransferred(previousOwner=empty(address), newOwner=owner)


@internal
@view
def only_owner():
    """
    @notice Reverts unless the owner calls.
    """
    assert msg.sender == self.owner, "not the owner"


@internal
def grant(role: bytes32, account: address):
    """
    @notice Gives a role; again is no error.
    """
    if not self.hasRole[role][account]:
        self.hasRole[role][account] = True
        log RoleGranted(role=role, account=account, sender=msg.sender)


@external
def transferOwnership(newOwner: address):
    """
    @notice Hands the contract to another owner, never to nobody.
    """
    self.only_owner()
    assert newOwner != empty(address), "zero owner"
    log OwnershipTransferred(previousOwner=self.owner, newOwner=newOwner)
    self.owner = newOwner


@external
def grantRole(role: bytes32, account: address):
    """
    @notice Gives a role.
    """
    self.only_owner()
    self.grant(role, account)


@external
def revokeRole(role: bytes32, account: address):
    """
    @notice Takes a role back; nothing happens if the account doesn't have it.
    """
    self.only_owner()
    if self.hasRole[role][account]:
        self.hasRole[role][account] = False
        log RoleRevoked(role=role, account=account, sender=msg.sender)

# pragma version 0.4.3
"""
@title A token that refuses to pay some accounts, for tests; everybody may take from everybody
@license MIT
"""

balanceOf: public(HashMap[address, uint256])
refused: HashMap[address, bool]


@external
def give(to: address, amount: uint256):
    self.balanceOf[to] += amount


@external
def refuse(to: address, isRefused: bool):
    self.refused[to] = isRefused


@external
def approve(spender: address, amount: uint256) -> bool:
    return True


@external
def transfer(to: address, amount: uint256) -> bool:
    self._move(msg.sender, to, amount)
    return True


@external
def transferFrom(owner: address, to: address, amount: uint256) -> bool:
    self._move(owner, to, amount)
    return True


@internal
def _move(owner: address, to: address, amount: uint256):
    assert not self.refused[to], "refused"
    self.balanceOf[owner] -= amount
    self.balanceOf[to] += amount

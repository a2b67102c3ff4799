# pragma version 0.4.3
"""
@title A token that calls back while it is moved, for tests
@license MIT
"""

balanceOf: public(HashMap[address, uint256])
target: address
payload: Bytes[2048]
has_called: public(bool)
was_refused: public(bool)


@external
def mint(to: address, amount: uint256):
    self.balanceOf[to] += amount


@external
def arm(target: address, payload: Bytes[2048]):
    self.target = target
    self.payload = payload


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
    self.balanceOf[owner] -= amount
    self.balanceOf[to] += amount
    if self.target != empty(address):
        called: address = self.target
        self.target = empty(address)
        self.has_called = True
        success: bool = raw_call(called, self.payload, revert_on_failure=False)
        self.was_refused = not success

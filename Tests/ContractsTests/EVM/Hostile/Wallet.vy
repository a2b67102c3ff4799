# pragma version 0.4.3
"""
@title A contract that signs by ERC-1271, for tests: what it takes for its own is set from outside
@license MIT
"""

accepted: HashMap[bytes32, bool]


@external
def accept(digest: bytes32):
    self.accepted[digest] = True


@external
def run(target: address, payload: Bytes[2048]):
    raw_call(target, payload)


@external
@view
def isValidSignature(digest: bytes32, signature: Bytes[1024]) -> bytes4:
    if self.accepted[digest]:
        return 0x1626ba7e
    return 0xffffffff

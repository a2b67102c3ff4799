# pragma version 0.4.3
# pragma evm-version prague
"""
@title Signatures of accounts and of contracts
@license MIT
@notice ECDSA as EIP-2 has it (low s, v 27 or 28), and ERC-1271 for accounts with code.
@dev An account with code may still sign with its key (EIP-7702), so its key is tried first.
"""

# Half of the order of secp256k1: a signature with a greater s has a twin with a smaller one.
HALF_ORDER: constant(uint256) = (
    57896044618658097711785492504343953926418782139537452191302581570759080747168
)
MAGIC: constant(bytes4) = 0x1626ba7e


@internal
@pure
def recover(digest: bytes32, v: uint256, r: uint256, s: uint256) -> address:
    """
    @notice Who signed the digest; the zero address for a signature that isn't valid.
    """
    if s > HALF_ORDER or (v != 27 and v != 28):
        return empty(address)
    return ecrecover(digest, v, r, s)


@internal
@view
def is_valid(signer: address, digest: bytes32, signature: Bytes[1024]) -> bool:
    """
    @notice Whether the signature is the signer's: 65 bytes r, s, v, or what a contract takes for its own.
    """
    if signer == empty(address):
        return False
    if len(signature) == 65:
        r: uint256 = convert(slice(signature, 0, 32), uint256)
        s: uint256 = convert(slice(signature, 32, 32), uint256)
        v: uint256 = convert(slice(signature, 64, 1), uint256)
        if self.recover(digest, v, r, s) == signer:
            return True
    if not signer.is_contract:
        return False
    success: bool = False
    answer: Bytes[32] = b""
    success, answer = raw_call(
        signer,
        abi_encode(digest, signature, method_id=method_id("isValidSignature(bytes32,bytes)")),
        max_outsize=32,
        is_static_call=True,
        revert_on_failure=False,
    )
    return success and len(answer) == 32 and convert(answer, bytes32) == convert(MAGIC, bytes32)

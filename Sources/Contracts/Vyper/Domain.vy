# pragma version 0.4.3
# pragma evm-version prague
"""
@title Domain of EIP-712 messages
@license MIT
@notice Name, version, chain id and contract, told as EIP-5267 has it.
@dev The separator is kept, and made anew on a chain with another id, so that a fork's messages are its own.
"""

TYPE_HASH: constant(bytes32) = keccak256(
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)

NAME: immutable(String[32])
VERSION: immutable(String[8])
CHAIN_ID: immutable(uint256)
SEPARATOR: immutable(bytes32)


@deploy
def __init__(name: String[32], version: String[8]):
    NAME = name
    VERSION = version
    CHAIN_ID = chain.id
    SEPARATOR = keccak256(
        abi_encode(TYPE_HASH, keccak256(name), keccak256(version), chain.id, self)
    )


@internal
@view
def separator() -> bytes32:
    """
    @notice The domain separator for the chain as it is.
    """
    if chain.id == CHAIN_ID:
        return SEPARATOR
    return keccak256(abi_encode(TYPE_HASH, keccak256(NAME), keccak256(VERSION), chain.id, self))


@internal
@view
def digest(structHash: bytes32) -> bytes32:
    """
    @notice What is signed for a message of which this is the struct hash.
    """
    return keccak256(concat(x"1901", self.separator(), structHash))


@external
@view
def eip712Domain() -> (
    bytes1, String[32], String[8], uint256, address, bytes32, DynArray[uint256, 1]
):
    """
    @notice The fields of the domain (EIP-5267): name, version, chain id and contract; no salt, no extensions.
    """
    return 0x0f, NAME, VERSION, chain.id, self, empty(bytes32), []


@external
@view
def DOMAIN_SEPARATOR() -> bytes32:
    """
    @notice The domain separator (EIP-2612's name for it).
    """
    return self.separator()

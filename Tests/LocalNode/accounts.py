"""The accounts of the local node: their keys are published here, so they are worth nothing anywhere else.

The key of account N (N = 1, 2, ...) is keccak256("coai devnet account N"), N in decimal, the text in ASCII."""
from dataclasses import dataclass

from eth_keys import keys
from eth_utils import keccak


@dataclass(frozen=True)
class DevAccount:
    """An account: its address with checksum, and its key of 32 bytes."""

    address: str
    key: bytes


def dev_account(number: int) -> DevAccount:
    """The dev account of a number from 1 on."""
    key = keccak(text=f"coai devnet account {number}")
    return DevAccount(keys.PrivateKey(key).public_key.to_checksum_address(), key)


def dev_accounts(count: int) -> list[DevAccount]:
    """The first dev accounts, in order."""
    return [dev_account(number) for number in range(1, count + 1)]

"""The accounts of the local node: their keys are published here, so they are worth nothing anywhere else.

The key of account N (N = 1, 2, ...) is keccak256("coai devnet account N"), N in decimal, the text in ASCII."""
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils import keccak


def dev_account(number: int) -> LocalAccount:
    """The dev account of a number from 1 on."""
    return Account.from_key(keccak(text=f"coai devnet account {number}"))


def dev_accounts(count: int) -> list[LocalAccount]:
    """The first dev accounts, in order."""
    return [dev_account(number) for number in range(1, count + 1)]

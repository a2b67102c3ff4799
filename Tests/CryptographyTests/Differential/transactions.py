"""Random transactions as eth-account signs them: transactions.py SEED COUNT, JSON lines of key, sender, raw and hash."""
import json
import random
import sys

from eth_account import Account
from eth_utils import to_checksum_address

seed, count = int(sys.argv[1]), int(sys.argv[2])
choose = random.Random(seed)


def number(bits):
    return choose.choice([0, 1, 127, 128, 2 ** choose.randint(1, bits) - 1, choose.randrange(2**bits)])


def address():
    return to_checksum_address(choose.randbytes(20))


def access_list():
    return [
        {"address": address(), "storageKeys": ["0x" + choose.randbytes(32).hex() for _ in range(choose.randrange(3))]}
        for _ in range(choose.randrange(3))
    ]


for _ in range(count):
    account = Account.from_key(choose.randbytes(32))
    kind = choose.choice([0, 0, 1, 2, 2, 4])
    chain = choose.choice([1, 10, 31337, number(40) + 1])
    transaction = {
        "nonce": number(60), "gas": number(40), "value": number(90), "to": address(),
        "data": "0x" + choose.randbytes(choose.choice([0, 1, 4, 68, 300])).hex(),
    }
    if kind < 2:
        transaction["gasPrice"] = number(80)
    else:
        transaction["maxFeePerGas"] = number(80)
        transaction["maxPriorityFeePerGas"] = number(60)
    if kind > 0 or choose.random() < 0.7:
        transaction["chainId"] = chain
    if kind > 0:
        transaction["type"] = kind
        transaction["accessList"] = access_list()
    if kind < 4 and choose.random() < 0.1:
        transaction["to"] = ""
    authorities = []
    if kind == 4:
        signers = [Account.from_key(choose.randbytes(32)) for _ in range(choose.randint(1, 3))]
        transaction["authorizationList"] = [
            signer.sign_authorization({"chainId": choose.choice([0, chain]), "address": address(), "nonce": number(60)})
            for signer in signers
        ]
        authorities = [signer.address for signer in signers]
    signed = account.sign_transaction(transaction)
    print(json.dumps({
        "key": "0x" + account.key.hex().removeprefix("0x"), "sender": account.address, "type": kind,
        "raw": "0x" + signed.raw_transaction.hex().removeprefix("0x"),
        "hash": "0x" + signed.hash.hex().removeprefix("0x"), "authorities": authorities,
    }))

"""Hands blocks to Ethereum's executable specification (EELS): "accepted", or why not, for each.

    python specification.py

Standard input is JSON: {"fork", "chainID", "accounts": {address: {"nonce", "balance", "code"}}, "blocks": [hex]}, of which
the first block is the genesis, whose state the accounts are. A block that isn't accepted leaves the chain as it was.
"""

import importlib
import json
import sys

from ethereum.exceptions import InvalidBlock
from ethereum_rlp import rlp
from ethereum_types.bytes import Bytes20
from ethereum_types.numeric import U64, U256, Uint

request = json.load(sys.stdin)


def module(name):
    return importlib.import_module(f"ethereum.forks.{request['fork']}.{name}")


blocks, fork, state = module("blocks"), module("fork"), module("state")
Account = module("fork_types").Account

first, *others = [rlp.decode_to(blocks.Block, bytes.fromhex(raw[2:])) for raw in request["blocks"]]


def chain(accepted):
    """A chain of the genesis and these blocks: a block that is refused has changed its state by then."""
    genesis = state.State()
    for address, account in request["accounts"].items():
        state.set_account(
            genesis,
            Bytes20(bytes.fromhex(address[2:])),
            Account(
                nonce=Uint(int(account["nonce"], 16)),
                balance=U256(int(account["balance"], 16)),
                code=bytes.fromhex(account["code"][2:]),
            ),
        )
    assert state.state_root(genesis) == first.header.state_root, "the genesis has another state"
    made = fork.BlockChain(blocks=[first], state=genesis, chain_id=U64(request["chainID"]))
    for block in accepted:
        fork.state_transition(made, block)
    return made


accepted = []
for block in others:
    try:
        fork.state_transition(chain(accepted), block)
        accepted.append(block)
        print("accepted")
    except InvalidBlock as error:
        print(f"{type(error).__name__} {error}")

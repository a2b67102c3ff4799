"""Runs the programs on standard input, one in hexadecimal a line, on revm: a line of JSON for each.

A new EVM for every program, as pyrevm's own keeps accounts and slots warm from call to call.
"""

import json
import re
import sys

import pyrevm
import rlp
from eth_utils import keccak

contract, sender, coinbase = ("0x" + f"{number:040x}" for number in (0xC0DE, 0xA11CE, 0xCB))
block = pyrevm.BlockEnv(
    number=0, coinbase=coinbase, timestamp=1000, prevrandao=bytes(32), basefee=0, gas_limit=30_000_000,
    excess_blob_gas=0)
for line in sys.stdin:
    evm = pyrevm.EVM(spec_id="CANCUN")
    evm.set_block_env(block)
    evm.insert_account_info(sender, pyrevm.AccountInfo(balance=1_000_000))
    evm.insert_account_info(contract, pyrevm.AccountInfo(balance=1_000, nonce=1, code=bytes.fromhex(line.strip()[2:])))
    try:
        output = "0x" + evm.message_call(sender, contract, b"", 7, 150_000, 0).hex()
    except RuntimeError as error:
        reason = re.search(r"output: (0x[0-9a-f]*)", str(error))
        output = reason.group(1) if reason else "0x"
    result = evm.result
    logs = [
        [bytes.fromhex(log.address[2:]), [bytes.fromhex(topic[2:]) for topic in log.topics], log.data[1]]
        for log in result.logs
    ]
    print(json.dumps({
        "success": result.is_success, "used": result.gas_used, "output": output,
        "logs": "0x" + keccak(rlp.encode(logs)).hex(),
    }))

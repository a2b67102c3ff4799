"""What Ethereum's executable specification (EELS) reads from events of the deposit contract.

    python deposits.py < EVENTS

A line of standard input is an event's data in hex; a line of the answer the deposit's bytes, or "invalid".
"""

import sys

from ethereum.exceptions import InvalidBlock
from ethereum.forks.prague.requests import extract_deposit_data

for line in sys.stdin:
    try:
        print("0x" + extract_deposit_data(bytes.fromhex(line.strip()[2:])).hex())
    except InvalidBlock:
        print("invalid")

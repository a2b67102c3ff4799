"""Digest of each typed-data document on standard input (one a line), by eth-account."""
import json
import sys

from eth_account.messages import _hash_eip191_message, encode_typed_data

for line in sys.stdin:
    if line.strip():
        message = encode_typed_data(full_message=json.loads(line))
        print("0x" + _hash_eip191_message(message).hex().removeprefix("0x"))

"""Deploys the reference contracts on py-evm and calls them at random: JSON of every transaction and what came of it.

    python contract_calls.py SEED COUNT

Every transaction also runs on revm (pyrevm), from the state that py-evm had before it and with an access list of all
that py-evm then read or wrote: pyrevm can't say which of the words that it is given are cold. Of the words of one account
it takes only the first as the state's own, the others as written before in the same transaction: where two that aren't
zero are written, its gas isn't a transaction's and is left out, and the transaction gets more of it.
"""

import json
import pathlib
import random
import re
import sys

import pyrevm
import rlp
from eth._utils.address import generate_contract_address
from eth.constants import BLANK_ROOT_HASH
from eth.db.atomic import AtomicDB
from eth.vm.forks.prague import PragueVM
from eth.vm.forks.prague.blocks import PragueBlockHeader
from eth.vm.forks.prague.transactions import PragueTransactionBuilder
from eth.vm.spoof import SpoofTransaction
from eth_abi import encode
from eth_utils import keccak

random.seed(int(sys.argv[1]))
count = int(sys.argv[2])
folder = pathlib.Path(__file__).resolve().parents[3] / "Sources/Contracts/Generated"
accounts = [keccak(bytes([n]))[12:] for n in range(8)]
start = 1_767_225_600


class Contract:
    def __init__(self, name):
        text = (folder / f"{name}Artifact.swift").read_text()
        part = lambda label: re.search(rf'let {label}: StaticString = """\n(.*?)\n\s*"""', text, re.S).group(1)
        plain = lambda block: "".join(line.strip().removesuffix("\\") for line in block.split("\n"))
        entries = json.loads(plain(part("abi")))
        self.creation = bytes.fromhex(plain(part("creationCode")).removeprefix("0x"))
        self.functions = [entry for entry in entries if entry["type"] == "function"]
        self.constructor = [x["type"] for entry in entries if entry["type"] == "constructor" for x in entry["inputs"]]


def header(time):
    return PragueBlockHeader(
        difficulty=0, block_number=1, gas_limit=1 << 40, timestamp=time, coinbase=bytes(19) + b"\xcb", base_fee_per_gas=7,
        mix_hash=bytes(32), parent_beacon_block_root=bytes(32), excess_blob_gas=0)


class Chain:
    chain_id = 1


database = AtomicDB()
root = BLANK_ROOT_HASH
steps = []
# What revm begins from: words that some transaction read or wrote, and the contracts' code.
words = {}
codes = {}
written = set()


class State(PragueVM.get_state_class()):
    def set_storage(self, address, slot, value):
        written.add((address, slot))
        super().set_storage(address, slot, value)


def state_at(time):
    context = PragueVM.create_execution_context(header(time), [], Chain())
    return State(database, context, root)


def text(address):
    return "0x" + address.hex()


def hash_of(logs):
    return keccak(rlp.encode(logs)).hex()


def calls_of(computation, depth=0):
    """A computation and all that it called: depth, account, gas, gas used, input and output."""
    message = computation.msg
    yield [
        depth, (message.code_address or message.storage_address).hex(), message.gas, computation.get_gas_used(),
        keccak(bytes(message.data)).hex(), keccak(bytes(computation.output)).hex(),
    ]
    for child in computation.children:
        yield from calls_of(child, depth + 1)


def run_on_revm(holders, listed, time, sender, to, data, value, gas):
    changed = {
        one: [slot for slot in slots if (one, slot) in written and words.get((one, slot))] for one, slots in listed.items()}
    comparable = all(len(slots) < 2 for slots in changed.values())
    # The list's price (EIP-2930) on top, so that as much gas is left to run on.
    gas += sum(2_400 + 1_900 * len(slots) for slots in listed.values()) + (0 if comparable else 8_000_000)
    evm = pyrevm.EVM(spec_id="PRAGUE")
    evm.set_block_env(pyrevm.BlockEnv(
        number=1, coinbase="0x" + "00" * 19 + "cb", timestamp=time, prevrandao=bytes(32), basefee=7, gas_limit=1 << 40,
        excess_blob_gas=0))
    for address, (balance, nonce) in holders.items():
        evm.insert_account_info(text(address), pyrevm.AccountInfo(balance=balance, nonce=nonce, code=codes.get(address)))
    for address, slots in listed.items():
        for slot in sorted(slots, key=lambda slot: slot not in changed[address]):
            evm.insert_account_storage(text(address), slot, words.get((address, slot), 0))
    evm.set_tx_env(pyrevm.TxEnv(access_list=[(text(address), slots) for address, slots in listed.items()]))
    output = b""
    try:
        if to:
            output = evm.message_call(text(sender), text(to), data, value, gas, 10)
        else:
            evm.deploy(text(sender), data, value, gas, 10)
    except RuntimeError as error:
        reason = re.search(r"output: 0x([0-9a-f]*)", str(error))
        output = bytes.fromhex(reason.group(1)) if reason else b""
    result = evm.result
    logs = [
        [bytes.fromhex(log.address[2:]), [bytes.fromhex(topic[2:]) for topic in log.topics], log.data[1]]
        for log in result.logs
    ]
    # A message call of pyrevm knows no floor of calldata (EIP-7623).
    floor = 21_000 + 10 * sum(1 if byte == 0 else 4 for byte in data)
    return {
        "gas": gas, "list": [[one.hex(), [f"{slot:064x}" for slot in slots]] for one, slots in listed.items()],
        "success": result.is_success, "used": max(result.gas_used, floor) if comparable else None, "logs": hash_of(logs),
        "output": output.hex(),
    }


def run(state, time, sender, to, data, value=0, gas=None):
    gas = gas or random.choice([8_000_000, 8_000_000, 8_000_000, 300_000, 60_000])
    nonce = state.get_nonce(sender)

    def with_gas(gas):
        unsigned = PragueTransactionBuilder.create_unsigned_transaction(
            nonce=nonce, gas_price=10, gas=gas, to=to, value=value, data=data)
        return SpoofTransaction(unsigned, from_=sender)

    transaction = with_gas(gas)
    # The transaction before is over: its slots are cold again, and their values the original ones.
    state.lock_changes()
    try:
        state.validate_transaction(transaction)
    except Exception:
        return None
    holders = {one: (state.get_balance(one), state.get_nonce(one)) for one in everyone}
    stores = state._account_db._account_stores
    for store in stores.values():
        store._accessed_slots.clear()
    written.clear()
    execute = state.get_transaction_executor()
    before = state.snapshot()
    computation = execute(transaction)
    if computation.is_error and computation.error.burns_gas:
        # What else it would have read and written; then once more as it is.
        state.revert(before)
        before = state.snapshot()
        execute(with_gas(8_000_000))
        state.revert(before)
        before = state.snapshot()
        computation = execute(transaction)
    state.commit(before)
    used = PragueVM.finalize_gas_used(transaction, computation)
    logs = [] if computation.is_error else [
        [a, [t.to_bytes(32, "big") for t in topics], d] for a, topics, d in computation.get_log_entries()]
    listed = {one: sorted(stores[one].get_accessed_slots()) if one in stores else [] for one in everyone}
    steps.append({
        "time": time, "from": sender.hex(), "to": to.hex(), "nonce": nonce, "gas": gas, "value": value, "data": data.hex(),
        "py-evm": {
            "calls": list(calls_of(computation)),
            "success": computation.is_success, "used": used, "logs": hash_of(logs),
            "output": "" if not to else computation.output.hex(),
        },
        "revm": run_on_revm(holders, listed, time, sender, to, data, value, gas),
    })
    for address, slots in listed.items():
        for slot in slots:
            words[address, slot] = state.get_storage(address, slot)
    if not to:
        codes[computation.msg.storage_address] = state.get_code(computation.msg.storage_address)
    return computation


def argument(kind, addresses):
    if kind.endswith("]"):
        inner, size = kind[:-1].rsplit("[", 1)
        return [argument(inner, addresses) for _ in range(int(size) if size else random.randrange(3))]
    if kind.startswith("("):
        return tuple(argument(part, addresses) for part in kind[1:-1].split(","))
    if kind == "address":
        return random.choice(addresses)
    if kind.startswith("uint"):
        most = 2 ** int(kind[4:]) - 1
        return min(most, random.choice([0, 1, 2, 3, 1000, 10**18, 10**21, start + 5000, random.randrange(10**22), most]))
    if kind == "bool":
        return random.random() < 0.5
    if kind == "bytes":
        return random.randbytes(random.randrange(70))
    if kind == "string":
        return "text" * random.randrange(10)
    if kind.startswith("bytes"):
        return random.choice([bytes, random.randbytes])(int(kind[5:]))
    if kind.startswith("int"):
        return random.choice([-1, 0, 1])
    raise ValueError(kind)


def type_of(entry):
    if entry["type"].startswith("tuple"):
        return "(" + ",".join(type_of(part) for part in entry["components"]) + ")" + entry["type"][5:]
    return entry["type"]


time = start
state = state_at(time)
for one in accounts:
    state.set_balance(one, 10**24)
state.persist()
deployer = accounts[0]
names = [
    "Timelock", "COAIToken", "StakingManager", "JobMarket", "Registry", "SignedOutputVerifier", "Verification",
    "Emissions", "Settlement", "CoaiGovernor"]
places = {name: generate_contract_address(deployer, n) for n, name in enumerate(names)}
contracts = {name: Contract(name) for name in names}
everyone = accounts + list(places.values()) + [bytes(20)]
owner = places["Timelock"] if random.random() < 0.5 else deployer
arguments = {
    "Timelock": [10, [places["CoaiGovernor"]], [bytes(20)], deployer],
    "COAIToken": [owner, deployer, places["Emissions"], 10**26, 10**27],
    "StakingManager": [
        owner, places["COAIToken"], [accounts[1], places["Verification"]], accounts[3], accounts[2],
        [places["Emissions"], places["Settlement"]], 60, 30, 20, random.choice([0, 10]), 10**21],
    "JobMarket": [
        owner, places["COAIToken"], 10**18, 500, 60, 500, places["Settlement"], places["Verification"]],
    "Registry": [places["COAIToken"], places["JobMarket"]],
    "SignedOutputVerifier": [],
    "Verification": [
        owner, places["JobMarket"], places["StakingManager"], places["Registry"], places["Settlement"], accounts[2],
        keccak(b"ecdsa-output-v1")[:4], places["SignedOutputVerifier"], 6_667, 30, 30, 1_000, 500],
    "Emissions": [owner, places["COAIToken"], places["StakingManager"], 50, 10**22, 1_000, 5_000],
    "Settlement": [
        owner, places["COAIToken"], places["JobMarket"], places["StakingManager"], places["Registry"],
        places["Verification"], places["Emissions"], 200, 500, 300],
    "CoaiGovernor": [places["COAIToken"], places["Timelock"], 4, 100, 10**18, 4, 10],
}
for name in names:
    data = contracts[name].creation + encode(contracts[name].constructor, arguments[name])
    computation = run(state, time, deployer, b"", data, gas=8_000_000)
    assert computation.is_success, name
token = contracts["COAIToken"]


def call(name, function, values):
    types = [type_of(entry) for entry in function["inputs"]]
    selector = keccak(f"{function['name']}({','.join(types)})".encode())[:4]
    return selector + encode(types, values)


named = {function["name"]: function for function in token.functions}
for one in accounts[1:]:
    run(state, time, deployer, places["COAIToken"], call("COAIToken", named["transfer"], [one, 10**22]))
for one in accounts:
    for name in ("StakingManager", "JobMarket", "Registry"):
        run(state, time, one, places["COAIToken"], call("COAIToken", named["approve"], [places[name], 10**27]))
    run(state, time, one, places["COAIToken"], call("COAIToken", named["delegate"], [one]))
while len(steps) < count:
    if len(steps) % 40 == 0:
        state.persist()
        root = state.make_state_root()
        time += random.choice([1, 20, 100])
        state = state_at(time)
    name = random.choice(names)
    function = random.choice(contracts[name].functions)
    values = [argument(type_of(entry), everyone) for entry in function["inputs"]]
    run(state, time, random.choice(accounts), places[name], call(name, function, values), random.choice([0] * 9 + [1]))
json.dump(steps, sys.stdout)

"""Contracts run on py-evm's state under Prague's rules, without a node around it: calls take milliseconds.

Encoding and decoding are eth-abi's, signatures eth-account's: neither is ours."""
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from eth.chains.base import MiningChain
from eth.constants import POST_MERGE_DIFFICULTY, POST_MERGE_MIX_HASH, POST_MERGE_NONCE
from eth.db import get_db_backend
from eth.vm.forks import PragueVM
from eth.vm.message import Message
from eth_abi import decode, encode
from eth_utils import keccak, to_canonical_address, to_checksum_address

ROOT = Path(__file__).resolve().parents[3]
GENERATED = ROOT / "Sources" / "Contracts" / "Generated"
GAS = 30_000_000
CODE_LIMIT = 24_576
CHAIN_ID = 31337


class Reverted(Exception):
    """A call that failed: its reason, where it is text or a known error, and its data."""

    def __init__(self, reason: str, data: bytes = b""):
        super().__init__(reason)
        self.reason, self.data = reason, data


@dataclass
class Log:
    """An event as it was logged."""

    address: str
    name: str
    args: dict


@dataclass
class Outcome:
    """What a call gave: values, events, gas."""

    value: object
    logs: list[Log]
    gas_used: int

    def names(self) -> list[str]:
        return [log.name for log in self.logs]

    def one(self, name: str) -> dict:
        (found,) = [log.args for log in self.logs if log.name == name]
        return found


def type_of(entry: dict) -> str:
    """The canonical type of an ABI entry."""
    if entry["type"].startswith("tuple"):
        inner = ",".join(type_of(part) for part in entry["components"])
        return f"({inner}){entry['type'][5:]}"
    return entry["type"]


def signature_of(entry: dict) -> str:
    """Name and argument types."""
    return f"{entry['name']}({','.join(type_of(one) for one in entry['inputs'])})"


@dataclass
class Artifact:
    """Interface and creation code of a contract."""

    name: str
    abi: list[dict]
    creation_code: bytes

    @classmethod
    def committed(cls, name: str) -> Artifact:
        """What the Swift source of the artifact holds."""
        text = (GENERATED / f"{name}Artifact.swift").read_text()
        blocks = re.findall(r'= """\n(.*?)\n        """', text, re.DOTALL)
        abi, code = ("".join(line.removeprefix("        ").removesuffix("\\") for line in block.split("\n")) for block in blocks)
        return cls(name, json.loads(abi), bytes.fromhex(code))

    def of_kind(self, kind: str) -> list[dict]:
        return [entry for entry in self.abi if entry["type"] == kind]


class World:
    """A chain of one block that never ends: calls change its state, and its clock is set by hand."""

    def __init__(self, timestamp: int = 1_767_225_600, chain_id: int = CHAIN_ID):
        identifier = chain_id

        class Chain(MiningChain):
            chain_id = identifier
            vm_configuration = ((0, PragueVM),)

        header = {
            "difficulty": POST_MERGE_DIFFICULTY, "mix_hash": POST_MERGE_MIX_HASH, "nonce": POST_MERGE_NONCE,
            "gas_limit": GAS, "timestamp": timestamp, "coinbase": bytes(20), "extra_data": b""}
        self.chain = Chain.from_genesis(get_db_backend(), header, {})
        self.state = self.chain.get_vm().state
        self.context = self.state.execution_context
        self.now = timestamp
        self.events: dict[tuple[str, bytes], dict] = {}
        self.errors: dict[bytes, str] = {}

    @property
    def now(self) -> int:
        return self.context.timestamp

    @now.setter
    def now(self, timestamp: int) -> None:
        self.context._timestamp = timestamp

    def snapshot(self):
        return self.state.snapshot(), self.now

    def revert(self, taken) -> None:
        self.state.revert(taken[0])
        self.now = taken[1]

    def give_ether(self, account: str, wei: int) -> None:
        address = to_canonical_address(account)
        self.state.set_balance(address, self.state.get_balance(address) + wei)

    def ether_of(self, account: str) -> int:
        return self.state.get_balance(to_canonical_address(account))

    def address_after(self, sender: str, deployments: int) -> str:
        """Where the sender's contract will be, after so many more."""
        import rlp

        address = to_canonical_address(sender)
        nonce = self.state.get_nonce(address) + deployments
        return to_checksum_address(keccak(rlp.encode([address, nonce]))[12:])

    def deploy(self, artifact: Artifact, *arguments, sender: str) -> Contract:
        types = [type_of(one) for entry in artifact.of_kind("constructor") for one in entry["inputs"]]
        address = to_canonical_address(self.address_after(sender, 0))
        self.state.increment_nonce(to_canonical_address(sender))
        code = artifact.creation_code + encode(types, arguments)
        message = Message(
            gas=GAS, to=b"", sender=to_canonical_address(sender), value=0, data=b"", code=code,
            create_address=address)
        contract = Contract(self, artifact, to_checksum_address(address))
        contract.deployment = contract.outcome(self.apply(message), [])
        return contract

    def apply(self, message: Message):
        """Runs a message as a transaction would, but for its fees."""
        state = self.state
        context = state.get_transaction_context_class()(gas_price=0, origin=message.sender, blob_versioned_hashes=())
        state.clear_transient_storage()
        run = state.computation_class
        computation = (run.apply_create_message if message.is_create else run.apply_message)(state, message, context)
        return computation

    def raw_call(self, to: str, data: bytes, sender: str, value: int = 0):
        """A call by address and bytes."""
        target = to_canonical_address(to)
        message = Message(
            gas=GAS, to=target, sender=to_canonical_address(sender), value=value, data=data,
            code=self.state.get_code(target))
        return self.apply(message)


class Contract:
    """A deployed contract: its functions are methods; `sender` and `value` go by name."""

    def __init__(self, world: World, artifact: Artifact, address: str):
        self.world, self.artifact, self.address = world, artifact, address
        self.functions = {entry["name"]: entry for entry in artifact.of_kind("function")}
        for entry in artifact.of_kind("event"):
            world.events[(address, keccak(text=signature_of(entry)))] = entry

    def __getattr__(self, name: str):
        entry = self.__dict__["functions"].get(name)
        if entry is None:
            raise AttributeError(name)

        def call(*arguments, sender: str = "0x" + "11" * 20, value: int = 0):
            data = self.encode(name, *arguments)
            if entry["stateMutability"] in ("view", "pure"):
                return self.read(data, entry, sender)
            computation = self.world.raw_call(self.address, data, sender, value)
            return self.outcome(computation, entry["outputs"])

        return call

    def encode(self, name: str, *arguments) -> bytes:
        """Calldata of a function."""
        entry = self.functions[name]
        types = [type_of(one) for one in entry["inputs"]]
        return keccak(text=signature_of(entry))[:4] + encode(types, arguments)

    def read(self, data: bytes, entry: dict, sender: str):
        taken = self.world.state.snapshot()
        computation = self.world.raw_call(self.address, data, sender)
        value = self.outcome(computation, entry["outputs"]).value
        self.world.state.revert(taken)
        return value

    def outcome(self, computation, outputs: list[dict]) -> Outcome:
        if computation.is_error:
            raise Reverted(reason(bytes(computation.output)) or repr(computation.error), bytes(computation.output))
        logs = [self.log(*entry) for entry in computation.get_log_entries()]
        values = decode([type_of(one) for one in outputs], computation.output) if outputs else ()
        value = values[0] if len(values) == 1 else values
        return Outcome(value, logs, computation.get_gas_used())

    def log(self, address: bytes, topics, data: bytes) -> Log:
        topics = [topic.to_bytes(32, "big") for topic in topics]
        source = to_checksum_address(address)
        entry = self.world.events.get((source, topics[0]))
        if entry is None:
            return Log(source, topics[0].hex(), {})
        indexed = [one for one in entry["inputs"] if one["indexed"]]
        others = [one for one in entry["inputs"] if not one["indexed"]]
        args = {one["name"]: decode([type_of(one)], topic)[0] for one, topic in zip(indexed, topics[1:])}
        args |= dict(zip([one["name"] for one in others], decode([type_of(one) for one in others], data)))
        return Log(source, entry["name"], args)


GOVERNOR_ERRORS = [
    "GovernorUnexpectedProposalState(uint256,uint8,bytes32)", "GovernorNonexistentProposal(uint256)",
    "GovernorAlreadyCastVote(address)", "GovernorInvalidVoteType()", "GovernorInvalidSignature(address)",
    "GovernorInsufficientProposerVotes(address,uint256,uint256)", "GovernorUnableToCancel(uint256,address)",
    "GovernorInvalidProposalLength(uint256,uint256,uint256)", "GovernorRestrictedProposer(address)",
    "GovernorOnlyExecutor(address)", "GovernorInvalidVotingPeriod(uint256)",
    "GovernorInvalidQuorumFraction(uint256,uint256)",
]
ERRORS = {keccak(text=one)[:4]: one.partition("(")[0] for one in GOVERNOR_ERRORS}


def reason(data: bytes) -> str:
    """What a revert says: the text of Error(string), or the name of a governor's error."""
    if data[:4] == keccak(text="Error(string)")[:4]:
        return decode(["string"], data[4:])[0]
    return ERRORS.get(data[:4], data.hex())


def compiled(path: Path) -> Artifact:
    """A contract of the tests' own, compiled by vyper."""
    from vyper import compile_code
    from vyper.compiler.settings import Settings

    settings = Settings(evm_version="prague")
    result = compile_code(path.read_text(), output_formats=["abi", "bytecode"], settings=settings)
    return Artifact(path.stem, result["abi"], bytes.fromhex(result["bytecode"].removeprefix("0x")))

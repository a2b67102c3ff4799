"""A chain on py-evm under Prague's rules, with what alysis leaves open: a genesis and a clock of our own, so that
the same requests give the same blocks, and lookups that don't walk the chain."""
import time
from contextlib import contextmanager
from copy import deepcopy

import alysis
from alysis._backend import ZERO_ADDRESS, PyEVMBackend
from alysis._exceptions import TransactionNotFound
from eth.chains.base import MiningChain
from eth.constants import BLANK_ROOT_HASH, POST_MERGE_DIFFICULTY, POST_MERGE_MIX_HASH, POST_MERGE_NONCE
from eth.db import get_db_backend
from eth.vm.forks import PragueVM
from eth_utils import keccak
from ethereum_rpc import BlockHash, BlockLabel, TxHash

GAS_LIMIT = 30_000_000


class BlockTimeVM(PragueVM):
    """Prague's rules, with calls that run in the block that they name. py-evm runs them in one after it, which has the
    wall clock's time: on a clock that stands still, every deadline would have passed."""

    @contextmanager
    def in_costless_state(self):
        header = self.get_header().copy(base_fee_per_gas=0)
        state = self.build_state(self.chaindb.db, header, self.chain_context, self.previous_hashes)
        snapshot = state.snapshot()
        yield state
        state.revert(snapshot)


class Backend(PyEVMBackend):
    """alysis' view of py-evm, from a genesis that is given in full."""

    def __init__(self, chain_id: int, genesis_time: int, balances: dict[bytes, int]):
        identifier = chain_id

        class Chain(MiningChain):
            chain_id = identifier
            vm_configuration = ((0, BlockTimeVM),)

            def create_header_from_parent(self, parent_header, **fields):
                fields["gas_limit"] = parent_header.gas_limit
                return super().create_header_from_parent(parent_header, **fields)

        header = {
            "coinbase": ZERO_ADDRESS,
            "difficulty": POST_MERGE_DIFFICULTY,
            "extra_data": b"",
            "gas_limit": GAS_LIMIT,
            "mix_hash": POST_MERGE_MIX_HASH,
            "nonce": POST_MERGE_NONCE,
            "receipt_root": BLANK_ROOT_HASH,
            "timestamp": genesis_time,
            "transaction_root": BLANK_ROOT_HASH,
        }
        state = {
            address: {"balance": balance, "storage": {}, "code": b"", "nonce": 0}
            for address, balance in balances.items()
        }
        chain = Chain.from_genesis(get_db_backend(), header, state)
        self._initialize(chain=chain, root_private_key=bytes(32), total_difficulty=0)
        self.block_of_transaction: dict[TxHash, int] = {}

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.block_of_transaction = dict(self.block_of_transaction)
        return copied

    def mine_block(self, timestamp=None) -> BlockHash:
        """Closes the pending block. Its randomness follows from its number: the same scenario, the same chain."""
        number = self.chain.header.block_number
        mined = self.chain.mine_block(coinbase=ZERO_ADDRESS, mix_hash=keccak(number.to_bytes(8, "big")))
        for transaction in mined.transactions:
            self.block_of_transaction[TxHash(transaction.hash)] = mined.number
        return BlockHash(mined.hash)

    def _get_transaction_by_hash(self, transaction_hash):
        number = self.block_of_transaction.get(transaction_hash)
        block = self.chain.get_block() if number is None else self._get_block_by_number(number)
        for index, transaction in enumerate(block.transactions):
            if TxHash(transaction.hash) == transaction_hash:
                return block, transaction, index
        raise TransactionNotFound(f"no transaction {transaction_hash.hex()}")


class LocalChain(alysis.Node):
    """A chain with a clock: a fixed one starts at `start_time` and each block is a second later than its parent;
    without `start_time` the clock is the wall's. Both can be moved forward."""

    def __init__(self, chain_id: int, start_time: int | None, balances: dict[bytes, int]):
        self.is_clock_fixed = start_time is not None
        self.offset_seconds = 0
        self.next_time: int | None = None
        genesis_time = start_time if start_time is not None else int(time.time())
        self._initialize(
            backend=Backend(chain_id, genesis_time, balances), net_version=chain_id,
            auto_mine_transactions=True, filter_counter=0, log_filters={}, log_filter_entries={},
            block_filters={}, pending_transaction_filters={})

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.is_clock_fixed = self.is_clock_fixed
        copied.offset_seconds = self.offset_seconds
        copied.next_time = self.next_time
        return copied

    def snapshot(self) -> "LocalChain":
        """A copy of everything: blocks, pending transactions, clock, filters."""
        return deepcopy(self)

    @property
    def head_time(self) -> int:
        """The time of the last block, in seconds since 1970."""
        return self._backend._get_block_by_number(BlockLabel.LATEST).header.timestamp

    def increase_time(self, seconds: int) -> int:
        """Moves the clock forward from where the chain is; chain time may run ahead of the wall's."""
        if seconds < 0:
            raise ValueError("time only moves forward")
        base = self.next_time or max(self.head_time, self._wall_time())
        self.next_time = base + seconds
        self.offset_seconds = self.next_time - int(time.time())
        return seconds

    def set_next_time(self, timestamp: int) -> None:
        """Sets the time of the next block, which has to be later than the last one."""
        if timestamp <= self.head_time:
            raise ValueError(f"the last block is at {self.head_time}: {timestamp} isn't later")
        self.next_time = timestamp
        self.offset_seconds = timestamp - int(time.time())

    def follow_wall_clock(self) -> None:
        """Has a fixed clock follow the wall's from now on, from where the chain is if that is ahead."""
        self.is_clock_fixed = False
        self.offset_seconds = max(0, self.head_time - int(time.time()))

    def mine_block(self, timestamp: int | None = None) -> None:
        """Closes the pending block."""
        if timestamp is not None:
            self.set_next_time(timestamp)
        self.fix_pending_time()
        self.next_time = None
        super().mine_block()

    def eth_send_raw_transaction(self, raw_transaction: bytes):
        self.fix_pending_time()
        return super().eth_send_raw_transaction(raw_transaction)

    def fix_pending_time(self) -> None:
        """Gives the pending block its time before the first transaction runs in it: TIMESTAMP is then what its
        header says."""
        chain = self._backend.chain
        if chain.get_block().transactions:
            return
        pending = max(self.next_time or self._wall_time(), self.head_time + 1)
        chain.header = chain.header.copy(timestamp=pending)

    def _wall_time(self) -> int:
        return 0 if self.is_clock_fixed else int(time.time()) + self.offset_seconds

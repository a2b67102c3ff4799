"""The JSON-RPC methods of the local node: alysis' own, and those that clients of a dev chain expect besides."""
import alysis
import receipts
from eth_utils import to_checksum_address
from ethereum_rpc import RPCError, TxHash

from accounts import DevAccount
from chain import LocalChain

PRIORITY_FEE = 10**9


class MethodError(Exception):
    """A JSON-RPC error: a code, a sentence, and for a revert its data as hex."""

    def __init__(self, code: int, message: str, data: str | None = None):
        super().__init__(message)
        self.code, self.message, self.data = code, message, data


def number(value) -> int:
    """A quantity that is hex text, or a JSON number."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise MethodError(-32602, "expected a quantity")
    return int(value, 0) if isinstance(value, str) else value


class Methods:
    """Every method by name, on one chain and its snapshots."""

    def __init__(self, chain: LocalChain, accounts: list[DevAccount], has_control: bool = True):
        self.alysis = alysis.RPCNode(chain)
        self.accounts = {account.address.lower(): account for account in accounts}
        self.snapshots: dict[str, LocalChain] = {}
        self.receipts_of_block: dict[bytes, list[dict]] = {}
        self.has_control = has_control
        self.own = {name: getattr(self, name) for name in dir(type(self)) if name.startswith(("eth_", "evm_"))}

    @property
    def chain(self) -> LocalChain:
        """The chain as it is, or as it was brought back."""
        return self.alysis.node

    def call(self, method: str, params: list):
        """Answers one request; raises MethodError."""
        if not self.has_control and method.startswith("evm_"):
            raise MethodError(-32601, f"the method {method} does not exist")
        try:
            if method in self.own:
                return self.own[method](*params)
            return self.alysis.rpc(method, *params)
        except RPCError as error:
            data = "0x" + error.data.hex() if isinstance(error.data, bytes) else None
            code = int(getattr(error.code, "value", error.code))
            raise MethodError(code, error.message, data) from error
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            raise MethodError(-32602, f"{type(error).__name__}: {error}"[:300]) from error

    # Calls: both names of the data are read, a block may be left out.

    def eth_call(self, transaction: dict, block="latest", overrides=None):
        if overrides:
            raise MethodError(-32602, "state overrides aren't supported")
        return self.alysis.rpc("eth_call", self._call_object(transaction), block)

    def eth_estimateGas(self, transaction: dict, block="pending"):
        call = self._call_object(transaction)
        call.setdefault("from", "0x" + "00" * 20)
        self.chain.fix_pending_time()
        return self.alysis.rpc("eth_estimateGas", call, block)

    @staticmethod
    def _call_object(transaction: dict) -> dict:
        known = {"from", "to", "gas", "gasPrice", "value", "data", "nonce"}
        call = dict(transaction)
        text = call.pop("input", None)
        if text is not None and call.setdefault("data", text) != text:
            raise MethodError(-32602, "data and input differ")
        return {name: value for name, value in call.items() if name in known and value is not None}

    # Accounts of the node, which sign on request.

    def eth_accounts(self):
        return [account.address for account in self.accounts.values()]

    def eth_sendTransaction(self, transaction: dict):
        from eth_account import Account  # takes most of a second to load, and most clients sign for themselves

        account = self.accounts.get(transaction["from"].lower())
        if account is None:
            raise MethodError(-32000, "unknown account")
        call = self._call_object(transaction)
        block = self.alysis.rpc("eth_getBlockByNumber", "latest", False)
        fields = {
            "chainId": self.chain.eth_chain_id(),
            "type": 2,
            "nonce": number(call.get("nonce") or self.alysis.rpc("eth_getTransactionCount", account.address, "pending")),
            "gas": number(call.get("gas") or self.eth_estimateGas(transaction)),
            "maxPriorityFeePerGas": PRIORITY_FEE,
            "maxFeePerGas": 2 * int(block["baseFeePerGas"], 16) + PRIORITY_FEE,
            "value": number(call.get("value", 0)),
            "data": call.get("data", "0x"),
        }
        if call.get("to"):
            fields["to"] = to_checksum_address(call["to"])
        signed = Account.from_key(account.key).sign_transaction(fields).raw_transaction
        return self.alysis.rpc("eth_sendRawTransaction", "0x" + bytes(signed).hex())

    # Logs and receipts, read once per block and kept by its hash.

    def eth_getLogs(self, filter: dict):
        logs = [log for block in self._blocks(filter) for log in self.block_logs(block)]
        return self.matching(logs, filter)

    @classmethod
    def matching(cls, logs: list[dict], filter: dict) -> list[dict]:
        """Those of the logs that a filter's addresses and topics want."""
        addresses = cls._choice(filter.get("address"))
        topics = [cls._choice(topic) for topic in filter.get("topics") or []]
        return [log for log in logs if cls._matches(log, addresses, topics)]

    @staticmethod
    def _choice(value) -> set[str] | None:
        """One value, or a list of alternatives; nothing or an empty list for any."""
        if not value:
            return None
        return {one.lower() for one in ([value] if isinstance(value, str) else value)}

    def _blocks(self, filter: dict):
        backend = self.chain._backend
        if "blockHash" in filter:
            if "fromBlock" in filter or "toBlock" in filter:
                raise MethodError(-32602, "blockHash excludes fromBlock and toBlock")
            header = self.alysis.rpc("eth_getBlockByHash", filter["blockHash"], False)
            if header is None:
                raise MethodError(-32000, "unknown block")
            return [backend._get_block_by_number(int(header["number"], 16))]
        head = self.chain.eth_block_number()
        first, last = (self._height(filter.get(name), head) for name in ("fromBlock", "toBlock"))
        if first > last:
            raise MethodError(-32602, "invalid block range")
        return [backend._get_block_by_number(height) for height in range(first, min(last, head) + 1)]

    @staticmethod
    def _height(value, head: int) -> int:
        if value == "earliest":
            return 0
        return head if value in (None, "latest", "safe", "finalized", "pending") else number(value)

    @staticmethod
    def _matches(log: dict, addresses: set | None, topics: list) -> bool:
        if addresses is not None and log["address"].lower() not in addresses:
            return False
        if len(topics) > len(log["topics"]):
            return False
        return all(choice is None or topic in choice for choice, topic in zip(topics, log["topics"]))

    def block_logs(self, block) -> list[dict]:
        """The logs of a block, numbered through the block as the specification has it."""
        return [log for receipt in self.block_receipts(block) for log in receipt["logs"]]

    def block_receipts(self, block) -> list[dict]:
        """The receipts of a block, made when they are first asked for."""
        kept = self.receipts_of_block.get(block.hash)
        if kept is None:
            kept = self.receipts_of_block[block.hash] = receipts.of_block(block, self.chain._backend.chain.chaindb)
        return kept

    def eth_getTransactionReceipt(self, transaction_hash: str):
        wanted = bytes.fromhex(transaction_hash.removeprefix("0x"))
        height = self.chain._backend.block_of_transaction.get(TxHash(wanted))
        if height is None:
            return None
        found = self.block_receipts(self.chain._backend._get_block_by_number(height))
        return next(one for one in found if one["transactionHash"] == "0x" + wanted.hex())

    def eth_getBlockReceipts(self, block):
        found = self.alysis.rpc("eth_getBlockByNumber", block, False)
        return found and self.block_receipts(self.chain._backend._get_block_by_number(int(found["number"], 16)))

    # Fees.

    def eth_syncing(self):
        return False

    def eth_maxPriorityFeePerGas(self):
        return hex(PRIORITY_FEE)

    def eth_feeHistory(self, count, newest="latest", percentiles=None):
        last = self._height(newest, self.chain.eth_block_number())
        first = max(0, last - min(max(number(count), 1), 1024) + 1)
        headers = [self.chain._backend._get_block_by_number(height).header for height in range(first, last + 1)]
        following = self.chain._backend.chain.create_header_from_parent(headers[-1]).base_fee_per_gas
        history = {
            "oldestBlock": hex(first),
            "baseFeePerGas": [hex(header.base_fee_per_gas) for header in headers] + [hex(following)],
            "gasUsedRatio": [header.gas_used / header.gas_limit for header in headers],
        }
        if percentiles:
            history["reward"] = [[hex(PRIORITY_FEE)] * len(percentiles) for _ in headers]
        return history

    # Control of the chain.

    def evm_mine(self, options=None):
        """Mines a block, at a time if one is given; {"blocks": n, "timestamp": t} mines several."""
        options = options if isinstance(options, dict) else {"timestamp": options}
        timestamp = options.get("timestamp")
        for place in range(number(options.get("blocks", 1))):
            self.chain.mine_block(number(timestamp) if place == 0 and timestamp is not None else None)
        return "0x0"

    def evm_increaseTime(self, seconds):
        return self.chain.increase_time(number(seconds))

    def evm_setNextBlockTimestamp(self, timestamp):
        self.chain.set_next_time(number(timestamp))

    def evm_followWallClock(self):
        """From now on blocks have the wall's time, as on a node that was started without a time."""
        self.chain.follow_wall_clock()
        return True

    def evm_setAutomine(self, is_on):
        (self.chain.enable_auto_mine_transactions if is_on else self.chain.disable_auto_mine_transactions)()
        return True

    def evm_snapshot(self):
        identifier = hex(len(self.snapshots) + 1)
        self.snapshots[identifier] = self.chain.snapshot()
        return identifier

    def evm_revert(self, identifier):
        """Brings a snapshot back; it and all later ones are then used up."""
        if identifier not in self.snapshots:
            return False
        self.alysis.node = self.snapshots[identifier]
        later = [name for name in self.snapshots if int(name, 16) >= int(identifier, 16)]
        for name in later:
            del self.snapshots[name]
        return True

"""The local node as clients see it: through web3.py over HTTP and WebSocket, and by hand over its unix socket."""
import asyncio
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from web3 import AsyncWeb3, Web3, WebSocketProvider

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from accounts import dev_account  # noqa: E402

START = 1_767_225_600
LOG, OTHER = b"\x11" * 32, b"\x22" * 32
# Logs the time as the data of two events, stores it, and deploys nothing.
CLOCK = "0x" + "42600055" + "42600052" + "".join(f"7f{topic.hex()}60206000a1" for topic in (LOG, OTHER)) + "60006000f3"
REVERT = "0x60006000fd"


class Node:
    """A node in a process of its own."""

    def __init__(self, folder: Path, *options: str):
        self.ipc = str(folder / "node.ipc")
        command = [sys.executable, str(HERE / "node.py"), "--port", "0", "--ipc", self.ipc, "--accounts", "3", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        word, self.http, self.websocket, ipc = self.process.stdout.readline().split()
        assert word == "ready" and ipc == f"ipc:{self.ipc}"
        self.web3 = Web3(Web3.HTTPProvider(self.http))
        self.sender = dev_account(2).address

    def call(self, method: str, *params):
        return self.web3.provider.make_request(method, list(params))

    def send(self, **fields):
        hash = self.web3.eth.send_transaction({"from": self.sender, **fields})
        return self.web3.eth.get_transaction_receipt(hash)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    node = Node(tmp_path_factory.mktemp("node"), "--start-time", str(START))
    yield node
    assert node.stop() == 0
    assert not Path(node.ipc).exists()


@pytest.fixture
def node(running):
    """The node at its genesis, whatever the test before did."""
    genesis = running.call("evm_snapshot")["result"]
    yield running
    assert running.call("evm_revert", genesis)["result"] is True


def test_the_first_account_is_poor_and_the_others_are_rich(node):
    balances = [node.web3.eth.get_balance(dev_account(number).address) for number in range(1, 5)]
    assert balances == [10**18, 10**22, 10**22, 0]
    assert node.web3.eth.accounts == [dev_account(number).address for number in range(1, 4)]
    assert node.web3.eth.chain_id == 31337 and node.web3.eth.get_block(0).timestamp == START


def test_a_fixed_clock_moves_as_it_is_told(node):
    """And what a transaction sees is what the header says."""
    times = []
    for seconds in (0, 1_000, 5):
        if seconds:
            assert node.call("evm_increaseTime", seconds)["result"] == seconds
        receipt = node.send(data=CLOCK)
        block = node.web3.eth.get_block(receipt.blockNumber)
        assert int(receipt.logs[0].data.hex(), 16) == block.timestamp
        times.append(block.timestamp - START)
    assert times[0] == 1 and times[1] in (1_001, 1_002) and times[2] - times[1] in (5, 6)
    node.call("evm_setNextBlockTimestamp", START + 9_999)
    node.call("evm_mine")
    assert node.web3.eth.get_block("latest").timestamp == START + 9_999
    assert "error" in node.call("evm_setNextBlockTimestamp", START)
    node.call("evm_mine", {"blocks": 3, "timestamp": START + 20_000})
    assert node.web3.eth.get_block("latest").timestamp == START + 20_002


def test_the_same_requests_give_the_same_chain(node, tmp_path):
    (tmp_path / "other").mkdir()
    other = Node(tmp_path / "other", "--start-time", str(START))
    try:
        hashes = []
        for one in (node, other):
            one.send(data=CLOCK)
            one.send(to=dev_account(1).address, value=5)
            hashes.append(one.web3.eth.get_block("latest").hash)
        assert hashes[0] == hashes[1]
    finally:
        other.stop()


def test_a_wall_clock_is_followed(tmp_path):
    import time

    node = Node(tmp_path)
    try:
        receipt = node.send(data=CLOCK)
        assert abs(int(receipt.logs[0].data.hex(), 16) - time.time()) < 30
        node.call("evm_increaseTime", 86_400)
        node.call("evm_mine")
        assert abs(node.web3.eth.get_block("latest").timestamp - time.time() - 86_400) < 30
    finally:
        node.stop()


def test_a_fixed_clock_can_be_let_go(node):
    import time

    node.call("evm_setNextBlockTimestamp", int(time.time()) - 100)
    node.call("evm_mine")
    node.call("evm_followWallClock")
    node.call("evm_mine")
    assert abs(node.web3.eth.get_block("latest").timestamp - time.time()) < 30


@pytest.mark.parametrize("fields, kind", [
    ({"gasPrice": 10**10}, 0), ({"gasPrice": 10**10, "type": 1, "accessList": []}, 1),
    ({"maxFeePerGas": 10**10, "maxPriorityFeePerGas": 10**9, "type": 2}, 2)])
def test_receipts_state_type_and_price(node, fields, kind):
    from eth_account import Account

    fields |= {"chainId": 31337, "nonce": 0, "gas": 21_000, "to": node.sender, "value": 1}
    signed = Account.sign_transaction(fields, dev_account(3).key)
    receipt = node.web3.eth.get_transaction_receipt(node.web3.eth.send_raw_transaction(signed.raw_transaction))
    base = node.web3.eth.get_block(receipt.blockNumber).baseFeePerGas
    assert receipt.type == kind and receipt["from"] == dev_account(3).address and receipt.gasUsed == 21_000
    assert receipt.effectiveGasPrice == (base + 10**9 if kind == 2 else 10**10)


def test_logs_are_found_by_range_topic_and_block(node):
    receipts = [node.send(data=CLOCK) for _ in range(3)]
    eth = node.web3.eth
    assert len(eth.get_logs({"fromBlock": 0})) == 6
    assert len(eth.get_logs({"fromBlock": 0, "topics": [LOG]})) == 3
    assert len(eth.get_logs({"fromBlock": 0, "topics": [[LOG, OTHER]]})) == 6
    assert eth.get_logs({"fromBlock": 0, "topics": [None, LOG]}) == []
    assert len(eth.get_logs({"fromBlock": 2, "toBlock": 2, "address": receipts[1].contractAddress})) == 2
    assert [log.logIndex for log in eth.get_logs({"blockHash": receipts[2].blockHash})] == [0, 1]
    assert "error" in node.call("eth_getLogs", {"fromBlock": "0x5", "toBlock": "0x2"})


def test_log_indexes_count_through_a_block(node):
    node.call("evm_setAutomine", False)
    eth, first = node.web3.eth, node.web3.eth.get_transaction_count(node.sender)
    hashes = [
        eth.send_transaction({"from": node.sender, "data": CLOCK, "nonce": first + place, "gas": 200_000})
        for place in range(2)]
    node.call("evm_mine")
    receipts = [eth.get_transaction_receipt(hash) for hash in hashes]
    assert [[log.logIndex for log in receipt.logs] for receipt in receipts] == [[0, 1], [2, 3]]


def test_a_mined_revert_has_a_receipt_and_a_called_one_its_data(node):
    assert node.send(data=REVERT, gas=100_000).status == 0
    word = "0x7f" + "ab" * 32 + "60005260206000fd"
    answer = node.call("eth_estimateGas", {"from": node.sender, "input": word})
    assert answer["error"]["code"] == 3 and answer["error"]["data"] == "0x" + "ab" * 32


def test_both_names_of_the_data_are_read_and_have_to_agree(node):
    for name in ("data", "input"):
        assert "error" in node.call("eth_estimateGas", {"from": node.sender, name: REVERT})
    assert node.call("eth_estimateGas", {"data": "0x00", "input": "0x01"})["error"]["code"] == -32602


def test_fees(node):
    history = node.web3.eth.fee_history(4, "latest", [50])
    assert len(history.baseFeePerGas) == len(history.gasUsedRatio) + 1 and history.reward == [[10**9]]
    assert node.web3.eth.max_priority_fee == 10**9


def test_what_is_unknown_or_malformed_is_an_error(node):
    assert node.call("eth_nonsense")["error"]["code"] == -32601
    for method, params in (
        ("eth_getBalance", ["0x1"]), ("eth_call", [5]), ("evm_mine", ["x"]), ("eth_getLogs", [[]]),
        ("evm_increaseTime", [-1]), ("eth_sendTransaction", [{}]), ("eth_feeHistory", [None]),
    ):
        assert node.call(method, *params)["error"]["code"] == -32602, method


class Socket:
    """JSON over the unix socket."""

    def __init__(self, path: str):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.socket.settimeout(10)
        self.lines = self.socket.makefile("rb")

    def send(self, text: bytes) -> None:
        self.socket.sendall(text)

    def read(self):
        return json.loads(self.lines.readline())


def test_the_unix_socket_takes_values_in_pieces_and_tells_of_blocks_and_lost_logs(node):
    pipe = Socket(node.ipc)
    pipe.send(b'{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}{"jsonrpc":"2.0","id":2,')
    heads = pipe.read()["result"]
    pipe.send(b'"method":"eth_subscribe","params":["logs",{"topics":["0x' + OTHER.hex().encode() + b'"]}]}')
    assert pipe.read()["result"] != heads
    snapshot = node.call("evm_snapshot")["result"]
    node.send(data=CLOCK)
    head, log = pipe.read()["params"], pipe.read()["params"]
    assert (head["subscription"], head["result"]["number"]) == (heads, "0x1")
    assert log["result"]["removed"] is False and log["result"]["blockHash"] == head["result"]["hash"]
    assert node.call("evm_revert", snapshot)["result"] is True
    assert node.web3.eth.block_number == 0
    assert pipe.read()["params"]["result"] == {**log["result"], "removed": True}
    node.call("evm_mine", START + 50)
    again = pipe.read()["params"]["result"]
    assert again["number"] == "0x1" and again["hash"] != head["result"]["hash"]
    assert node.call("evm_revert", snapshot)["result"] is False
    pipe.send(b'[{"jsonrpc":"2.0","id":7,"method":"eth_blockNumber"},{"id":8,"method":5}]')
    answers = pipe.read()
    assert answers[0]["result"] == "0x1" and answers[1]["error"]["code"] == -32600


def test_subscriptions_over_websocket(node):
    async def follow() -> int:
        async with AsyncWeb3(WebSocketProvider(node.websocket)) as web3:
            await web3.eth.subscribe("newHeads")
            await web3.eth.send_transaction({"from": node.sender, "to": node.sender})
            async for message in web3.socket.process_subscriptions():
                return message["result"]["number"]

    assert asyncio.run(asyncio.wait_for(follow(), 10)) == 1

"""Ordinary work of web3.py and eth-account against a node: fails with a traceback where an answer isn't as they want it.

usage: web3_flows.py HTTP-URL WS-URL IPC-PATH FOLDER-OF-ARTIFACTS"""
import asyncio
import json
import pathlib
import sys

from eth_account import Account
from eth_account.messages import encode_defunct, encode_typed_data
from web3 import AsyncWeb3, HTTPProvider, IPCProvider, Web3, WebSocketProvider
from web3.exceptions import ContractLogicError, TransactionNotFound, Web3RPCError

http, ws, ipc, artifacts = sys.argv[1:5]
w3 = Web3(HTTPProvider(http))
account = Account.from_key(Web3.keccak(text="coai devnet account 1"))
other = w3.eth.accounts[1]


def send(transaction):
    signed = account.sign_transaction(transaction)
    found = w3.eth.send_raw_transaction(signed.raw_transaction)
    assert found == signed.hash
    return w3.eth.wait_for_transaction_receipt(found, timeout=10)


def nonce():
    return w3.eth.get_transaction_count(account.address, "pending")


def transactions_of_every_type():
    base = {"chainId": w3.eth.chain_id, "to": other, "value": 7, "gas": 100_000}
    fees = {"maxFeePerGas": 10**10, "maxPriorityFeePerGas": 10**9}
    access = [{"address": other, "storageKeys": ["0x" + "00" * 32]}]
    delegated = account.sign_authorization({"chainId": w3.eth.chain_id, "address": other, "nonce": nonce() + 4})
    for place, fields in enumerate([
            {"gasPrice": 10**10}, {"gasPrice": 10**10, "accessList": access, "type": 1}, fees,
            {**fees, "authorizationList": [delegated]}]):
        before = w3.eth.get_balance(other)
        receipt = send({**base, **fields, "nonce": nonce()})
        assert receipt.status == 1 and receipt.type == (0, 1, 2, 4)[place], receipt
        assert w3.eth.get_balance(other) == before + 7
        transaction = w3.eth.get_transaction(receipt.transactionHash)
        assert transaction["from"] == account.address and transaction.blockNumber == receipt.blockNumber
        recovered = Account.recover_transaction(w3.eth.get_raw_transaction(receipt.transactionHash))
        assert recovered == account.address
    # The authorization named the nonce after its transaction's: it holds, and the account has code now.
    assert bytes(w3.eth.get_code(account.address)) == bytes.fromhex("ef0100" + other[2:].lower())


def contract():
    source = json.loads((pathlib.Path(artifacts) / "COAIToken.json").read_text())
    factory = w3.eth.contract(abi=source["abi"], bytecode=source["bytecode"])
    inputs = next((part["inputs"] for part in source["abi"] if part["type"] == "constructor"), [])
    values = [account.address if part["type"] == "address" else 1_000_000 for part in inputs]  # supply and cap alike
    built = factory.constructor(*values).build_transaction({"from": account.address, "nonce": nonce()})
    receipt = send(built)
    assert receipt.status == 1 and receipt.contractAddress
    token = w3.eth.contract(address=receipt.contractAddress, abi=source["abi"])
    events = token.events.Transfer.get_logs(from_block=0)
    assert events and events[0].transactionHash == receipt.transactionHash
    try:
        token.functions.transfer(other, 10**40).call({"from": account.address})
        raise AssertionError("no revert")
    except ContractLogicError as error:
        assert error.data
    filter_ = token.events.Approval.create_filter(from_block="latest")
    sent = token.functions.approve(other, 5).build_transaction({"from": account.address, "nonce": nonce()})
    assert send(sent).status == 1
    assert [event.args.value for event in filter_.get_new_entries()] == [5]
    assert token.functions.allowance(account.address, other).call() == 5
    listed = w3.eth.create_access_list({
        "from": account.address, "to": token.address, "data": sent["data"], "gas": 200_000})
    assert [entry.address for entry in listed.accessList] == [token.address]
    request = w3.provider.make_request
    assert "error" not in request("anvil_dealERC20", [other, token.address, hex(987)])
    assert token.functions.balanceOf(other).call() == 987
    proof = w3.eth.get_proof(token.address, [0, 1], "latest")
    assert proof.storageHash != proof.codeHash and len(proof.storageProof) == 2
    return token


def overrides(token):
    probe = Web3.to_checksum_address("0x" + "ab" * 20)
    # PUSH0 SLOAD PUSH0 MSTORE, 32 bytes returned.
    code = "0x5f545f5260205ff3"
    answer = w3.eth.call({"to": probe}, "latest", {
        probe: {"code": code, "stateDiff": {"0x" + "00" * 32: "0x" + "11" * 32}}})
    assert answer.hex().removeprefix("0x") == "11" * 32
    assert w3.eth.get_code(probe) == b""


def time_and_snapshots():
    request = w3.provider.make_request
    snapshot = request("evm_snapshot", [])["result"]
    head = w3.eth.get_block("latest")
    request("evm_increaseTime", [86_400])
    request("evm_mine", [])
    later = w3.eth.get_block("latest")
    assert later.timestamp >= head.timestamp + 86_400 and later.number == head.number + 1
    assert request("evm_revert", [snapshot])["result"] is True
    assert w3.eth.get_block("latest").hash == head.hash
    # What is set on the snapshot's own block is undone with it, as a fixture wants it.
    before = w3.eth.get_balance(other), w3.eth.get_transaction_count(other)
    snapshot = request("evm_snapshot", [])["result"]
    request("anvil_setBalance", [other, hex(123)])
    request("hardhat_setNonce", [other, hex(77)])
    assert (w3.eth.get_balance(other), w3.eth.get_transaction_count(other)) == (123, 77)
    assert request("evm_revert", [snapshot])["result"] is True
    assert (w3.eth.get_balance(other), w3.eth.get_transaction_count(other)) == before
    request("anvil_setBalance", [other, hex(123)])
    assert w3.eth.get_balance(other) == 123
    request("anvil_impersonateAccount", [other])
    request("anvil_setBalance", [other, hex(10**18)])
    hash_ = w3.eth.send_transaction({"from": other, "to": account.address, "value": 1})
    assert w3.eth.wait_for_transaction_receipt(hash_).status == 1
    request("anvil_stopImpersonatingAccount", [other])
    # A contract sends, too.
    request("hardhat_impersonateAccount", [token.address])
    request("hardhat_setBalance", [token.address, hex(10**18)])
    hash_ = w3.eth.send_transaction({"from": token.address, "to": account.address, "value": 1})
    assert w3.eth.wait_for_transaction_receipt(hash_)["from"] == token.address


def signatures():
    """What the node's own accounts sign, told by eth-account."""
    said = encode_defunct(text="who goes there")
    signature = w3.eth.sign(other, text="who goes there")
    assert Account.recover_message(said, signature=signature) == other
    same = w3.manager.request_blocking("personal_sign", ["0x" + b"who goes there".hex(), other])
    assert same == "0x" + signature.hex().removeprefix("0x")
    document = {
        "types": {
            "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "chainId", "type": "uint256"}],
            "Mail": [{"name": "to", "type": "address"}, {"name": "lines", "type": "string[]"}]},
        "primaryType": "Mail", "domain": {"name": "post", "chainId": w3.eth.chain_id},
        "message": {"to": account.address, "lines": ["one", "two"]}}
    for form in (document, json.dumps(document)):
        signature = w3.manager.request_blocking("eth_signTypedData_v4", [other, form])
        assert Account.recover_message(encode_typed_data(full_message=document), signature=signature) == other
    asked = {"from": other, "to": account.address, "value": 5}
    filled = w3.manager.request_blocking("eth_fillTransaction", [{**asked, "value": "0x5"}])["tx"]
    assert int(filled["nonce"], 16) == w3.eth.get_transaction_count(other) and int(filled["gas"], 16) >= 21_000
    assert {"r", "hash", "blockHash"}.isdisjoint(filled)
    signed = w3.eth.sign_transaction(asked)
    assert Account.recover_transaction(signed["raw"]) == other and signed["tx"]["nonce"] == int(filled["nonce"], 16)
    assert w3.eth.wait_for_transaction_receipt(w3.eth.send_raw_transaction(signed["raw"])).status == 1
    everything = w3.manager.request_blocking("eth_capabilities", [])
    assert int(everything["head"]["number"], 16) == w3.eth.block_number
    assert everything["logs"] == {"disabled": False, "oldestBlock": "0x0"}


def errors():
    for call in [lambda: w3.eth.get_transaction("0x" + "00" * 32), lambda: w3.eth.get_transaction_receipt("0x" + "00" * 32)]:
        try:
            call()
            raise AssertionError("found")
        except TransactionNotFound:
            pass
    try:
        w3.eth.send_raw_transaction("0x02c0")
        raise AssertionError("taken")
    except (Web3RPCError, ValueError):
        pass


async def subscriptions():
    async with AsyncWeb3(WebSocketProvider(ws)) as client:
        heads = await client.eth.subscribe("newHeads")
        await client.provider.make_request("evm_mine", [])
        async for message in client.socket.process_subscriptions():
            assert message["subscription"] == heads and message["result"]["number"] == await client.eth.block_number
            break
        logs = await client.eth.subscribe("logs", {})
        assert logs != heads and await client.eth.unsubscribe(logs)


transactions_of_every_type()
token = contract()
overrides(token)
time_and_snapshots()
signatures()
errors()
asyncio.run(subscriptions())
assert Web3(IPCProvider(ipc)).eth.block_number == w3.eth.block_number
history = w3.eth.fee_history(4, "latest", [10, 90])
assert len(history.baseFeePerGas) == 5 and len(history.reward) == 4
print("all answers are as web3.py wants them")

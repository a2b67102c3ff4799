"""Receipts as JSON-RPC has them, straight from py-evm's blocks."""
import rlp
from eth_utils import keccak, to_checksum_address


def hexadecimal(data: bytes) -> str:
    return "0x" + data.hex()


def of_block(block, chaindb) -> list[dict]:
    """The receipts of a block in the order of its transactions, with logs that are numbered through the block."""
    receipts: list[dict] = []
    before = log_count = 0
    for place, (transaction, receipt) in enumerate(zip(block.transactions, block.get_receipts(chaindb))):
        ours = {
            "blockHash": hexadecimal(block.hash),
            "blockNumber": hex(block.number),
            "transactionHash": hexadecimal(transaction.hash),
            "transactionIndex": hex(place),
        }
        logs = [
            {
                "address": to_checksum_address(log.address),
                "topics": [hexadecimal(topic.to_bytes(32, "big")) for topic in log.topics],
                "data": hexadecimal(log.data),
                "logIndex": hex(log_count + index),
                "removed": False,
                **ours,
            }
            for index, log in enumerate(receipt.logs)
        ]
        log_count += len(logs)
        receipts.append({
            **ours,
            "type": hex(getattr(transaction, "type_id", None) or 0),
            "from": to_checksum_address(transaction.sender),
            "to": to_checksum_address(transaction.to) if transaction.to else None,
            "contractAddress": None if transaction.to else created_address(transaction),
            "status": hex(receipt.state_root == b"\x01"),
            "gasUsed": hex(receipt.gas_used - before),
            "cumulativeGasUsed": hex(receipt.gas_used),
            "effectiveGasPrice": hex(paid_price(transaction, block.header.base_fee_per_gas)),
            "logs": logs,
            "logsBloom": hexadecimal(receipt.bloom.to_bytes(256, "big")),
        })
        before = receipt.gas_used
    return receipts


def created_address(transaction) -> str:
    """Where a transaction without recipient made its contract."""
    return to_checksum_address(keccak(rlp.encode([transaction.sender, transaction.nonce]))[12:])


def paid_price(transaction, base_fee: int) -> int:
    """Wei paid for each unit of gas; py-evm gives older transactions both fees of EIP-1559, equal to their price."""
    return min(transaction.max_fee_per_gas, transaction.max_priority_fee_per_gas + base_fee)

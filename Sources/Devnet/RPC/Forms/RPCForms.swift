import EVM
import Ethereum
import StrictJSON

/// Blocks, transactions, receipts and logs as JSON-RPC writes them (execution-apis, schemas).
enum RPCForms {
    static func block(_ block: ChainBlock, whole: Bool) -> JSON {
        let transactions: [JSON] = block.transactions.enumerated().map { place, item in
            whole ? transaction(item, in: block, at: place) : RPCValue.json(item.hash)
        }
        var members = header(block)
        members += [
            ("size", RPCValue.json(UInt64(block.size))), ("transactions", .array(transactions)),
            ("uncles", .array([])),
        ]
        if block.header.withdrawalsRoot != nil {
            members.append(("withdrawals", .array(block.withdrawals.map(withdrawal))))
        }
        return .object(JSONObject(members))
    }

    /// A block that isn't made yet: it has neither hash nor builder, and its transactions still wait.
    static func pendingBlock(_ pending: ChainBlock, whole: Bool) -> JSON {
        let form = block(pending, whole: false)
        return .object(
            JSONObject(
                (form.objectValue?.members ?? []).map { member in
                    switch member.key {
                    case "hash", "nonce", "miner": (member.key, .null)
                    case "transactions" where whole:
                        (member.key, .array(pending.transactions.map { transaction($0, in: nil) }))
                    default: (member.key, member.value)
                    }
                }))
    }

    /// The members of a header, as subscribers get them too.
    static func header(_ block: ChainBlock) -> [(String, JSON)] {
        let header = block.header
        var members: [(String, JSON)] = [
            ("number", RPCValue.json(header.number)), ("hash", RPCValue.json(block.hash)),
            ("parentHash", RPCValue.json(header.parentHash)),
            ("nonce", RPCValue.json([UInt8](repeating: 0, count: 8))),
            ("mixHash", RPCValue.json(header.prevRandao)),
            ("sha3Uncles", RPCValue.json(ChainHeader.noUncles)),
            ("logsBloom", RPCValue.json(header.logsBloom.bytes)),
            ("transactionsRoot", RPCValue.json(header.transactionsRoot)),
            ("stateRoot", RPCValue.json(header.stateRoot)),
            ("receiptsRoot", RPCValue.json(header.receiptsRoot)), ("miner", RPCValue.json(header.coinbase)),
            ("difficulty", "0x0"), ("extraData", RPCValue.json(header.extraData)),
            ("gasLimit", RPCValue.json(header.gasLimit)), ("gasUsed", RPCValue.json(header.gasUsed)),
            ("timestamp", RPCValue.json(header.timestamp)),
            ("baseFeePerGas", RPCValue.json(header.baseFeePerGas)),
        ]
        if let root = header.withdrawalsRoot { members.append(("withdrawalsRoot", RPCValue.json(root))) }
        if let gas = header.blobGasUsed { members.append(("blobGasUsed", RPCValue.json(gas))) }
        if let gas = header.excessBlobGas { members.append(("excessBlobGas", RPCValue.json(gas))) }
        if let root = header.parentBeaconRoot {
            members.append(("parentBeaconBlockRoot", RPCValue.json(root)))
        }
        if let hash = header.requestsHash { members.append(("requestsHash", RPCValue.json(hash))) }
        return members
    }

    /// A transaction; without a block it waits.
    static func transaction(_ item: ChainTransaction, in block: ChainBlock?, at place: Int = 0) -> JSON {
        let transaction = item.transaction
        let price = block.map { item.gasPrice(baseFee: $0.header.baseFeePerGas) } ?? transaction.gasPriceLimit
        var members: [(String, JSON)] = [
            ("blockHash", block.map { RPCValue.json($0.hash) } ?? .null),
            ("blockNumber", block.map { RPCValue.json($0.number) } ?? .null),
            ("blockTimestamp", block.map { RPCValue.json($0.header.timestamp) } ?? .null),
            ("from", RPCValue.json(item.sender)), ("gas", RPCValue.json(transaction.gasLimit)),
            ("gasPrice", RPCValue.json(price)), ("hash", RPCValue.json(item.hash)),
            ("input", RPCValue.json(transaction.data)), ("nonce", RPCValue.json(transaction.nonce)),
            ("to", transaction.to.map { RPCValue.json($0) } ?? .null),
            ("transactionIndex", block == nil ? .null : RPCValue.json(UInt64(place))),
            ("value", RPCValue.json(transaction.value)), ("type", RPCValue.json(UInt64(transaction.type))),
        ]
        if let chainID = transaction.chainID { members.append(("chainId", RPCValue.json(chainID))) }
        if transaction.type >= 1 { members.append(("accessList", accessList(transaction.accessList))) }
        if transaction.type >= 2 {
            members.append(("maxFeePerGas", RPCValue.json(transaction.maxFeePerGas)))
            members.append(("maxPriorityFeePerGas", RPCValue.json(transaction.maxPriorityFeePerGas)))
        }
        if transaction.type == 3 {
            members.append(("maxFeePerBlobGas", RPCValue.json(transaction.maxFeePerBlobGas)))
            let hashes = transaction.blobVersionedHashes.map { RPCValue.json($0) }
            members.append(("blobVersionedHashes", .array(hashes)))
        }
        if transaction.type == 4 {
            members.append(("authorizationList", .array(transaction.authorizationList.map(authorization))))
        }
        let signature = item.signature
        let parity = UInt64(signature.yParity)
        let v =
            transaction.type > 0
            ? parity
            : transaction.chainID.map { UInt256($0) &* 2 &+ UInt256(35 + parity) }?.asUInt64 ?? 27 + parity
        members += [
            ("v", RPCValue.json(v)), ("r", RPCValue.json(signature.r)), ("s", RPCValue.json(signature.s)),
        ]
        if transaction.type > 0 { members.append(("yParity", RPCValue.json(parity))) }
        return .object(JSONObject(members))
    }

    /// - Parameter blobBaseFee: of the block, in wei.
    static func receipt(_ block: ChainBlock, _ place: Int, blobBaseFee: UInt256) -> JSON {
        let item = block.transactions[place]
        let receipt = block.receipt(place)
        var logs: [JSON] = []
        block.forEachLog(ofTransaction: place) { logs.append(log($0, $1)) }
        let blobs = UInt64(item.transaction.blobVersionedHashes.count)
        let ofBlobs: [(String, JSON)] =
            blobs == 0
            ? []
            : [
                ("blobGasUsed", RPCValue.json(blobs * BlobSchedule.gasPerBlob)),
                ("blobGasPrice", RPCValue.json(blobBaseFee)),
            ]
        return .object(
            JSONObject(
                [
                    ("blockHash", RPCValue.json(block.hash)), ("blockNumber", RPCValue.json(block.number)),
                    ("contractAddress", block.created[place].map { RPCValue.json($0) } ?? .null),
                    ("cumulativeGasUsed", RPCValue.json(receipt.cumulativeGasUsed)),
                    ("effectiveGasPrice", RPCValue.json(item.gasPrice(baseFee: block.header.baseFeePerGas))),
                    ("from", RPCValue.json(item.sender)), ("gasUsed", RPCValue.json(block.gasUsed(place))),
                    ("logs", .array(logs)),
                    ("logsBloom", RPCValue.json(receipt.bloom.bytes)),
                    ("status", receipt.succeeded ? "0x1" : "0x0"),
                    ("to", item.transaction.to.map { RPCValue.json($0) } ?? .null),
                    ("transactionHash", RPCValue.json(item.hash)),
                    ("transactionIndex", RPCValue.json(UInt64(place))),
                    ("type", RPCValue.json(UInt64(receipt.type))),
                ] + ofBlobs))
    }

    static func log(_ log: StoredLog, _ place: LogPlace, removed: Bool = false) -> JSON {
        var tree = MemberTree()
        write(log, place, removed: removed, to: &tree)
        return tree.json
    }

    /// A log's members.
    static func write(
        _ log: StoredLog, _ place: LogPlace, removed: Bool = false, to sink: inout some MemberSink
    ) {
        sink.add("address", log.address)
        sink.add("topics", words: log.topics)
        sink.add("data", log.data)
        sink.add("blockNumber", place.blockNumber)
        sink.add("transactionHash", place.transactionHash)
        sink.add("transactionIndex", place.transactionIndex)
        sink.add("blockHash", place.blockHash)
        sink.add("blockTimestamp", place.blockTime)
        sink.add("logIndex", place.logIndex)
        sink.add("removed", removed)
    }

    static func accessList(_ entries: [AccessListEntry]) -> JSON {
        .array(
            entries.map { entry in
                [
                    "address": RPCValue.json(entry.address),
                    "storageKeys": .array(entry.storageKeys.map { RPCValue.json($0) }),
                ]
            })
    }

    static func withdrawal(_ item: Withdrawal) -> JSON {
        [
            "index": RPCValue.json(item.index), "validatorIndex": RPCValue.json(item.validatorIndex),
            "address": RPCValue.json(item.address), "amount": RPCValue.json(item.amount),
        ]
    }

    private static func authorization(_ item: Authorization) -> JSON {
        [
            "chainId": RPCValue.json(item.chainID), "address": RPCValue.json(item.address),
            "nonce": RPCValue.json(item.nonce), "yParity": RPCValue.json(UInt64(item.yParity)),
            "r": RPCValue.json(item.r), "s": RPCValue.json(item.s),
        ]
    }
}

import EVM
import Ethereum
import StrictJSON

/// A transaction object of `eth_call`, `eth_estimateGas` or `eth_sendTransaction`: every field may be missing.
struct CallArguments {
    var from: Address?
    var to: Address?
    var gas: UInt64?
    var nonce: UInt64?
    var value: UInt256
    var data: [UInt8]
    var gasPrice: UInt256?
    var maxFeePerGas: UInt256?
    var maxPriorityFeePerGas: UInt256?
    var accessList: [AccessListEntry]?
    var authorizations: [Authorization]?
    var maxFeePerBlobGas: UInt256?
    var blobHashes: [Hash32]?

    init(_ json: JSON) throws(RPCError) {
        guard let object = json.objectValue else { throw .invalid("invalid argument 0: want an object") }
        func optional<Value>(
            _ key: String, _ read: (JSON, String) throws(RPCError) -> Value
        ) throws(RPCError) -> Value? {
            guard let value = object[key], !value.isNull else { return nil }
            return try read(value, key)
        }
        from = try optional("from", RPCValue.address)
        to = try optional("to", RPCValue.address)
        gas = try optional("gas", RPCValue.small)
        nonce = try optional("nonce", RPCValue.small)
        value = try optional("value", RPCValue.quantity) ?? .zero
        gasPrice = try optional("gasPrice", RPCValue.quantity)
        maxFeePerGas = try optional("maxFeePerGas", RPCValue.quantity)
        maxPriorityFeePerGas = try optional("maxPriorityFeePerGas", RPCValue.quantity)
        let input = try optional("input", RPCValue.bytes)
        let older = try optional("data", RPCValue.bytes)
        if let input, let older, input != older {
            throw .invalid(
                "both \"data\" and \"input\" are set and not equal. Please use \"input\" to pass transaction call data"
            )
        }
        data = input ?? older ?? []
        guard gasPrice == nil || (maxFeePerGas == nil && maxPriorityFeePerGas == nil) else {
            throw .invalid("both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified")
        }
        accessList = try optional("accessList", Self.accessList)
        authorizations = try optional("authorizationList", Self.authorizations)
        maxFeePerBlobGas = try optional("maxFeePerBlobGas", RPCValue.quantity)
        blobHashes = try optional("blobVersionedHashes", Self.hashes)
        guard blobHashes?.isEmpty != true else {
            throw .invalid("need at least 1 blob for a blob transaction")
        }
        guard blobHashes == nil || gasPrice == nil, blobHashes == nil || authorizations == nil else {
            throw .invalid("blobVersionedHashes have neither gasPrice nor authorizationList beside them")
        }
        // Their commitments can't be worked out here.
        guard object["blobs"].map(\.isNull) != false else {
            throw .server("unsupported: blobs without their hashes")
        }
    }

    /// The transaction, with a gas limit; its type follows from its fields.
    func transaction(chainID: UInt64, nonce: UInt64, gas: UInt64) -> Transaction {
        let type: UInt8 =
            authorizations != nil
            ? 4 : blobHashes != nil ? 3 : gasPrice == nil ? 2 : accessList != nil ? 1 : 0
        var transaction = Transaction(
            type: type, chainID: chainID, nonce: nonce, gasLimit: gas, to: to, value: value, data: data)
        transaction.accessList = accessList ?? []
        transaction.authorizationList = authorizations ?? []
        transaction.blobVersionedHashes = blobHashes ?? []
        if type == 3 { transaction.maxFeePerBlobGas = maxFeePerBlobGas ?? .zero }
        if type < 2 {
            transaction.gasPrice = gasPrice ?? .zero
        } else {
            transaction.maxFeePerGas = maxFeePerGas ?? gasPrice ?? .zero
            transaction.maxPriorityFeePerGas = maxPriorityFeePerGas ?? gasPrice ?? .zero
        }
        return transaction
    }

    private static func accessList(_ json: JSON, _ what: String) throws(RPCError) -> [AccessListEntry] {
        guard let items = json.arrayValue else { throw .invalid("invalid \(what): want an array") }
        var entries: [AccessListEntry] = []
        for item in items {
            guard let address = item["address"] else {
                throw .invalid("invalid \(what): an entry without address")
            }
            var keys: [Hash32] = []
            for key in item["storageKeys"]?.arrayValue ?? [] { keys.append(try RPCValue.hash(key, what)) }
            entries.append(AccessListEntry(address: try RPCValue.address(address, what), storageKeys: keys))
        }
        return entries
    }

    private static func hashes(_ json: JSON, _ what: String) throws(RPCError) -> [Hash32] {
        guard let items = json.arrayValue else { throw .invalid("invalid \(what): want an array") }
        var hashes: [Hash32] = []
        for item in items { hashes.append(try RPCValue.hash(item, what)) }
        return hashes
    }

    private static func authorizations(_ json: JSON, _ what: String) throws(RPCError) -> [Authorization] {
        guard let items = json.arrayValue else { throw .invalid("invalid \(what): want an array") }
        var list: [Authorization] = []
        for item in items {
            func word(_ key: String) throws(RPCError) -> UInt256 {
                guard let value = item[key] else { throw .invalid("invalid \(what): \(key) is missing") }
                // r and s are written as 32 bytes by some.
                guard let text = value.stringValue, let word = UInt256(hex: text) else {
                    throw .invalid("invalid \(what): \(key) isn't a number")
                }
                return word
            }
            guard let nonce = try word("nonce").asUInt64, let parity = try word("yParity").asUInt64,
                parity < 256,
                let address = item["address"]
            else { throw .invalid("invalid \(what)") }
            list.append(
                Authorization(
                    chainID: try word("chainId"), address: try RPCValue.address(address, what), nonce: nonce,
                    yParity: UInt8(parity), r: try word("r"), s: try word("s")))
        }
        return list
    }
}

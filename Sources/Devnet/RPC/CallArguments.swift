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
    /// Blobs that come with the transaction, with what proves them.
    var sidecar: BlobSidecar?
    /// Nil where it follows from the fields.
    var type: UInt8?

    /// - Parameters:
    ///   - json: an object; fields that aren't known are passed over, as nodes do.
    ///   - configuration: of the chain that the transaction is for.
    init(_ json: JSON, on configuration: DevChain.Configuration) throws(RPCError) {
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
        try takeBlobs(
            try optional("blobs", Self.byteStrings), try optional("commitments", Self.byteStrings),
            try optional("proofs", Self.byteStrings), rules: configuration.rules)
        guard blobHashes?.isEmpty != true else {
            throw .invalid("need at least 1 blob for a blob transaction")
        }
        guard blobHashes == nil || gasPrice == nil, blobHashes == nil || authorizations == nil else {
            throw .invalid("blobVersionedHashes have neither gasPrice nor authorizationList beside them")
        }
        try checkType(try optional("type", RPCValue.byte))
        if let chainID = try optional("chainId", RPCValue.quantity),
            chainID != UInt256(configuration.chainID)
        {
            throw .server("chainId \(chainID) isn't the chain's, \(configuration.chainID)")
        }
    }

    /// Takes the blobs that an object has, and the hashes that name them.
    private mutating func takeBlobs(
        _ blobs: [[UInt8]]?, _ commitments: [[UInt8]]?, _ proofs: [[UInt8]]?, rules: ForkRules
    ) throws(RPCError) {
        guard let blobs else {
            guard commitments == nil, proofs == nil else {
                throw .invalid("commitments and proofs are given, and blobs aren't")
            }
            return
        }
        guard let commitments, let proofs else {
            throw .server(
                "unsupported: blobs without their commitments and proofs, which aren't worked out here")
        }
        let sidecar = BlobSidecar(blobs: blobs, commitments: commitments, proofs: proofs)
        do throws(ChainRefusal) { try sidecar.check(rules: rules) } catch { throw .invalid(error.message) }
        guard blobHashes == nil || blobHashes == sidecar.hashes else {
            throw .invalid("blobVersionedHashes aren't those of the commitments")
        }
        blobHashes = sidecar.hashes
        self.sidecar = sidecar
    }

    /// Takes a type that is named, if a transaction of it can have the fields that are given.
    private mutating func checkType(_ named: UInt8?) throws(RPCError) {
        guard let named else { return }
        let fits =
            switch named {
            case 0: accessList == nil && authorizations == nil && blobHashes == nil
            case 1: authorizations == nil && blobHashes == nil
            case 2: gasPrice == nil && authorizations == nil && blobHashes == nil
            case 3: blobHashes != nil
            case 4: authorizations != nil && gasPrice == nil
            default: false
            }
        let hasFees = maxFeePerGas != nil || maxPriorityFeePerGas != nil
        guard fits, named >= 2 || !hasFees else {
            throw .invalid("invalid type: \(named) doesn't have the fields that are given")
        }
        type = named
    }

    /// The transaction, with a gas limit; its type follows from its fields unless it is named.
    func transaction(chainID: UInt64, nonce: UInt64, gas: UInt64) -> Transaction {
        let type =
            type
            ?? (authorizations != nil
                ? 4 : blobHashes != nil ? 3 : gasPrice == nil ? 2 : accessList != nil ? 1 : 0)
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

    private static func byteStrings(_ json: JSON, _ what: String) throws(RPCError) -> [[UInt8]] {
        guard let items = json.arrayValue else { throw .invalid("invalid \(what): want an array") }
        var all: [[UInt8]] = []
        for item in items { all.append(try RPCValue.bytes(item, what)) }
        return all
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

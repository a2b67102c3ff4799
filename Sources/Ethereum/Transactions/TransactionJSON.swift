import StrictJSON

/// A transaction as JSON-RPC writes it: an object of hex quantities and data.
public enum TransactionJSON {
    private static let known: Set<String> = [
        "chainId", "nonce", "gas", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "to", "value", "data",
        "input",
        "accessList", "authorizationList", "type", "from",
    ]
    private static let blobFields: Set<String> = [
        "maxFeePerBlobGas", "blobVersionedHashes", "blobs", "commitments", "proofs", "blobVersion",
        "sidecars",
    ]

    /// The transaction of a JSON-RPC object, and the account it says it is from.
    ///
    /// Nothing is filled in: nonce, gas, chain id and a price are required. Fields that aren't known are refused, as
    /// are those that its type doesn't have, and `data` and `input` that differ.
    /// - Throws: `TransactionError`, such as `transaction.missing-nonce`, `transaction.unknown-field` or
    ///   `transaction.blob`.
    public static func parse(_ json: JSON) throws(TransactionError) -> (
        transaction: Transaction, from: Address?
    ) {
        guard let object = json.objectValue else {
            throw TransactionError(
                code: "transaction.not-an-object", message: "a transaction is a JSON object")
        }
        for key in object.keys where blobFields.contains(key) {
            throw TransactionError(
                code: "transaction.blob",
                message: "blob transactions (EIP-4844) are not signed: found '\(key)'",
                hint: "send blobs with the software that made them")
        }
        for key in object.keys where !known.contains(key) {
            throw .unknownField(key, of: "the transaction", known: known)
        }
        let fields = Fields(object: object)
        let type = try kind(fields)
        guard let chainID = try fields.word64("chainId") else { throw missing("chain-id", "chainId") }
        guard let nonce = try fields.word64("nonce") else { throw missing("nonce", "nonce") }
        guard let gas = try fields.word64("gas") else { throw missing("gas", "gas") }
        var transaction = Transaction(
            type: type, chainID: chainID, nonce: nonce, gasLimit: gas, to: try fields.address("to"),
            value: try fields.word("value") ?? .zero, data: try calldata(fields))
        if type < 2 {
            guard let price = try fields.word("gasPrice") else { throw missing("gas-price", "gasPrice") }
            transaction.gasPrice = price
        } else {
            guard let limit = try fields.word("maxFeePerGas") else {
                // Where no type is stated either, it may be the price of the older types that was forgotten.
                throw missing("fee", fields.has("type") ? "maxFeePerGas" : "gasPrice or maxFeePerGas")
            }
            guard let tip = try fields.word("maxPriorityFeePerGas") else {
                throw missing("fee", "maxPriorityFeePerGas")
            }
            transaction.maxFeePerGas = limit
            transaction.maxPriorityFeePerGas = tip
        }
        if type >= 1 { transaction.accessList = try accessList(fields) }
        if type == 4 {
            transaction.authorizationList = try authorizations(fields)
            guard transaction.to != nil else {
                throw .field("to", "a type 4 transaction can't create a contract")
            }
        }
        return (transaction, try fields.address("from"))
    }

    /// The type that is stated, or that the fields imply; both must agree.
    private static func kind(_ fields: Fields) throws(TransactionError) -> UInt8 {
        let hasPrice = fields.has("gasPrice")
        let hasFees = fields.has("maxFeePerGas") || fields.has("maxPriorityFeePerGas")
        if hasPrice, hasFees {
            throw TransactionError(
                code: "transaction.two-prices", message: "both gasPrice and maxFeePerGas are given",
                hint: "types 0 and 1 have gasPrice, the others have maxFeePerGas and maxPriorityFeePerGas")
        }
        let implied: UInt8 =
            fields.has("authorizationList")
            ? 4 : hasFees ? 2 : fields.has("accessList") ? 1 : hasPrice ? 0 : 2
        guard let stated = try fields.word("type") else { return implied }
        if stated == 3 {
            throw TransactionError(
                code: "transaction.blob", message: "blob transactions (EIP-4844) are not signed: type 0x3",
                hint: "send blobs with the software that made them")
        }
        guard let type = stated.asUInt64, type <= 4 else {
            throw TransactionError(
                code: "transaction.unknown-type", message: "transaction type \(stated) is not known",
                hint: "types 0, 1, 2 and 4 are")
        }
        var misplaced: [String] = []
        if type < 2, hasFees { misplaced.append("maxFeePerGas") }
        if type >= 2, hasPrice { misplaced.append("gasPrice") }
        if type < 1, fields.has("accessList") { misplaced.append("accessList") }
        if type != 4, fields.has("authorizationList") { misplaced.append("authorizationList") }
        guard misplaced.isEmpty else {
            throw TransactionError(
                code: "transaction.misplaced-field",
                message: "a type \(type) transaction has no \(misplaced.joined(separator: " or "))")
        }
        return UInt8(type)
    }

    private static func missing(_ code: String, _ name: String) -> TransactionError {
        TransactionError(
            code: "transaction.missing-\(code)", message: "the transaction has no \(name)",
            hint: "nothing is filled in: whoever makes the request states it")
    }

    private static func calldata(_ fields: Fields) throws(TransactionError) -> [UInt8] {
        let data = try fields.bytes("data")
        let input = try fields.bytes("input")
        if let data, let input, data != input {
            throw TransactionError(
                code: "transaction.data-differs", message: "data and input are both given and differ",
                hint: "nodes differ on which of the two they use; give one")
        }
        return data ?? input ?? []
    }

    private static func accessList(_ fields: Fields) throws(TransactionError) -> [AccessListEntry] {
        var result: [AccessListEntry] = []
        for entry in try fields.objects("accessList", keys: ["address", "storageKeys"]) {
            guard let address = try entry.address("address") else { throw .field("accessList", "no address") }
            guard let slots = entry.object["storageKeys"]?.arrayValue else {
                throw .field("accessList", "storageKeys is not an array")
            }
            var keys: [Hash32] = []
            for slot in slots {
                guard let text = slot.stringValue, let hash = try? Hash32(text) else {
                    throw .field("accessList", "a storage key is not 0x and 64 hex digits")
                }
                keys.append(hash)
            }
            result.append(AccessListEntry(address: address, storageKeys: keys))
        }
        return result
    }

    private static func authorizations(_ fields: Fields) throws(TransactionError) -> [Authorization] {
        var result: [Authorization] = []
        for entry in try fields.objects(
            "authorizationList", keys: ["chainId", "address", "nonce", "yParity", "r", "s", "v"])
        {
            guard let chainID = try entry.word("chainId"), let address = try entry.address("address"),
                let nonce = try entry.word64("nonce"), let r = try entry.word("r"),
                let s = try entry.word("s")
            else { throw .field("authorizationList", "an entry lacks chainId, address, nonce, r or s") }
            let parity = try entry.word("yParity")
            let v = try entry.word("v")
            if let parity, let v, parity != v, v != parity &+ 27 {
                throw .field("authorizationList", "yParity and v differ")
            }
            guard let stated = parity ?? v.map({ $0 >= 27 ? $0 &- 27 : $0 }), stated <= 1 else {
                throw .field("authorizationList", "yParity is neither 0x0 nor 0x1")
            }
            result.append(
                Authorization(
                    chainID: chainID, address: address, nonce: nonce, yParity: UInt8(stated.limb0), r: r, s: s
                ))
        }
        return result
    }
}

/// Typed reading of an object's fields; `null` counts as absent, as JSON-RPC has it.
private struct Fields {
    let object: JSONObject

    func has(_ name: String) -> Bool { object[name].map { !$0.isNull } ?? false }

    func text(_ name: String) throws(TransactionError) -> String? {
        guard let json = object[name], !json.isNull else { return nil }
        guard let text = json.stringValue else { throw .field(name, "is \(json.kind), not hex text") }
        return text
    }

    func word(_ name: String) throws(TransactionError) -> UInt256? {
        guard let text = try text(name) else { return nil }
        guard let word = UInt256(quantity: text) else {
            throw .field(name, "is not a hex quantity: 0x and digits without leading zeros, at most 256 bits")
        }
        return word
    }

    func word64(_ name: String) throws(TransactionError) -> UInt64? {
        guard let word = try word(name) else { return nil }
        guard let small = word.asUInt64 else { throw .field(name, "larger than 64 bits") }
        return small
    }

    func bytes(_ name: String) throws(TransactionError) -> [UInt8]? {
        guard let text = try text(name) else { return nil }
        do { return try Hex.decode(text) } catch { throw .field(name, error.message) }
    }

    func address(_ name: String) throws(TransactionError) -> Address? {
        guard let text = try text(name) else { return nil }
        do { return try Address(text) } catch {
            throw TransactionError(code: error.code, message: "\(name): \(error.message)")
        }
    }

    func objects(_ name: String, keys: Set<String>) throws(TransactionError) -> [Fields] {
        guard let json = object[name], !json.isNull else { return [] }
        guard let array = json.arrayValue else { throw .field(name, "is \(json.kind), not an array") }
        var result: [Fields] = []
        for element in array {
            guard let entry = element.objectValue else { throw .field(name, "an entry is not an object") }
            for key in entry.keys where !keys.contains(key) {
                throw .unknownField(key, of: "an entry of \(name)", known: keys)
            }
            result.append(Fields(object: entry))
        }
        return result
    }
}

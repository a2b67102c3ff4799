import Ethereum
import StrictJSON

extension Document {
    private static let typedDataKeys: Set<String> = ["types", "primaryType", "domain"]
    private static let messageKeys: Set<String> = ["message", "messageHex"]
    private static let transactionKeys: Set<String> = [
        "chainId", "nonce", "gas", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "to", "value", "data",
        "input", "accessList", "authorizationList", "type", "from", "maxFeePerBlobGas", "blobVersionedHashes",
    ]

    /// The document in `bytes`.
    ///
    /// A JSON object is typed data, a transaction or a message by its keys; hex digits are a raw transaction. With
    /// `kind` given it must be that kind, and of `message` all bytes are the message unless they are an object of
    /// exactly one of the keys `message` and `messageHex`.
    /// - Throws: `ReviewError`: `document.empty`, `document.unknown`, `document.ambiguous`, or the rule of its kind
    ///   that is broken.
    public static func parse(_ bytes: [UInt8], kind: DocumentKind? = nil) throws(ReviewError) -> Document {
        if kind == .message { return try forcedMessage(bytes) }
        let trimmed = trim(bytes)
        guard let first = trimmed.first else {
            throw ReviewError(code: "document.empty", message: "the document is empty")
        }
        guard first == UInt8(ascii: "{") else {
            guard kind != .typedData, trimmed.allSatisfy({ isHexText($0) }) else {
                throw ReviewError(
                    code: "document.unknown", message: "the document is neither a JSON object nor hex digits",
                    hint:
                        "a message is written as {\"message\": \"text\"}, or taken whole with --kind message")
            }
            return try rawTransaction(trimmed)
        }
        let json: JSON
        do { json = try JSON.parse(bytes) } catch { throw ReviewError(error) }
        guard let object = json.objectValue else {
            throw ReviewError(code: "document.unknown", message: "the document is not a JSON object")
        }
        let recognized: DocumentKind
        if let kind { recognized = kind } else { recognized = try recognize(object) }
        switch recognized {
        case .typedData:
            do { return .typedData(try TypedData(json: json)) } catch { throw ReviewError(error) }
        case .transaction:
            do {
                let (transaction, from) = try TransactionJSON.parse(json)
                return .transaction(transaction, from: from)
            } catch { throw ReviewError(error) }
        case .message: return try message(object)
        }
    }

    /// What the keys of an object say it is; they must say one thing.
    private static func recognize(_ object: JSONObject) throws(ReviewError) -> DocumentKind {
        let keys = Set(object.keys)
        let isTypedData = !keys.isDisjoint(with: typedDataKeys)
        let isTransaction = !keys.isDisjoint(with: transactionKeys)
        let isMessage = !keys.isDisjoint(with: messageKeys)
        if isTypedData, !isTransaction, !keys.contains("messageHex") { return .typedData }
        switch (isTypedData, isTransaction, isMessage) {
        case (false, true, false): return .transaction
        case (false, false, true): return .message
        case (false, false, false):
            throw ReviewError(
                code: "document.unknown",
                message: "the document's keys are those of no typed data, transaction or message",
                hint:
                    "typed data has types, primaryType, domain and message; a transaction has chainId, nonce, gas"
            )
        default:
            throw ReviewError(
                code: "document.ambiguous", message: "the document could be more than one kind",
                hint: "remove what doesn't belong, or name the kind with --kind")
        }
    }

    private static func message(_ object: JSONObject) throws(ReviewError) -> Document {
        guard object.members.count == 1, let member = object.members.first else {
            throw ReviewError(
                code: "message.shape", message: "a message has one key: message, or messageHex")
        }
        guard let text = member.value.stringValue else {
            throw ReviewError(code: "message.shape", message: "a message is text")
        }
        guard member.key == "messageHex" else { return .message(Array(text.utf8)) }
        guard text.hasPrefix("0x"), let bytes = try? Hex.decode(text) else {
            throw ReviewError(
                code: "message.hex", message: "messageHex is not 0x and an even number of hex digits")
        }
        return .message(bytes)
    }

    private static func forcedMessage(_ bytes: [UInt8]) throws(ReviewError) -> Document {
        if let object = (try? JSON.parse(bytes))?.objectValue, object.members.count == 1,
            let key = object.keys.first, messageKeys.contains(key)
        {
            return try message(object)
        }
        return .message(bytes)
    }

    private static func rawTransaction(_ digits: ArraySlice<UInt8>) throws(ReviewError) -> Document {
        let digits = String(decoding: digits, as: UTF8.self)
        let text = digits.hasPrefix("0x") ? digits : "0x" + digits
        let raw: [UInt8]
        do { raw = try Hex.decode(text) } catch {
            throw ReviewError(code: "document.hex", message: error.message)
        }
        do {
            switch try Transaction.decode(raw) {
            case .unsigned(let transaction): return .transaction(transaction, from: nil)
            case .signed(let signed): return .signedTransaction(signed)
            }
        } catch { throw ReviewError(error) }
    }

    private static func isHexText(_ byte: UInt8) -> Bool {
        Hex.digitValue(byte) != nil || byte == UInt8(ascii: "x")
    }

    private static func trim(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
        var slice = bytes[...]
        while let last = slice.last, isBlank(last) { slice = slice.dropLast() }
        return slice.drop(while: isBlank)
    }
}

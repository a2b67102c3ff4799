/// What raw bytes turned out to be.
public enum DecodedTransaction: Sendable, Hashable {
    case unsigned(Transaction)
    case signed(SignedTransaction)
}

extension Transaction {
    /// The transaction in raw bytes, with or without its signature.
    ///
    /// Decoding refuses what can't be written in a transaction: wrong fields, numbers out of range or with leading
    /// zeros. What is unwise or invalid on some fork is for `validate(rules:chainID:)`.
    /// - Throws: `TransactionError`.
    public static func decode(_ raw: [UInt8]) throws(TransactionError) -> DecodedTransaction {
        guard let first = raw.first else {
            throw TransactionError(code: "transaction.empty", message: "no bytes")
        }
        if first >= 0xc0 { return try decodeLegacy(try list(raw)) }
        switch first {
        case 1, 2, 3, 4: return try decodeTyped(first, try list(Array(raw.dropFirst())))
        default:
            throw TransactionError(
                code: "transaction.unknown-type", message: "transaction type \(first) is not known",
                hint: "types 0 to 4 are")
        }
    }

    private static func list(_ bytes: [UInt8]) throws(TransactionError) -> [RLPItem] {
        do {
            guard case .list(let items) = try RLP.decode(bytes) else {
                throw TransactionError(
                    code: "transaction.not-a-list", message: "the transaction is not an RLP list")
            }
            return items
        } catch let error as RLPError { throw .rlp(error) } catch let error as TransactionError {
            throw error
        } catch {
            throw TransactionError(
                code: "transaction.not-a-list", message: "the transaction is not an RLP list")
        }
    }

    private static func decodeLegacy(_ items: [RLPItem]) throws(TransactionError) -> DecodedTransaction {
        guard items.count == 6 || items.count == 9 else { throw wrongFields(0, items.count) }
        var reader = FieldReader(items)
        var transaction = Transaction(
            type: 0, chainID: nil, nonce: 0, gasLimit: 0, to: nil, value: .zero, data: [])
        transaction.nonce = try reader.word64("nonce")
        transaction.gasPrice = try reader.word("gasPrice")
        transaction.gasLimit = try reader.word64("gas")
        transaction.to = try reader.recipient()
        transaction.value = try reader.word("value")
        transaction.data = try reader.bytes("data")
        guard items.count == 9 else { return .unsigned(transaction) }
        let v = try reader.word("v")
        let r = try reader.word("r")
        let s = try reader.word("s")
        if r.isZero, s.isZero {
            guard let chainID = v.asUInt64 else { throw .field("chainId", "larger than 64 bits") }
            transaction.chainID = chainID
            return .unsigned(transaction)
        }
        let parity: UInt8
        if v == 27 || v == 28 {
            parity = UInt8(v.limb0 - 27)
        } else {
            guard v >= 35 else { throw .field("v", "\(v) is neither 27, 28 nor at least 35 (EIP-155)") }
            let rest = v &- 35
            parity = UInt8(rest.limb0 & 1)
            guard let chainID = (rest &>> 1).asUInt64 else { throw .field("chainId", "larger than 64 bits") }
            transaction.chainID = chainID
        }
        return .signed(
            SignedTransaction(transaction: transaction, signature: try signature(r, s, parity)))
    }

    private static func decodeTyped(_ type: UInt8, _ items: [RLPItem]) throws(TransactionError)
        -> DecodedTransaction
    {
        let unsigned = [8, 9, 11, 10][Int(type) - 1]
        guard items.count == unsigned || items.count == unsigned + 3 else {
            throw wrongFields(type, items.count)
        }
        var reader = FieldReader(items)
        var transaction = Transaction(
            type: type, chainID: 0, nonce: 0, gasLimit: 0, to: nil, value: .zero, data: [])
        transaction.chainID = try reader.word64("chainId")
        transaction.nonce = try reader.word64("nonce")
        if type == 1 {
            transaction.gasPrice = try reader.word("gasPrice")
        } else {
            transaction.maxPriorityFeePerGas = try reader.word("maxPriorityFeePerGas")
            transaction.maxFeePerGas = try reader.word("maxFeePerGas")
        }
        transaction.gasLimit = try reader.word64("gas")
        transaction.to = try reader.recipient()
        if type >= 3, transaction.to == nil {
            throw .field("to", "a type \(type) transaction can't create a contract")
        }
        transaction.value = try reader.word("value")
        transaction.data = try reader.bytes("data")
        transaction.accessList = try reader.accessList()
        if type == 3 {
            transaction.maxFeePerBlobGas = try reader.word("maxFeePerBlobGas")
            transaction.blobVersionedHashes = try reader.hashes("blobVersionedHashes")
        }
        if type == 4 { transaction.authorizationList = try reader.authorizationList() }
        guard items.count == unsigned + 3 else { return .unsigned(transaction) }
        let parity = try reader.word("yParity")
        guard parity <= 1 else { throw .field("yParity", "\(parity) is neither 0 nor 1") }
        let r = try reader.word("r")
        let s = try reader.word("s")
        return .signed(
            SignedTransaction(transaction: transaction, signature: try signature(r, s, UInt8(parity.limb0))))
    }

    private static func signature(_ r: UInt256, _ s: UInt256, _ parity: UInt8) throws(TransactionError)
        -> Signature
    {
        let signature = Signature(r: r, s: s, yParity: parity)
        guard signature.isInRange else {
            throw .field("signature", "r or s is 0 or not below the curve's order")
        }
        return signature
    }

    private static func wrongFields(_ type: UInt8, _ count: Int) -> TransactionError {
        TransactionError(
            code: "transaction.wrong-fields",
            message: "a type \(type) transaction doesn't have \(count) fields")
    }
}

import Ethereum
import SafeText
import StrictJSON

/// Parsers of the Ethereum base: numbers, encodings, transactions, typed data, the contract ABI.
let ethereumParsers: [Parser] = [
    Parser("hex") { _ = try? Hex.decode(text($0)) },
    Parser("number") { bytes in
        let text = text(bytes)
        if let value = UInt256(text) { precondition(value.description == text) }
        if let value = UInt256(quantity: text) { precondition(value.quantity == text.lowercased()) }
        if let value = Int256(text) { precondition(value.description == text) }
        if let address = try? Address(text) {
            precondition(address.checksummed.lowercased() == text.lowercased())
        }
    },
    Parser("json") { bytes in
        guard let json = try? JSON.parse(bytes) else { return }
        // What was read is written so that it reads back as the same.
        let again = try? JSON.parse(json.serialized(), limits: .node)
        precondition(again == json)
    },
    Parser("json-scanner") { bytes in
        bytes.withUnsafeBytes { buffer in
            var scanner = JSONScanner(buffer)
            guard (try? scanner.skipValue()) != nil else { return }
            _ = try? scanner.end()
        }
    },
    Parser("rlp") { bytes in
        guard let item = try? RLP.decode(bytes) else { return }
        precondition(RLP.encode(item) == bytes)
    },
    Parser("transaction") { bytes in
        guard let decoded = try? Transaction.decode(bytes) else { return }
        let transaction: Transaction
        switch decoded {
        case .signed(let signed):
            precondition(signed.encoded == bytes)
            transaction = signed.transaction
        case .unsigned(let unsigned):
            precondition(unsigned.encodedUnsigned() == bytes)
            transaction = unsigned
        }
        for rules in ForkRules.allCases { _ = try? transaction.validate(rules: rules, chainID: 1) }
    },
    Parser("transaction-json") { bytes in
        guard let json = try? JSON.parse(bytes) else { return }
        _ = try? TransactionJSON.parse(json)
    },
    Parser("typed-data") { bytes in
        guard let typed = try? TypedData(parsing: bytes) else { return }
        // The same bytes never mean two things.
        precondition((try? TypedData(parsing: bytes))?.digest == typed.digest)
    },
    Parser("abi-type") { bytes in
        let text = text(bytes)
        _ = try? ABIFunction(text)
        _ = try? ABIEvent(text)
        guard let type = try? ABIType(parsing: text) else { return }
        precondition((try? ABIType(parsing: type.canonical))?.canonical == type.canonical)
        _ = try? ABI.decode([UInt8](repeating: 0, count: 96), as: [type])
    },
    Parser("abi-data") { bytes in
        for type in abiTypes {
            guard let values = try? ABI.decode(bytes, as: [type]) else { continue }
            guard let encoded = try? ABI.encode(values, as: [type]) else { preconditionFailure() }
            precondition((try? ABI.decode(encoded, as: [type])) == values)
        }
        _ = RevertReason.decode(bytes)
    },
    Parser("contract-interface") { bytes in
        guard let json = try? JSON.parse(bytes) else { return }
        _ = try? ContractInterface(json: json)
    },
    Parser("safe-text") { bytes in
        let source = text(bytes)
        let cleaned = SafeText(cleaning: source)
        precondition(SafeText(cleaning: cleaned.text, maximumLength: .max).text == cleaned.text)
        let reviewed = SafeText(reviewing: source)
        precondition(reviewed.text.utf8.allSatisfy { (0x20...0x7e).contains($0) })
        precondition(SafeText.lines(cleaning: source).count <= 400)
        for columns in [0, 1, 7, 80] { precondition(cleaned.prefix(columns: columns).width <= columns) }
    },
]

private let abiTypes: [ABIType] = [
    "(uint8,string[],(bytes,int16[2])[])", "bytes", "address[]", "(bool,bytes3,function)", "string[3][]",
    "()[]",
].compactMap { try? ABIType(parsing: $0) }

import EVM
import Ethereum
import StrictJSON

/// What a request passes to its method, read strictly.
struct RPCArguments {
    private let values: [JSON]

    init(_ values: [JSON]) { self.values = values }

    var count: Int { values.count }

    /// The argument at `index`; nil if it is left out or null.
    func optional(_ index: Int) -> JSON? {
        guard index < values.count, !values[index].isNull else { return nil }
        return values[index]
    }

    func required(_ index: Int) throws(RPCError) -> JSON {
        guard let value = optional(index) else {
            throw .invalid("missing value for required argument \(index)")
        }
        return value
    }

    /// Refuses more arguments than a method has.
    func limit(_ most: Int) throws(RPCError) {
        guard values.count <= most else {
            throw .invalid("too many arguments, want at most \(most)")
        }
    }

    func address(_ index: Int) throws(RPCError) -> Address {
        try RPCValue.address(try required(index), "argument \(index)")
    }
    func hash(_ index: Int) throws(RPCError) -> Hash32 {
        try RPCValue.hash(try required(index), "argument \(index)")
    }
    func bytes(_ index: Int) throws(RPCError) -> [UInt8] {
        try RPCValue.bytes(try required(index), "argument \(index)")
    }
    func word(_ index: Int) throws(RPCError) -> UInt256 {
        try RPCValue.quantity(try required(index), "argument \(index)")
    }
    func quantity(_ index: Int) throws(RPCError) -> UInt64 {
        try RPCValue.small(try required(index), "argument \(index)")
    }

    /// A number in hex or decimal, as development tools send it.
    func lenient(_ index: Int) throws(RPCError) -> UInt256 {
        try RPCValue.lenient(try required(index), "argument \(index)")
    }

    func bool(_ index: Int, absent: Bool? = nil) throws(RPCError) -> Bool {
        guard let value = optional(index) else {
            if let absent { return absent }
            throw .invalid("missing value for required argument \(index)")
        }
        guard let flag = value.boolValue else {
            throw .invalid("invalid argument \(index): want true or false")
        }
        return flag
    }
}

/// Values as JSON-RPC writes them (execution-apis, base types).
enum RPCValue {
    /// Hex digits after `0x`, without leading zeros.
    static func quantity(_ json: JSON, _ what: String) throws(RPCError) -> UInt256 {
        guard let text = json.stringValue else { throw .invalid("invalid \(what): want a hex string") }
        guard text.hasPrefix("0x") else { throw .invalid("invalid \(what): hex string without 0x prefix") }
        let digits = text.utf8.dropFirst(2)
        guard !digits.isEmpty else { throw .invalid("invalid \(what): hex string \"0x\"") }
        guard digits.count == 1 || digits.first != UInt8(ascii: "0") else {
            throw .invalid("invalid \(what): hex number with leading zero digits")
        }
        guard let value = UInt256(hex: text) else {
            throw .invalid(
                "invalid \(what): " + (digits.count > 64 ? "hex number > 256 bits" : "invalid hex string"))
        }
        return value
    }

    /// As `quantity`, or a decimal number, as development tools send it.
    static func lenient(_ json: JSON, _ what: String) throws(RPCError) -> UInt256 {
        if let text = json.numberText ?? json.stringValue, !text.hasPrefix("0x"), let value = UInt256(text) {
            return value
        }
        return try quantity(json, what)
    }

    static func small(_ json: JSON, _ what: String) throws(RPCError) -> UInt64 {
        guard let value = try quantity(json, what).asUInt64 else {
            throw .invalid("invalid \(what): hex number > 64 bits")
        }
        return value
    }

    /// A byte: one hex digit after `0x`, or two.
    static func byte(_ json: JSON, _ what: String) throws(RPCError) -> UInt8 {
        guard let text = json.stringValue, text.hasPrefix("0x"), (3...4).contains(text.utf8.count),
            let value = UInt256(hex: text)?.asUInt64
        else { throw .invalid("invalid \(what): want a byte in hex") }
        return UInt8(truncatingIfNeeded: value)
    }

    static func bytes(_ json: JSON, _ what: String) throws(RPCError) -> [UInt8] {
        guard let text = json.stringValue, let bytes = try? Hex.decode(text) else {
            throw .invalid("invalid \(what): want hex bytes")
        }
        return bytes
    }

    static func hash(_ json: JSON, _ what: String) throws(RPCError) -> Hash32 {
        guard let text = json.stringValue, let hash = try? Hash32(text) else {
            throw .invalid("invalid \(what): want 32 bytes in hex")
        }
        return hash
    }

    /// 20 bytes; the case of letters is left aside, as other nodes do.
    static func address(_ json: JSON, _ what: String) throws(RPCError) -> Address {
        guard let text = json.stringValue, let bytes = try? Hex.decode(text),
            let address = try? Address(bytes: bytes)
        else {
            throw .invalid("invalid \(what): want an address of 20 bytes in hex")
        }
        return address
    }

    /// A storage slot: up to 32 bytes in hex, odd or not.
    static func slot(_ json: JSON) throws(RPCError) -> UInt256 {
        guard let text = json.stringValue, text.hasPrefix("0x") else {
            throw .invalid("invalid hex in storage key")
        }
        guard text.utf8.count <= 66 else {
            throw .invalid("storage key too long (want at most 32 bytes): \"\(text.prefix(80))\"")
        }
        if text.utf8.count == 2 { return .zero }
        guard let value = UInt256(hex: text) else {
            throw .invalid("invalid hex in storage key: \"\(text)\"")
        }
        return value
    }

    /// Stake that comes back (execution-apis, `Withdrawals`): 16 at most.
    static func withdrawals(_ json: JSON, _ what: String) throws(RPCError) -> [Withdrawal] {
        guard let items = json.arrayValue, items.count <= 16 else {
            throw .invalid("invalid \(what): want an array of at most 16")
        }
        var withdrawals: [Withdrawal] = []
        for item in items {
            func part(_ name: String) throws(RPCError) -> JSON {
                guard let value = item[name] else { throw .invalid("invalid \(what): \(name) is missing") }
                return value
            }
            withdrawals.append(
                Withdrawal(
                    index: try small(try part("index"), "index"),
                    validatorIndex: try small(try part("validatorIndex"), "validatorIndex"),
                    address: try address(try part("address"), "address"),
                    amount: try small(try part("amount"), "amount")))
        }
        return withdrawals
    }

    static func json(_ value: UInt64) -> JSON { .string("0x" + String(value, radix: 16)) }
    static func json(_ value: UInt256) -> JSON { .string(value.quantity) }
    static func json(_ value: Hash32) -> JSON { .string(value.description) }
    static func json(_ value: Address) -> JSON { .string(Hex.encode(value.bytes)) }
    static func json(_ value: [UInt8]) -> JSON { .string(Hex.encode(value)) }
}

/// Takes a transaction's RLP fields one after the other, each of the kind that it must be.
struct FieldReader {
    private var items: ArraySlice<RLPItem>

    init(_ items: [RLPItem]) { self.items = items[...] }

    mutating func bytes(_ name: String) throws(TransactionError) -> [UInt8] {
        guard case .bytes(let bytes) = items.popFirst() else { throw .field(name, "missing, or a list") }
        return bytes
    }

    mutating func list(_ name: String) throws(TransactionError) -> [RLPItem] {
        guard case .list(let list) = items.popFirst() else { throw .field(name, "missing, or not a list") }
        return list
    }

    mutating func word(_ name: String) throws(TransactionError) -> UInt256 {
        let bytes = try bytes(name)
        guard bytes.first != 0 else { throw .field(name, "has leading zeros") }
        guard let word = UInt256(bigEndianBytes: bytes) else { throw .field(name, "larger than 256 bits") }
        return word
    }

    mutating func word64(_ name: String) throws(TransactionError) -> UInt64 {
        guard let small = try word(name).asUInt64 else { throw .field(name, "larger than 64 bits") }
        return small
    }

    mutating func address(_ name: String) throws(TransactionError) -> Address {
        guard let address = try? Address(bytes: try bytes(name)) else { throw .field(name, "not 20 bytes") }
        return address
    }

    mutating func recipient() throws(TransactionError) -> Address? {
        let bytes = try bytes("to")
        if bytes.isEmpty { return nil }
        guard let address = try? Address(bytes: bytes) else {
            throw .field("to", "neither empty nor 20 bytes")
        }
        return address
    }

    mutating func hashes(_ name: String) throws(TransactionError) -> [Hash32] {
        var result: [Hash32] = []
        for item in try list(name) {
            guard case .bytes(let bytes) = item, let hash = try? Hash32(bytes: bytes) else {
                throw .field(name, "an entry is not 32 bytes")
            }
            result.append(hash)
        }
        return result
    }

    mutating func accessList() throws(TransactionError) -> [AccessListEntry] {
        var result: [AccessListEntry] = []
        for item in try list("accessList") {
            guard case .list(let parts) = item, parts.count == 2 else {
                throw .field("accessList", "an entry is not an address and its slots")
            }
            var reader = FieldReader(parts)
            let address = try reader.address("accessList address")
            result.append(
                AccessListEntry(address: address, storageKeys: try reader.hashes("accessList slots")))
        }
        return result
    }

    mutating func authorizationList() throws(TransactionError) -> [Authorization] {
        var result: [Authorization] = []
        for item in try list("authorizationList") {
            guard case .list(let parts) = item, parts.count == 6 else {
                throw .field("authorizationList", "an entry doesn't have six fields")
            }
            var reader = FieldReader(parts)
            let chainID = try reader.word("authorization chainId")
            let address = try reader.address("authorization address")
            let nonce = try reader.word64("authorization nonce")
            let parity = try reader.word("authorization yParity")
            guard let small = parity.asUInt64, small < 256 else {
                throw .field("authorization yParity", "larger than 8 bits")
            }
            let r = try reader.word("authorization r")
            let s = try reader.word("authorization s")
            result.append(
                Authorization(
                    chainID: chainID, address: address, nonce: nonce, yParity: UInt8(small), r: r, s: s))
        }
        return result
    }
}

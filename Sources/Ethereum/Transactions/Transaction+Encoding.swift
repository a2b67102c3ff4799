extension Transaction {
    /// What the sender signs: the hash of the unsigned encoding.
    public func signingHash() -> Hash32 { Keccak256.hash(encodedUnsigned()) }

    /// The bytes whose hash is signed: with EIP-155, a legacy transaction ends in its chain id and two zeros.
    public func encodedUnsigned() -> [UInt8] {
        var items = fields()
        if type == 0 {
            if let chainID { items += [.number(chainID), .bytes([]), .bytes([])] }
            return RLP.encode(.list(items))
        }
        return [type] + RLP.encode(.list(items))
    }

    /// The bytes that a node takes, with `signature`.
    public func encoded(signature: Signature) -> [UInt8] {
        var items = fields()
        if type == 0 {
            var v = UInt256(27 + UInt64(signature.yParity))
            // EIP-155: v is 35 + 2 * chainID + parity, which can exceed 64 bits.
            if let chainID { v = UInt256(chainID) &* 2 &+ UInt256(35 + UInt64(signature.yParity)) }
            items.append(.number(v))
        } else {
            items.append(.number(UInt64(signature.yParity)))
        }
        items += [.number(signature.r), .number(signature.s)]
        let list = RLP.encode(.list(items))
        return type == 0 ? list : [type] + list
    }

    private func fields() -> [RLPItem] {
        let recipient = RLPItem.bytes(to?.bytes ?? [])
        if type == 0 {
            return [
                .number(nonce), .number(gasPrice), .number(gasLimit), recipient, .number(value), .bytes(data),
            ]
        }
        var items: [RLPItem] = [.number(chainID ?? 0), .number(nonce)]
        items += type == 1 ? [.number(gasPrice)] : [.number(maxPriorityFeePerGas), .number(maxFeePerGas)]
        items += [.number(gasLimit), recipient, .number(value), .bytes(data)]
        items.append(
            .list(
                accessList.map { entry in
                    .list([.bytes(entry.address.bytes), .list(entry.storageKeys.map { .bytes($0.bytes) })])
                }))
        if type == 3 {
            items += [.number(maxFeePerBlobGas), .list(blobVersionedHashes.map { .bytes($0.bytes) })]
        }
        if type == 4 {
            items.append(
                .list(
                    authorizationList.map { entry in
                        .list([
                            .number(entry.chainID), .bytes(entry.address.bytes), .number(entry.nonce),
                            .number(UInt64(entry.yParity)), .number(entry.r), .number(entry.s),
                        ])
                    }))
        }
        return items
    }
}

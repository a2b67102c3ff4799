extension Transaction {
    /// Gas that the transaction uses before any code runs, by the rules of a fork.
    ///
    /// The base cost, creation (EIP-2), calldata (EIP-2028), access list (EIP-2930), initcode (EIP-3860) and
    /// authorizations (EIP-7702). Saturates instead of overflowing.
    public func intrinsicGas(rules: ForkRules) -> UInt64 {
        let zeros = UInt64(data.lazy.filter { $0 == 0 }.count)
        let others = UInt64(data.count) - zeros
        var gas: UInt64 = to == nil && rules >= .homestead ? 53_000 : 21_000
        gas += 4 * zeros + (rules >= .istanbul ? 16 : 68) * others
        if rules >= .berlin {
            for entry in accessList { gas += 2_400 + 1_900 * UInt64(entry.storageKeys.count) }
        }
        if to == nil, rules >= .shanghai { gas += 2 * ((UInt64(data.count) + 31) / 32) }
        if rules >= .prague { gas += 25_000 * UInt64(authorizationList.count) }
        return gas
    }

    /// Least gas that the transaction is charged for its calldata (EIP-7623, from Prague); 0 before.
    public func calldataFloorGas(rules: ForkRules) -> UInt64 {
        guard rules >= .prague else { return 0 }
        let zeros = UInt64(data.lazy.filter { $0 == 0 }.count)
        return 21_000 + 10 * (zeros + 4 * (UInt64(data.count) - zeros))
    }

    /// Checks the transaction against the rules of a fork and a chain, before its signature.
    ///
    /// - Throws: `TransactionError` naming the rule.
    public func validate(rules: ForkRules, chainID expected: UInt64) throws(TransactionError) {
        let since: [ForkRules] = [.frontier, .berlin, .london, .cancun, .prague]
        guard Int(type) < since.count, rules >= since[Int(type)] else {
            throw Self.invalid("type", "type \(type) does not exist under these rules")
        }
        if let chainID {
            guard rules >= .spuriousDragon || type != 0 else {
                throw Self.invalid("chain-id", "replay protection (EIP-155) does not exist under these rules")
            }
            guard chainID == expected else {
                throw Self.invalid("chain-id", "made for chain \(chainID), not \(expected)")
            }
        }
        guard nonce < UInt64.max else {
            throw Self.invalid("nonce", "the nonce is not below 2^64 - 1 (EIP-2681)")
        }
        let needed = max(intrinsicGas(rules: rules), calldataFloorGas(rules: rules))
        guard gasLimit >= needed else {
            throw Self.invalid(
                "gas", "the gas limit of \(gasLimit) is below the \(needed) that it uses at least")
        }
        if rules >= .osaka, gasLimit > 1 << 24 {
            throw Self.invalid("gas-cap", "the gas limit of \(gasLimit) is above 2^24 (EIP-7825)")
        }
        if type >= 2, maxPriorityFeePerGas > maxFeePerGas {
            throw Self.invalid("fee-order", "the priority fee is above the fee limit")
        }
        // The value besides may add up to more: no account could pay it, but the transaction's form is sound.
        guard !gasPriceLimit.multipliedReportingOverflow(by: UInt256(gasLimit)).overflow else {
            throw Self.invalid("cost", "gas times its price exceeds 256 bits")
        }
        if to == nil, rules >= .shanghai, data.count > 49_152 {
            throw Self.invalid("initcode", "the initcode is larger than 49,152 bytes (EIP-3860)")
        }
        if type == 3 { try validateBlobs() }
        if type == 4, authorizationList.isEmpty {
            throw Self.invalid("authorizations", "the list of authorizations is empty (EIP-7702)")
        }
    }

    private func validateBlobs() throws(TransactionError) {
        guard !blobVersionedHashes.isEmpty else { throw Self.invalid("blobs", "no blob (EIP-4844)") }
        for hash in blobVersionedHashes where hash.word.limb3 >> 56 != 1 {
            throw Self.invalid("blobs", "a blob's hash is not of version 1 (EIP-4844)")
        }
    }

    private static func invalid(_ rule: String, _ message: String) -> TransactionError {
        TransactionError(code: "transaction.invalid-\(rule)", message: message)
    }
}

extension SignedTransaction {
    /// Checks the transaction and the form of its signature against the rules of a fork and a chain.
    ///
    /// Whether a sender can be recovered is for the caller to try.
    /// - Throws: `TransactionError` naming the rule.
    public func validate(rules: ForkRules, chainID: UInt64) throws(TransactionError) {
        try transaction.validate(rules: rules, chainID: chainID)
        guard rules < .homestead || signature.isLowS else {
            throw TransactionError(
                code: "transaction.invalid-signature",
                message: "s of the signature is in the upper half (EIP-2)")
        }
    }
}

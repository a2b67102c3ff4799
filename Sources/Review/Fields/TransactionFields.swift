import Ethereum
import Profile
import SafeText

/// The fields of a transaction, and what it brings about.
struct TransactionFields {
    private(set) var fields: [ReviewField] = []
    private(set) var effects: [Effect] = []

    init(_ transaction: Transaction, from: Address?, context: ReviewContext) {
        let chainID = transaction.chainID.map { UInt256($0) }
        let words = ValueWords(context: context, profile: context.profile(chainID))
        add("type", "uint8", String(transaction.type), Self.typeName(transaction.type))
        add("chainId", "uint64", transaction.chainID.map { String($0) } ?? "none", chainWords(words, chainID))
        if let from { add("from", "address", from.checksummed, words.address(from)) }
        add("nonce", "uint64", String(transaction.nonce))
        if let to = transaction.to {
            add("to", "address", to.checksummed, words.address(to))
        } else {
            add("to", "address", "none", "none: a contract is created")
        }
        add(
            "value", "uint256", transaction.value.description,
            words.number(transaction.value, bits: 256, as: .wei))
        addFees(transaction, words)
        addLists(transaction, words, context)
        // The bytes whole, then what they mean.
        add(
            "data", "bytes", Hex.encode(transaction.data),
            transaction.data.isEmpty
                ? "0x  empty" : "\(Hex.encode(transaction.data))  \(transaction.data.count) bytes")
        if let to = transaction.to {
            if !transaction.value.isZero {
                effects.append(.coinTransfer(recipient: to, wei: transaction.value))
            }
            var reader = CallReader(words: words)
            reader.read(transaction.data, target: to, path: "data")
            fields += reader.fields
            effects += reader.effects
        }
        if let from { effects.append(.signer(role: "from", from)) }
    }

    private mutating func addFees(_ transaction: Transaction, _ words: ValueWords) {
        add("gas", "uint64", String(transaction.gasLimit), nil)
        func price(_ name: String, _ value: UInt256) {
            add(name, "uint256", value.description, words.number(value, bits: 256, as: .gasPrice))
        }
        if transaction.type < 2 {
            price("gasPrice", transaction.gasPrice)
        } else {
            price("maxFeePerGas", transaction.maxFeePerGas)
            price("maxPriorityFeePerGas", transaction.maxPriorityFeePerGas)
        }
        if transaction.type == 3 {
            price("maxFeePerBlobGas", transaction.maxFeePerBlobGas)
            for (index, hash) in transaction.blobVersionedHashes.enumerated() {
                add("blobVersionedHashes[\(index)]", "bytes32", hash.description)
            }
        }
    }

    private mutating func addLists(_ transaction: Transaction, _ words: ValueWords, _ context: ReviewContext)
    {
        for (index, entry) in transaction.accessList.enumerated() {
            let path = "accessList[\(index)]"
            add(path + ".address", "address", entry.address.checksummed, words.address(entry.address))
            for (slot, key) in entry.storageKeys.enumerated() {
                add("\(path).storageKeys[\(slot)]", "bytes32", key.description)
            }
        }
        for (index, authorization) in transaction.authorizationList.enumerated() {
            let path = "authorizationList[\(index)]"
            add(
                path + ".chainId", "uint256", authorization.chainID.description,
                authorization.chainID.isZero ? "0 = every chain" : nil)
            add(
                path + ".address", "address", authorization.address.checksummed,
                words.address(authorization.address))
            add(path + ".nonce", "uint64", String(authorization.nonce))
            let authority = Self.authority(authorization, context)
            add(
                path + ".authority", "address", authority?.checksummed ?? "none",
                authority.map { words.address($0) } ?? "none: the signature is nobody's")
            add(path + ".yParity", "uint8", String(authorization.yParity))
            add(path + ".r", "uint256", Hash32(word: authorization.r).description)
            add(path + ".s", "uint256", Hash32(word: authorization.s).description)
        }
    }

    /// Whose account an authorization hands over; nil if its signature is nobody's.
    static func authority(_ authorization: Authorization, _ context: ReviewContext) -> Address? {
        guard authorization.yParity <= 1 else { return nil }
        let signature = Signature(r: authorization.r, s: authorization.s, yParity: authorization.yParity)
        guard signature.isInRange, signature.isLowS else { return nil }
        return context.recover(authorization.signingHash, signature)
    }

    private func chainWords(_ words: ValueWords, _ chainID: UInt256?) -> SafeText {
        guard let chainID else { return "none: it holds on every chain" }
        guard let profile = words.profile else { return SafeText(reviewing: chainID.description) }
        return "\(chainID.description)  \(profile.name)"
    }

    private static func typeName(_ type: UInt8) -> SafeText {
        switch type {
        case 0: "0 = legacy"
        case 1: "1 = with access list (EIP-2930)"
        case 2: "2 = with fee limits (EIP-1559)"
        case 3: "3 = with blobs (EIP-4844)"
        case 4: "4 = with delegations of accounts (EIP-7702)"
        default: "\(type)"
        }
    }

    private mutating func add(_ path: String, _ type: SafeText, _ value: String, _ display: SafeText? = nil) {
        let path = SafeText(reviewing: path)
        fields.append(ReviewField(path: path, type: type, label: path, value: value, display: display))
    }
}

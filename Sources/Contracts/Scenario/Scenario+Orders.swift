import Cryptography
import Ethereum

/// Jobs that come from signed orders and bids.
extension Scenario {
    private static let orderType =
        "JobOrder(address requester,bytes32 modelId,bytes32 inputCommitment,bytes32 specHash,uint8 jobType,"
        + "uint8 verification,uint16 replicas,address paymentToken,uint256 maxPrice,uint256 providerBond,"
        + "uint32 maxLatencyMs,uint32 challengeWindow,uint64 deadline,address provider,address evaluator,"
        + "uint64 validUntil,uint256 nonce)"
    private static let orderTypes: [ABIType] = [
        .address, .fixedBytes(32), .fixedBytes(32), .fixedBytes(32), .uint(8), .uint(8), .uint(16), .address,
        .uint(256), .uint(256), .uint(32), .uint(32), .uint(64), .address, .address, .uint(64), .uint(256),
    ]
    private static let bidType =
        "Bid(address provider,bytes32 orderHash,uint256 price,uint32 latencyMs,uint64 startBy,bytes32 capabilityHash,"
        + "uint64 validUntil,uint256 nonce)"
    private static let bidTypes: [ABIType] = [
        .address, .fixedBytes(32), .uint(256), .uint(32), .uint(64), .fixedBytes(32), .uint(64), .uint(256),
    ]

    /// The client signs an order, the provider a bid for it, and a third one fills both.
    ///
    /// - Parameter nonce: of both; two of the same maker that are alike otherwise need different ones.
    @discardableResult
    func fill(
        _ plan: JobPlan, by provider: Int, price: UInt64, validUntil: UInt64, nonce: UInt64 = 0
    ) throws(ChainError) -> UInt64 {
        let order = try orderValues(plan, validUntil: validUntil, nonce: nonce)
        let orderDigest = try digest(Self.orderType, order, Self.orderTypes)
        let bid: [ABIValue] = [
            .address(try chain.address(provider)), .fixedBytes(orderDigest.bytes), .uint(Coai.wei(price)),
            .uint(UInt256(plan.latency)), .uint(UInt256(plan.deadline)),
            .fixedBytes(Self.hash("capability \(provider)").bytes), .uint(UInt256(validUntil)),
            .uint(UInt256(nonce)),
        ]
        let bidDigest = try digest(Self.bidType, bid, Self.bidTypes)
        let orderText = "(" + Self.orderTypes.map(\.canonical).joined(separator: ",") + ")"
        let bidText = "(" + Self.bidTypes.map(\.canonical).joined(separator: ",") + ")"
        try chain.send(
            Self.evaluator, deployment.market, "fillOrder(\(orderText),bytes,\(bidText),bytes)",
            [
                .tuple(order), .bytes(try sign(orderDigest, plan.client)), .tuple(bid),
                .bytes(try sign(bidDigest, provider)),
            ])
        return try newJobID()
    }

    /// The client makes an order void that nobody took.
    func cancelOrder(_ plan: JobPlan, validUntil: UInt64) throws(ChainError) {
        let orderText = "(" + Self.orderTypes.map(\.canonical).joined(separator: ",") + ")"
        try chain.send(
            plan.client, deployment.market, "cancelOrder(\(orderText))",
            [.tuple(try orderValues(plan, validUntil: validUntil))])
    }

    private func orderValues(_ plan: JobPlan, validUntil: UInt64, nonce: UInt64 = 0) throws(ChainError)
        -> [ABIValue]
    {
        let evaluator = try plan.evaluator.map { (number) throws(ChainError) in try chain.address(number) }
        return [
            .address(try chain.address(plan.client)), .fixedBytes(plan.modelWord),
            .fixedBytes(Self.hash("input \(plan.model)").bytes),
            .fixedBytes(Self.hash("spec \(plan.model)").bytes),
            .uint(UInt256(plan.type)), .uint(UInt256(plan.verification)), .uint(UInt256(plan.replicas)),
            .address(deployment.token), .uint(Coai.wei(plan.price)), .uint(Coai.wei(plan.bond)),
            .uint(UInt256(plan.latency)), .uint(UInt256(plan.challengeWindow)), .uint(UInt256(plan.deadline)),
            .address(.zero), .address(evaluator ?? .zero), .uint(UInt256(validUntil)),
            .uint(UInt256(nonce)),
        ]
    }

    /// What is signed for a message to JobMarket (EIP-712).
    func digest(_ type: String, _ values: [ABIValue], _ types: [ABIType]) throws(ChainError) -> Hash32 {
        let domain = try StructHash.of(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
            [
                .fixedBytes(Self.hash("COAI JobMarket").bytes), .fixedBytes(Self.hash("1").bytes),
                .uint(UInt256(chain.id)), .address(deployment.market),
            ], [.fixedBytes(32), .fixedBytes(32), .uint(256), .address])
        let message = try StructHash.of(type, values, types)
        return Keccak256.hash([0x19, 0x01] + domain.bytes + message.bytes)
    }

    func sign(_ digest: Hash32, _ account: Int) throws(ChainError) -> [UInt8] {
        do { return try chain.account(account).key.sign(digest).bytes } catch {
            throw ChainError("devnet.signature", "a message can't be signed")
        }
    }
}

import Ethereum
import SafeText

/// Calls of JobMarket that a person makes for a job.
public struct JobMarketCalls: Sendable {
    /// Where JobMarket is.
    public let market: Address
    /// Who calls.
    public let account: Address

    /// Calls of `account` to JobMarket at `market`.
    public init(market: Address, account: Address) {
        self.market = market
        self.account = account
    }

    /// The provider begins; JobMarket pulls the provider's bond if it doesn't hold it yet.
    public func start(_ jobID: UInt256) throws(ABIError) -> TransactionIntent {
        try call("start(uint256 jobId)", [.uint(jobID)], "start job \(jobID.description)")
    }

    /// The client takes the job back; only while it is Open or Funded.
    public func cancel(_ jobID: UInt256) throws(ABIError) -> TransactionIntent {
        try call("cancel(uint256 jobId)", [.uint(jobID)], "cancel job \(jobID.description)")
    }

    /// The client pays in, if the budget is still `expectedBudget` (ERC-8183 with the guard).
    public func fund(_ jobID: UInt256, expectedBudget: UInt256) throws(ABIError) -> TransactionIntent {
        try call(
            "fund(uint256 jobId,uint256 expectedBudget)", [.uint(jobID), .uint(expectedBudget)],
            "fund job \(jobID.description)")
    }

    /// The client chooses a bid, if its price is still `expectedPrice`.
    public func award(
        _ jobID: UInt256, to provider: Address, expectedPrice: UInt256
    ) throws(ABIError) -> TransactionIntent {
        try call(
            "award(uint256 jobId,address provider,uint256 expectedPrice)",
            [.uint(jobID), .address(provider), .uint(expectedPrice)], "award job \(jobID.description)")
    }

    /// The evaluator accepts the result; without one, anyone may after the challenge window.
    public func complete(_ jobID: UInt256, reason: Hash32 = .zero) throws(ABIError) -> TransactionIntent {
        try call(
            "complete(uint256 jobId,bytes32 reason,bytes optParams)",
            [.uint(jobID), .fixedBytes(reason.bytes), .bytes([])], "complete job \(jobID.description)")
    }

    /// The client (while it is open) or the evaluator turns the job down.
    public func reject(_ jobID: UInt256, reason: Hash32 = .zero) throws(ABIError) -> TransactionIntent {
        try call(
            "reject(uint256 jobId,bytes32 reason,bytes optParams)",
            [.uint(jobID), .fixedBytes(reason.bytes), .bytes([])], "reject job \(jobID.description)")
    }

    /// Anyone but the provider disputes a result, with a bond.
    public func challenge(_ jobID: UInt256, evidence: Hash32) throws(ABIError) -> TransactionIntent {
        try call(
            "challenge(uint256 jobId,bytes32 evidenceHash)", [.uint(jobID), .fixedBytes(evidence.bytes)],
            "challenge job \(jobID.description)")
    }

    /// Anyone has a job expire that is past its time.
    public func expire(_ jobID: UInt256) throws(ABIError) -> TransactionIntent {
        try call("expire(uint256 jobId)", [.uint(jobID)], "expire job \(jobID.description)")
    }

    /// The requester makes a signed order void.
    public func cancelOrder(_ order: JobOrder) throws(ABIError) -> TransactionIntent {
        try call(
            "cancelOrder((address requester,bytes32 modelId,bytes32 inputCommitment,bytes32 specHash,uint8 jobType,"
                + "uint8 verification,uint16 replicas,address paymentToken,uint256 maxPrice,uint256 providerBond,"
                + "uint32 maxLatencyMs,uint32 challengeWindow,uint64 deadline,address provider,address evaluator,"
                + "uint64 validUntil,uint256 nonce) order)", [order.abiValue], "cancel a signed order")
    }

    /// All orders and bids that the account signed with a nonce below its next counter become void.
    public func incrementCounter() throws(ABIError) -> TransactionIntent {
        try call("incrementCounter()", [], "cancel all signed orders")
    }

    private func call(
        _ signature: String, _ arguments: [ABIValue], _ title: SafeText
    ) throws(ABIError) -> TransactionIntent {
        try TransactionIntent(from: account, to: market, signature, arguments, title: title)
    }
}

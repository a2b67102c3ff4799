import Ethereum

/// A signed wish for work: any provider, or a named one, may take it with a bid that names its digest.
///
/// JobMarket takes it once by digest, as long as `nonce` is at least the requester's counter.
public struct JobOrder: Sendable, Hashable {
    /// Who asks for the work, signs and pays.
    public var requester: Address
    /// The model to be used.
    public var modelID: Hash32
    /// What the input is.
    public var inputCommitment: Hash32
    /// What exactly is to be done.
    public var specHash: Hash32
    /// 0 inference, 1 training, 2 federated, 3 finetune, 4 render, 5 custom.
    public var jobType: UInt8
    /// A sum of 1 ZK, 2 TEE, 4 redundant, 8 optimistic, 16 spot check.
    public var verification: UInt8
    /// How many do the same work; at least 1.
    public var replicas: UInt16
    /// What it is paid in.
    public var paymentToken: Address
    /// The most that is paid, in the token's smallest unit.
    public var maxPrice: UInt256
    /// What the provider puts at stake, in the token's smallest unit.
    public var providerBond: UInt256
    /// The latency that is asked for, in milliseconds.
    public var maxLatencyMilliseconds: UInt32
    /// How long a result can be challenged, in seconds.
    public var challengeWindowSeconds: UInt32
    /// Until when the result must be there, in seconds since 1970.
    public var deadline: UInt64
    /// Who may take it; zero for anyone.
    public var provider: Address
    /// Who judges the result; zero if it stands unless challenged.
    public var evaluator: Address
    /// Until when the order may be taken, in seconds since 1970.
    public var validUntil: UInt64
    /// At least the requester's counter at JobMarket.
    public var nonce: UInt256

    /// An order of these parts.
    public init(
        requester: Address, modelID: Hash32, inputCommitment: Hash32, specHash: Hash32, jobType: UInt8,
        verification: UInt8, replicas: UInt16, paymentToken: Address, maxPrice: UInt256,
        providerBond: UInt256,
        maxLatencyMilliseconds: UInt32, challengeWindowSeconds: UInt32, deadline: UInt64,
        provider: Address = .zero, evaluator: Address = .zero, validUntil: UInt64, nonce: UInt256
    ) {
        self.requester = requester
        self.modelID = modelID
        self.inputCommitment = inputCommitment
        self.specHash = specHash
        self.jobType = jobType
        self.verification = verification
        self.replicas = replicas
        self.paymentToken = paymentToken
        self.maxPrice = maxPrice
        self.providerBond = providerBond
        self.maxLatencyMilliseconds = maxLatencyMilliseconds
        self.challengeWindowSeconds = challengeWindowSeconds
        self.deadline = deadline
        self.provider = provider
        self.evaluator = evaluator
        self.validUntil = validUntil
        self.nonce = nonce
    }

    /// The document that is signed, for JobMarket at `market`.
    public func document(chainID: UInt64, market: Address) -> TypedDataDocument {
        TypedDataDocument(
            domain: .init(name: "COAI JobMarket", chainID: chainID, verifyingContract: market),
            primaryType: "JobOrder",
            fields: [
                .address("requester", requester), .hash("modelId", modelID),
                .hash("inputCommitment", inputCommitment), .hash("specHash", specHash),
                .uint("jobType", 8, UInt64(jobType)), .uint("verification", 8, UInt64(verification)),
                .uint("replicas", 16, UInt64(replicas)), .address("paymentToken", paymentToken),
                .uint("maxPrice", 256, maxPrice), .uint("providerBond", 256, providerBond),
                .uint("maxLatencyMs", 32, UInt64(maxLatencyMilliseconds)),
                .uint("challengeWindow", 32, UInt64(challengeWindowSeconds)), .uint("deadline", 64, deadline),
                .address("provider", provider), .address("evaluator", evaluator),
                .uint("validUntil", 64, validUntil), .uint("nonce", 256, nonce),
            ])
    }

    /// The order as an argument of `cancelOrder` and `fillOrder`.
    public var abiValue: ABIValue {
        .tuple([
            .address(requester), .fixedBytes(modelID.bytes), .fixedBytes(inputCommitment.bytes),
            .fixedBytes(specHash.bytes), .uint(UInt256(UInt64(jobType))),
            .uint(UInt256(UInt64(verification))), .uint(UInt256(UInt64(replicas))), .address(paymentToken),
            .uint(maxPrice), .uint(providerBond), .uint(UInt256(UInt64(maxLatencyMilliseconds))),
            .uint(UInt256(UInt64(challengeWindowSeconds))), .uint(UInt256(deadline)), .address(provider),
            .address(evaluator), .uint(UInt256(validUntil)), .uint(nonce),
        ])
    }
}

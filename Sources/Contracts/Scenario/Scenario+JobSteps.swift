import Ethereum

/// Steps of a job, each a transaction.
extension Scenario {
    /// Makes a job with terms; answers its number.
    func create(_ plan: JobPlan) throws(ChainError) -> UInt64 {
        let evaluator = try plan.evaluator.map { (number) throws(ChainError) in try chain.address(number) }
        try chain.send(
            plan.client, deployment.market, "createJob(address,address,uint256,string,address)",
            [
                .address(.zero), .address(evaluator ?? .zero), .uint(UInt256(plan.expiredAt)),
                .string(plan.model), .address(.zero),
            ])
        let id = try newJobID()
        try job(plan.client, id, "setTerms(uint256,\(JobPlan.termsType))", [plan.terms])
        return id
    }

    /// The number of the job that was just made: read, or counted while a block is gathered.
    func newJobID() throws(ChainError) -> UInt64 {
        jobCount =
            chain.isGathering ? jobCount + 1 : try chain.read(deployment.market, "jobCounter()").asUInt64 ?? 0
        return jobCount
    }

    /// Makes a job that is funded for a provider at the plan's price.
    func createFunded(_ plan: JobPlan, for provider: Int) throws(ChainError) -> UInt64 {
        let id = try create(plan)
        try job(plan.client, id, "setProvider(uint256,address)", [.address(try chain.address(provider))])
        try job(
            plan.client, id, "setBudget(uint256,uint256,bytes)", [.uint(Coai.wei(plan.price)), .bytes([])])
        try job(plan.client, id, "fund(uint256,uint256)", [.uint(Coai.wei(plan.price))])
        return id
    }

    /// Makes a job whose work is under way.
    func createRunning(_ plan: JobPlan, by provider: Int) throws(ChainError) -> UInt64 {
        let id = try createFunded(plan, for: provider)
        try job(provider, id, "start(uint256)")
        return id
    }

    /// Makes a job whose result is handed in.
    func createSubmitted(_ plan: JobPlan, by provider: Int, latency: UInt64 = 410) throws(ChainError)
        -> UInt64
    {
        let id = try createRunning(plan, by: provider)
        try submit(id, by: provider, latency: latency)
        return id
    }

    func submit(_ id: UInt64, by provider: Int, latency: UInt64) throws(ChainError) {
        let cid = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbz\(id % 10)i"
        let details = try? ABI.encode(
            [.string(cid), .fixedBytes(Self.hash("attestation \(id)").bytes), .uint(UInt256(latency))],
            as: [.string, .fixedBytes(32), .uint(32)])
        try job(
            provider, id, "submit(uint256,bytes32,bytes)",
            [.fixedBytes(Self.hash("result \(id)").bytes), .bytes(details ?? [])])
    }

    /// The evaluator accepts, and says how long it took.
    func complete(_ id: UInt64, by evaluator: Int, latency: UInt64? = nil) throws(ChainError) {
        let details = latency.flatMap { try? ABI.encode([.uint(UInt256($0))], as: [.uint(32)]) } ?? []
        try job(
            evaluator, id, "complete(uint256,bytes32,bytes)",
            [.fixedBytes(Self.hash("accepted").bytes), .bytes(details)])
    }

    func job(
        _ sender: Int, _ id: UInt64, _ signature: String, _ arguments: [ABIValue] = []
    ) throws(ChainError) {
        try chain.send(sender, deployment.market, signature, [.uint(UInt256(id))] + arguments)
    }

    // MARK: Bids

    /// What a sealed bid hides: it is hashed when it is sealed, and told when it is opened.
    struct SealedBid {
        let provider: Int
        let price: UInt64
        let latency: UInt64

        func values(_ jobID: UInt64, _ address: Address) -> [ABIValue] {
            [
                .address(address), .uint(UInt256(jobID)), .uint(Coai.wei(price)), .uint(UInt256(latency)),
                .fixedBytes(Scenario.hash("capability \(provider)").bytes),
                .fixedBytes(Scenario.hash("salt \(jobID) \(provider)").bytes),
            ]
        }
    }

    private static let bidReveal =
        "BidReveal(address provider,uint256 jobId,uint256 price,uint32 latencyMs,bytes32 capabilityHash,bytes32 salt)"

    func seal(_ id: UInt64, _ bid: SealedBid) throws(ChainError) {
        let values = bid.values(id, try chain.address(bid.provider))
        let hash = try StructHash.of(
            Self.bidReveal, values,
            [.address, .uint(256), .uint(256), .uint(32), .fixedBytes(32), .fixedBytes(32)])
        try job(bid.provider, id, "commitBid(uint256,bytes32)", [.fixedBytes(hash.bytes)])
    }

    func open(_ id: UInt64, _ bid: SealedBid) throws(ChainError) {
        let values = bid.values(id, try chain.address(bid.provider))
        try job(
            bid.provider, id, "revealBid(uint256,uint256,uint32,bytes32,bytes32)", Array(values.dropFirst(2)))
    }
}

/// Hashes of structs whose fields each take a word (EIP-712).
enum StructHash {
    static func of(_ type: String, _ values: [ABIValue], _ types: [ABIType]) throws(ChainError) -> Hash32 {
        guard let encoded = try? ABI.encode(values, as: types) else {
            throw ChainError("devnet.call", "a \(type.prefix { $0 != "(" }) can't be encoded")
        }
        return Keccak256.hash(Keccak256.hash(utf8: type).bytes + encoded)
    }
}

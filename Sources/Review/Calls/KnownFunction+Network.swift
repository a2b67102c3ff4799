import Ethereum

extension KnownFunction {
    private static let jobOrder =
        "(address requester,bytes32 modelId,bytes32 inputCommitment,bytes32 specHash,uint8 jobType,uint8 verification,"
        + "uint16 replicas,address paymentToken,uint256 maxPrice,uint256 providerBond,uint32 maxLatencyMs,"
        + "uint32 challengeWindow,uint64 deadline,address provider,address evaluator,uint64 validUntil,"
        + "uint256 nonce) order"

    /// JobMarket, a superset of ERC-8183.
    static let jobMarket: [Row] = [
        (
            "createJob(address provider,address evaluator,uint256 expiredAt,string description,address hook)",
            nothing
        ),
        (
            "setTerms(uint256 jobId,(bytes32 modelId,bytes32 specHash,bytes32 inputCommitment,uint8 jobType,"
                + "uint8 verification,uint16 replicas,uint256 maxPrice,uint256 providerBond,uint32 maxLatencyMs,"
                + "uint64 commitUntil,uint64 revealUntil,uint64 deadline,uint32 challengeWindow) terms)",
            nothing
        ),
        ("setProvider(uint256 jobId,address provider)", nothing),
        ("setBudget(uint256 jobId,uint256 amount,bytes optParams)", nothing),
        ("fund(uint256 jobId,uint256 expectedBudget)", nothing),
        ("commitBid(uint256 jobId,bytes32 commitment)", nothing),
        (
            "commitBidBySig((address provider,uint256 jobId,bytes32 commitment,uint64 validUntil,uint256 nonce) bid,"
                + "bytes signature)", nothing
        ),
        (
            "revealBid(uint256 jobId,uint256 price,uint32 latencyMs,bytes32 capabilityHash,bytes32 salt)",
            nothing
        ),
        ("forfeitBid(uint256 jobId,address provider)", nothing), ("withdrawBid(uint256 jobId)", nothing),
        ("award(uint256 jobId,address provider,uint256 expectedPrice)", nothing),
        ("start(uint256 jobId)", nothing),
        ("submit(uint256 jobId,bytes32 deliverable,bytes optParams)", nothing),
        ("complete(uint256 jobId,bytes32 reason,bytes optParams)", nothing),
        ("reject(uint256 jobId,bytes32 reason,bytes optParams)", nothing),
        ("challenge(uint256 jobId,bytes32 evidenceHash)", nothing),
        ("resolve(uint256 jobId,uint8 outcome)", nothing), ("expire(uint256 jobId)", nothing),
        ("claimRefund(uint256 jobId)", nothing), ("cancel(uint256 jobId)", nothing),
        (
            "fillOrder(\(jobOrder),bytes orderSignature,(address provider,bytes32 orderHash,uint256 price,"
                + "uint32 latencyMs,uint64 startBy,bytes32 capabilityHash,uint64 validUntil,uint256 nonce) bid,"
                + "bytes bidSignature)", nothing
        ),
        ("cancelOrder(\(jobOrder))", nothing), ("incrementCounter()", nothing),
        ("setTokenAllowed(address token,bool allowed)", setting), ("setBidDeposit(uint256 amount)", setting),
        ("setChallengeBondBps(uint16 challengeBondBps)", setting),
        ("setEvaluatorTimeout(uint64 period)", setting),
    ]

    /// StakingManager.
    static let staking: [Row] = [
        ("register(address operator,string serviceURI,bytes32 capabilityHash)", nothing),
        ("setStatus(address provider,uint8 status)", nothing),
        ("scheduleCuts(uint16 rewardCutBps,uint16 feeCutBps)", nothing),
        ("setRewardCaller(address rewardCaller)", nothing),
        ("bond(address provider,uint256 amount)", nothing),
        ("unbond(address provider,uint256 amount)", nothing),
        ("rebond(uint256 unbondingId)", nothing),
        ("redelegate(address from,address to,uint256 amount)", nothing),
        (
            "delegateBySig((address delegator,address provider,uint8 action,uint256 amount,uint16 maxRewardCutBps,"
                + "uint16 maxFeeCutBps,uint64 validUntil,uint256 nonce) order,bytes signature)", nothing
        ),
        ("claim(address provider)", nothing),
        ("distribute(address provider,uint256 epoch,uint256 emission,uint256 fees)", nothing),
        ("postBenchmark(address provider,bytes32 suite,uint256 score,bytes32 evidenceHash)", nothing),
        (
            "slash(address provider,uint256 jobId,uint16 bps,uint8 reason,address reporter)",
            { [.privileged(.role, "takes stake from \($0.address(0).checksummed)")] }
        ),
        ("setUnbondingPeriod(uint64 period)", setting), ("setMinSelfStake(uint256 amount)", setting),
    ]

    private static let setting: @Sendable (Call) -> [Effect] = { _ in
        [.privileged(.governance, "changes a setting of the network")]
    }
}

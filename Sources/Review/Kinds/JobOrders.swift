import Ethereum

extension MessageKind {
    /// Orders and bids of JobMarket, and orders of StakingManager.
    static let jobOrders: [MessageKind] = [
        MessageKind(
            encodeType:
                "JobOrder(address requester,bytes32 modelId,bytes32 inputCommitment,bytes32 specHash,uint8 jobType,"
                + "uint8 verification,uint16 replicas,address paymentToken,uint256 maxPrice,uint256 providerBond,"
                + "uint32 maxLatencyMs,uint32 challengeWindow,uint64 deadline,address provider,address evaluator,"
                + "uint64 validUntil,uint256 nonce)",
            title: "order for a job", token: .field("paymentToken"),
            formats: ["provider": .anyoneIfZero, "evaluator": .nobodyIfZero]
        ) { values in
            var effects: [Effect] = [.deadline(name: "validUntil", seconds: values.uint("validUntil"))]
            if let requester = values.address("requester") {
                effects.append(.signer(role: "requester", requester))
            }
            if values.address("provider")?.isZero == true { effects.append(.openToAnyone(role: "provider")) }
            return effects
        },
        MessageKind(
            encodeType:
                "Bid(address provider,bytes32 orderHash,uint256 price,uint32 latencyMs,uint64 startBy,"
                + "bytes32 capabilityHash,uint64 validUntil,uint256 nonce)",
            title: "bid for an order", token: .network
        ) { values in
            [.deadline(name: "validUntil", seconds: values.uint("validUntil"))] + signer(values, "provider")
        },
        MessageKind(
            encodeType:
                "BidCommit(address provider,uint256 jobId,bytes32 commitment,uint64 validUntil,uint256 nonce)",
            title: "sealed bid"
        ) { values in
            [.deadline(name: "validUntil", seconds: values.uint("validUntil"))] + signer(values, "provider")
        },
        MessageKind(
            encodeType:
                "BidReveal(address provider,uint256 jobId,uint256 price,uint32 latencyMs,bytes32 capabilityHash,"
                + "bytes32 salt)",
            title: "opened bid", token: .network
        ) { signer($0, "provider") },
        MessageKind(
            encodeType:
                "DelegationOrder(address delegator,address provider,uint8 action,uint256 amount,"
                + "uint16 maxRewardCutBps,uint16 maxFeeCutBps,uint64 validUntil,uint256 nonce)",
            title: "order to move stake", token: .network
        ) { values in
            [.deadline(name: "validUntil", seconds: values.uint("validUntil"))] + signer(values, "delegator")
        },
        MessageKind(
            encodeType:
                "DataAccessRequest(address consumer,bytes32 datasetId,bytes32 licenseHash,bytes32 algorithmHash,"
                + "uint8 accessMode,address paymentToken,uint256 maxFee,uint64 validUntil,uint256 nonce)",
            title: "request for data", token: .field("paymentToken")
        ) { values in
            [.deadline(name: "validUntil", seconds: values.uint("validUntil"))] + signer(values, "consumer")
        },
        MessageKind(
            encodeType:
                "SpendingGrant(address owner,address spender,address token,uint256 perTx,uint256 perPeriod,"
                + "uint64 period,bytes32 scopeHash,uint64 validAfter,uint64 validUntil,uint256 nonce)",
            title: "spending limit for another key", token: .field("token")
        ) { values in
            var effects: [Effect] = [.deadline(name: "validUntil", seconds: values.uint("validUntil"))]
            if let spender = values.address("spender"), let amount = values.uint("perPeriod") {
                effects.append(
                    .approval(token: values.address("token"), spender: spender, amount: amount, bits: 256))
            }
            return effects + signer(values, "owner")
        },
    ]

    /// The account that must sign, as a field names it.
    static func signer(_ values: LeafValues, _ field: String) -> [Effect] {
        values.address(field).map { [.signer(role: field, $0)] } ?? []
    }
}

import Ethereum

/// What a job of the scenario is about.
struct JobPlan {
    let client: Int
    var evaluator: Int?
    let model: String
    /// The model's number in the registry, where it has one.
    var modelID: UInt64?
    /// 0 inference, 1 training, 2 federated, 3 finetune, 4 render, 5 custom.
    let type: UInt64
    /// A sum of 1 ZK, 2 TEE, 4 redundant, 8 optimistic, 16 spot check.
    var verification: UInt64
    var replicas: UInt64 = 1
    /// In whole COAI.
    let price: UInt64
    var bond: UInt64 = 5
    var latency: UInt64 = 500
    /// In seconds since 1970; 0 for none.
    var commitUntil: UInt64 = 0
    var revealUntil: UInt64 = 0
    var deadline: UInt64
    var challengeWindow: UInt64 = 3_600

    var expiredAt: UInt64 { deadline + challengeWindow + 86_400 }

    /// What the job runs on.
    var inputCommitment: Hash32 { Scenario.hash("input \(model) \(client)") }

    /// The model as the market has it: its number, or a hash that nobody registered.
    var modelWord: [UInt8] { modelID.map { UInt256($0).bigEndianBytes } ?? Scenario.hash(model).bytes }

    /// The terms as JobMarket takes them.
    var terms: ABIValue {
        .tuple([
            .fixedBytes(modelWord), .fixedBytes(Scenario.hash("spec \(model)").bytes),
            .fixedBytes(inputCommitment.bytes), .uint(UInt256(type)),
            .uint(UInt256(verification)), .uint(UInt256(replicas)), .uint(Coai.wei(price)),
            .uint(Coai.wei(bond)), .uint(UInt256(latency)), .uint(UInt256(commitUntil)),
            .uint(UInt256(revealUntil)), .uint(UInt256(deadline)), .uint(UInt256(challengeWindow)),
        ])
    }

    static let termsType =
        "(bytes32,bytes32,bytes32,uint8,uint8,uint16,uint256,uint256,uint32,uint64,uint64,uint64,uint32)"
}

import Ethereum

/// A dataset of the world.
struct WorldDataset {
    let id: Hash32
    let owner: Int
    /// In whole COAI.
    let price: UInt64
    /// Whether only jobs may use it.
    let isComputeOnly: Bool
}

/// Models and datasets of the world.
extension World {
    /// A model's name, type of job, and royalty in basis points.
    static let models: [(name: String, type: UInt64, royalty: UInt64)] = [
        ("llama-3.1-70b", 0, 300), ("mixtral-8x22b", 0, 250), ("qwen-72b", 0, 200), ("gemma-2", 0, 0),
        ("whisper-large", 0, 150), ("sdxl-turbo", 4, 400), ("flux-dev", 4, 500), ("mistral-lora", 3, 300),
        ("gpt-j-ft", 1, 0), ("imaging-fl", 2, 800), ("protein-fold", 5, 1_000), ("embedding-2", 0, 100),
    ]
    private static let modelTuple = "(bytes32,bytes32,bytes32,bytes4,string)"
    private static let sets: [(name: String, price: UInt64, mode: UInt64)] = [
        ("news-2025", 1, 0), ("court-records", 2, 0), ("chest-xray", 4, 2), ("genomes-1k", 3, 2),
        ("field-audio", 1, 0),
        ("street-scenes", 2, 0), ("soil-spectra", 1, 0), ("member-survey", 1, 1), ("old-maps", 1, 0),
    ]

    static func owner(ofModel index: Int) -> Int { modelOwners[index % modelOwners.count] }

    /// Twelve models with their terms; one is changed, one is deprecated later.
    func registerModels() throws(ChainError) {
        for (index, model) in Self.models.enumerated() {
            let owner = Self.owner(ofModel: index)
            try scenario.chain.send(
                owner, scenario.deployment.registry, "registerModel(\(Self.modelTuple))",
                [try commitment(index, version: 1)])
            try scenario.chain.send(
                owner, scenario.deployment.registry, "setModelTerms(uint256,bytes32,uint16,bytes32,uint32)",
                [
                    .uint(UInt256(UInt64(index + 1))), .fixedBytes(Scenario.hash("Apache-2.0").bytes),
                    .uint(UInt256(model.royalty)), .fixedBytes(Scenario.hash("code \(model.name)").bytes),
                    .uint(1),
                ])
        }
        try scenario.chain.send(
            Self.owner(ofModel: 1), scenario.deployment.registry, "updateModel(uint256,\(Self.modelTuple))",
            [.uint(2), try commitment(1, version: 2)])
    }

    /// What the registry keeps of a model: its verifying key is its owner's.
    private func commitment(_ index: Int, version: Int) throws(ChainError) -> ABIValue {
        let name = Self.models[index].name
        let key = try scenario.chain.address(Self.owner(ofModel: index))
        guard let encoded = try? ABI.encode([.address(key)], as: [.address]) else {
            throw ChainError("devnet.call", "a verifying key can't be encoded")
        }
        return .tuple([
            .fixedBytes(Self.modelHash(index, version: version).bytes),
            .fixedBytes(Scenario.hash("circuit \(name)").bytes), .fixedBytes(Keccak256.hash(encoded).bytes),
            .fixedBytes(Deployment.proofSystemID), .string("ipfs://\(name)/\(version)"),
        ])
    }

    static func modelHash(_ index: Int, version: Int) -> Hash32 {
        Scenario.hash("weights \(models[index].name) \(version)")
    }

    /// Nine datasets; one is revoked, and some people get access for themselves.
    func publishDatasets() throws(ChainError) {
        for (index, set) in Self.sets.enumerated() {
            let owner = Self.dataOwners[index % Self.dataOwners.count]
            let content = Scenario.hash("content \(set.name)")
            try scenario.chain.send(
                owner, scenario.deployment.registry,
                "publishDataset(bytes32,string,bytes32,bytes32,address,uint8,uint256)",
                [
                    .fixedBytes(content.bytes), .string("bafybei\(set.name)"),
                    .fixedBytes(Scenario.hash("CC-BY-4.0").bytes),
                    .fixedBytes(Scenario.hash("consent").bytes),
                    .address(set.mode == 1 ? scenario.deployment.token : .zero), .uint(UInt256(set.mode)),
                    .uint(Coai.wei(set.price)),
                ])
            datasets.append(
                WorldDataset(
                    id: try datasetID(owner, content), owner: owner, price: set.price,
                    isComputeOnly: set.mode == 2))
        }
        for (index, client) in Scenario.clients.prefix(4).enumerated() {
            try access(datasets[[0, 1, 4, 7][index]], for: 0, by: client)
        }
        if let last = datasets.popLast() {
            try scenario.chain.send(
                last.owner, scenario.deployment.registry, "revokeDataset(bytes32)",
                [.fixedBytes(last.id.bytes)])
        }
    }

    func access(_ dataset: WorldDataset, for jobID: UInt64, by consumer: Int) throws(ChainError) {
        try scenario.chain.send(
            consumer, scenario.deployment.registry, "accessDataset(bytes32,uint256,uint256)",
            [.fixedBytes(dataset.id.bytes), .uint(UInt256(jobID)), .uint(Coai.wei(dataset.price))])
    }

    /// The number that the registry gives to a dataset.
    private func datasetID(_ owner: Int, _ content: Hash32) throws(ChainError) -> Hash32 {
        guard
            let encoded = try? ABI.encode(
                [
                    .uint(UInt256(scenario.chain.id)), .address(scenario.deployment.registry),
                    .address(try scenario.chain.address(owner)), .fixedBytes(content.bytes),
                ], as: [.uint(256), .address, .address, .fixedBytes(32)])
        else { throw ChainError("devnet.call", "the number of a dataset can't be encoded") }
        return Keccak256.hash(encoded)
    }
}

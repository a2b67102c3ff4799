import Cryptography
import Ethereum

/// Evidence, proofs, verdicts and reports of the world.
extension World {
    private var verification: Address { scenario.deployment.verification }

    /// What a provider adds to a result: evidence of its enclave, or a proof of its output.
    func prove(_ job: inout WorldJob) throws(ChainError) {
        switch job.plan.verification {
        case 1: try proveOutput(job)
        case 2:
            let evidence = Scenario.hash("quote \(job.id)")
            try scenario.chain.send(
                job.provider, verification, "submitAttestation(uint256,uint8,bytes32)",
                [.uint(UInt256(job.id)), .uint(1), .fixedBytes(evidence.bytes)])
            job.evidence = try attestationID(job, evidence).bytes
        default: return
        }
    }

    /// The number that the verification gives to evidence.
    private func attestationID(_ job: WorldJob, _ evidence: Hash32) throws(ChainError) -> Hash32 {
        guard
            let encoded = try? ABI.encode(
                [
                    .address(verification), .uint(UInt256(job.id)),
                    .address(try scenario.chain.address(job.provider)), .uint(1), .fixedBytes(evidence.bytes),
                ], as: [.address, .uint(256), .address, .uint(8), .fixedBytes(32)])
        else { throw ChainError("devnet.call", "the number of evidence can't be encoded") }
        return Keccak256.hash(encoded)
    }

    /// The checker looks at evidence; one in twelve is worth nothing.
    func verify(_ evidence: [UInt8]) throws(ChainError) {
        let isGood = random.below(12) != 0
        try scenario.chain.send(
            Deployment.verifier, verification, "verifyAttestation(bytes32,bool,uint8,bytes32)",
            [
                .fixedBytes(evidence), .bool(isGood), .uint(isGood ? 0 : 6), .fixedBytes(Self.enclave.bytes),
            ])
    }

    /// What enclaves run until the network trusts something newer.
    private static let enclave = Scenario.hash("inference-server 2.3")

    /// The checker says which code may be attested to.
    func allowEnclave() throws(ChainError) {
        try scenario.chain.send(
            Deployment.verifier, verification, "allowMeasurement(bytes32,uint8,bool)",
            [.fixedBytes(Self.enclave.bytes), .uint(1), .bool(true)])
    }

    /// Shows that the model gave the output, by a signature of its key (the proof system "ecdsa-output-v1").
    private func proveOutput(_ job: WorldJob) throws(ChainError) {
        let output = Array("result \(job.id)".utf8)
        let version = job.model == 1 ? 2 : 1
        guard
            let said = try? ABI.encode(
                [
                    .uint(UInt256(scenario.chain.id)), .address(scenario.deployment.proofs),
                    .fixedBytes(Self.modelHash(job.model, version: version).bytes),
                    .fixedBytes(job.plan.inputCommitment.bytes), .fixedBytes(Keccak256.hash(output).bytes),
                ], as: [.uint(256), .address, .fixedBytes(32), .fixedBytes(32), .fixedBytes(32)])
        else { throw ChainError("devnet.call", "a proof can't be made") }
        let prefix = Array("\u{19}Ethereum Signed Message:\n32".utf8)
        let digest = Keccak256.hash(prefix + Keccak256.hash(said).bytes)
        try scenario.chain.send(
            job.provider, verification, "verifyInference(uint256,bytes32,bytes,bytes)",
            [
                .uint(UInt256(UInt64(job.model + 1))), .fixedBytes(job.plan.inputCommitment.bytes),
                .bytes(output),
                .bytes(try scenario.sign(digest, Self.owner(ofModel: job.model))),
            ])
    }

    // MARK: Verdicts

    private func verdict(_ job: WorldJob) -> (result: Hash32, verdict: UInt64) {
        job.fate == .foundRight
            ? (Scenario.hash("result \(job.id)"), 1) : (Scenario.hash("another result \(job.id)"), 0)
    }

    private func salt(_ job: WorldJob, _ validator: Int) -> [UInt8] {
        Scenario.hash("salt \(job.id) \(validator)").bytes
    }

    /// Three providers that have no part in the job seal what they found.
    func sealVerdicts(_ job: inout WorldJob) throws(ChainError) {
        let others = freeProviders.filter { $0 != job.provider }
        let first = random.below(others.count)
        job.validators = (0..<3).map { others[(first + $0 * 2) % others.count] }
        let (result, verdict) = verdict(job)
        for validator in job.validators {
            let commitment = try StructHash.of(
                "VerdictReveal(address validator,uint256 jobId,bytes32 resultHash,uint8 verdict,bytes32 salt)",
                [
                    .address(try scenario.chain.address(validator)), .uint(UInt256(job.id)),
                    .fixedBytes(result.bytes), .uint(UInt256(verdict)), .fixedBytes(salt(job, validator)),
                ], [.address, .uint(256), .fixedBytes(32), .uint(8), .fixedBytes(32)])
            try scenario.chain.send(
                validator, verification, "commitVerdict(uint256,bytes32)",
                [.uint(UInt256(job.id)), .fixedBytes(commitment.bytes)])
        }
    }

    func openVerdicts(_ job: WorldJob) throws(ChainError) {
        let (result, verdict) = verdict(job)
        for validator in job.validators {
            try scenario.chain.send(
                validator, verification, "revealVerdict(uint256,bytes32,uint8,bytes32)",
                [
                    .uint(UInt256(job.id)), .fixedBytes(result.bytes), .uint(UInt256(verdict)),
                    .fixedBytes(salt(job, validator)),
                ])
        }
    }

    /// Asks for the slash of a provider whose result was found wrong; every third is vetoed.
    func reportFault(_ job: WorldJob, _ quarter: Int) throws(ChainError) {
        try scenario.chain.send(
            Scenario.challenger, verification, "reportFault(uint256)", [.uint(UInt256(job.id))])
        noteSlash(try scenario.nextSlash(), of: job.provider, quarter, isVetoed: job.id % 3 == 0)
    }

    // MARK: Service levels

    /// Somebody hands in the evaluator's signed report of a broken service level.
    func report(_ job: WorldJob) throws(ChainError) {
        let values: [ABIValue] = [
            .address(try scenario.chain.address(Scenario.evaluator)), .uint(UInt256(job.id)), .bool(false),
            .uint(UInt256(UInt64(700 + random.below(900)))),
            .uint(UInt256(UInt64(9_000 + random.below(900)))),
            .fixedBytes(Scenario.hash("measurements \(job.id)").bytes),
            .uint(UInt256(scenario.time(day: 0))), .uint(UInt256(reports)),
        ]
        let types: [ABIType] = [
            .address, .uint(256), .bool, .uint(32), .uint(16), .fixedBytes(32), .uint(64), .uint(256),
        ]
        let digest = try scenario.digest(
            "SLAAttestation(address attester,uint256 jobId,bool met,uint32 latencyMs,uint16 uptimeBps,"
                + "bytes32 evidenceHash,uint64 observedAt,uint256 nonce)", values, types)
        let text = "(" + types.map(\.canonical).joined(separator: ",") + ")"
        try scenario.chain.send(
            Scenario.challenger, scenario.deployment.market, "reportSLA(\(text),bytes)",
            [.tuple(values), .bytes(try scenario.sign(digest, Scenario.evaluator))])
        reports += 1
    }
}

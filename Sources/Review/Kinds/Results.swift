extension MessageKind {
    /// What providers, validators and attesters state about a job.
    static let results: [MessageKind] = [
        MessageKind(
            encodeType:
                "JobResult(address provider,uint256 jobId,bytes32 resultHash,bytes32 outputCidDigest,"
                + "bytes32 attestationHash,uint32 latencyMs,uint64 completedAt)",
            title: "result of a job"
        ) { signer($0, "provider") },
        MessageKind(
            encodeType:
                "VerdictReveal(address validator,uint256 jobId,bytes32 resultHash,uint8 verdict,bytes32 salt)",
            title: "verdict on a result"
        ) { signer($0, "validator") },
        MessageKind(
            encodeType:
                "SLAAttestation(address attester,uint256 jobId,bool met,uint32 latencyMs,uint16 uptimeBps,"
                + "bytes32 evidenceHash,uint64 observedAt,uint256 nonce)",
            title: "statement on a service level"
        ) { signer($0, "attester") },
    ]
}

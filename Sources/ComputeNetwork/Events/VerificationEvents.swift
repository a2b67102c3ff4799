import Ethereum

/// Events of Verification, which are told as they come.
enum VerificationEvent: String, CaseIterable, Sendable {
    case attestationSubmitted =
        "AttestationSubmitted(bytes32 indexed,uint256 indexed,address indexed,uint8,bytes32)"
    case attestationVerified = "AttestationVerified(bytes32 indexed,address indexed,bool,uint8,bytes32)"
    case inferenceVerified = "InferenceVerified(uint256 indexed,bytes32 indexed,bytes,address indexed)"
    case verdictCommitted = "VerdictCommitted(uint256 indexed,address indexed,bytes32)"
    case verdictRevealed = "VerdictRevealed(uint256 indexed,address indexed,bytes32,uint8,uint256)"
    case quorumReached = "QuorumReached(uint256 indexed,bytes32,uint256,uint256)"
    case verificationFeePaid =
        "VerificationFeePaid(uint256 indexed,address indexed,address indexed,uint256)"
}

extension Projection {
    mutating func apply(_ event: VerificationEvent, _ reader: EventReader, _ place: Place)
        throws(UnreadableEvent)
    {
        switch event {
        case .attestationSubmitted: note(place, .job(try reader.topic(1)), try reader.topicAddress(2))
        case .attestationVerified: note(place, .none, try reader.topicAddress(1))
        case .inferenceVerified: note(place, .none, try reader.topicAddress(2))
        case .verdictCommitted: note(place, .job(try reader.topic(0)), try reader.topicAddress(1))
        case .verdictRevealed:
            note(place, .job(try reader.topic(0)), try reader.topicAddress(1), try reader.word(2))
        case .quorumReached: note(place, .job(try reader.topic(0)), .zero, try reader.word(1))
        case .verificationFeePaid:
            note(place, .job(try reader.topic(0)), try reader.topicAddress(2), try reader.word(0))
        }
    }
}

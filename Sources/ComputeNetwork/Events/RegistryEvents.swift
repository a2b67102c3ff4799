import Ethereum

/// Events of Registry, which are told as they come.
enum RegistryEvent: String, CaseIterable, Sendable {
    case modelRegistered =
        "ModelRegistered(uint256 indexed,address indexed,(bytes32,bytes32,bytes32,bytes4,string))"
    case modelDeprecated = "ModelDeprecated(uint256 indexed)"
    case datasetPublished =
        "DatasetPublished(bytes32 indexed,address indexed,bytes32,string,bytes32,bytes32,address)"
    case datasetAccessed = "DatasetAccessed(bytes32 indexed,address indexed,uint256 indexed,uint256)"
    case datasetRevoked = "DatasetRevoked(bytes32 indexed)"
}

extension Projection {
    mutating func apply(_ event: RegistryEvent, _ reader: EventReader, _ place: Place)
        throws(UnreadableEvent)
    {
        switch event {
        case .modelRegistered, .datasetPublished: note(place, .none, try reader.topicAddress(1))
        case .datasetAccessed:
            let job = try reader.topic(2)
            note(place, job.isZero ? .none : .job(job), try reader.topicAddress(1), try reader.word(0))
        case .modelDeprecated, .datasetRevoked: note(place, .none, .zero)
        }
    }
}

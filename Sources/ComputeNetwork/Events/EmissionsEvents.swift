import Ethereum

/// Events of Emissions, which are told as they come; what jobs pay to the network is in the jobs' own.
enum EmissionsEvent: String, CaseIterable, Sendable {
    case emitted = "Emitted(uint256 indexed,uint256,uint256,uint256)"
}

extension Projection {
    mutating func apply(_ event: EmissionsEvent, _ reader: EventReader, _ place: Place)
        throws(UnreadableEvent)
    {
        switch event {
        case .emitted: note(place, .none, .zero, try reader.word(0))
        }
    }
}

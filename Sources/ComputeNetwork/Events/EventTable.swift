import Ethereum

/// Events of one contract, by their hash.
struct EventTable<Event: CaseIterable & RawRepresentable & Sendable>: Sendable
where Event.RawValue == String {
    /// An event and what every log of it has.
    struct Entry: Sendable {
        let event: Event
        /// The event's name, made once: it stands in every row of what happened.
        let name: String
        /// How many topics, the event's hash among them.
        let topicCount: Int
        /// How many bytes at least.
        let headSize: Int
    }

    private let byTopic: [Hash32: Entry]

    /// All cases of `Event`, whose raw values are declarations such as
    /// `Transfer(address indexed,address indexed,uint256)`.
    init() {
        var byTopic: [Hash32: Entry] = [:]
        for event in Event.allCases {
            guard let declared = try? ABIEvent(event.rawValue) else { continue }
            let others = declared.inputs.filter { !$0.indexed }
            byTopic[declared.topic0] = Entry(
                event: event, name: declared.name, topicCount: 1 + declared.inputs.count - others.count,
                headSize: others.reduce(0) { $0 + $1.type.wordsInHead * 32 })
        }
        self.byTopic = byTopic
    }

    /// The event that a log's first topic names, or nil.
    ///
    /// - Throws: `UnreadableEvent.malformed` for one that has other topics or less data.
    func entry(of log: Log) throws(UnreadableEvent) -> Entry? {
        guard let topic = log.topics.first, let entry = byTopic[topic] else { return nil }
        guard log.topics.count == entry.topicCount, log.data.count >= entry.headSize else {
            throw .malformed
        }
        return entry
    }
}

extension ABIType {
    /// Words that the value, or its offset, takes where arguments begin; events here have no fixed lists.
    fileprivate var wordsInHead: Int {
        if case .tuple(let parts) = self, !isDynamic {
            return parts.reduce(0) { $0 + $1.type.wordsInHead }
        }
        return 1
    }
}

import Contracts
import EVM
import Ethereum
import Profile

/// Events of the contracts that a profile names, read by the interfaces of the reference contracts.
struct KnownEvents {
    private var events: [Address: [Hash32: ABIEvent]] = [:]

    init(_ profile: NetworkProfile?) {
        for artifact in Artifact.all {
            guard let address = profile?.contract(artifact.name)?.address,
                let interface = try? artifact.interface()
            else { continue }
            for event in interface.events where !event.isAnonymous {
                events[address, default: [:]][event.topic0] = event
            }
        }
    }

    /// The event that a log is, and its values; nil where its contract isn't known, or it doesn't fit.
    func read(_ log: LogEntry) -> (event: ABIEvent, values: [ABIValue])? {
        guard let topic = log.topics.first, let event = events[log.address]?[topic],
            let values = try? event.decode(topics: log.topics, data: log.data),
            values.count == event.inputs.count
        else { return nil }
        return (event, values)
    }
}

extension ABIValue {
    /// The value in plain digits, hex or text.
    var text: String {
        switch self {
        case .uint(let number): number.description
        case .int(let number): "\(number)"
        case .address(let address): address.checksummed
        case .bool(let flag): flag ? "true" : "false"
        case .fixedBytes(let bytes), .bytes(let bytes), .function(let bytes): Hex.encode(bytes)
        case .string(let text): "\"\(text)\""
        case .array(let values), .tuple(let values):
            "[" + values.map(\.text).joined(separator: ", ") + "]"
        }
    }
}

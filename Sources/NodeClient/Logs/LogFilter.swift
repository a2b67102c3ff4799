import Ethereum
import StrictJSON

/// Which logs are wanted.
public struct LogFilter: Sendable, Hashable {
    /// The contracts that may have written them; empty for any.
    public var addresses: [Address]
    /// For each topic, the words that it may be; an empty list for any.
    public var topics: [[Hash32]]

    /// Logs of these contracts, with these topics.
    public init(addresses: [Address], topics: [[Hash32]] = []) {
        self.addresses = addresses
        self.topics = topics
    }

    /// Whether a log with these topics is wanted.
    func accepts(topics actual: [Hash32]) -> Bool {
        for (place, wanted) in topics.enumerated() where !wanted.isEmpty {
            guard place < actual.count, wanted.contains(actual[place]) else { return false }
        }
        return true
    }

    /// The parameter of `eth_getLogs` for a range of blocks, both ends included.
    func parameter(from first: UInt64, through last: UInt64) -> JSON {
        var members: [(String, JSON)] = [
            ("fromBlock", .string(UInt256(first).quantity)), ("toBlock", .string(UInt256(last).quantity)),
        ]
        if !addresses.isEmpty {
            members.append(("address", .array(addresses.map { .string(Hex.encode($0.bytes)) })))
        }
        if !topics.isEmpty {
            members.append(
                (
                    "topics",
                    .array(
                        topics.map { words in
                            words.isEmpty ? .null : .array(words.map { .string($0.description) })
                        })
                ))
        }
        return .object(JSONObject(members))
    }
}

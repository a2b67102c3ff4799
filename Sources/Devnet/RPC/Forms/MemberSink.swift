import Ethereum
import StrictJSON

/// What an object's members are written to, as JSON-RPC has them: a tree of JSON, or its bytes directly.
///
/// A form that is written in great numbers says its members once, to either.
protocol MemberSink {
    mutating func add(_ key: StaticString, _ value: UInt64)
    mutating func add(_ key: StaticString, _ value: Hash32)
    mutating func add(_ key: StaticString, _ value: Address)
    mutating func add(_ key: StaticString, _ value: UnsafeRawBufferPointer)
    /// An array of words of 32 bytes.
    mutating func add(_ key: StaticString, words: UnsafeRawBufferPointer)
    mutating func add(_ key: StaticString, _ value: Bool)
}

/// Members as a tree.
struct MemberTree: MemberSink {
    private var members: [(String, JSON)] = []

    var json: JSON { .object(JSONObject(members)) }

    mutating func add(_ key: StaticString, _ value: UInt64) { put(key, RPCValue.json(value)) }
    mutating func add(_ key: StaticString, _ value: Hash32) { put(key, RPCValue.json(value)) }
    mutating func add(_ key: StaticString, _ value: Address) { put(key, RPCValue.json(value)) }
    mutating func add(_ key: StaticString, _ value: UnsafeRawBufferPointer) {
        put(key, RPCValue.json(Array(value)))
    }
    mutating func add(_ key: StaticString, words: UnsafeRawBufferPointer) {
        let places = stride(from: 0, to: words.count, by: 32)
        put(key, .array(places.map { RPCValue.json(Hash32(word: words.word(at: $0))) }))
    }
    mutating func add(_ key: StaticString, _ value: Bool) { put(key, .bool(value)) }

    private mutating func put(_ key: StaticString, _ value: JSON) { members.append((key.description, value)) }
}

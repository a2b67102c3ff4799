import Ethereum
import NodeClient
import StrictJSON

/// Values of the node's answers, read strictly; `method` names what was asked, for the error.
enum NodeValue {
    static func word(_ json: JSON?, _ method: String) throws(SimulationError) -> UInt256 {
        guard let text = json?.stringValue, let value = UInt256(quantity: text) else {
            throw .answer(method, "no quantity where one must be")
        }
        return value
    }

    static func small(_ json: JSON?, _ method: String) throws(SimulationError) -> UInt64 {
        guard let value = try word(json, method).asUInt64 else {
            throw .answer(method, "a quantity of more than 64 bits")
        }
        return value
    }

    static func hash(_ json: JSON?, _ method: String) throws(SimulationError) -> Hash32 {
        guard let text = json?.stringValue, let value = try? Hash32(text) else {
            throw .answer(method, "no 32 bytes where some must be")
        }
        return value
    }

    /// An address; its case may be anything, as nodes differ.
    static func address(_ json: JSON?, _ method: String) throws(SimulationError) -> Address {
        guard let bytes = try? bytes(json, method), let value = try? Address(bytes: bytes) else {
            throw .answer(method, "no address where one must be")
        }
        return value
    }

    static func bytes(_ json: JSON?, _ method: String) throws(SimulationError) -> [UInt8] {
        guard let text = json?.stringValue, let value = try? Hex.decode(text) else {
            throw .answer(method, "no hex bytes where some must be")
        }
        return value
    }

    /// A word of storage: nodes differ in whether they write all 32 bytes, and in leading zeros.
    static func stored(_ json: JSON?, _ method: String) throws(SimulationError) -> UInt256 {
        guard let text = json?.stringValue, let value = UInt256(hex: text) else {
            throw .answer(method, "no word of storage")
        }
        return value
    }

    /// Nodes of a proof.
    static func nodes(_ json: JSON?, _ method: String) throws(SimulationError) -> [[UInt8]] {
        guard let list = json?.arrayValue, list.count <= 1_000 else { throw .answer(method, "no proof") }
        var nodes: [[UInt8]] = []
        for node in list { nodes.append(try bytes(node, method)) }
        return nodes
    }

    /// Accounts and slots, at most so many of each; what more there is, or isn't readable, is left out: it is a hint.
    static func accessList(_ json: JSON?, most: Int) -> [AccessListEntry] {
        var entries: [AccessListEntry] = []
        var slots = 0
        for entry in (json?.arrayValue ?? []).prefix(most) {
            guard let address = try? address(entry["address"], "") else { continue }
            var keys: [Hash32] = []
            for key in (entry["storageKeys"]?.arrayValue ?? []).prefix(max(most - slots, 0)) {
                if let key = try? hash(key, "") { keys.append(key) }
            }
            slots += keys.count
            entries.append(AccessListEntry(address: address, storageKeys: keys))
        }
        return entries
    }
}

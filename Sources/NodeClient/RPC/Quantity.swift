import Ethereum
import StrictJSON

/// Reads the values of JSON-RPC results; `method` names what was asked, for the error.
enum Quantity {
    static func uint256(_ value: JSON?, of method: String) throws(NodeError) -> UInt256 {
        guard let text = value?.stringValue, let number = UInt256(quantity: text) else {
            throw .result(method, "no hex quantity where one must be")
        }
        return number
    }

    static func uint64(_ value: JSON?, of method: String) throws(NodeError) -> UInt64 {
        guard let number = try uint256(value, of: method).asUInt64 else {
            throw .result(method, "a quantity of more than 64 bits")
        }
        return number
    }

    static func hash(_ value: JSON?, of method: String) throws(NodeError) -> Hash32 {
        guard let text = value?.stringValue, let hash = try? Hash32(text) else {
            throw .result(method, "no 32-byte hash where one must be")
        }
        return hash
    }

    /// An address; its case may be anything, as nodes differ.
    static func address(_ value: JSON?, of method: String) throws(NodeError) -> Address {
        guard let text = value?.stringValue, let bytes = try? Hex.decode(text),
            let address = try? Address(bytes: bytes)
        else { throw .result(method, "no address where one must be") }
        return address
    }

    static func bytes(_ value: JSON?, of method: String) throws(NodeError) -> [UInt8] {
        guard let text = value?.stringValue, let bytes = try? Hex.decode(text) else {
            throw .result(method, "no hex bytes where some must be")
        }
        return bytes
    }
}

/// A value of a typed-data document with its type: hashed and shown from the same node.
public struct TypedDataNode: Sendable {
    /// Name of the field, or `[3]` for an element: from the document, checked by the rules for names.
    public let label: String
    /// Its type as the document writes it.
    public let type: String
    /// The value.
    public let value: TypedDataValue
}

/// A value of typed data.
public enum TypedDataValue: Sendable {
    case uint(UInt256, bits: Int)
    case int(Int256, bits: Int)
    case bool(Bool)
    case address(Address)
    case bytes([UInt8])
    case fixedBytes([UInt8])
    case string(String)
    case array([TypedDataNode])
    case structure([TypedDataNode], typeHash: Hash32)
}

/// A value that stands for itself on a screen, with its place.
public struct TypedDataLeaf: Sendable {
    /// Place from the root, such as `order.items[0].token`: from the document, checked by the rules for names.
    public let path: String
    /// Its type as the document writes it.
    public let type: String
    /// The value; of an array or struct only when it is empty.
    public let value: TypedDataValue
}

extension TypedDataNode {
    /// All values below, in order; an empty array or struct stands for itself, so that nothing is left out.
    public var leaves: [TypedDataLeaf] {
        var result: [TypedDataLeaf] = []
        func walk(_ node: TypedDataNode, _ path: String) {
            let children: [TypedDataNode]
            switch node.value {
            case .array(let nodes): children = nodes
            case .structure(let nodes, _): children = nodes
            default: children = []
            }
            if children.isEmpty {
                result.append(TypedDataLeaf(path: path, type: node.type, value: node.value))
                return
            }
            for child in children {
                let isElement = child.label.utf8.first == UInt8(ascii: "[")
                walk(
                    child,
                    path.isEmpty ? child.label : isElement ? path + child.label : path + "." + child.label)
            }
        }
        // Nesting was capped when the tree was built, so recursion is safe.
        if case .structure(let nodes, _) = value {
            for node in nodes { walk(node, node.label) }
        } else {
            walk(self, label)
        }
        return result
    }

    /// Hashes the 32 bytes that stand for the value in its parent (EIP-712, definition of encodeData).
    private func encode(into hash: inout Keccak256) {
        switch value {
        case .uint(let number, _): hash.update(number)
        case .int(let number, _): hash.update(number.word)
        case .bool(let flag): hash.update(flag ? .one : .zero)
        case .address(let address): hash.update(address.word)
        case .bytes(let bytes): hash.update(Keccak256.hash(bytes).word)
        case .fixedBytes(let bytes):
            hash.update(bytes)
            TypedDataNode.zeros.withUnsafeBytes { zeros in
                hash.update(UnsafeRawBufferPointer(rebasing: zeros[bytes.count...]))
            }
        case .string(let text): hash.update(Keccak256.hash(utf8: text).word)
        case .array(let nodes):
            var content = Keccak256()
            for node in nodes { node.encode(into: &content) }
            hash.update(content.finalize().word)
        case .structure: hash.update(structHash.word)
        }
    }

    /// What fills up a value of fixed bytes.
    private static let zeros = [UInt8](repeating: 0, count: 32)

    /// Hash of a struct's type and values (EIP-712, definition of hashStruct); zero for another value.
    var structHash: Hash32 {
        guard case .structure(let nodes, let typeHash) = value else { return .zero }
        var hash = Keccak256()
        hash.update(typeHash.word)
        for node in nodes { node.encode(into: &hash) }
        return hash.finalize()
    }
}

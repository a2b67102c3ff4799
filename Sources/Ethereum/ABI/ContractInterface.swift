import StrictJSON

/// Functions, events and errors of a contract, from its ABI in JSON.
public struct ContractInterface: Sendable {
    /// Functions, in the order of the file.
    public private(set) var functions: [ABIFunction] = []
    /// Events, in the order of the file.
    public private(set) var events: [ABIEvent] = []
    /// Custom errors, in the order of the file.
    public private(set) var errors: [ABIFunction] = []
    /// Arguments of the constructor.
    public private(set) var constructorInputs: [ABIParameter] = []
    /// Names of functions that only other contracts can call, as their parameters are named types of a library.
    public private(set) var libraryFunctions: [String] = []

    /// The interface in an ABI's JSON.
    ///
    /// - Throws: `ABIError.syntax`.
    public init(json: JSON) throws(ABIError) {
        guard let entries = json.arrayValue else { throw .syntax("an ABI is a JSON array") }
        for entry in entries {
            // Functions of a library may take contracts, enums or storage by name: no ABI call can be made to them.
            if Self.namesType(entry["inputs"]) || Self.namesType(entry["outputs"]) {
                libraryFunctions.append(entry["name"]?.stringValue ?? "")
                continue
            }
            let inputs = try Self.parameters(entry["inputs"])
            let name = entry["name"]?.stringValue ?? ""
            switch entry["type"]?.stringValue ?? "function" {
            case "function":
                functions.append(
                    ABIFunction(name: name, inputs: inputs, outputs: try Self.parameters(entry["outputs"])))
            case "event":
                let isAnonymous = entry["anonymous"]?.boolValue ?? false
                events.append(ABIEvent(name: name, inputs: inputs, isAnonymous: isAnonymous))
            case "error": errors.append(ABIFunction(name: name, inputs: inputs))
            case "constructor": constructorInputs = inputs
            default: continue
            }
        }
    }

    /// The function called `name`, or nil; the first where it is overloaded.
    public func function(_ name: String) -> ABIFunction? { functions.first { $0.name == name } }

    /// The event called `name`, or nil.
    public func event(_ name: String) -> ABIEvent? { events.first { $0.name == name } }

    /// Whether a parameter is of a type that has only a name, such as `IPool` or `Library.Kind storage`.
    private static func namesType(_ json: JSON?) -> Bool {
        json?.arrayValue?.contains { entry in
            guard let text = entry["type"]?.stringValue else { return false }
            let first = text.utf8.first ?? 0
            return (0x41...0x5a).contains(first) || text.hasSuffix(" storage")
        } ?? false
    }

    private static func parameters(_ json: JSON?, depth: Int = 0) throws(ABIError) -> [ABIParameter] {
        guard let json else { return [] }
        guard let list = json.arrayValue, depth < 32 else { throw .syntax("parameters are a JSON array") }
        var result: [ABIParameter] = []
        for entry in list {
            guard let text = entry["type"]?.stringValue else { throw .syntax("a parameter has no type") }
            var type: ABIType
            if text.hasPrefix("tuple") {
                let parts = try parameters(entry["components"], depth: depth + 1)
                // The parser takes what follows the word, its parts come from `components`.
                type = try ABIType(parsing: "uint8" + text.dropFirst(5)).replacingElement(with: .tuple(parts))
            } else {
                type = try ABIType(parsing: text)
            }
            let name = entry["name"]?.stringValue ?? ""
            result.append(ABIParameter(name: name, type: type, indexed: entry["indexed"]?.boolValue ?? false))
        }
        return result
    }
}

extension ABIType {
    /// The same dimensions around another element.
    fileprivate func replacingElement(with element: ABIType) -> ABIType {
        switch self {
        case .array(let inner): .array(inner.replacingElement(with: element))
        case .fixedArray(let inner, let count): .fixedArray(inner.replacingElement(with: element), count)
        default: element
        }
    }
}

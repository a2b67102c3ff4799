import Ethereum
import Profile
import SafeText

/// Reads calldata into fields and effects: what is known is put into words, what isn't is said so.
struct CallReader {
    /// Deepest nesting of calls within calls that is put into words; the bytes are shown in any case.
    static let maximumDepth = 4
    /// Most fields that decoded calls add to a review: a proposal's calls fit, a bomb doesn't.
    static let maximumFields = 4_000

    let words: ValueWords
    private(set) var fields: [ReviewField] = []
    private(set) var effects: [Effect] = []

    init(words: ValueWords) { self.words = words }

    /// Reads a call of `target` with `data`, under `path`.
    mutating func read(_ data: [UInt8], target: Address?, path: String, depth: Int = 0) {
        guard !data.isEmpty else { return }
        let selector = Array(data.prefix(4))
        guard let known = KnownFunction.find(selector) else {
            effects.append(.unknownCall(target: target, selector: selector))
            add(
                path + ".function", "bytes4", "function", Hex.encode(selector),
                "\(Hex.encode(selector))  not known to coai: read the bytes")
            return
        }
        let signature = known.function.signature
        let arguments: [ABIValue]
        let trailing: [UInt8]
        do { (arguments, trailing) = try known.function.decodeCallCounting(data) } catch {
            effects.append(.unreadableCall(target: target, signature: signature))
            add(
                path + ".function", "bytes4", "function", Hex.encode(selector),
                "\(Hex.encode(selector))  \(signature), whose arguments can't be read: \(error.message)")
            return
        }
        add(
            path + ".function", "bytes4", "function", Hex.encode(selector),
            "\(Hex.encode(selector))  \(signature)")
        var words = words
        words.token = token(of: target)
        for (parameter, value) in zip(known.function.inputs, arguments) {
            show(value, parameter.type, parameter.name, path + "." + parameter.name, words)
        }
        if !trailing.isEmpty {
            effects.append(.trailingBytes(count: trailing.count))
            add(path + ".trailing", "bytes", "after the arguments", Hex.encode(trailing))
        }
        let call = KnownFunction.Call(target: target, arguments: arguments)
        effects += known.effects(call)
        for nested in known.nested(call) {
            if !nested.value.isZero, let target = nested.target {
                effects.append(.coinTransfer(recipient: target, wei: nested.value))
            }
            guard depth + 1 < Self.maximumDepth else {
                effects.append(.unreadableCall(target: nested.target, signature: "a call nested too deep"))
                continue
            }
            read(nested.data, target: nested.target, path: path + ".call" + nested.path, depth: depth + 1)
        }
    }

    /// The token that a contract's amounts are of: itself if it is one, else the network's.
    private func token(of target: Address?) -> Address? {
        guard let target, let profile = words.profile else { return target }
        if profile.token(at: target) != nil { return target }
        return profile.contract(at: target) != nil ? profile.tokens.first?.address : target
    }

    private mutating func show(
        _ value: ABIValue, _ type: ABIType, _ name: String, _ path: String, _ words: ValueWords
    ) {
        switch (value, type) {
        case (.tuple(let parts), .tuple(let parameters)):
            for (part, parameter) in zip(parts, parameters) {
                show(part, parameter.type, parameter.name, path + "." + parameter.name, words)
            }
        case (.array(let elements), .array(let element)), (.array(let elements), .fixedArray(let element, _)):
            if elements.isEmpty { add(path, type.canonical, name, "[]", "[]  empty") }
            for (index, value) in elements.enumerated() {
                show(value, element, "\(name)[\(index)]", "\(path)[\(index)]", words)
            }
        case (.uint(let number), .uint(let bits)):
            let format = ValueFormat.named(name, type: type.canonical)
            add(
                path, type.canonical, name, number.description,
                words.number(number, bits: bits, as: format).text)
        case (.int(let number), _): add(path, type.canonical, name, number.description)
        case (.address(let address), _):
            let zero = name == "provider" ? "nobody chosen" : nil
            add(path, "address", name, address.checksummed, words.address(address, zero: zero).text)
        case (.bool(let flag), _): add(path, "bool", name, flag ? "true" : "false")
        case (.bytes(let bytes), _), (.fixedBytes(let bytes), _), (.function(let bytes), _):
            add(path, type.canonical, name, Hex.encode(bytes))
        case (.string(let text), _): add(path, "string", name, text)
        default: add(path, type.canonical, name, "unreadable")
        }
    }

    private mutating func add(
        _ path: String, _ type: String, _ label: String, _ value: String, _ display: String? = nil
    ) {
        guard fields.count < Self.maximumFields else {
            let more = Effect.unreadableCall(
                target: nil, signature: "a call of more values than are put into words")
            if effects.last != more { effects.append(more) }
            return
        }
        fields.append(
            ReviewField(
                path: SafeText(reviewing: path), type: SafeText(reviewing: type),
                label: SafeText(reviewing: label), value: value,
                display: display.map { SafeText(reviewing: $0) }))
    }
}

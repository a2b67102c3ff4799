import Ethereum
import Profile
import SafeText

/// The fields of typed data, from the tree that is hashed, and what the message brings about.
struct TypedDataFields {
    private(set) var fields: [ReviewField] = []
    private(set) var effects: [Effect] = []

    init(_ data: TypedData, kind: MessageKind?, context: ReviewContext) {
        let profile = context.profile(data.domainChainID)
        var words = ValueWords(context: context, profile: profile)
        for leaf in data.domain.leaves {
            fields.append(
                Self.field(leaf, path: "domain." + leaf.path, format: .plain, words: words))
        }
        // A message with fields called as the domain's are shown would pass for it.
        let isLikeDomain = data.message.leaves.contains {
            $0.path.hasPrefix("domain.") || $0.path.hasPrefix("domain[") || $0.path == "domain"
        }
        let values = LeafValues(data)
        if let kind {
            words.token = kind.token.address(values, network: profile?.tokens.first?.address)
            effects = kind.effects(values)
        } else {
            effects = UnknownKind.effects(data)
        }
        for leaf in data.message.leaves {
            let format = kind.map { Self.format(leaf, $0) } ?? Self.guess(leaf)
            var row = words
            // A field `token` beside an amount says what it is of.
            if let dot = leaf.path.lastIndex(of: "."), kind != nil,
                let token = values.address(leaf.path[..<dot] + ".token")
            {
                row.token = token
            }
            fields.append(
                Self.field(
                    leaf, path: isLikeDomain ? "message." + leaf.path : leaf.path, format: format, words: row)
            )
        }
        if kind != nil, let place = MessageKind.calls[data.primaryType], let bytes = values.bytes(place.data)
        {
            var reader = CallReader(words: ValueWords(context: context, profile: profile))
            reader.read(bytes, target: values.address(place.target), path: place.data)
            fields += reader.fields
            effects += reader.effects
        }
    }

    /// Last name of a path: `token` of `details[0].token`.
    private static func name(_ path: String) -> String {
        let last = path.split(separator: ".").last.map(String.init) ?? path
        return last.split(separator: "[").first.map(String.init) ?? last
    }

    private static func format(_ leaf: TypedDataLeaf, _ kind: MessageKind) -> ValueFormat {
        let name = name(leaf.path)
        return kind.formats[name] ?? .named(name, type: leaf.type)
    }

    /// For a type that isn't known, only what can't mislead: a time by its name, if it is a likely one.
    private static func guess(_ leaf: TypedDataLeaf) -> ValueFormat {
        guard case .uint(let number, _) = leaf.value,
            ValueFormat.named(name(leaf.path), type: leaf.type) == .time,
            let seconds = number.asUInt64, (1_000_000_000...100_000_000_000).contains(seconds)
        else { return .plain }
        return .time
    }

    private static func field(
        _ leaf: TypedDataLeaf, path: String, format: ValueFormat, words: ValueWords
    ) -> ReviewField {
        let (value, display) = texts(leaf.value, format, words)
        return ReviewField(
            path: SafeText(reviewing: path), type: SafeText(reviewing: leaf.type),
            label: SafeText(reviewing: path), value: value, display: display)
    }

    private static func texts(
        _ value: TypedDataValue, _ format: ValueFormat, _ words: ValueWords
    ) -> (value: String, display: SafeText?) {
        switch value {
        case .uint(let number, let bits):
            var display = words.number(number, bits: bits, as: format)
            if format == .plain, number == UInt256.max(bits: bits), bits > 8 {
                display += "  the most that uint\(bits) holds"
            }
            return (number.description, display)
        case .int(let number, _): return (number.description, nil)
        case .bool(let flag): return (flag ? "true" : "false", nil)
        case .address(let address):
            let zero: String? =
                switch format {
                case .anyoneIfZero: "anyone"
                case .nobodyIfZero: "nobody"
                default: nil
                }
            return (address.checksummed, words.address(address, zero: zero))
        case .bytes(let bytes), .fixedBytes(let bytes): return (Hex.encode(bytes), nil)
        case .string(let text):
            return (text, Words.shown(text))
        case .array: return ("[]", "[]  empty")
        case .structure: return ("{}", "{}  empty")
        }
    }
}

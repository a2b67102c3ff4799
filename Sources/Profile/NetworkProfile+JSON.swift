import Ethereum
import StrictJSON

extension NetworkProfile {
    private static let keys: Set<String> = [
        "coaiProfile", "name", "chainId", "contracts", "tokens", "governor", "clock", "aliases",
        "contractBlockClock", "rules",
    ]
    private static let flavors = ["bravo", "oz4", "oz5", "oz5-overridable"]

    /// The profile in a file's bytes.
    ///
    /// - Throws: `ProfileError` for JSON that isn't strict, unknown keys, and values that aren't what they must be.
    public init(parsing bytes: [UInt8]) throws(ProfileError) {
        let json: JSON
        do { json = try JSON.parse(bytes) } catch {
            throw ProfileError("json", error.message, hint: error.hint)
        }
        guard let root = json.objectValue else { throw ProfileError("shape", "a profile is a JSON object") }
        for key in root.keys where !Self.keys.contains(key) {
            throw ProfileError(
                "unknown-key", "the profile has an unknown key",
                hint: "known are \(Self.keys.sorted().joined(separator: ", "))")
        }
        guard root["coaiProfile"]?.numberText == "1" else {
            throw ProfileError(
                "version", "coaiProfile is not 1", hint: "this program reads profiles of version 1")
        }
        if let blocks = root["contractBlockClock"], blocks.stringValue != "l2" {
            throw ProfileError(
                "block-clock", "contractBlockClock is not \"l2\", the only one that is supported")
        }
        name = try Self.label(root["name"], "name")
        chainID = try Self.number(root["chainId"], "chainId")
        guard chainID > 0 else { throw ProfileError("chain-id", "chainId is 0") }
        contracts = try Self.list(root["contracts"], "contracts", ["id", "address", "fromBlock"]) {
            (entry) throws(ProfileError) -> ProfileContract in
            ProfileContract(
                id: try Self.label(entry["id"], "contracts id"), address: try Self.address(entry["address"]),
                fromBlock: try Self.number(entry["fromBlock"], "fromBlock"))
        }
        tokens = try Self.list(root["tokens"], "tokens", ["address", "symbol", "decimals"]) {
            (entry) throws(ProfileError) -> ProfileToken in
            let decimals = try Self.number(entry["decimals"], "decimals")
            guard decimals <= 36 else { throw ProfileError("decimals", "a token has more than 36 decimals") }
            return ProfileToken(
                address: try Self.address(entry["address"]),
                symbol: try Self.label(entry["symbol"], "symbol"),
                decimals: Int(decimals))
        }
        aliases = try Self.list(root["aliases"], "aliases", ["address", "name"]) {
            (entry) throws(ProfileError) -> ProfileAlias in
            ProfileAlias(
                address: try Self.address(entry["address"]),
                name: try Self.label(entry["name"], "aliases name"))
        }
        governorFlavor = try Self.flavor(root["governor"])
        clock = root["clock"]?.stringValue ?? "timestamp"
        guard ["timestamp", "blocknumber"].contains(clock) else {
            throw ProfileError("clock", "clock is neither \"timestamp\" nor \"blocknumber\"")
        }
        rules = try root["rules"].map { (json) throws(ProfileError) in
            guard let rules = ForkRules(name: json.stringValue ?? ""), rules >= .london else {
                throw ProfileError(
                    "rules", "rules are none that are known", hint: "known are london to osaka")
            }
            return rules
        }
        guard Set(contracts.map(\.id)).count == contracts.count,
            Set(contracts.map(\.address)).count == contracts.count,
            Set(tokens.map(\.address)).count == tokens.count,
            Set(aliases.map(\.address)).count == aliases.count
        else { throw ProfileError("duplicate", "an id or address is listed twice") }
    }

    /// The canonical text: fixed order of keys, addresses checksummed, no white space.
    public func serialized() -> String { json.serialized() }

    /// The profile as JSON, in the canonical order.
    public var json: JSON {
        .object(
            JSONObject(
                [
                    ("coaiProfile", 1), ("name", .string(name)), ("chainId", .number(String(chainID))),
                    (
                        "contracts",
                        .array(
                            contracts.map {
                                .object(
                                    JSONObject([
                                        ("id", .string($0.id)), ("address", .string($0.address.checksummed)),
                                        ("fromBlock", .number(String($0.fromBlock))),
                                    ]))
                            })
                    ),
                    (
                        "tokens",
                        .array(
                            tokens.map {
                                .object(
                                    JSONObject([
                                        ("address", .string($0.address.checksummed)),
                                        ("symbol", .string($0.symbol)),
                                        ("decimals", .number(String($0.decimals))),
                                    ]))
                            })
                    ),
                    ("governor", ["flavor": .string(governorFlavor)]), ("clock", .string(clock)),
                    (
                        "aliases",
                        .array(
                            aliases.map {
                                .object(
                                    JSONObject([
                                        ("address", .string($0.address.checksummed)),
                                        ("name", .string($0.name)),
                                    ]))
                            })
                    ),
                    // Only where there are some: the digest of a profile without them stays what it was.
                ] + (rules.map { [("rules", .string($0.name))] } ?? [])))
    }

    private static func flavor(_ json: JSON?) throws(ProfileError) -> String {
        guard let json else { return "oz5" }
        guard let object = json.objectValue, object.keys == ["flavor"],
            let flavor = object["flavor"]?.stringValue,
            flavors.contains(flavor)
        else {
            throw ProfileError(
                "governor", "governor is not {\"flavor\": …} of \(flavors.joined(separator: ", "))")
        }
        return flavor
    }

    /// A short printable name: it will stand beside addresses that people trust.
    private static func label(_ json: JSON?, _ key: String) throws(ProfileError) -> String {
        guard let text = json?.stringValue, (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) })
        else { throw ProfileError("label", "\(key) is not 1 to 64 printable ASCII characters") }
        return text
    }

    private static func number(_ json: JSON?, _ key: String) throws(ProfileError) -> UInt64 {
        guard let number = json?.numberText.flatMap({ UInt256($0) })?.asUInt64 else {
            throw ProfileError("number", "\(key) is not a whole number of at most 64 bits")
        }
        return number
    }

    private static func address(_ json: JSON?) throws(ProfileError) -> Address {
        guard let text = json?.stringValue else { throw ProfileError("address", "an address is missing") }
        do { return try Address(text) } catch { throw ProfileError("address", error.message) }
    }

    private static func list<Entry>(
        _ json: JSON?, _ key: String, _ known: Set<String>,
        _ make: (JSONObject) throws(ProfileError) -> Entry
    ) throws(ProfileError) -> [Entry] {
        guard let json else { return [] }
        guard let array = json.arrayValue, array.count <= 1_000 else {
            throw ProfileError("shape", "\(key) is not an array of at most 1,000 entries")
        }
        var result: [Entry] = []
        for element in array {
            guard let object = element.objectValue, Set(object.keys) == known else {
                throw ProfileError(
                    "shape", "an entry of \(key) doesn't hold \(known.sorted().joined(separator: ", "))")
            }
            result.append(try make(object))
        }
        return result
    }
}

import Ethereum
import Review
import SafeText
import StrictJSON

extension SignRequestMessage {
    private static let keys: Set<String> = [
        "type", "version", "document", "account", "requester", "claims", "passesPassphrase", "kind",
        "chainID",
        "keystore", "accept", "terminal",
    ]

    /// The message in `json`, read strictly.
    ///
    /// - Throws: `SignerError.malformed`.
    public init(parsing json: JSON) throws(SignerError) {
        guard let object = json.objectValue else { throw .malformed("not an object") }
        for key in object.keys where !Self.keys.contains(key) { throw .malformed("an unknown key") }
        guard object["type"]?.stringValue == "sign", object["version"]?.numberText == "1" else {
            throw .malformed("not a sign request of version 1")
        }
        guard let hex = object["document"]?.stringValue, let document = try? Hex.decode(hex) else {
            throw .malformed("document")
        }
        guard let text = object["account"]?.stringValue, let account = try? Address(text) else {
            throw .malformed("account")
        }
        guard let who = object["requester"]?.stringValue else { throw .malformed("requester") }
        guard let passes = object["passesPassphrase"]?.boolValue else { throw .malformed("passesPassphrase") }
        var request = SigningRequest(document: document, account: account)
        if let kind = object["kind"] {
            guard let kind = kind.stringValue.flatMap({ DocumentKind(rawValue: $0) }) else {
                throw .malformed("kind")
            }
            request.kind = kind
        }
        if let chainID = object["chainID"] {
            guard let number = chainID.numberText.flatMap({ UInt64($0) }) else { throw .malformed("chainID") }
            request.expectedChainID = number
        }
        request.claims = try Self.claims(object["claims"])
        self.init(
            request: request, requester: SafeText(cleaning: who, maximumLength: 200),
            terminal: try Self.terminal(object["terminal"]), keystorePath: try Self.path(object["keystore"]),
            passesPassphrase: passes, acceptedCodes: try Self.codes(object["accept"]))
    }

    private static func claims(_ json: JSON?) throws(SignerError) -> [SigningRequest.Claim] {
        guard let array = json?.arrayValue, array.count <= SigningRequest.Claim.maximumCount else {
            throw .malformed("claims")
        }
        var claims: [SigningRequest.Claim] = []
        for entry in array {
            guard let object = entry.objectValue, object.members.count == 2,
                let label = object["label"]?.stringValue, let text = object["text"]?.stringValue
            else { throw .malformed("claims") }
            claims.append(
                SigningRequest.Claim(
                    label: SafeText(cleaning: label, maximumLength: 60),
                    text: SafeText(cleaning: text, maximumLength: 400)))
        }
        return claims
    }

    private static func terminal(_ json: JSON?) throws(SignerError) -> RequesterTerminal? {
        guard let json else { return nil }
        guard let object = json.objectValue, Set(object.keys) == ["type", "locale", "noColor"],
            let type = object["type"]?.stringValue, let noColor = object["noColor"]?.boolValue,
            let locale = object["locale"], locale.isNull || locale.stringValue != nil
        else { throw .malformed("terminal") }
        return RequesterTerminal(type: type, locale: locale.stringValue, noColor: noColor)
    }

    private static func path(_ json: JSON?) throws(SignerError) -> String? {
        guard let json else { return nil }
        guard let path = json.stringValue, path.hasPrefix("/"), !path.utf8.contains(0) else {
            throw .malformed("keystore")
        }
        return path
    }

    private static func codes(_ json: JSON?) throws(SignerError) -> [String]? {
        guard let json else { return nil }
        guard let array = json.arrayValue, array.count <= 100 else { throw .malformed("accept") }
        var codes: [String] = []
        for entry in array {
            guard let code = entry.stringValue else { throw .malformed("accept") }
            codes.append(code)
        }
        return codes
    }
}

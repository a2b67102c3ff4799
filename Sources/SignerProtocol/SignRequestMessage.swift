import Ethereum
import Review
import SafeText
import StrictJSON

/// What a requester sends: a request, where to ask a person, and what was answered beforehand.
public struct SignRequestMessage: Sendable, Hashable {
    /// What is to be signed.
    public var request: SigningRequest
    /// The program that asks, in its own words.
    public var requester: SafeText
    /// The terminal that the signer may borrow; nil if it must not ask.
    public var terminal: RequesterTerminal?
    /// Folder of the keystore, if it isn't the signer's own.
    public var keystorePath: String?
    /// Whether the passphrase comes through a descriptor that travels beside the message.
    public var passesPassphrase: Bool
    /// Codes of dangers that a person accepted beforehand; nil if a person is to be asked.
    public var acceptedCodes: [String]?

    /// What the signer must know of a terminal that it borrows.
    public struct RequesterTerminal: Sendable, Hashable {
        /// Its type, as in TERM.
        public let type: String
        /// The locale of who owns it.
        public let locale: String?
        /// Whether NO_COLOR is set there.
        public let noColor: Bool

        /// A terminal of these traits.
        public init(type: String, locale: String?, noColor: Bool) {
            self.type = type
            self.locale = locale
            self.noColor = noColor
        }
    }

    /// A message of these parts.
    public init(
        request: SigningRequest, requester: SafeText, terminal: RequesterTerminal? = nil,
        keystorePath: String? = nil, passesPassphrase: Bool = false, acceptedCodes: [String]? = nil
    ) {
        self.request = request
        self.requester = requester
        self.terminal = terminal
        self.keystorePath = keystorePath
        self.passesPassphrase = passesPassphrase
        self.acceptedCodes = acceptedCodes
    }

    /// The message as it is sent.
    public var json: JSON {
        var members: [(String, JSON)] = [
            ("type", "sign"), ("version", 1), ("document", .string(Hex.encode(request.document))),
            ("account", .string(request.account.checksummed)), ("requester", .string(requester.text)),
            (
                "claims",
                .array(
                    request.claims.map { ["label": .string($0.label.text), "text": .string($0.text.text)] })
            ),
            ("passesPassphrase", .bool(passesPassphrase)),
        ]
        if let kind = request.kind { members.append(("kind", .string(kind.rawValue))) }
        if let chainID = request.expectedChainID { members.append(("chainID", .number(String(chainID)))) }
        if let keystorePath { members.append(("keystore", .string(keystorePath))) }
        if let acceptedCodes { members.append(("accept", .array(acceptedCodes.map { .string($0) }))) }
        if let terminal {
            members.append(
                (
                    "terminal",
                    [
                        "type": .string(terminal.type),
                        "locale": terminal.locale.map { .string($0) } ?? .null,
                        "noColor": .bool(terminal.noColor),
                    ]
                ))
        }
        return .object(JSONObject(members))
    }
}

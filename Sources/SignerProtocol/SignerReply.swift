import Ethereum
import SafeText
import StrictJSON

/// What the signer answers.
public enum SignerReply: Sendable, Hashable {
    /// A signature, which the signer has checked and journalled.
    case signed(SignedDocument)
    /// A no of a person, of policy or of a rule, or a failure: with the exit code of the command line.
    case refused(Refusal)
    /// The review as lines, for a requester that answered beforehand.
    case review([SafeText])
    /// It isn't the request's turn: the signer serves another one, and `others` come before it besides.
    case waiting(for: SafeText, others: Int)

    /// A signature and what it is of.
    public struct SignedDocument: Sendable, Hashable {
        /// 65 bytes: r, s, and 27 or 28.
        public let signature: [UInt8]
        /// What was signed.
        public let digest: Hash32
        /// Who signed.
        public let address: Address
        /// Of a transaction: the bytes that a node takes.
        public let rawTransaction: [UInt8]?
        /// Of a transaction: its hash.
        public let transactionHash: Hash32?

        /// A signature of these parts.
        public init(
            signature: [UInt8], digest: Hash32, address: Address, rawTransaction: [UInt8]? = nil,
            transactionHash: Hash32? = nil
        ) {
            self.signature = signature
            self.digest = digest
            self.address = address
            self.rawTransaction = rawTransaction
            self.transactionHash = transactionHash
        }

        /// The signature as `coai sign --json` writes it.
        public var json: JSON {
            var members: [(String, JSON)] = [
                ("signature", .string(Hex.encode(signature))), ("digest", .string(digest.description)),
                ("address", .string(address.checksummed)),
            ]
            if let rawTransaction { members.append(("rawTransaction", .string(Hex.encode(rawTransaction)))) }
            if let transactionHash {
                members.append(("transactionHash", .string(transactionHash.description)))
            }
            return .object(JSONObject(members))
        }
    }

    /// Why there is no signature.
    public struct Refusal: Sendable, Hashable {
        /// Stable name, such as `refused.by-person`.
        public let code: String
        /// One sentence.
        public let message: String
        /// What to do about it; may be empty.
        public let hint: String
        /// As the command line ends: 1 fault, 3 refused, 4 bad document, 7 keystore or passphrase, 8 journal.
        public let exitCode: Int32

        /// A refusal of these parts.
        public init(code: String, message: String, hint: String = "", exitCode: Int32) {
            self.code = code
            self.message = message
            self.hint = hint
            self.exitCode = exitCode
        }
    }

    /// What a person who waits is told, if the reply says that.
    public var waitingNotice: SafeText? {
        guard case .waiting(let requester, let others) = self else { return nil }
        let place: SafeText =
            switch others {
            case 0: "yours is next"
            case 1: "one more is before yours"
            default: "\(others) more are before yours"
            }
        return "coai-signer is busy with a request of \(requester); \(place)"
    }

    /// The reply as it is sent.
    public var json: JSON {
        switch self {
        case .signed(let signed): ["type": "signed", "result": signed.json]
        case .refused(let refusal):
            [
                "type": "refused", "code": .string(refusal.code), "message": .string(refusal.message),
                "hint": .string(refusal.hint), "exitCode": .number(String(refusal.exitCode)),
            ]
        case .review(let lines): ["type": "review", "lines": .array(lines.map { .string($0.text) })]
        case .waiting(let requester, let others):
            ["type": "waiting", "for": .string(requester.text), "others": .number(String(others))]
        }
    }

    /// The reply in `json`, read strictly.
    ///
    /// - Throws: `SignerError.malformed`.
    public init(parsing json: JSON) throws(SignerError) {
        guard let object = json.objectValue else { throw .malformed("not an object") }
        switch object["type"]?.stringValue {
        case "signed": self = .signed(try Self.signed(object["result"]))
        case "refused":
            guard let code = object["code"]?.stringValue, let message = object["message"]?.stringValue,
                let hint = object["hint"]?.stringValue,
                let exitCode = object["exitCode"]?.numberText.flatMap({ Int32($0) })
            else { throw .malformed("refusal") }
            self = .refused(Refusal(code: code, message: message, hint: hint, exitCode: exitCode))
        case "review":
            guard let lines = object["lines"]?.arrayValue else { throw .malformed("review") }
            self = .review(lines.map { SafeText(reviewing: $0.stringValue ?? "") })
        case "waiting":
            guard let requester = object["for"]?.stringValue,
                let others = object["others"]?.numberText.flatMap({ Int($0) }), others >= 0
            else { throw .malformed("waiting") }
            self = .waiting(for: SafeText(reviewing: requester), others: others)
        default: throw .malformed("its type")
        }
    }

    private static func signed(_ json: JSON?) throws(SignerError) -> SignedDocument {
        guard let signature = (json?["signature"]?.stringValue).flatMap({ try? Hex.decode($0) }),
            signature.count == 65,
            let digest = (json?["digest"]?.stringValue).flatMap({ try? Hash32($0) }),
            let address = (json?["address"]?.stringValue).flatMap({ try? Address($0) })
        else { throw .malformed("signature") }
        return SignedDocument(
            signature: signature, digest: digest, address: address,
            rawTransaction: (json?["rawTransaction"]?.stringValue).flatMap { try? Hex.decode($0) },
            transactionHash: (json?["transactionHash"]?.stringValue).flatMap { try? Hash32($0) })
    }
}

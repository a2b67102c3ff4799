import Ethereum
import Review
import SafeText
import SignerProtocol
import StrictJSON

/// A signed document as a file keeps it: `document`, and what the signer answered.
///
/// A file proves itself or isn't taken: its digest is computed anew, and its signature must be its account's.
public struct KeptSignature: Sendable, Hashable {
    /// Largest file that is read, in bytes: a hundred times an order.
    public static let maximumBytes = 1 << 18
    /// Most files that are read, the newest ones.
    public static let maximumCount = 50

    /// What was signed, in a few words.
    public let title: SafeText
    /// What was signed.
    public let digest: Hash32
    /// Who signed.
    public let address: Address

    private static let members: Set<String> = [
        "document", "signature", "digest", "address", "rawTransaction", "transactionHash",
    ]

    /// The signed document in `bytes`; `recover` says who made a signature of a digest.
    ///
    /// - Throws: a problem of code `signed.malformed`, `signed.document`, `signed.digest` or `signed.signature`.
    public init(parsing bytes: [UInt8], recover: (Hash32, Signature) -> Address?) throws(Event.Problem) {
        guard bytes.count <= Self.maximumBytes, let object = (try? JSON.parse(bytes))?.objectValue,
            object.keys.allSatisfy({ Self.members.contains($0) }),
            let content = object["document"],
            let digest = (object["digest"]?.stringValue).flatMap({ try? Hash32($0) }),
            let address = (object["address"]?.stringValue).flatMap({ try? Address($0) }),
            let signature = (object["signature"]?.stringValue).flatMap({ try? Hex.decode($0) })
        else { throw Self.problem("malformed", "it isn't a signed document of coai") }
        guard let bytes = Self.bytes(content), let document = try? Document.parse(bytes) else {
            throw Self.problem("document", "its document can't be read")
        }
        guard document.digest == digest else {
            throw Self.problem("digest", "its digest is not that of its document")
        }
        guard let parsed = try? Signature(bytes: signature), parsed.isLowS, recover(digest, parsed) == address
        else { throw Self.problem("signature", "its signature is not of the account that it names") }
        self.digest = digest
        self.address = address
        switch document {
        case .typedData(let data): title = SafeText(cleaning: data.primaryType, maximumLength: 60)
        case .transaction, .signedTransaction: title = "transaction"
        case .message: title = "message"
        }
    }

    /// What was not JSON is kept in hex digits.
    private static func bytes(_ content: JSON) -> [UInt8]? {
        if let text = content.stringValue { return try? Hex.decode(text) }
        return Array(content.serialized().utf8)
    }

    private static func problem(_ code: String, _ message: String) -> Event.Problem {
        Event.Problem(code: "signed." + code, message: message, hint: "")
    }
}

/// A file in the folder of signed documents.
public struct KeptFile: Sendable {
    /// Where it is.
    public let path: SafeText
    /// When it was written, in seconds since 1970.
    public let writtenAt: UInt64
    /// What is in it, or why it isn't taken.
    public let content: Result<KeptSignature, Event.Problem>

    /// A file of these parts.
    public init(path: SafeText, writtenAt: UInt64, content: Result<KeptSignature, Event.Problem>) {
        self.path = path
        self.writtenAt = writtenAt
        self.content = content
    }
}

extension AppState {
    /// Puts what was signed in earlier runs before what is signed in this one.
    mutating func restore(_ files: [KeptFile]) {
        var earlier: [Outgoing] = []
        for file in files.sorted(by: { $0.writtenAt < $1.writtenAt }).suffix(KeptSignature.maximumCount) {
            var title: SafeText = "unreadable"
            let stage: Outgoing.Stage
            switch file.content {
            case .success(let kept):
                title = kept.title
                if kept.address != account { title += ", by " + names.whole(kept.address) }
                stage = .signed(savedAs: file.path)
            case .failure(let problem):
                stage = .failed(file.path + ": " + problem.code + ": " + problem.message)
            }
            earlier.append(Outgoing(id: nextID, title: title, startedAt: file.writtenAt, stage: stage))
            nextID += 1
        }
        outgoing = earlier + outgoing
    }
}

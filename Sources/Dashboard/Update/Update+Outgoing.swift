import Cells
import ComputeNetwork
import Ethereum
import Profile
import SafeText
import SignerProtocol
import StrictJSON

extension AppState {
    /// Begins with a transaction: the node says what it costs first.
    mutating func begin(_ intent: TransactionIntent) -> [Effect] {
        let id = start(intent.title, .preparing)
        pending[id] = PendingSignature(use: .transaction(intent), document: [])
        return [.prepare(id: id, intent)]
    }

    /// Begins with a document for the signer: the node is asked about it first.
    mutating func sign(_ title: SafeText, _ use: PendingSignature.Use, _ document: [UInt8]) -> [Effect] {
        let id = start(title, .preparing)
        pending[id] = PendingSignature(use: use, document: document)
        return inquire(id)
    }

    private mutating func start(_ title: SafeText, _ stage: Outgoing.Stage) -> Int {
        let id = nextID
        nextID += 1
        outgoing.append(Outgoing(id: id, title: title, startedAt: now, stage: stage))
        if outgoing.count > 200 { outgoing.removeFirst(outgoing.count - 200) }
        return id
    }

    // MARK: Answers

    mutating func prepared(_ id: Int, _ result: Result<TransactionCosts, Event.Problem>) -> [Effect] {
        guard var waiting = pending[id], case .transaction(let intent) = waiting.use else { return [] }
        switch result {
        case .failure(let problem):
            fail(id, problem)
            return []
        case .success(let costs):
            waiting.document = Array(intent.document(costs).serialized(pretty: true).utf8)
            pending[id] = waiting
            return inquire(id)
        }
    }

    mutating func signed(_ id: Int, _ result: Result<SignerReply.SignedDocument, Event.Problem>) -> [Effect] {
        guard let waiting = pending.removeValue(forKey: id) else { return [] }
        switch result {
        case .failure(let problem):
            fail(id, problem)
            return []
        case .success(let signed):
            if case .transaction = waiting.use {
                guard let raw = signed.rawTransaction, let hash = signed.transactionHash else {
                    advance(id, to: .failed("the signer gave no transaction"))
                    return []
                }
                if let place = outgoing.firstIndex(where: { $0.id == id }) {
                    outgoing[place].transactionHash = hash
                }
                advance(id, to: .broadcast)
                return [.broadcast(id: id, raw: raw, hash: hash)]
            }
            offerHandIn(waiting.use, signed.signature)
            return [
                .save(id: id, name: Self.fileName(waiting.use, signed), content: Self.file(waiting, signed))
            ]
        }
    }

    /// A signed vote or delegation can be handed in at once; Esc keeps it as a file only.
    private mutating func offerHandIn(_ use: PendingSignature.Use, _ signature: [UInt8]) {
        guard let account else { return }
        let intent: TransactionIntent?
        switch use {
        case .ballot(let ballot):
            intent = try? governor(account).calls { (calls) throws(ABIError) in
                try calls.vote(ballot, signature: signature)
            }
        case .delegation(let order):
            intent = try? staking(account).calls { (calls) throws(ABIError) in
                try calls.delegate(order, signature: signature)
            }
        default: intent = nil
        }
        guard let intent else { return }
        mode = .form(
            .confirm(
                intent,
                notes: [
                    "It is signed, and kept as a file: anyone who has it can hand it in.",
                    "yes hands it in now, by a transaction of this account. Esc leaves it.",
                ]))
    }

    private static func fileName(_ use: PendingSignature.Use, _ signed: SignerReply.SignedDocument) -> String
    {
        let kind =
            switch use {
            case .order: "job-order"
            case .delegation: "delegation-order"
            case .ballot: "ballot"
            default: "signed"
            }
        return "\(kind)-\(signed.digest.description.dropFirst(2).prefix(12)).json"
    }

    /// The document with its signature, so that whoever gets the file needs nothing else.
    private static func file(_ waiting: PendingSignature, _ signed: SignerReply.SignedDocument) -> [UInt8] {
        let document = (try? JSON.parse(waiting.document)) ?? .string(Hex.encode(waiting.document))
        var members: [(String, JSON)] = [("document", document)]
        members += signed.json.objectValue?.members.map { ($0.key, $0.value) } ?? []
        return Array((JSON.object(JSONObject(members)).serialized(pretty: true) + "\n").utf8)
    }

    mutating func saved(_ id: Int, _ result: Result<SafeText, Event.Problem>) {
        switch result {
        case .success(let path):
            advance(id, to: .signed(savedAs: path))
            say("signed, and kept as " + path, .ok, seconds: 20)
        case .failure(let problem): fail(id, problem)
        }
    }

    mutating func read(_ result: Result<[UInt8], Event.Problem>) -> [Effect] {
        switch result {
        case .failure(let problem):
            say(problem.message, .danger)
            return []
        case .success(let bytes): return sign("sign a document", .file("file"), bytes)
        }
    }

    private mutating func fail(_ id: Int, _ problem: Event.Problem) {
        pending[id] = nil
        let hint: SafeText = problem.hint == .empty ? "" : "; " + problem.hint
        advance(id, to: .failed(problem.message))
        say(problem.message + hint, problem.code.text.hasPrefix("refused.") ? .warning : .danger, seconds: 15)
    }

    /// Notes how far something of ours is, and says so.
    mutating func advance(_ id: Int, to stage: Outgoing.Stage) {
        guard let place = outgoing.firstIndex(where: { $0.id == id }), !outgoing[place].stage.isFinal else {
            return
        }
        outgoing[place].stage = stage
        let title = outgoing[place].title
        switch stage {
        case .broadcast: say(title + ": sent, waiting for a block", .accent, seconds: 60)
        case .confirmed(let block): say(title + ": confirmed in block \(block)", .ok, seconds: 15)
        case .reverted(let why): say(title + ": reverted: " + why, .danger, seconds: 30)
        case .failed(let why): say(title + ": " + why, .danger, seconds: 15)
        case .preparing, .signing, .signed: break
        }
    }
}

import Approval
import Cryptography
import Ethereum
import Keystore
import Policy
import Profile
import Review
import SafeText
import SignerProtocol

/// One request from its bytes to a signature, or to the reason why there is none.
///
/// The order is fixed: read strictly, review, policy, a person, the journal, the key, a check of the signature, the
/// journal again, and only then the answer.
public struct SigningFlow {
    /// How the answer of a person is had.
    public enum Way {
        /// On a terminal, where the passphrase is typed too unless it came with the request.
        case terminal(any ApprovalTerminal, passphrase: SecretBytes?, isRequesterAlive: () -> Bool)
        /// Given beforehand: the passphrase, and the codes of the dangers that were accepted.
        case beforehand(passphrase: SecretBytes, accepted: [String], isRequesterAlive: () -> Bool)
    }

    /// The signer's folder.
    public let folder: SignerFolder
    /// The keystore.
    public let keystore: KeystoreDirectory
    /// The time, in seconds since 1970.
    public let now: () -> UInt64

    /// A flow over these.
    public init(folder: SignerFolder, keystore: KeystoreDirectory, now: @escaping () -> UInt64) {
        self.folder = folder
        self.keystore = keystore
        self.now = now
    }

    /// The review of a request, and the entry of the account in the keystore.
    struct Prepared {
        let review: Review
        let request: SigningRequest
        let requester: SafeText
        let accountName: String?
    }

    /// Reads and reviews; nothing is asked and no key is touched.
    func prepare(_ request: SigningRequest, requester: SafeText) throws(SigningStop) -> Prepared {
        let document: Document
        do { document = try Document.parse(request.document, kind: request.kind) } catch {
            throw .document(error)
        }
        let entry: KeystoreEntry
        do { entry = try keystore.find(request.account).entry } catch { throw .keystore(error) }
        let policy = Policy(publishedAccounts: PublishedAccounts.addresses)
        let decision = policy.decide(
            document, account: request.account, expectedChainID: request.expectedChainID)
        if case .refused(let error) = decision {
            throw error.code.hasPrefix("policy.") ? .policy(error) : .document(error)
        }
        let context = ReviewContext(
            now: now(), profiles: AcceptedProfiles(folder).load().profiles,
            expectedChainID: request.expectedChainID, account: request.account
        ) { digest, signature in try? Secp256k1.recover(digest: digest, signature: signature) }
        do {
            return Prepared(
                review: try Review(document, context: context), request: request, requester: requester,
                accountName: entry.name)
        } catch { throw .document(error) }
    }

    /// Runs a request to its end.
    public func run(
        _ request: SigningRequest, requester: SafeText, way: Way, showing: (([SafeText]) -> Void)? = nil
    ) -> SignerReply {
        do throws(SigningStop) {
            let prepared = try prepare(request, requester: requester)
            showing?(prepared.review.plainLines)
            let journal: Journal
            do { journal = try Journal(path: folder.journalPath) } catch { throw .journal(error) }
            do throws(SigningStop) {
                return .signed(try sign(prepared, way, journal))
            } catch {
                try note(.refused, prepared, error.reason.code, journal)
                throw error
            }
        } catch { return .refused(error.reason) }
    }

    private func sign(
        _ prepared: Prepared, _ way: Way, _ journal: Journal
    ) throws(SigningStop) -> SignerReply.SignedDocument {
        let key: PrivateKey
        switch way {
        case .beforehand(let passphrase, let accepted, let isRequesterAlive):
            let open = prepared.review.dangerCodes.filter { !accepted.contains($0) }
            guard open.isEmpty else { throw .dangers(open) }
            // It may have waited for its turn, and have been ended meanwhile: nobody wants the signature any more.
            guard isRequesterAlive() else { throw .requesterGone }
            try note(.reserved, prepared, "accepted beforehand", journal)
            key = try unlock(prepared, passphrase)
            // Unlocking takes a second, too.
            guard isRequesterAlive() else { throw .requesterGone }
        case .terminal(let terminal, let passphrase, let isRequesterAlive):
            key = try ask(prepared, terminal, passphrase, isRequesterAlive, journal)
        }
        return try finish(prepared, key, journal)
    }

    private func unlock(
        _ prepared: Prepared, _ passphrase: SecretBytes
    ) throws(SigningStop) -> PrivateKey {
        do { return try keystore.unlock(prepared.request.account, passphrase: passphrase) } catch {
            throw .keystore(error)
        }
    }

    /// Shows the review and takes the answer, and the passphrase if none came with the request.
    private func ask(
        _ prepared: Prepared, _ terminal: any ApprovalTerminal, _ given: SecretBytes?,
        _ isRequesterAlive: @escaping () -> Bool, _ journal: Journal
    ) throws(SigningStop) -> PrivateKey {
        let request = ApprovalRequest(
            requester: prepared.requester, account: prepared.request.account,
            accountLabel: prepared.accountName.map { SafeText(reviewing: $0) } ?? .empty,
            claims: prepared.request.claims.map { ApprovalClaim(label: $0.label, text: $0.text) },
            isDevnet: PublishedAccounts.addresses.contains(prepared.request.account),
            asksPassphrase: given == nil)
        let opened = Opened()
        let session = ApprovalSession(
            content: ReviewContent(prepared.review, request: request, mark: folder.mark),
            digest: SafeText(reviewing: prepared.review.digest.description), request: request,
            terminal: terminal, isRequesterAlive: isRequesterAlive,
            verify: { passphrase in open(prepared, passphrase, journal, into: opened) })
        let outcome = session.run()
        if let stop = opened.stop { throw stop }
        switch outcome {
        case .approved:
            if let given {
                try note(.reserved, prepared, "person", journal)
                return try unlock(prepared, given)
            }
            guard let key = opened.key else { throw .fault("approval without a key") }
            return key
        case .rejected: throw .person
        case .terminalTooSmall: throw .terminalTooSmall
        case .requesterGone: throw .requesterGone
        case .failed(let message): throw opened.failure ?? .terminal(message)
        }
    }

    /// What the passphrase led to.
    private final class Opened {
        var key: PrivateKey?
        /// What ends the request, whatever is typed.
        var stop: SigningStop?
        /// The last wrong passphrase.
        var failure: SigningStop?
        var isReserved = false
    }

    /// Opens the key with a passphrase; answers why it can't be, for the screen.
    private func open(
        _ prepared: Prepared, _ passphrase: SecretBytes, _ journal: Journal, into opened: Opened
    ) -> SafeText? {
        do throws(SigningStop) {
            if !opened.isReserved { try note(.reserved, prepared, "person", journal) }
            opened.isReserved = true
        } catch {
            opened.stop = error
            return nil
        }
        do {
            opened.key = try keystore.unlock(prepared.request.account, passphrase: passphrase)
            return nil
        } catch {
            opened.failure = .keystore(error)
            return SafeText(reviewing: error.message)
        }
    }

    /// Signs, checks the signature against the document as if somebody else had made both, and notes it.
    private func finish(
        _ prepared: Prepared, _ key: PrivateKey, _ journal: Journal
    ) throws(SigningStop) -> SignerReply.SignedDocument {
        let account = prepared.request.account
        let digest = prepared.review.digest
        let signature: Signature
        do { signature = try key.sign(digest) } catch { throw .fault(error.message) }
        let again = try? Document.parse(prepared.request.document, kind: prepared.request.kind)
        let signer = try? Secp256k1.recover(digest: digest, signature: signature)
        guard key.address == account, again?.digest == digest, signer == account else {
            throw .fault("the signature doesn't fit what was shown")
        }
        try note(.signed, prepared, "checked", journal)
        guard case .transaction(let transaction, _) = prepared.review.document else {
            return SignerReply.SignedDocument(
                signature: signature.bytes, digest: digest, address: account)
        }
        let signed = SignedTransaction(transaction: transaction, signature: signature)
        return SignerReply.SignedDocument(
            signature: signature.bytes, digest: digest, address: account, rawTransaction: signed.encoded,
            transactionHash: signed.hash)
    }

    private func note(
        _ event: JournalEntry.Event, _ prepared: Prepared, _ decision: String, _ journal: Journal
    ) throws(SigningStop) {
        let review = prepared.review
        let entry = JournalEntry(
            event: event, at: now(), account: prepared.request.account, kind: review.document.kind.rawValue,
            documentHash: Keccak256.hash(prepared.request.document), digest: review.digest,
            chainID: review.document.chainID?.description ?? "", findings: review.findings.map(\.code),
            requester: prepared.requester.text, decision: decision)
        do { try journal.append(entry) } catch { throw .journal(error) }
    }
}

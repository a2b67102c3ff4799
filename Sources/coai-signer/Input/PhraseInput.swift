import Console
import Cryptography

/// A key from a BIP-39 phrase: which phrase, whose passphrase, which path.
struct PhraseInput {
    private let descriptor: Int32?
    private let passphraseDescriptor: Int32?
    private let path: DerivationPath
    private let isAnyLanguage: Bool

    init(_ arguments: Arguments, _ descriptor: Int32?) throws(Failure) {
        self.descriptor = descriptor
        passphraseDescriptor = try arguments.descriptor("--mnemonic-passphrase-fd")
        isAnyLanguage = arguments.has("--any-language")
        guard let text = try arguments.value("--path") else {
            path = .ethereum
            return
        }
        do { path = try DerivationPath(parsing: text) } catch {
            throw .usage("--path: \(error.message); \(error.hint)")
        }
    }

    /// Reads the phrase and derives the key.
    func readKey() throws(Failure) -> PrivateKey {
        let text = try SecretInput(prompt: "Phrase (not shown)", descriptor: descriptor).read()
        // Asked for only where a person can answer, since most phrases have none.
        let passphrase =
            passphraseDescriptor == nil && descriptor != nil
            ? SecretBytes(count: 0)
            : try SecretInput(
                prompt: "Passphrase of the phrase (Enter for none)", descriptor: passphraseDescriptor
            ).read()
        let phrase: SecretBytes
        if isAnyLanguage {
            phrase = text
        } else {
            // A typing error would lead to another, empty account: the checksum finds it.
            do { phrase = try Mnemonic(english: text).phrase } catch {
                throw Failure(
                    error.code, error.message, hint: "for a phrase in another language add --any-language",
                    exitCode: 7)
            }
        }
        let seed = try Failure.cryptography(try Mnemonic.seed(phrase: phrase, passphrase: passphrase))
        return try Failure.cryptography(try HDKey(seed: seed).derive(path)).privateKey
    }
}

/// Why a key, a signature or a derivation isn't to be had.
public enum CryptographyError: Error, Sendable, Equatable {
    /// Not 32 bytes, 0, or not below the group order of secp256k1.
    case invalidPrivateKey
    /// Not a point of secp256k1 in a known encoding.
    case invalidPublicKey
    /// The signature library refused, which an honest machine doesn't see.
    case signingFailed
    /// A fresh signature didn't recover to the key that made it: nothing was released.
    case signatureCheckFailed
    /// No public key has this signature over this digest.
    case unrecoverableSignature
    /// The transaction or authorization carries no signature that names a sender.
    case unsigned
    /// The kernel gave no random bytes.
    case randomUnavailable
    /// Parameters outside the function's domain, or not enough memory for them.
    case derivationFailed
    /// A phrase of a length that BIP-39 doesn't have.
    case mnemonicLength(words: Int)
    /// A word, counted from 1, that isn't in the English list.
    case mnemonicWord(position: Int)
    /// The words are of the list but their checksum is wrong.
    case mnemonicChecksum
    /// Entropy other than 16, 20, 24, 28 or 32 bytes.
    case entropyLength(bytes: Int)
    /// Text that isn't UTF-8.
    case invalidText
    /// Not a derivation path.
    case invalidPath
    /// A hardened step from a public key, or more than 255 steps.
    case impossibleDerivation
    /// Not a BIP-32 extended key.
    case invalidExtendedKey
    /// A BIP-32 seed of fewer than 16 or more than 64 bytes.
    case seedLength(bytes: Int)

    /// Stable name of the error.
    public var code: String {
        switch self {
        case .invalidPrivateKey: "key.invalid"
        case .invalidPublicKey: "key.invalid-public"
        case .signingFailed: "signature.failed"
        case .signatureCheckFailed: "signature.check-failed"
        case .unrecoverableSignature: "signature.unrecoverable"
        case .unsigned: "signature.absent"
        case .randomUnavailable: "random.unavailable"
        case .derivationFailed: "derivation.failed"
        case .mnemonicLength: "mnemonic.length"
        case .mnemonicWord: "mnemonic.word"
        case .mnemonicChecksum: "mnemonic.checksum"
        case .entropyLength: "mnemonic.entropy-length"
        case .invalidText: "text.utf8"
        case .invalidPath: "path.invalid"
        case .impossibleDerivation: "path.impossible"
        case .invalidExtendedKey: "key.invalid-extended"
        case .seedLength: "seed.length"
        }
    }

    /// One sentence for a person; never holds secret text.
    public var message: String {
        switch self {
        case .invalidPrivateKey: "a private key is 32 bytes, a number from 1 to the group order less 1"
        case .invalidPublicKey: "the public key is not a point of secp256k1"
        case .signingFailed: "the signature library refused to sign"
        case .signatureCheckFailed: "the signature does not recover to its own key and was thrown away"
        case .unrecoverableSignature: "no key can have made this signature of this digest"
        case .unsigned: "there is no signature to recover a sender from"
        case .randomUnavailable: "the kernel gave no random bytes"
        case .derivationFailed: "the key could not be derived: parameters out of range or not enough memory"
        case .mnemonicLength(let words): "a phrase has 12, 15, 18, 21 or 24 words, this one \(words)"
        case .mnemonicWord(let position): "word \(position) of the phrase is not in the English list"
        case .mnemonicChecksum: "the phrase's checksum is wrong"
        case .entropyLength(let bytes): "entropy has 16, 20, 24, 28 or 32 bytes, this \(bytes)"
        case .invalidText: "the text is not UTF-8"
        case .invalidPath: "not a derivation path"
        case .impossibleDerivation: "this key has no such child"
        case .invalidExtendedKey: "not a BIP-32 extended key"
        case .seedLength(let bytes): "a seed has 16 to 64 bytes, this one \(bytes)"
        }
    }

    /// What helps.
    public var hint: String {
        switch self {
        case .signingFailed, .signatureCheckFailed:
            "do not sign again on this machine before its memory and processor are tested"
        case .derivationFailed: "free some memory and try again"
        case .mnemonicWord, .mnemonicChecksum: "compare the phrase with what was written down, word by word"
        case .invalidPath: "write it like m/44'/60'/0'/0/0"
        default: ""
        }
    }
}

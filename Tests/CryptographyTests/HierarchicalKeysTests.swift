import Cryptography
import Ethereum
import Foundation
import Testing

@Suite struct HierarchicalKeysTests {
    /// Verified against the chains of BIP-32.
    @Test func chains() throws {
        guard let vectors = Vectors.objects("bip32/bip32-vectors.json") else { return }
        var count = 0
        for vector in vectors {
            guard let seed = vector["seed"] as? String else { continue }
            let master = try HDKey(seed: try secret("0x" + seed))
            for chain in vector["chains"] as? [[String: Any]] ?? [] {
                let path = try DerivationPath(parsing: chain["path"] as? String ?? "")
                let key = try master.derive(path)
                let text = try key.serialized()
                #expect(text.text == chain["xprv"] as? String)
                #expect(try key.publicKey().serialized == chain["xpub"] as? String)
                #expect(try HDKey(parsing: text).serialized().text == text.text)
                #expect(try ExtendedPublicKey(parsing: try key.publicKey().serialized) == key.publicKey())
                // A step that isn't hardened leads to the same key from the public side.
                if let step = path.steps.last, step < DerivationPath.hardened {
                    let parent = try master.derive(DerivationPath(path.steps.dropLast()))
                    #expect(try parent.publicKey().child(step) == key.publicKey())
                }
                count += 1
            }
        }
        #expect(count >= 10)
    }

    /// Verified against the invalid keys of BIP-32's test vector 5.
    @Test func invalidKeys() throws {
        guard let text = Vectors.text("bip32/bip-0032.mediawiki"),
            let section = text.range(of: "===Test vector 5===")
        else { return }
        var count = 0
        for line in text[section.upperBound...].split(separator: "\n") where line.hasPrefix("* ") {
            let word = line.dropFirst(2).prefix { $0 != " " }
            guard word.count > 100 else { continue }
            #expect(throws: CryptographyError.invalidExtendedKey) {
                try HDKey(parsing: SecretBytes(copying: String(word)))
            }
            #expect(throws: CryptographyError.invalidExtendedKey) {
                try ExtendedPublicKey(parsing: String(word))
            }
            count += 1
        }
        #expect(count == 16)
    }

    @Test func hardenedStepsNeedThePrivateKey() throws {
        let publicKey = try HDKey(seed: SecretBytes(count: 32)).publicKey()
        #expect(throws: CryptographyError.impossibleDerivation) {
            try publicKey.child(DerivationPath.hardened)
        }
    }

    @Test func depthEnds() throws {
        let deepest = try HDKey(seed: SecretBytes(count: 16)).derive(
            DerivationPath(Array(repeating: 0, count: 255)))
        #expect(deepest.depth == 255)
        #expect(throws: CryptographyError.impossibleDerivation) { try deepest.child(0) }
        #expect(throws: CryptographyError.seedLength(bytes: 15)) { try HDKey(seed: SecretBytes(count: 15)) }
    }

    @Test(arguments: [
        "", "m/", "/", "n/0", "m/-1", "m/2147483648", "m/1''", "m/0x1", "m//0", "m/ 0", "44'/60'", "m/00",
        "M/0",
        "m/99999999999999999999",
    ])
    func refusesWhatIsNoPath(_ text: String) {
        #expect(throws: CryptographyError.invalidPath) { try DerivationPath(parsing: text) }
    }

    @Test func hardenedMarks() throws {
        #expect(
            try DerivationPath(parsing: "m/1'/2h/3H/2147483647")
                == DerivationPath(
                    [1, 2, 3].map { $0 | DerivationPath.hardened } + [0x7fff_ffff]))
    }
}

import Cryptography
import Ethereum
import Foundation
import Testing

@Suite struct MnemonicTests {
    /// Verified against the vectors of BIP-39 (English, passphrase TREZOR).
    @Test func english() throws {
        guard let file = Vectors.json("bip39/vectors.json") as? [String: [[String]]],
            let cases = file["english"]
        else { return }
        #expect(cases.count == 24)
        for entry in cases {
            let mnemonic = try Mnemonic(entropy: try secret("0x" + entry[0]))
            #expect(mnemonic.phrase.text == entry[1])
            let seed = try mnemonic.seed(passphrase: SecretBytes(copying: "TREZOR"))
            #expect(seed.hex == "0x" + entry[2])
            #expect(try HDKey(seed: seed).serialized().text == entry[3])
            #expect(try Mnemonic(english: SecretBytes(copying: entry[1])).entropy.hex == "0x" + entry[0])
        }
    }

    /// Verified against ethers' phrases in ten languages: seed, and every node of their key trees.
    @Test func allLanguages() throws {
        guard let cases = Vectors.objects("ethers/mnemonics.json") else { return }
        #expect(cases.count > 100)
        for entry in cases {
            let phrase = try secret(entry["phrase"] as? String ?? "")
            let seed = try Mnemonic.seed(
                phrase: phrase, passphrase: try secret(entry["password"] as? String ?? ""))
            #expect(seed.hex == entry["seed"] as? String)
            if entry["locale"] as? String == "en" {
                #expect(try Mnemonic(english: phrase).entropy.hex == entry["entropy"] as? String)
            }
            let master = try HDKey(seed: seed)
            for node in entry["nodes"] as? [[String: Any]] ?? [] {
                let path = try DerivationPath(parsing: node["path"] as? String ?? "")
                let key = try master.derive(path)
                let publicKey = try key.publicKey()
                #expect(
                    key.privateKey.withUnsafeBytes { Hex.encode(Array($0)) } == node["privateKey"] as? String)
                #expect(try key.serialized().text == node["xpriv"] as? String)
                #expect(publicKey.serialized == node["xpub"] as? String)
                #expect(Hex.encode(publicKey.fingerprint) == node["fingerprint"] as? String)
                #expect(publicKey.address == key.privateKey.address)
            }
        }
    }

    @Test func readsUntidyPhrases() throws {
        let phrase =
            "  Abandon abandon\tabandon abandon abandon abandon abandon\n abandon abandon abandon abandon ABOUT\n"
        #expect(
            try Mnemonic(english: SecretBytes(copying: phrase)).entropy.bytes
                == [UInt8](repeating: 0, count: 16))
    }

    @Test func saysWhatIsWrong() throws {
        let words = Array(repeating: "abandon", count: 11)
        func phrase(_ words: [String]) -> SecretBytes { SecretBytes(copying: words.joined(separator: " ")) }
        #expect(throws: CryptographyError.mnemonicChecksum) {
            try Mnemonic(english: phrase(words + ["abandon"]))
        }
        #expect(throws: CryptographyError.mnemonicWord(position: 12)) {
            try Mnemonic(english: phrase(words + ["aboutt"]))
        }
        #expect(throws: CryptographyError.mnemonicWord(position: 12)) {
            try Mnemonic(english: phrase(words + ["ab"]))
        }
        #expect(throws: CryptographyError.mnemonicLength(words: 11)) { try Mnemonic(english: phrase(words)) }
        #expect(throws: CryptographyError.mnemonicLength(words: 0)) { try Mnemonic(english: phrase([])) }
        #expect(throws: CryptographyError.entropyLength(bytes: 17)) {
            try Mnemonic(entropy: SecretBytes(count: 17))
        }
    }

    @Test(arguments: [12, 15, 18, 21, 24])
    func randomPhrases(_ words: Int) throws {
        let mnemonic = try Mnemonic.random(words: words)
        #expect(mnemonic.phrase.text.split(separator: " ").count == words)
        #expect(try Mnemonic(english: mnemonic.phrase).entropy.isEqual(to: mnemonic.entropy))
    }

    /// The account that Hardhat, Anvil and others begin with.
    @Test func firstEthereumAccount() throws {
        let phrase = "test test test test test test test test test test test junk"
        let seed = try Mnemonic(english: SecretBytes(copying: phrase)).seed()
        let key = try HDKey(seed: seed).derive(.ethereum).privateKey
        #expect(key.address.checksummed == "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")
        #expect(DerivationPath.ethereum.description == "m/44'/60'/0'/0/0")
    }
}

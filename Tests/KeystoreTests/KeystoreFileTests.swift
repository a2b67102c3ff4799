import Cryptography
import Ethereum
import Foundation
import Keystore
import StrictJSON
import TestSupport
import Testing

@Suite struct KeystoreFileTests {
    /// Verified against ethers' six wallets (geth, Parity, pyethsaletool, ethers).
    @Test func walletsOfOthers() throws {
        guard let data = Shared.data("vectors/ethers/wallets.json") else { return }
        let wallets = try JSON.parse(Array(data)).arrayValue ?? []
        #expect(wallets.count == 6)
        for wallet in wallets {
            let passphrase = try Hex.decode(wallet["password"]?.stringValue ?? "")
            let file = try parse(wallet["content"]?.stringValue ?? "")
            let key = try file.decrypt(passphrase: SecretBytes(copying: passphrase))
            #expect(key.address.checksummed == wallet["address"]?.stringValue)
            #expect(file.address == nil || file.address == key.address)
        }
    }

    /// Verified against files that Python made.
    @Test func opensOrdinaryFiles() throws {
        let key = try open(Samples.scrypt)
        #expect(key.withUnsafeBytes { Array($0) } == (1...32).map { UInt8($0) })
        #expect(try open(Samples.unicode, Samples.unicodePassphrase).address == key.address)
    }

    /// Verified against files that Python made: programs of old dropped leading zeros of a key.
    @Test func shortKeys() throws {
        #expect(try open(Samples.pbkdf2Of31Bytes).withUnsafeBytes { Array($0) } == (0...31).map { UInt8($0) })
        #expect(
            try open(Samples.scryptOf30Bytes).withUnsafeBytes { Array($0) } == [0]
                + (0...30).map { UInt8($0) })
        // The 30 bytes cut to 29: no such file was ever written.
        let cut = Samples.scryptOf30Bytes.replacingOccurrences(of: "dcd1bc2c\"", with: "dcd1bc\"")
        #expect(code { try _ = parse(cut) } == "keystore.damaged")
    }

    @Test func spellings() throws {
        let address = try open(Samples.scrypt).address
        for (old, new) in [
            ("\"crypto\"", "\"Crypto\""), ("6370ef2f", "0x6370ef2f"), ("\"4a00", "\"0x4a00"),
            ("\"4a00", "\"4A00"), ("\"version\":3", "\"meta\":{\"a\":[1]},\"version\":3"),
            ("6370ef2f4db3611d657b90667de398a2cc2a370c", String(address.checksummed.dropFirst(2))),
            ("\"address\":\"6370ef2f4db3611d657b90667de398a2cc2a370c\",", ""),
        ] {
            #expect(Samples.scrypt.contains(old))
            #expect(try open(Samples.scrypt.replacingOccurrences(of: old, with: new)).address == address)
        }
    }

    @Test func wrongPassphrase() throws {
        for wrong in ["", "Correct horse", "correct horse\n", "correct horse "] {
            #expect(code { try _ = open(Samples.scrypt, wrong) } == "keystore.wrong-passphrase")
        }
        // The composed form of é isn't the decomposed one: passphrases are bytes.
        let composed = Samples.unicodePassphrase.precomposedStringWithCanonicalMapping
        #expect(code { try _ = open(Samples.unicode, composed) } == "keystore.wrong-passphrase")
    }

    @Test func damageIsToldFromWrongPassphrase() throws {
        let changes = [
            ("\"mac\":\"dc42", "\"mac\":\"dc43"), ("\"version\":3", "\"version\":3,\"version\":3"),
            ("\"version\":3}", "\"version\":3"), ("\"iv\":\"10", "\"iv\":\""), ("\"mac\":\"dc", "\"mac\":\""),
            ("aes-128-ctr\"", "aes-128-ctr"), ("\"salt\":\"00", "\"salt\":\"0"),
            ("\"ciphertext\":\"4a", "\"x\":\"4a"),
            ("\"n\":1024", "\"n\":1000"), ("\"n\":1024", "\"n\":1"), ("\"n\":1024", "\"n\":0"),
            ("\"n\":1024", "\"n\":1024.0"), ("\"n\":1024", "\"n\":-1024"), ("\"n\":1024", "\"n\":\"1024\""),
            ("\"r\":8", "\"r\":0"), ("\"p\":1", "\"p\":0"), ("6370ef2f", "6370EF2f"), ("6370ef2f", "6370ef2"),
            ("\"kdf\":\"scrypt\",", ""), ("\"crypto\"", "\"Crypto\":{},\"crypto\""),
            ("\"address\":\"63", "\"address\":[],\"x\":\""),
        ]
        for (old, new) in changes {
            #expect(Samples.scrypt.contains(old))
            let changed = Samples.scrypt.replacingOccurrences(of: old, with: new)
            #expect(code { try _ = open(changed) } == "keystore.damaged", "\(old) -> \(new)")
        }
        for text in ["", "{}", "[]", "3", "{\"version\":3}", "{\"version\":3,\"crypto\":{}}", "\u{0}"] {
            #expect(code { try _ = open(text) } == "keystore.damaged")
        }
        let large = Samples.scrypt + String(repeating: " ", count: 70_000)
        #expect(code { try _ = open(large) } == "keystore.damaged")
    }

    @Test func otherAccountsAddress() throws {
        let changed = Samples.scrypt.replacingOccurrences(of: "6370ef2f", with: "6370ef2e")
        #expect(code { try _ = open(changed) } == "keystore.address-mismatch")
    }

    @Test func unsupported() throws {
        for (old, new) in [
            ("\"version\":3", "\"version\":1"), ("aes-128-ctr", "aes-128-cbc"),
            ("\"kdf\":\"scrypt\"", "\"kdf\":\"argon2\""),
            ("\"dklen\":32", "\"dklen\":64"),
        ] {
            let changed = Samples.scrypt.replacingOccurrences(of: old, with: new)
            #expect(code { try _ = open(changed) } == "keystore.unsupported", "\(new)")
        }
        let changed = Samples.pbkdf2Of31Bytes.replacingOccurrences(of: "hmac-sha256", with: "hmac-sha512")
        #expect(code { try _ = open(changed) } == "keystore.unsupported")
    }

    @Test func limitsOnWork() throws {
        let clock = ContinuousClock()
        let took = clock.measure {
            for (old, new) in [
                ("\"n\":1024", "\"n\":2097152"), ("\"n\":1024", "\"n\":9223372036854775808"),
                ("\"r\":8", "\"r\":8193"),
                ("\"r\":8", "\"r\":18446744073709551615"), ("\"p\":1", "\"p\":17"),
                ("\"n\":1024,\"p\":1,\"r\":8", "\"n\":1048576,\"p\":1,\"r\":16"),
            ] {
                let changed = Samples.scrypt.replacingOccurrences(of: old, with: new)
                #expect(code { try _ = open(changed) } == "keystore.kdf-limit", "\(new)")
            }
            let changed = Samples.pbkdf2Of31Bytes.replacingOccurrences(
                of: "\"c\":1000", with: "\"c\":10000001")
            #expect(code { try _ = open(changed) } == "keystore.kdf-limit")
        }
        #expect(took < .seconds(2))
        // The limits themselves are allowed.
        let largest = Samples.scrypt.replacingOccurrences(of: "\"n\":1024", with: "\"n\":1048576")
        #expect(code { try _ = parse(largest) } == nil)
        #expect(
            code { try _ = parse(Samples.scrypt.replacingOccurrences(of: "\"p\":1", with: "\"p\":16")) }
                == nil)
    }

    @Test(arguments: [
        "x", "correct horse", "пароль", "🔑🗝️", "\u{0}\u{1}", "e\u{301}", String(repeating: "長", count: 1_000),
    ])
    func ownFilesOpenAgain(_ passphrase: String) throws {
        let secret = SecretBytes(copying: passphrase)
        let file = try KeystoreFile.encrypt(
            try Samples.key(), passphrase: secret, strength: .light, name: "ops-1")
        let again = try parse(file.serialized)
        #expect(again == file)
        #expect(again.name == "ops-1")
        #expect(try again.decrypt(passphrase: secret).address == (try Samples.key().address))
        #expect(
            code { try _ = again.decrypt(passphrase: SecretBytes(copying: passphrase + "!")) }
                == "keystore.wrong-passphrase")
    }

    @Test func ownFilesTellEveryDamage() throws {
        let passphrase = SecretBytes(copying: "x")
        let text = try KeystoreFile.encrypt(try Samples.key(), passphrase: passphrase, strength: .light)
            .serialized
        // Any hex digit of the file's crypto part changed: damage, found without the passphrase.
        let start = try #require(text.range(of: "\"ciphertext\":\"")).upperBound
        for offset in [0, 5, 63] {
            var changed = text
            let index = changed.index(start, offsetBy: offset)
            changed.replaceSubrange(index...index, with: changed[index] == "0" ? "1" : "0")
            #expect(code { try _ = parse(changed) } == "keystore.damaged")
        }
        #expect(
            code { try _ = parse(text.replacingOccurrences(of: "\"n\":4096", with: "\"n\":2048")) }
                == "keystore.damaged")
        #expect(
            code { try _ = parse(text.replacingOccurrences(of: "6370ef", with: "6370ee")) }
                == "keystore.damaged")
    }

    @Test func saltsDiffer() throws {
        let passphrase = SecretBytes(copying: "x")
        let first = try KeystoreFile.encrypt(try Samples.key(), passphrase: passphrase, strength: .light)
        let second = try KeystoreFile.encrypt(try Samples.key(), passphrase: passphrase, strength: .light)
        #expect(first.derivation != second.derivation)
        #expect(first.id != second.id)
    }

    @Test func standardStrength() throws {
        let passphrase = SecretBytes(copying: "x")
        let file = try KeystoreFile.encrypt(try Samples.key(), passphrase: passphrase)
        guard case .scrypt(262_144, 8, 1, let salt) = file.derivation else {
            Issue.record("\(file.derivation)")
            return
        }
        #expect(salt.count == 32)
        #expect(try file.decrypt(passphrase: passphrase).address == (try Samples.key().address))
    }

    @Test func changesPassphrase() throws {
        let old = SecretBytes(copying: Samples.passphrase)
        let new = SecretBytes(copying: "new")
        let file = try parse(Samples.pbkdf2Of31Bytes).changingPassphrase(from: old, to: new, strength: .light)
        #expect(try file.decrypt(passphrase: new).address == (try parse(Samples.pbkdf2Of31Bytes).address))
        #expect(code { try _ = file.decrypt(passphrase: old) } == "keystore.wrong-passphrase")
        #expect(code { try _ = file.changingPassphrase(from: old, to: new) } == "keystore.wrong-passphrase")
    }

    /// Every prefix, and thousands of random changes: an error or a file, never a trap.
    @Test func hostileFiles() throws {
        let bytes = Array(Samples.scrypt.utf8)
        for length in bytes.indices {
            #expect(throws: KeystoreError.self) { try KeystoreFile(parsing: Array(bytes[..<length])) }
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<3_000 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                changed[Int.random(in: changed.indices, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            _ = try? KeystoreFile(parsing: changed)
        }
    }
}

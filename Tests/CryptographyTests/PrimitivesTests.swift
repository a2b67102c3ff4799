import Cryptography
import Ethereum
import Testing

@Suite struct CryptographicPrimitivesTests {
    /// Verified against the test vectors of FIPS 180, FIPS 202 and RIPEMD-160's authors ("abc").
    @Test func digests() {
        let abc = Array("abc".utf8)
        #expect(
            Hex.encode(Digest.sha1.hash(abc), prefix: false) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(
            Hex.encode(Digest.ripemd160.hash(abc), prefix: false)
                == "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc")
        #expect(
            Hex.encode(Digest.sha256.hash(abc), prefix: false)
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Hex.encode(Digest.sha3_256.hash(abc), prefix: false)
                == "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532")
        #expect(
            Hex.encode(Digest.sha512.hash([]), prefix: false).hasPrefix("cf83e1357eefb8bdf1542850d66d8007"))
    }

    /// Verified against RFC 7914, sections 11 and 12.
    @Test func keyDerivation() throws {
        let pbkdf2 = try KeyDerivation.pbkdf2(
            .sha256, passphrase: SecretBytes(copying: "passwd"), salt: SecretBytes(copying: "salt"),
            iterations: 1,
            count: 64)
        #expect(pbkdf2.hex.hasPrefix("0x55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"))
        let scrypt = try KeyDerivation.scrypt(
            passphrase: SecretBytes(copying: "password"), salt: Array("NaCl".utf8), n: 1_024, r: 8, p: 16,
            count: 64)
        #expect(scrypt.hex.hasPrefix("0xfdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"))
        let empty = try KeyDerivation.scrypt(
            passphrase: SecretBytes(count: 0), salt: [], n: 16, r: 1, p: 1, count: 64)
        #expect(empty.hex.hasPrefix("0x77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"))
    }

    @Test func derivationOutOfRange() {
        for (n, r, p) in [(3, 8, 1), (0, 8, 1), (1, 8, 1), (1 << 62, 1 << 62, 1), (2, 1 << 40, 1)]
            as [(UInt64, UInt64, UInt64)]
        {
            #expect(throws: CryptographyError.derivationFailed) {
                try KeyDerivation.scrypt(
                    passphrase: SecretBytes(count: 0), salt: [], n: n, r: r, p: p, count: 32)
            }
        }
        #expect(throws: CryptographyError.derivationFailed) {
            try KeyDerivation.pbkdf2(
                .sha256, passphrase: SecretBytes(count: 0), salt: SecretBytes(count: 0), iterations: 0,
                count: 32)
        }
    }

    @Test func secretMemory() {
        let secret = SecretBytes(copying: "secret")
        #expect(secret.text == "secret")
        #expect(secret.slice(2..<99).text == "cret")
        #expect(secret.isEqual(to: SecretBytes(copying: "secret")))
        #expect(!secret.isEqual(to: SecretBytes(copying: "secreT")))
        #expect(!secret.isEqual(to: SecretBytes(copying: "secre")))
        secret.wipe()
        #expect(secret.bytes == [UInt8](repeating: 0, count: 6))
        var bytes: [UInt8] = [1, 2, 3]
        #expect(SecretBytes(wiping: &bytes).bytes == [1, 2, 3])
        #expect(bytes.isEmpty)
        #expect(SecretBytes(count: 0).bytes.isEmpty)
        #expect(SecretBytes(count: 100_000).bytes.allSatisfy { $0 == 0 })
    }

    @Test func randomNumbers() throws {
        #expect(try SecureRandom.bytes(1_000) != SecureRandom.bytes(1_000))
        #expect(try SecureRandom.bytes(0).isEmpty)
        var seen: Set<UInt32> = []
        for _ in 0..<500 {
            let number = try SecureRandom.uint32(below: 7)
            #expect(number < 7)
            seen.insert(number)
        }
        #expect(seen.count == 7)
        #expect(try SecureRandom.uint32(below: 1) == 0)
    }

    @Test func constantTime() {
        #expect(constantTimeEqual([1, 2], [1, 2]))
        #expect(!constantTimeEqual([1, 2], [1, 3]))
        #expect(!constantTimeEqual([1, 2], [1]))
        #expect(constantTimeEqual([], []))
    }
}

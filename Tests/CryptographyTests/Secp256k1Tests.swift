import Cryptography
import Ethereum
import Foundation
import Testing

@Suite struct Secp256k1Tests {
    /// Verified against ethers' list of keys and addresses.
    @Test func addressesOfKeys() throws {
        guard let cases = Vectors.objects("ethers/accounts.json") else { return }
        var count = 0
        for entry in cases {
            guard let privateKey = entry["privateKey"] as? String, let address = entry["address"] as? String
            else { continue }
            #expect(try key(privateKey).address.checksummed == address)
            count += 1
        }
        #expect(count > 20)
    }

    /// Verified against RFC 6979's nonces through the example of EIP-155, whose signature is given there.
    @Test func signsDeterministically() throws {
        let key = try key("0x4646464646464646464646464646464646464646464646464646464646464646")
        let digest = try Hash32("0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53")
        let signature = try key.sign(digest)
        #expect(
            signature.r.bigEndianBytes
                == (try Hex.decode(
                    "0x28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276")))
        #expect(
            signature.s.bigEndianBytes
                == (try Hex.decode(
                    "0x67cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83")))
        #expect(signature.yParity == 0)
        #expect(try key.sign(digest) == signature)
    }

    /// The same signature as of a key that is a secret.
    @Test func publishedKeys() throws {
        for seed in 1...50 as ClosedRange<UInt8> {
            let bytes = [UInt8](repeating: seed, count: 32)
            let (published, key) = (try PublishedKey(bytes), try PrivateKey(SecretBytes(copying: bytes)))
            let digest = Keccak256.hash(utf8: "message \(seed)")
            #expect(published.address == key.address)
            #expect(try published.sign(digest) == key.sign(digest))
        }
        for bytes in [[], [1], [UInt8](repeating: 0, count: 32), [UInt8](repeating: 0xff, count: 32)]
            as [[UInt8]]
        {
            #expect(throws: CryptographyError.invalidPrivateKey) { try PublishedKey(bytes) }
        }
    }

    @Test func everySignatureIsLowAndRecovers() throws {
        for seed in 0..<200 {
            let key = try PrivateKey.random()
            let digest = Keccak256.hash(utf8: "message \(seed)")
            let signature = try key.sign(digest)
            #expect(signature.isLowS)
            #expect(try Secp256k1.recover(digest: digest, signature: signature) == key.address)
            // Another digest recovers to another account, or to none.
            let other = try? Secp256k1.recover(digest: Keccak256.hash(utf8: "other"), signature: signature)
            #expect(other != key.address)
            // Both forms of 65 and 64 bytes say the same.
            #expect(try Signature(bytes: signature.bytes) == signature)
        }
    }

    @Test func shortSignatures() throws {
        // EIP-2098's second example.
        let signature = try Signature(
            bytes: try Hex.decode(
                "0x9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76"
                    + "939c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793"))
        #expect(signature.yParity == 1)
        #expect(
            Hex.encode(signature.bytes).hasSuffix(
                "139c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f5507931c"))
        #expect(throws: SignatureError.wrongLength(63)) {
            try Signature(bytes: [UInt8](repeating: 1, count: 63))
        }
        #expect(throws: SignatureError.unknownV(29)) {
            try Signature(bytes: [UInt8](repeating: 1, count: 64) + [29])
        }
    }

    @Test(arguments: [
        "0x0000000000000000000000000000000000000000000000000000000000000000",
        "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0x01",
    ])
    func refusesWhatIsNoKey(_ hex: String) throws {
        #expect(throws: CryptographyError.invalidPrivateKey) { try key(hex) }
    }

    @Test func refusesWhatIsNoSignature() throws {
        let digest = Keccak256.hash(utf8: "message")
        let zero = Signature(r: .zero, s: .zero, yParity: 0)
        let beyond = Signature(r: .max, s: .one, yParity: 0)
        let parity = Signature(r: .one, s: .one, yParity: 7)
        for signature in [zero, beyond, parity] {
            #expect(throws: CryptographyError.unrecoverableSignature) {
                try Secp256k1.recover(digest: digest, signature: signature)
            }
        }
    }

    @Test func signsOnManyThreads() async throws {
        let key = try PrivateKey.random()
        let digest = Keccak256.hash(utf8: "message")
        let expected = try key.sign(digest)
        try await withThrowingTaskGroup(of: Signature.self) { group in
            for _ in 0..<64 { group.addTask { try key.sign(digest) } }
            for try await signature in group { #expect(signature == expected) }
        }
    }

    @Test func nothingPrintsAKey() throws {
        let hex = "4646464646464646464646464646464646464646464646464646464646464646"
        let key = try key("0x" + hex)
        var dumped = ""
        dump(key, to: &dumped)
        dump(SecretBytes(copying: try Hex.decode("0x" + hex)), to: &dumped)
        #expect(!"\(key) \(dumped)".contains("46464646"))
        #expect(!"\(key) \(dumped)".contains("70, 70"))
    }
}

import Cryptography
import Ethereum
import Testing

@Suite struct SenderTests {
    /// Verified against ethers' signed transactions of every type that they have.
    @Test func senders() throws {
        guard let cases = Vectors.objects("ethers/transactions.json") else { return }
        var count = 0
        for entry in cases {
            guard let privateKey = entry["privateKey"] as? String else { continue }
            let signer = try key(privateKey)
            for (name, value) in entry where name.hasPrefix("signed") {
                guard let text = value as? String, let raw = try? Hex.decode(text),
                    case .signed(let signed)? = try? Transaction.decode(raw)
                else { continue }
                #expect(try signed.sender() == signer.address, "\(entry["name"] ?? "") \(name)")
                // Our own signature of the same transaction is theirs.
                #expect(try signer.sign(signed.transaction.signingHash()) == signed.signature)
                count += 1
            }
        }
        #expect(count > 500)
    }

    @Test func authorities() throws {
        let key = try PrivateKey.random()
        var authorization = Authorization(
            chainID: 1, address: .zero, nonce: 7, yParity: 0, r: .zero, s: .zero)
        #expect(throws: CryptographyError.unrecoverableSignature) { try authorization.authority() }
        let signature = try key.sign(authorization.signingHash)
        authorization.r = signature.r
        authorization.s = signature.s
        authorization.yParity = signature.yParity
        #expect(try authorization.authority() == key.address)
        // The other solution of the same equation is refused for its high s.
        authorization.s = Signature.order &- signature.s
        authorization.yParity = 1 - signature.yParity
        #expect(throws: CryptographyError.unrecoverableSignature) { try authorization.authority() }
    }
}

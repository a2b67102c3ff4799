import Cryptography
import Ethereum
import Foundation
import TestSupport
import Testing

/// ethereum-tests' TransactionTests and BasicTests: raw bytes under the rules of each fork.
@Suite struct TransactionForkTests {
    static let forks: [String: ForkRules] = [
        "Frontier": .frontier, "Homestead": .homestead, "EIP150": .tangerineWhistle,
        "EIP158": .spuriousDragon,
        "Byzantium": .byzantium, "Constantinople": .constantinople, "ConstantinopleFix": .petersburg,
        "Istanbul": .istanbul, "Berlin": .berlin, "London": .london, "Paris": .paris, "Shanghai": .shanghai,
        "Cancun": .cancun, "Prague": .prague, "Osaka": .osaka,
    ]

    /// What the rules of a fork say of raw bytes: hash, sender and intrinsic gas, or nil for a refusal.
    private func accepted(_ raw: [UInt8], _ rules: ForkRules) -> (hash: Hash32, sender: Address, gas: UInt64)?
    {
        guard case .signed(let signed)? = try? Transaction.decode(raw),
            (try? signed.validate(rules: rules, chainID: 1)) != nil, let sender = try? signed.sender()
        else { return nil }
        return (Keccak256.hash(raw), sender, signed.transaction.intrinsicGas(rules: rules))
    }

    @Test func everyForkOfEveryFile() throws {
        let files = Shared.files(below: "vectors/ethereum-tests/TransactionTests", suffix: ".json")
        var verdicts = (accepted: 0, refused: 0)
        for file in files {
            let cases = try #require(Shared.json(file) as? [String: [String: Any]])
            for (name, entry) in cases {
                let results = try #require(entry["result"] as? [String: [String: Any]])
                // Some files hold what is no hex at all: refused everywhere.
                let raw = (entry["txbytes"] as? String).flatMap { try? Hex.decode($0) }
                for (fork, expected) in results {
                    let rules = try #require(Self.forks[fork], "\(fork)")
                    let ours = raw.flatMap { accepted($0, rules) }
                    let label = Comment(rawValue: "\(name) under \(fork)")
                    if expected["exception"] != nil {
                        verdicts.refused += 1
                        #expect(ours == nil, label)
                    } else {
                        verdicts.accepted += 1
                        #expect(ours?.hash.description == expected["hash"] as? String, label)
                        #expect(ours?.sender.checksummed.lowercased() == expected["sender"] as? String, label)
                        let gas = UInt256(hex: expected["intrinsicGas"] as? String ?? "")
                        #expect(ours.map { UInt256($0.gas) } == gas, label)
                    }
                }
            }
        }
        #expect(files.isEmpty || verdicts.accepted > 300 && verdicts.refused > 900)
    }

    /// Transactions, keys and signatures of BasicTests: signing is deterministic (RFC 6979), so theirs is ours.
    @Test func basicTests() throws {
        guard let cases = Vectors.objects("ethereum-tests/BasicTests/txtest.json"),
            let keys = Vectors.objects("ethereum-tests/BasicTests/keyaddrtest.json")
        else { return }
        for entry in keys {
            let address = try key("0x" + (entry["key"] as? String ?? "")).address
            #expect(Hex.encode(address.bytes, prefix: false) == entry["addr"] as? String)
        }
        for entry in cases {
            let raw = try Hex.decode("0x" + (entry["signed"] as? String ?? ""))
            guard case .signed(let signed) = try Transaction.decode(raw) else {
                Issue.record("not read as signed")
                continue
            }
            let signer = try key("0x" + (entry["key"] as? String ?? ""))
            #expect(try signed.sender() == signer.address)
            #expect(signed.encoded == raw)
        }
    }

    /// ethers' accounts: address and checksum of each key; the text reads back, and another case of it doesn't.
    @Test func accounts() throws {
        guard let cases = Vectors.objects("ethers/accounts.json") else { return }
        var withKeys = 0
        for entry in cases {
            let text = try #require(entry["address"] as? String)
            #expect(try Address(text).checksummed == text)
            if let secret = entry["privateKey"] as? String {
                withKeys += 1
                #expect(try key(secret).address.checksummed == text)
            }
            // One letter of the other case is another checksum.
            let body = Array(text.utf8)
            guard let place = body.indices.dropFirst(2).last(where: { body[$0] >= 0x41 }),
                body[2...].contains(where: { (0x41...0x5a).contains($0) })
            else { continue }
            var changed = body
            changed[place] ^= 0x20
            let other = String(decoding: changed, as: UTF8.self)
            let isOneCase = other.dropFirst(2) == other.dropFirst(2).lowercased()
            if !isOneCase, other.dropFirst(2) != other.dropFirst(2).uppercased() {
                #expect(throws: AddressError.wrongChecksum, "\(other)") { try Address(other) }
            }
        }
        #expect(withKeys > 50)
    }
}

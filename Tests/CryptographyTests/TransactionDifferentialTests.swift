import Cryptography
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// Random transactions of types 0, 1, 2 and 4 as eth-account signs them.
@Suite struct TransactionDifferentialTests {
    @Test func againstEthAccount() throws {
        guard let python = Program.python else { return }
        let script = Shared.package.appendingPathComponent(
            "Tests/CryptographyTests/Differential/transactions.py")
        let result = try Program.run(python, [script.path, "1559", "600"])
        #expect(result.status == 0, "\(result.error)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 600)
        for line in lines {
            let entry = try JSON.parse(String(line))
            let raw = try Hex.decode(try #require(entry["raw"]?.stringValue))
            guard case .signed(let signed) = try Transaction.decode(raw) else {
                Issue.record("not read as signed: \(line)")
                continue
            }
            let label = Comment(rawValue: String(line))
            #expect(String(signed.transaction.type) == entry["type"]?.numberText, label)
            #expect(signed.encoded == raw, label)
            #expect(signed.hash.description == entry["hash"]?.stringValue, label)
            #expect(try signed.sender().checksummed == entry["sender"]?.stringValue, label)
            // Signing is deterministic: our signature of what was read is theirs.
            let ours = try key(try #require(entry["key"]?.stringValue)).sign(
                signed.transaction.signingHash())
            #expect(ours == signed.signature, label)
            let authorities = try signed.transaction.authorizationList.map { try $0.authority().checksummed }
            #expect(authorities == entry["authorities"]?.arrayValue?.compactMap(\.stringValue), label)
        }
    }
}

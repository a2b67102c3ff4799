import Contracts
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// The keystores of Keys/Devnet, opened by eth-account.
@Suite("Published keys") struct PublishedKeysTests {
    @Test func ethAccountOpensThemAndTheKeysAreThoseOfTheScenario() throws {
        guard let python = Program.python else { return }
        let folder = Shared.package.appendingPathComponent("Keys/Devnet")
        let program = """
            import json, pathlib, sys
            from eth_account import Account
            from eth_utils import keccak
            for file in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
                key = bytes(Account.decrypt(json.loads(file.read_text()), "demo"))
                number = next(n for n in range(1, 61) if keccak(text=f"coai devnet account {n}") == key)
                print(number, Account.from_key(key).address)
            """
        let result = try Program.run(python, ["-c", program, folder.path])
        #expect(result.status == 0, "\(result.error)")
        let lines = result.output.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(lines.count >= 4)
        for line in lines {
            let number = try #require(Int(line[0]))
            #expect(try DevelopmentAccount(number).address.checksummed == String(line[1]))
        }
        // The folder says plainly what these are.
        let words = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
        #expect(words.contains("Never fund them") && words.contains("`demo`"))
    }
}

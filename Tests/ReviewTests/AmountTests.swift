import Ethereum
import Foundation
import Review
import TestSupport
import Testing

@Suite("Amounts")
struct AmountTests {
    /// ethers' unit conversions: every unit of every case that isn't negative.
    @Test func ethers() throws {
        guard let cases = Shared.json("vectors/ethers/units.json") as? [[String: Any]] else { return }
        let units = ["kwei": 3, "mwei": 6, "gwei": 9, "szabo": 12, "finney": 15, "ether": 18, "satoshi": 8]
        var seen = 0
        for entry in cases {
            guard let text = entry["wei"] as? String, let wei = UInt256(text) else { continue }
            for (unit, decimals) in units {
                guard let expected = entry["\(unit)_format"] as? String else { continue }
                seen += 1
                // We group digits, and write no fraction where there is none.
                let ours = Amount.decimal(wei, decimals: decimals).filter { $0 != "," }
                #expect((ours.contains(".") ? ours : ours + ".0") == expected, "\(text) \(unit)")
            }
        }
        #expect(seen >= 18)
    }

    @Test func groups() {
        #expect(Amount.decimal(UInt256(1_234_567), decimals: 0) == "1,234,567")
        #expect(Amount.decimal(UInt256(1_234_567), decimals: 6) == "1.234567")
        #expect(Amount.decimal(.zero, decimals: 18) == "0")
        #expect(Amount.decimal(.one, decimals: 18) == "0.000000000000000001")
        #expect(Amount.grouped("1000") == "1,000" && Amount.grouped("100") == "100")
    }
}

import Ethereum
import Foundation
import TestSupport
import Testing

@Suite("RLP")
struct RLPTests {
    private func item(_ json: Any) throws -> RLPItem {
        if let text = json as? String {
            if text.hasPrefix("#") { return .bytes(bigNumber(String(text.dropFirst()))) }
            if text.hasPrefix("0x") { return .bytes(try Hex.decode(text)) }
            return .bytes(Array(text.utf8))
        }
        if let number = json as? NSNumber { return .number(number.uint64Value) }
        return .list(try #require(json as? [Any]).map(item))
    }

    /// Bytes of a decimal number of any size.
    private func bigNumber(_ digits: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for digit in digits.utf8 {
            var carry = Int(digit) - 48
            for index in bytes.indices.reversed() {
                let value = Int(bytes[index]) * 10 + carry
                bytes[index] = UInt8(value & 255)
                carry = value >> 8
            }
            if carry > 0 { bytes.insert(UInt8(carry), at: 0) }
        }
        return bytes
    }

    /// ethers' cases.
    @Test func ethers() throws {
        guard let cases = Shared.json("vectors/ethers/rlp.json") as? [[String: Any]] else { return }
        #expect(cases.count > 50)
        for entry in cases {
            let encoded = try Hex.decode(try #require(entry["encoded"] as? String))
            let decoded = try item(try #require(entry["decoded"]))
            #expect(RLP.encode(decoded) == encoded)
            #expect(try RLP.decode(encoded) == decoded)
        }
    }

    /// ethereum-tests' valid, invalid and random cases.
    @Test func ethereumTests() throws {
        let files = Shared.files(below: "vectors/ethereum-tests/RLPTests", suffix: ".json")
        var seen = 0
        for file in files {
            guard let cases = Shared.json(file) as? [String: [String: Any]] else { continue }
            for (name, entry) in cases {
                seen += 1
                let text = try #require(entry["out"] as? String)
                let bytes = try Hex.decode(text.hasPrefix("0x") ? text : "0x" + text)
                if let input = entry["in"] as? String, input == "INVALID" {
                    #expect(throws: RLPError.self, "\(name)") { try RLP.decode(bytes) }
                } else if let input = entry["in"] as? String, input == "VALID" {
                    #expect(RLP.encode(try RLP.decode(bytes)) == bytes, "\(name)")
                } else {
                    let input = try item(try #require(entry["in"]))
                    #expect(RLP.encode(input) == bytes, "\(name)")
                    #expect(try RLP.decode(bytes) == input, "\(name)")
                }
            }
        }
        #expect(files.isEmpty || seen > 40)
    }

    @Test func refusesWhatIsNotCanonical() {
        let cases: [([UInt8], RLPError)] = [
            ([], .truncated), ([0x81, 0x7f], .notCanonical), ([0xb8, 0x01, 0x80], .notCanonical),
            ([0xb8, 0x37] + Array(repeating: 0, count: 55), .notCanonical),
            ([0xb9, 0x00, 0x38], .notCanonical),
            ([0x82, 0x01], .truncated), ([0xc1], .truncated), ([0x01, 0x02], .trailingBytes),
            ([0xc0, 0xc0], .trailingBytes),
            ([0xbf] + Array(repeating: 0xff, count: 8), .truncated),
            ([0xff] + Array(repeating: 0xff, count: 8), .truncated),
            ([0xc2, 0xc2, 0x01], .truncated),
        ]
        for (bytes, error) in cases {
            #expect(throws: error, "\(bytes.prefix(4))") { try RLP.decode(bytes) }
        }
    }

    @Test func refusesNestingWithoutEnd() {
        var nested: [UInt8] = [0xc0]
        for _ in 0..<1_100 {
            let length = nested.count
            if length <= 55 {
                nested = [0xc0 + UInt8(length)] + nested
            } else {
                let bytes = UInt256(UInt64(length)).minimalBigEndianBytes
                nested = [0xf7 + UInt8(bytes.count)] + bytes + nested
            }
        }
        #expect(throws: RLPError.tooDeep) { try RLP.decode(nested) }
    }

    @Test func randomBytesNeverTrapAndAcceptedOnesAreCanonical() {
        var random = SeededRandom(seed: 5)
        var accepted = 0
        for _ in 0..<50_000 {
            let bytes = (0..<random.below(12)).map { _ in
                random.below(3) == 0 ? UInt8(0xc0 + random.below(8)) : UInt8(random.below(256))
            }
            guard let item = try? RLP.decode(bytes) else { continue }
            accepted += 1
            #expect(RLP.encode(item) == bytes)
        }
        #expect(accepted > 1000)
    }
}

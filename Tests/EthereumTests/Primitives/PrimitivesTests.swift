import Ethereum
import Testing

@Suite("Keccak-256")
struct Keccak256Tests {
    /// Digests from the Keccak team's and pycryptodome's answers for the same input.
    @Test func knownDigests() {
        #expect(
            Keccak256.hash([]).description
                == "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")
        #expect(
            Keccak256.hash(utf8: "abc").description
                == "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")
    }

    @Test func piecesGiveTheSameAsTheWhole() {
        let bytes = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 131) }
        for length in [0, 1, 7, 8, 31, 135, 136, 137, 271, 272, 273, 700] {
            let whole = Keccak256.hash(Array(bytes.prefix(length)))
            for piece in [1, 3, 8, 64, 135, 136, 137] {
                var hash = Keccak256()
                var rest = bytes.prefix(length)
                while !rest.isEmpty {
                    hash.update(Array(rest.prefix(piece)))
                    rest = rest.dropFirst(piece)
                }
                #expect(hash.finalize() == whole, "length \(length), pieces of \(piece)")
            }
        }
    }
}

@Suite("UInt256")
struct UInt256Tests {
    @Test func textRoundTrip() throws {
        let largest = "115792089237316195423570985008687907853269984665640564039457584007913129639935"
        #expect(UInt256(largest) == .max)
        #expect(UInt256.max.description == largest)
        #expect(
            UInt256("115792089237316195423570985008687907853269984665640564039457584007913129639936") == nil)
        for text in ["", "00", "01", "-1", "+1", " 1", "1 ", "0x1", "1e3", "\u{0661}"] {
            #expect(UInt256(text) == nil)
        }
        #expect(UInt256("0") == .zero)
        #expect(UInt256(hex: "0xff") == 255)
        #expect(UInt256(quantity: "0x00") == nil)
        #expect(UInt256(quantity: "0x0") == .zero)
        #expect(UInt256(quantity: "0x01") == nil)
        #expect((UInt256.one &<< 200).quantity == "0x1" + String(repeating: "0", count: 50))
    }

    @Test func divisionUndoesMultiplication() throws {
        var state: UInt64 = 7
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
        for round in 0..<2_000 {
            let a = UInt256(limbs: next(), next(), next(), next()) &>> Int(next() % 256)
            let b = UInt256(limbs: next(), next(), next(), next()) &>> Int(next() % 256)
            guard let (quotient, remainder) = a.dividedWithRemainder(by: b) else {
                #expect(b.isZero)
                continue
            }
            #expect(remainder < b, "round \(round)")
            #expect(quotient &* b &+ remainder == a, "round \(round)")
            #expect(UInt256(a.description) == a)
            #expect(UInt256(quantity: a.quantity) == a)
            #expect(UInt256(bigEndianBytes: a.minimalBigEndianBytes) == a)
            #expect((a &+ b) &- b == a)
        }
    }

    @Test func signedBounds() {
        #expect(
            Int256.min.description
                == "-57896044618658097711785492504343953926634992332820282019728792003956564819968")
        #expect(
            Int256("-57896044618658097711785492504343953926634992332820282019728792003956564819969") == nil)
        #expect(Int256(-1).word == .max)
        #expect(Int256("-0") == nil)
        #expect(Int256(127).fits(bits: 8) && Int256(-128).fits(bits: 8))
        #expect(!Int256(128).fits(bits: 8) && !Int256(-129).fits(bits: 8))
        #expect(Int256.min < Int256(-1) && Int256(-1) < .zero && .zero < Int256.max)
    }
}

@Suite("Address")
struct AddressTests {
    /// Checksummed forms from EIP-55.
    @Test func checksum() throws {
        let text = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
        #expect(try Address(text).checksummed == text)
        #expect(try Address(text.lowercased()).checksummed == text)
        #expect(throws: AddressError.wrongChecksum) {
            try Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD")
        }
        #expect(throws: AddressError.missingPrefix) {
            try Address("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
        }
        #expect(throws: AddressError.wrongLength) { try Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe") }
    }
}

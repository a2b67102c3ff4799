import EVM
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// The curves' precompiles against py-evm's, which are py_ecc's and c-kzg's, and pycryptodome's P-256: random points,
/// damaged bytes, points of the curve that aren't of the group, numbers out of the field, wrong lengths.
struct CurvePrecompileTests {
    private func answer(_ address: UInt64, _ input: [UInt8]) -> (output: [UInt8]?, gas: UInt64)? {
        switch address {
        case 0x06: (BN254Precompiles.add(input), BN254Precompiles.addGas)
        case 0x07: (BN254Precompiles.multiply(input), BN254Precompiles.multiplyGas)
        case 0x08: (BN254Precompiles.pairing(input), BN254Precompiles.pairingGas(count: input.count))
        case 0x0a: (PointEvaluation.verify(input), PointEvaluation.gas)
        case 0x0b: (BLS381Precompiles.addG1(input), BLS381Precompiles.addG1Gas)
        case 0x0c: (BLS381Precompiles.sumG1(input), BLS381Precompiles.sumG1Gas(count: input.count))
        case 0x0d: (BLS381Precompiles.addG2(input), BLS381Precompiles.addG2Gas)
        case 0x0e: (BLS381Precompiles.sumG2(input), BLS381Precompiles.sumG2Gas(count: input.count))
        case 0x0f: (BLS381Precompiles.pairing(input), BLS381Precompiles.pairingGas(count: input.count))
        case 0x10: (BLS381Precompiles.mapToG1(input), BLS381Precompiles.mapToG1Gas)
        case 0x11: (BLS381Precompiles.mapToG2(input), BLS381Precompiles.mapToG2Gas)
        case 0x100: (P256Verify.verify(input), P256Verify.gas)
        default: nil
        }
    }

    @Test func sameAsOthers() throws {
        guard let python = Program.python else { return }
        let script = Shared.package.appendingPathComponent("Tests/EVMTests/Differential/precompiles.py")
        let result = try Program.run(python, [script.path, "3"])
        #expect(result.status == 0, "\(result.error)")
        let cases = try #require(try JSON.parse(Array(result.output.utf8), limits: .node).arrayValue)
        #expect(cases.count > 300)
        var seen: [UInt64: (done: Int, failed: Int)] = [:]
        for test in cases {
            let address = try #require(test["address"]?.numberText.flatMap { UInt64($0) })
            let inputDigits = try #require(test["input"]?.stringValue)
            let input = try Hex.decode("0x" + inputDigits)
            let output = try test["output"]?.stringValue.map { try Hex.decode("0x" + $0) }
            let (found, gas) = try #require(answer(address, input))
            #expect(found == output, "address \(address), input \(Hex.encode(input))")
            // Where a call fails, py-evm may not have come to its gas.
            if output != nil {
                let expected = try #require(test["gas"]?.numberText.flatMap { UInt64($0) })
                #expect(gas == expected, "gas at address \(address) for \(input.count) bytes")
            }
            if output == nil {
                seen[address, default: (0, 0)].failed += 1
            } else {
                seen[address, default: (0, 0)].done += 1
            }
        }
        #expect(seen.count == 12)
        for (address, counts) in seen {
            #expect(counts.done > 0, "no call of \(address) that succeeds")
            #expect(counts.failed > 0 || address == 0x100, "no call of \(address) that fails")
        }
    }

    @Test func lengthsThatNoCallHas() {
        let lengths = [
            0, 1, 47, 63, 64, 65, 96, 127, 128, 129, 159, 160, 161, 191, 192, 193, 255, 256, 257, 288, 384,
            512, 513,
        ]
        for address: UInt64 in [6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 0x100] {
            for length in lengths {
                for byte: UInt8 in [0, 1, 0x80, 0xc0, 0xff] {
                    let input = [UInt8](repeating: byte, count: length)
                    let found = answer(address, input)
                    #expect(found != nil)
                    // Bytes of one value are no point: only zeros, which are infinity, are taken.
                    if byte != 0, length >= 64, address != 0x100, address != 0x10, address != 0x11 {
                        #expect(found?.output == nil, "address \(address), \(length) bytes of \(byte)")
                    }
                }
            }
        }
    }
}

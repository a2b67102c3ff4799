import Cryptography
import Ethereum

/// Powers modulo a number of any size, at address 5 (EIP-198; gas by EIP-2565, from Osaka EIP-7883 and EIP-7823).
enum ModularPower {
    /// Bytes of base, exponent and modulus, as the input states them.
    private struct Lengths {
        let base: UInt256
        let exponent: UInt256
        let modulus: UInt256

        init(_ input: [UInt8]) {
            func word(_ index: Int) -> UInt256 { Machine.load(input, UInt256(UInt64(index * 32))) }
            base = word(0)
            exponent = word(1)
            modulus = word(2)
        }
    }

    static func gas(_ input: [UInt8], rules: ForkRules) -> UInt64 {
        let lengths = Lengths(input)
        let isOsaka = rules >= .osaka
        let longest = max(lengths.base, lengths.modulus)
        // EIP-7823: no number of more than 1,024 bytes. Before, one of that size costs more than any block has.
        if isOsaka, max(longest, lengths.exponent) > 1_024 { return .max }
        if longest.isZero, !isOsaka { return 200 }
        guard let size = longest.asUInt64, size < 1 << 31 else { return .max }
        let words = (size + 7) / 8
        var complexity = words * words
        if isOsaka { complexity = size <= 32 ? 16 : 2 * complexity }
        // The first 32 bytes of the exponent count by their highest bit, each byte after them by eight or sixteen.
        let headLength = min(lengths.exponent, 32)
        let start = UInt256(96) &+ lengths.base
        let head = Machine.load(input, start) &>> (256 - Int(headLength.limb0) * 8)
        var iterations = UInt256(UInt64(max(head.bitWidth, 1) - 1))
        if lengths.exponent > 32 {
            let (rest, overflow) = (lengths.exponent &- 32).multipliedReportingOverflow(by: isOsaka ? 16 : 8)
            guard !overflow else { return .max }
            iterations = iterations.addingSaturating(rest)
        }
        let (product, overflow) = max(iterations, 1).multipliedReportingOverflow(by: UInt256(complexity))
        guard !overflow, let total = product.asUInt64 else { return .max }
        return isOsaka ? max(500, total) : max(200, total / 3)
    }

    /// As many bytes as the modulus has; the gas, which is checked first, bounds all sizes.
    static func run(_ input: [UInt8]) -> [UInt8]? {
        let lengths = Lengths(input)
        if lengths.base.isZero, lengths.modulus.isZero { return [] }
        guard let base = lengths.base.asInt, let exponent = lengths.exponent.asInt,
            let modulus = lengths.modulus.asInt, max(base, exponent, modulus) < 1 << 30
        else { return nil }
        if modulus == 0 { return [] }
        func part(_ offset: Int, _ count: Int) -> [UInt8] {
            let start = min(offset, input.count)
            let present = input[start..<min(start + count, input.count)]
            return present + [UInt8](repeating: 0, count: count - present.count)
        }
        return BigNumber.power(
            part(96, base), to: part(96 + base, exponent), modulo: part(96 + base + exponent, modulus))
    }
}

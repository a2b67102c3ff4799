/// A BIP-32 path from a master key, such as `m/44'/60'/0'/0/0`.
public struct DerivationPath: Sendable, Hashable {
    /// What a hardened step adds to its number.
    public static let hardened: UInt32 = 0x8000_0000
    /// The path that Ethereum wallets use for the first account (BIP-44, coin type 60).
    public static let ethereum = DerivationPath([44 | hardened, 60 | hardened, 0 | hardened, 0, 0])

    /// The steps; 2^31 and above are hardened.
    public let steps: [UInt32]

    /// The path of these steps.
    public init(_ steps: [UInt32]) { self.steps = steps }

    /// The path in `text`: `m` and up to 255 steps, hardened ones marked by `'`, `h` or `H`.
    ///
    /// - Throws: `CryptographyError.invalidPath`.
    public init(parsing text: some StringProtocol) throws(CryptographyError) {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let first = parts.first, first.elementsEqual("m".utf8), parts.count <= 256 else {
            throw .invalidPath
        }
        var steps: [UInt32] = []
        for part in parts.dropFirst() {
            let isHardened = part.last.map { "'hH".utf8.contains($0) } ?? false
            let digits = isHardened ? part.dropLast() : part
            guard !digits.isEmpty, digits.count <= 10, digits.allSatisfy({ 0x30...0x39 ~= $0 }),
                digits.count == 1 || digits.first != 0x30
            else { throw .invalidPath }
            let number = digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
            guard number < UInt64(DerivationPath.hardened) else { throw .invalidPath }
            steps.append(UInt32(number) | (isHardened ? DerivationPath.hardened : 0))
        }
        self.steps = steps
    }
}

extension DerivationPath: CustomStringConvertible {
    /// The path as text, hardened steps marked by `'`.
    public var description: String {
        steps.reduce("m") { text, step in
            "\(text)/\(step & ~DerivationPath.hardened)\(step >= DerivationPath.hardened ? "'" : "")"
        }
    }
}

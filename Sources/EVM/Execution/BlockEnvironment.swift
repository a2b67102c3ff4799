import Ethereum

/// The block that a transaction runs in.
public struct BlockEnvironment: Sendable {
    /// Its height.
    public var number: UInt64
    /// Unix time in seconds.
    public var timestamp: UInt64
    /// Who gets the priority fees.
    public var coinbase: Address
    /// Gas that its transactions may use together.
    public var gasLimit: UInt64
    /// Wei of a unit of gas that are burnt (EIP-1559).
    public var baseFee: UInt256
    /// The beacon chain's randomness, from Paris on (EIP-4399).
    public var random: Hash32
    /// What PREVRANDAO's opcode gave before.
    public var difficulty: UInt256
    /// Gas of blobs beyond their target so far (EIP-4844).
    public var excessBlobGas: UInt64
    /// Wei of a unit of blob gas, where a request gives it; else it follows from the excess.
    public var givenBlobBaseFee: UInt256?
    /// The chain's id.
    public var chainID: UInt64

    /// A block with these parts.
    public init(
        number: UInt64 = 1, timestamp: UInt64 = 0, coinbase: Address = .zero, gasLimit: UInt64 = 30_000_000,
        baseFee: UInt256 = .zero, random: Hash32 = .zero, difficulty: UInt256 = .zero,
        excessBlobGas: UInt64 = 0,
        chainID: UInt64 = 1
    ) {
        self.number = number
        self.timestamp = timestamp
        self.coinbase = coinbase
        self.gasLimit = gasLimit
        self.baseFee = baseFee
        self.random = random
        self.difficulty = difficulty
        self.excessBlobGas = excessBlobGas
        self.chainID = chainID
    }

    /// Wei of a unit of blob gas: e to the excess by a fraction of the fork's (EIP-4844, `fake_exponential`; EIP-7691).
    ///
    /// Saturates where no account could pay any more.
    public func blobBaseFee(rules: ForkRules) -> UInt256 {
        if let givenBlobBaseFee { return givenBlobBaseFee }
        let fraction = UInt256(rules >= .prague ? 5_007_716 : 3_338_477)
        let excess = UInt256(excessBlobGas)
        var sum = UInt256.zero
        var term = fraction
        var index: UInt64 = 1
        while !term.isZero {
            let (total, overflow) = sum.addingReportingOverflow(term)
            let (product, isTooLarge) = term.multipliedReportingOverflow(by: excess)
            guard !overflow, !isTooLarge, index < 100_000 else { return .max }
            sum = total
            term = product.divided(by: fraction &* UInt256(index))
            index += 1
        }
        return sum.divided(by: fraction)
    }
}

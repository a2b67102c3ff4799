import Cryptography
import Ethereum

/// An account of development networks: its key is published, and anybody can compute it.
public struct DevelopmentAccount: Sendable {
    /// How many there are.
    public static let count = 100

    /// Its number, from 1 on.
    public let number: Int
    /// Its key: the hash of "coai devnet account" and its number.
    public let key: PublishedKey

    /// Its address.
    public var address: Address { key.address }

    /// The account of a number.
    ///
    /// - Throws: `ChainError` where the platform gives no key.
    public init(_ number: Int) throws(ChainError) {
        self.number = number
        let hash = Keccak256.hash(utf8: "coai devnet account \(number)")
        do { key = try PublishedKey(hash.bytes) } catch {
            throw ChainError("devnet.key", error.message)
        }
    }
}

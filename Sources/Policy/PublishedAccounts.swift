import Cryptography
import Ethereum

/// Accounts of development networks, whose keys anybody can compute.
public enum PublishedAccounts {
    /// How many there are.
    public static let count = 60

    /// Key of the account with a number from 1 on: the hash of "coai devnet account" and the number.
    static func key(_ number: Int) -> PrivateKey? {
        let hash = Keccak256.hash(utf8: "coai devnet account \(number)")
        return try? PrivateKey(SecretBytes(copying: hash.bytes))
    }

    /// All of them.
    public static let addresses = Set((1...count).compactMap { key($0)?.address })
}

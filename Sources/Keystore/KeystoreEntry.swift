import Ethereum

/// A file of a keystore directory.
public struct KeystoreEntry: Sendable, Equatable {
    /// The account, by the file's contents or else by its name; nil where neither tells.
    public let address: Address?
    /// A label that a person gave the account.
    public let name: String?
    /// Where the file is.
    public let path: String
    /// Why the file can't be used, or nil.
    public let damage: KeystoreError?
}

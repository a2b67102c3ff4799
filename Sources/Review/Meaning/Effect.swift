import Ethereum

/// Something that a signature brings about: what findings look at, whichever document it came from.
enum Effect: Sendable, Hashable {
    /// `spender` may take up to `amount` of a token; `bits` is the width of the field that says so.
    case approval(token: Address?, spender: Address, amount: UInt256, bits: Int)
    /// `operatorAddress` may move everything that the account holds at a contract.
    case operatorApproval(contract: Address?, operatorAddress: Address)
    /// Tokens go to `recipient`.
    case tokenTransfer(token: Address?, recipient: Address, amount: UInt256)
    /// The chain's own coin goes to `recipient`, in wei.
    case coinTransfer(recipient: Address, wei: UInt256)
    /// Control over something changes hands or rules.
    case privileged(Privilege, String)
    /// Code of `target` runs with the account's own storage.
    case delegateCall(target: Address)
    /// It holds until a time; nil or 0: for ever.
    case deadline(name: String, seconds: UInt256?)
    /// The document says that this address signs it.
    case signer(role: String, Address)
    /// Anybody may take the other side.
    case openToAnyone(role: String)
    /// A call of a function that coai doesn't know.
    case unknownCall(target: Address?, selector: [UInt8])
    /// A call whose arguments don't fit the function that its selector names.
    case unreadableCall(target: Address?, signature: String)
    /// Bytes after a call's arguments.
    case trailingBytes(count: Int)

    /// Which control changes.
    enum Privilege: String, Sendable, Hashable {
        case ownership, upgrade, role, safe, governance, minting
    }
}

import Ethereum
import Review

/// What a node says of those who take part in a document; what it didn't say is missing.
public struct NodeAnswers: Sendable, Hashable {
    /// What is at the addresses.
    public var code: [Address: Code] = [:]
    /// What may be taken now, in the tokens' smallest units.
    public var allowances: [Counterparties.Allowance: UInt256] = [:]

    /// No answers.
    public init() {}

    /// What `eth_getCode` tells of an address.
    public enum Code: Sendable, Hashable {
        /// An ordinary account, or nothing yet.
        case empty
        /// A contract of so many bytes.
        case contract(byteCount: Int)
        /// An account that runs the code of another address (EIP-7702).
        case delegation(to: Address)

        /// What code of these bytes is.
        public init(_ code: [UInt8]) {
            // The mark of a delegation, and 20 bytes (EIP-7702, "Delegation indicator").
            if code.count == 23, code.starts(with: [0xEF, 0x01, 0x00]),
                let target = try? Address(bytes: Array(code.dropFirst(3)))
            {
                self = .delegation(to: target)
            } else {
                self = code.isEmpty ? .empty : .contract(byteCount: code.count)
            }
        }
    }
}

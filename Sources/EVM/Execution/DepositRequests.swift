import Ethereum

/// Deposits of stake, which the deposit contract's logs hand to the beacon chain (EIP-6110).
public enum DepositRequests {
    /// The contract in which stake is deposited: 0x00000000219ab540356cbb839cbe05303d7705fa.
    public static let contract = Address(
        truncating: UInt256(limbs: 0x9cbe_0530_3d77_05fa, 0x219a_b540_356c_bb83, 0, 0))
    /// Of `DepositEvent(bytes,bytes,bytes,bytes,bytes)`.
    public static let event = Keccak256.hash(Array("DepositEvent(bytes,bytes,bytes,bytes,bytes)".utf8))
    /// What a request of deposits begins with (EIP-7685).
    public static let kind: UInt8 = 0

    /// Where each field of an event begins, with its length before it, and how long it is: key, credentials, amount,
    /// signature and index.
    private static let fields: [(offset: Int, length: Int)] = [
        (160, 48), (256, 32), (320, 8), (384, 96), (512, 8),
    ]
    private static let eventLength = 576

    /// The deposits of logs, one after another, 192 bytes each.
    ///
    /// - Throws: `TransactionError` for an event of another layout: no block can have the transaction that wrote it.
    public static func data(of logs: [LogEntry]) throws(TransactionError) -> [UInt8] {
        var bytes: [UInt8] = []
        for log in logs where log.address == contract && log.topics.first == event {
            guard let deposit = deposit(log.data) else {
                throw TransactionError(
                    code: "transaction.invalid-deposit",
                    message: "an event of the deposit contract has another layout than EIP-6110's")
            }
            bytes += deposit
        }
        return bytes
    }

    private static func deposit(_ data: [UInt8]) -> [UInt8]? {
        guard data.count == eventLength else { return nil }
        func word(_ offset: Int) -> UInt256? { UInt256(bigEndianBytes: data[offset..<offset + 32]) }
        var bytes: [UInt8] = []
        for (place, field) in fields.enumerated() {
            guard word(32 * place) == UInt256(UInt64(field.offset)),
                word(field.offset) == UInt256(UInt64(field.length))
            else { return nil }
            bytes += data[(field.offset + 32)..<(field.offset + 32 + field.length)]
        }
        return bytes
    }
}

import Ethereum

extension TransactionPool {
    /// Most bytes of a transaction that waits, its blobs aside: as with geth.
    static let largest = 128 << 10
    /// Most bytes of all that wait.
    static let mostBytes = 64 << 20

    /// Bytes of what may be as long as one likes, in a transaction, and some for the rest: no more than 5 % off.
    static func size(of transaction: Transaction) -> Int {
        let keys = transaction.accessList.reduce(0) { $0 + $1.storageKeys.count }
        return 130 + transaction.data.count + 24 * transaction.accessList.count + 33 * keys
            + 104 * transaction.authorizationList.count + 33 * transaction.blobVersionedHashes.count
    }
}

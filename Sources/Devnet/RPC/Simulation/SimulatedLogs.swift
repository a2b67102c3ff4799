import EVM
import Ethereum

/// Logs of a simulated call, with those that show transfers of ether as a token's, if they are wanted.
enum SimulatedLogs {
    /// Who seems to write logs of ether: 0xeeee…ee (execution-apis, `eth_simulateV1`).
    private static let ether = Address(
        truncating: UInt256(
            limbs: 0xeeee_eeee_eeee_eeee, 0xeeee_eeee_eeee_eeee, 0xeeee_eeee_eeee_eeee,
            0xeeee_eeee_eeee_eeee))
    /// Of `Transfer(address,address,uint256)`.
    private static let transfer = Keccak256.hash(Array("Transfer(address,address,uint256)".utf8))

    static func entries(_ result: TransactionResult, withTransfers: Bool) -> [LogEntry] {
        guard withTransfers, result.succeeded else { return result.logs }
        var entries: [LogEntry] = []
        var written = 0
        for call in result.lastingCalls {
            guard !call.value.isZero, let to = call.to, movesEther(call.kind) else { continue }
            let before = max(written, min(call.logsBefore, result.logs.count))
            entries += result.logs[written..<before]
            written = before
            entries.append(
                LogEntry(
                    address: ether, topics: [transfer, Hash32(word: call.from.word), Hash32(word: to.word)],
                    data: call.value.bigEndianBytes))
        }
        return entries + result.logs[written...]
    }

    private static func movesEther(_ kind: TracedCall.Kind) -> Bool {
        switch kind {
        case .call, .create, .create2, .selfDestruct: true
        case .callCode, .delegateCall, .staticCall: false
        }
    }
}

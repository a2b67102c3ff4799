import Devnet
import EVM
import Ethereum
import Foundation
import Synchronization

/// A development node on a thread and a loopback port of its own, with one account that has coins and one contract.
final class ServedNode: Sendable {
    private let isOver = Mutex(false)
    private let port = Mutex<UInt16?>(nil)

    init(sender: Address, contract: Address, code: [UInt8]) {
        let ready = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [self] in
            var configuration = DevChain.Configuration()
            configuration.startTime = 1_700_000_000
            configuration.accounts[sender] = StoredAccount(balance: .one &<< 80)
            configuration.accounts[contract] = StoredAccount(nonce: 1, code: Code(code))
            let server = try? DevServer(DevNode(DevChain(configuration)))
            port.withLock { $0 = server?.port }
            ready.signal()
            server?.run { self.isOver.withLock { $0 } }
        }
        ready.wait()
    }

    /// Where it is reached; nil if it couldn't listen.
    var url: String? { port.withLock { $0 }.map { "http://127.0.0.1:\($0)" } }

    /// Ends it, within a quarter of a second.
    func stop() { isOver.withLock { $0 = true } }
}

import Devnet
import EVM
import Ethereum
import Foundation
import Glibc
import StrictJSON
import Synchronization
import Testing

/// A server on a thread of its own, until this value ends.
final class Served {
    private final class Stop: Sendable {
        let isAsked = Atomic(false)
        let isDone = Atomic(false)
    }

    private let stop = Stop()
    private let port: UInt16
    private let path: String

    /// - Parameters:
    ///   - patience: milliseconds.
    ///   - logs: how many its chain has, at least.
    init(patience: UInt64 = 120_000, logs: Int = 0) throws {
        path = FileManager.default.temporaryDirectory.path + "/coai-served-\(UUID().uuidString)"
        var options = DevServer.Options()
        options.ipcPath = path
        options.patience = patience
        let node = try Self.node(logs: logs)
        let server = try DevServer(node, options)
        port = server.port ?? 0
        nonisolated(unsafe) let handed = server
        let stop = stop
        Thread.detachNewThread {
            handed.run { stop.isAsked.load(ordering: .relaxed) }
            stop.isDone.store(true, ordering: .relaxed)
        }
    }

    deinit {
        stop.isAsked.store(true, ordering: .relaxed)
        while !stop.isDone.load(ordering: .relaxed) { usleep(1_000) }
        unlink(path)
    }

    /// A node on whose chain a contract has written so many logs of 8 KiB, a hundred in a transaction.
    private static func node(logs: Int) throws -> DevNode {
        var configuration = DevChain.Configuration()
        let sender = Address(truncating: 1)
        configuration.accounts[sender] = StoredAccount(balance: UInt256(10_000_000_000_000_000_000))
        // From 100 down to 1: 8,192 zero bytes as a log without topics.
        let code = try Hex.decode("0x620000645b6120006000a0600190038060045700")
        let contract = Address(truncating: 0xc0de)
        configuration.accounts[contract] = StoredAccount(balance: .zero, code: Code(code))
        let node = DevNode(DevChain(configuration))
        _ = try node.call("anvil_impersonateAccount", [.string(sender.checksummed)])
        for _ in 0..<(logs + 99) / 100 {
            _ = try node.call(
                "eth_sendTransaction",
                [
                    [
                        "from": .string(sender.checksummed), "to": .string(contract.checksummed),
                        "gas": "0xa00000",
                    ]
                ])
        }
        return node
    }

    /// A connection to its unix socket, or to its port.
    func connection(onPort: Bool = false) throws -> Int32 {
        guard onPort else {
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            try #require(connect(descriptor, &address) == 0)
            return descriptor
        }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        try #require(connect(descriptor, &address) == 0)
        return descriptor
    }

    private func connect<Value>(_ descriptor: Int32, _ address: inout Value) -> Int32 {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Value>.size))
            }
        }
    }
}

import Contracts
import Ethereum
import Foundation
import NodeClient
import Profile
import StrictJSON
import TestSupport
import Testing

/// The scenario, played in this process on a node of its own.
/// Its suites run one after the other: none of it is used by two threads at once.
final class SeededChain: @unchecked Sendable {
    let network: SeededNetwork
    var profile: NetworkProfile { network.profile }
    let chain: DevelopmentChain
    let head: BlockHeader
    let client: NodeClient
    /// Names of the methods that were called, and the milliseconds of each pause.
    private(set) var methods: Set<String> = []
    private(set) var pauses: [UInt64] = []
    private let node: any TestNode

    /// Seeds a fresh node whose clock starts at 2026-01-01; nil, with a line on the console, for a foreign one that
    /// can't be had.
    ///
    /// - Parameters:
    ///   - pace: at a pace of seconds nobody sleeps, as a node with a fixed clock makes a second of each block, and the
    ///     node is like geth --dev: no method moves its time, and accounts beyond the second have no ether.
    init?(on kind: NodeKind, at pace: Pace = .days) throws {
        guard let node = try kind.start(accounts: pace == .days ? 60 : 2) else { return nil }
        self.node = node
        let record = Record()
        let client = NodeClient(try Endpoint(node.httpURL))
        self.client = client
        let clock: ChainClock = pace == .days ? .moved : .awaited { record.pauses.append($0) }
        chain = try DevelopmentChain(allowed: [31_337], clock: clock) {
            (method, parameters) throws(ChainError) in
            record.methods.insert(method)
            guard pace == .days || !method.hasPrefix("evm_") else {
                throw ChainError("node.method-missing", "the method \(method) does not exist")
            }
            do throws(NodeError) { return try client.call(method, parameters) } catch {
                throw ChainError(error.code, error.message, hint: error.hint)
            }
        }
        network = try Scenario.play(on: chain, at: pace)
        (methods, pauses) = (record.methods, record.pauses)
        guard let head = try client.header(.latest) else { throw MissingValue() }
        self.head = head
    }

    private final class Record {
        var methods: Set<String> = []
        var pauses: [UInt64] = []
    }

    /// Two of them on nodes of ours, seeded at the same time.
    static let pair: Result<[SeededChain], any Error> = Result {
        nonisolated(unsafe) var results: [Result<SeededChain?, any Error>] = [.success(nil), .success(nil)]
        let lock = NSLock()
        DispatchQueue.concurrentPerform(iterations: 2) { index in
            let result = Result { try SeededChain(on: .own) }
            lock.withLock { results[index] = result }
        }
        return try results.compactMap { try $0.get() }
    }

    /// The first of them.
    static func first() throws -> SeededChain {
        guard let first = try pair.get().first else { throw MissingValue() }
        return first
    }

    /// One at a pace of seconds, on a node of ours.
    static let short: Result<SeededChain, any Error> = Result {
        guard let seeded = try SeededChain(on: .own, at: .seconds) else { throw MissingValue() }
        return seeded
    }

    /// Ends the node.
    func stop() { node.stop() }

    func address(_ contract: String) throws -> Address {
        guard let address = profile.contract(contract)?.address else { throw MissingValue() }
        return address
    }

    /// What a function of a contract answers at the head.
    func read(_ contract: String, _ function: String, _ arguments: [ABIValue] = []) throws -> [ABIValue] {
        let function = try ABIFunction(function)
        let call = ContractCall(to: try address(contract), data: try function.encodeCall(arguments))
        return try function.decodeResult(try client.call(call, at: .number(head.number)))
    }

    /// A function's answer that is one number.
    func number(_ contract: String, _ function: String, _ arguments: [ABIValue] = []) throws -> UInt256 {
        let text = function + (function.contains("returns") ? "" : " returns (uint256)")
        guard let number = try read(contract, text, arguments).first?.number else { throw MissingValue() }
        return number
    }

    /// A function's answer that is one address.
    func account(_ contract: String, _ function: String, _ arguments: [ABIValue] = []) throws -> Address {
        guard
            case .address(let address) = try read(contract, function + " returns (address)", arguments).first
        else { throw MissingValue() }
        return address
    }

    /// Logs of all contracts, from the first block on.
    func logs() throws -> [Log] {
        try client.logs(
            LogFilter(addresses: profile.contracts.map(\.address)), from: 0, through: head.number)
    }

    /// Events of one name, decoded with the interface of the contract's artifact.
    func events(_ artifact: Artifact, _ name: String) throws -> [Log] {
        guard let event = try artifact.interface().event(name) else { throw MissingValue() }
        let contract = try address(artifact.name)
        return try logs().filter { $0.address == contract && $0.topics.first == event.topic0 }
    }
}

/// A value that must be there isn't.
struct MissingValue: Error {}

extension ABIValue {
    /// The value as a number, if it is one.
    var number: UInt256? {
        if case .uint(let number) = self { return number }
        return nil
    }

    /// The members of a tuple or an array.
    var members: [ABIValue] {
        switch self {
        case .tuple(let values), .array(let values): values
        default: []
        }
    }
}

/// Ends seeded nodes when the last test of a suite is over: nothing else would, as a static value stays.
struct SeededNodes: SuiteTrait, TestScoping {
    let all: @Sendable () -> [SeededChain]

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        defer { for seeded in all() { seeded.stop() } }
        try await function()
    }
}

import Contracts
import Devnet
import Ethereum
import Glibc
import NodeClient
import StrictJSON

/// A node that works on a thread of its own: what it is told is done in order, and who asks it something waits until
/// that is done.
///
/// While it mines a block, the transactions of the next one are made and signed.
final class NodeAtWork: @unchecked Sendable {
    /// Safe to be used by two threads: the worker while there is work, else whoever holds none back by `waiting`.
    private let node: DevNode
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var work: [(DevNode) throws(RPCError) -> Void] = []
    private var isWorking = false
    private var isOver = false
    private var failure: RPCError?

    /// - Throws: `ChainError` `demo.thread` if there can be no thread.
    init(_ node: DevNode) throws(ChainError) {
        self.node = node
        lock = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
        if let error = Thread.start({ self.run() }) { throw ChainError("demo.thread", error.message) }
    }

    /// Ends the thread when all work is done; from then on everything is done at once, by who asks.
    func end() {
        pthread_mutex_lock(lock)
        isOver = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
    }

    // Not freed before the thread has let go of this object.
    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    /// Takes a transaction, and says whether it is done in time.
    var inProcess: NodeInProcess {
        NodeInProcess(
            submit: { (signed, sender) throws(ChainError) in
                try self.tell { (node) throws(RPCError) in try node.submit(signed, from: sender) }
            },
            outcome: { hash in (try? self.waiting { $0.outcome(of: hash) }) ?? nil })
    }

    /// A method that only tells is done later; the answer of any other is waited for.
    func call(_ method: String, _ parameters: [JSON]) throws(ChainError) -> JSON {
        switch method {
        case "evm_mine", "evm_setAutomine", "evm_setNextBlockTimestamp":
            try tell { (node) throws(RPCError) in _ = try node.call(method, parameters) }
            return .null
        default:
            var answer = Result<JSON, RPCError>.success(.null)
            try waiting { node in
                do throws(RPCError) { answer = .success(try node.call(method, parameters)) } catch {
                    answer = .failure(error)
                }
            }
            do { return try answer.get() } catch { throw ChainError("demo.node", error.message) }
        }
    }

    private func tell(_ body: @escaping (DevNode) throws(RPCError) -> Void) throws(ChainError) {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        guard isOver, work.isEmpty, !isWorking else {
            work.append(body)
            pthread_cond_broadcast(changed)
            return
        }
        do throws(RPCError) { try body(node) } catch { throw ChainError("demo.node", error.message) }
    }

    /// Does something with the node when all work is done.
    private func waiting<Value>(_ body: (DevNode) -> Value) throws(ChainError) -> Value {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while isWorking || !work.isEmpty { pthread_cond_wait(changed, lock) }
        if let failure { throw ChainError("demo.node", failure.message) }
        return body(node)
    }

    private func run() {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while true {
            while work.isEmpty {
                if isOver { return }
                pthread_cond_wait(changed, lock)
            }
            let bodies = work
            work.removeAll(keepingCapacity: true)
            isWorking = true
            pthread_mutex_unlock(lock)
            var stopped: RPCError?
            for body in bodies {
                do throws(RPCError) { try body(node) } catch {
                    stopped = error
                    break
                }
            }
            pthread_mutex_lock(lock)
            if let stopped, failure == nil { failure = stopped }
            isWorking = false
            pthread_cond_broadcast(changed)
        }
    }
}

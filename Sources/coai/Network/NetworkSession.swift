import ComputeNetwork
import Dashboard
import Ethereum
import Glibc
import NodeClient
import Profile
import Review
import SafeText
import Synchronization

/// The network followed on threads of its own: snapshots, states and answers come out, requests go in.
///
/// Whoever draws never waits for it: it polls `wakeDescriptor` and takes what is there.
final class NetworkSession: Sendable {
    /// What is wanted of the node.
    enum Request: Sendable {
        case prepare(id: Int, TransactionIntent)
        case inquire(id: Int, Counterparties)
        case simulate(id: Int, document: [UInt8])
        case broadcast(id: Int, raw: [UInt8], hash: Hash32)
        case refresh
    }

    private struct Mail: Sendable {
        // Only the newest of these matters.
        var snapshot: NetworkSnapshot?
        var status: NodeStatus?
        var facts: AccountFacts?
        var answers: [Event] = []
        var requests: [Request] = []
        var isStopped = false
    }

    private let mail = Mutex(Mail())
    private let news = WakePipe()
    private let requested = WakePipe()

    /// Begins to follow the network of `profile` at the node.
    init(endpoint: Endpoint, profile: NetworkProfile, account: Address?) {
        let worker = NetworkWorker(endpoint: endpoint, profile: profile, account: account)
        if let error = Thread.start({ [self] in worker.run(self) }) { post(status: .ended(error.problem)) }
    }

    /// Readable while something waits to be taken.
    var wakeDescriptor: Int32 { news.descriptor }

    /// What came since the last time, in the order in which it must be taken in.
    func take() -> [Event] {
        mail.withLock { mail in
            news.lower()
            var events: [Event] = []
            if let status = mail.status { events.append(.node(status)) }
            if let snapshot = mail.snapshot { events.append(.network(snapshot)) }
            if let facts = mail.facts { events.append(.facts(facts)) }
            events += mail.answers
            (mail.status, mail.snapshot, mail.facts, mail.answers) = (nil, nil, nil, [])
            return events
        }
    }

    /// Asks for something; the answer comes as an event.
    func send(_ request: Request) {
        mail.withLock { mail in
            mail.requests.append(request)
            requested.raise()
        }
    }

    /// Ends the threads.
    func stop() {
        mail.withLock { mail in
            mail.isStopped = true
            requested.raise()
        }
    }

    // MARK: The worker's side

    var requestDescriptor: Int32 { requested.descriptor }

    /// What was asked for; nil once it is over.
    func takeRequests() -> [Request]? {
        mail.withLock { mail in
            requested.lower()
            if mail.isStopped { return nil }
            defer { mail.requests = [] }
            return mail.requests
        }
    }

    func post(
        snapshot: NetworkSnapshot? = nil, status: NodeStatus? = nil, facts: AccountFacts? = nil,
        answer: Event? = nil
    ) {
        mail.withLock { mail in
            if let snapshot { mail.snapshot = snapshot }
            if let status { mail.status = status }
            if let facts { mail.facts = facts }
            if let answer { mail.answers.append(answer) }
            news.raise()
        }
    }
}

extension NodeError {
    /// The error as the dashboard shows it.
    var problem: NodeStatus.Problem { NodeStatus.Problem(code: code, message: message, hint: hint) }
}

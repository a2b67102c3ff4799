import ComputeNetwork
import Dashboard
import Ethereum
import Glibc
import NodeClient
import Profile
import SafeText

/// The thread behind a `NetworkSession`: folds the chain, reads values at the head, carries out requests.
final class NetworkWorker: @unchecked Sendable {
    // Only its own thread touches it once it runs: that is what makes it safe to send there.

    /// How often a sent transaction is looked for, in seconds.
    private static let receiptSeconds: UInt64 = 1
    /// How long a sent transaction is looked for, in seconds.
    private static let patienceSeconds: UInt64 = 3_600

    private let endpoint: Endpoint
    private let profile: NetworkProfile
    private let account: Address?
    private let filter: LogFilter
    private let fromBlock: UInt64
    private let client: NodeClient
    private let outgoing: TransactionWork
    private let inquiry: Inquiry
    private var projection: Projection
    private var status: NodeStatus?
    private var isSubscribed = false
    private var followed: [(id: Int, hash: Hash32, since: UInt64)] = []
    private var lastLook: UInt64 = 0

    init(endpoint: Endpoint, profile: NetworkProfile, account: Address?) {
        self.endpoint = endpoint
        self.profile = profile
        self.account = account
        filter = LogFilter(addresses: profile.contracts.map(\.address))
        fromBlock = profile.contracts.map(\.fromBlock).min() ?? 0
        var options = NodeOptions(expectedChainID: profile.chainID)
        options.requestSeconds = 15
        client = NodeClient(endpoint, options: options)
        outgoing = TransactionWork(client: client, profile: profile)
        inquiry = Inquiry(endpoint: endpoint, chainID: profile.chainID)
        projection = Projection(profile: profile, watched: account.map { [$0] } ?? [])
    }

    /// Works until the session is stopped.
    func run(_ session: NetworkSession) {
        while true {
            let stream = LogStream(
                endpoint: endpoint, options: NodeOptions(expectedChainID: profile.chainID), filter: filter,
                fromBlock: fromBlock)
            defer { stream.stop() }
            guard follow(stream, session) else { return }
            projection.reset()
        }
    }

    /// Follows one stream; false once the session is stopped, true to begin again.
    private func follow(_ stream: LogStream, _ session: NetworkSession) -> Bool {
        var hasEnded = false
        while true {
            var polled = [
                pollfd(fd: session.requestDescriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: hasEnded ? -1 : stream.wakeDescriptor, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&polled, 2, followed.isEmpty ? 5_000 : 500)
            guard let requests = session.takeRequests() else { return false }
            for request in requests {
                if case .refresh = request {
                    // A stream that has ended begins again; one that runs is at its head anyway.
                    if hasEnded { return true }
                    readHead(session)
                } else {
                    carryOut(request, session)
                }
            }
            look(session)
            if hasEnded { continue }
            do throws(NodeError) {
                // A few at a time, so that requests are not kept waiting by a long history.
                for _ in 0..<16 {
                    guard let event = try stream.next(timeoutSeconds: 0) else { break }
                    guard take(event, session) else { return true }
                }
            } catch {
                hasEnded = true
                set(.ended(error.problem), session)
            }
        }
    }

    private func set(_ status: NodeStatus, _ session: NetworkSession) {
        guard status != self.status else { return }
        self.status = status
        session.post(status: status)
    }

    // MARK: The chain

    /// Takes an event in; false if the stream must begin again.
    private func take(_ event: ChainEvent, _ session: NetworkSession) -> Bool {
        switch event {
        case .connection(.connecting): if projection.head == nil { set(.connecting, session) }
        case .connection(.connected(_, let isSubscribed)): self.isSubscribed = isSubscribed
        case .connection(.retrying(let error, _)): set(.retrying(error.problem), session)
        case .blocks(let range):
            for block in range.blocks {
                let depth = range.target > block.header.number ? range.target - block.header.number : 0
                projection.apply(
                    block.header, block.logs, keepsUndo: depth <= UInt64(Projection.undoDepth))
            }
            if range.target > range.last.number {
                set(.syncing(block: range.last.number, target: range.target), session)
            }
        case .undo(let number):
            // Deeper than what is kept: only the whole history tells what the state was.
            if !projection.undo(to: number) { return false }
        case .rebuild: projection.reset()
        case .head(let header):
            projection.advance(to: header)
            readHead(session)
        }
        return true
    }

    /// Reads at the head what no event tells, and publishes what is known.
    private func readHead(_ session: NetworkSession) {
        guard let header = projection.head else { return }
        do throws(NodeError) {
            // What changed is read in rounds; more than a few would keep requests waiting.
            for _ in 0..<8 {
                let reads = projection.wantedReads
                if reads.isEmpty { break }
                let results = try client.calls(
                    reads.map { ContractCall(to: $0.to, data: $0.data) }, at: .number(header.number))
                projection.take(
                    zip(reads, results).map { (read: $0, result: try? $1.get()) }, at: header.hash)
            }
            session.post(facts: try facts())
            set(.live(isSubscribed: isSubscribed), session)
        } catch {
            // What the events told is shown all the same.
            if !error.isCancelled { set(.retrying(error.problem), session) }
        }
        if let snapshot = projection.snapshot { session.post(snapshot: snapshot) }
    }

    private func facts() throws(NodeError) -> AccountFacts {
        var facts = AccountFacts()
        facts.gasPrice = try? client.gasPrice()
        guard let account else { return facts }
        facts.coinBalance = try client.balance(account)
        let market = profile.contract("JobMarket")?.address
        let staking = profile.contract("StakingManager")?.address
        let token = profile.contract("COAIToken")?.address
        let places: [(WritableKeyPath<AccountFacts, UInt256?>, Address?, String, [ABIValue])] = [
            (\.marketCounter, market, "counterOf(address)", [.address(account)]),
            (\.stakingNonce, staking, "nonces(address)", [.address(account)]),
            (
                \.governorNonce, profile.contract("CoaiGovernor")?.address, "nonces(address)",
                [.address(account)]
            ),
            (
                \.marketAllowance, token, "allowance(address,address)",
                [.address(account), .address(market ?? .zero)]
            ),
            (
                \.stakingAllowance, token, "allowance(address,address)",
                [.address(account), .address(staking ?? .zero)]
            ),
        ]
        var asked: [(path: WritableKeyPath<AccountFacts, UInt256?>, call: ContractCall)] = []
        for (path, contract, signature, arguments) in places {
            guard let contract, let data = try? ABIFunction(signature).encodeCall(arguments) else { continue }
            asked.append((path, ContractCall(to: contract, data: data)))
        }
        for (place, result) in zip(asked, try client.calls(asked.map(\.call), at: .latest)) {
            guard let bytes = try? result.get(), bytes.count >= 32 else { continue }
            facts[keyPath: place.path] = UInt256(bigEndianBytes: bytes.prefix(32))
        }
        return facts
    }

    // MARK: Requests

    private func carryOut(_ request: NetworkSession.Request, _ session: NetworkSession) {
        switch request {
        case .refresh: break
        case .prepare(let id, let intent):
            session.post(answer: .prepared(id: id, outgoing.costs(of: intent, head: projection.head)))
        case .inquire(let id, let parties):
            session.post(answer: .told(id: id, inquiry.answers(on: parties)))
        case .simulate(let id, let document):
            // It takes a thread of its own anyway; the chain is followed meanwhile.
            let simulation = DashboardSimulation(endpoint: endpoint, profile: profile, account: account)
            let refusal = Thread.start {
                session.post(answer: .simulated(id: id, claims: simulation.claims(on: document)))
            }
            if refusal != nil { session.post(answer: .simulated(id: id, claims: [])) }
        case .broadcast(let id, let raw, let hash):
            do throws(NodeError) {
                _ = try client.sendRawTransaction(raw)
                followed.append((id, hash, Self.now))
            } catch {
                let hint = error.hint.isEmpty ? "" : "; " + error.hint
                session.post(
                    answer: .transaction(
                        id: id, .failed(SafeText(cleaning: error.message + hint, maximumLength: 400))))
            }
        }
    }

    /// Looks for the receipts of what was sent.
    private func look(_ session: NetworkSession) {
        guard !followed.isEmpty, Self.now >= lastLook + Self.receiptSeconds else { return }
        lastLook = Self.now
        followed.removeAll { entry in
            if let stage = outgoing.outcome(of: entry.hash) {
                session.post(answer: .transaction(id: entry.id, stage))
                return true
            }
            guard Self.now > entry.since + Self.patienceSeconds else { return false }
            session.post(
                answer: .transaction(
                    id: entry.id, .failed("not in a block after an hour; it may still get into one")))
            return true
        }
    }

    private static var now: UInt64 { UInt64(max(time(nil), 0)) }
}

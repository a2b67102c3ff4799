import Ethereum
import Glibc
import StrictJSON

/// A development node's sockets: HTTP and WebSocket on one port, and a unix socket, served by one thread.
public final class DevServer {
    /// How a server is reached.
    public struct Options: Sendable {
        /// 0 takes a free port; nil listens on none.
        public var port: UInt16? = 0
        /// Whether other machines reach it.
        public var isPublic = false
        /// A unix socket, made with mode 0600.
        public var ipcPath: String?
        /// Names by which the server may be called besides its addresses.
        public var hostNames: [String] = []
        /// Origins of pages in a browser that may use it; `*` for every one.
        public var origins: [String] = []
        /// Milliseconds after which a silent client of the port has to say that it is there, or loses its connection.
        public var patience: UInt64 = 120_000

        /// A free loopback port.
        public init() {}

        /// Whether text can be one of `origins`.
        public static func isOrigin(_ text: String) -> Bool { PageOrigins.isOrigin(text) }
    }

    /// Most clients at a time on the port, and as many on the unix socket: none takes the others' places.
    private static let mostConnections = 500
    /// Most bytes that may wait for clients that don't read, all in all: whoever lets most of them wait is cut off.
    private static let mostOutput = 256 << 20

    /// The port it listens on, if it does.
    public let port: UInt16?
    private let node: DevNode
    private let options: Options
    private let listeners: [(descriptor: Int32, isLocal: Bool)]
    private var connections: [Int32: ServerConnection] = [:]
    private var subscriptions = Subscriptions()
    /// Whether somebody could be told more at once.
    private var hasNews = false
    /// When the clock makes a block, if it makes any.
    private var nextBlock: UInt64?
    /// Memory of an answer that was sent: to take pages of the system anew for megabytes takes as long as to write them.
    private var spare: [UInt8] = []

    /// A server that listens.
    public init(_ node: DevNode, _ options: Options = Options()) throws(DevServerError) {
        self.node = node
        self.options = options
        var listeners: [(Int32, Bool)] = []
        var port: UInt16?
        if let wanted = options.port {
            let (descriptor, found) = try ServerSocket.listen(port: wanted, everywhere: options.isPublic)
            listeners.append((descriptor, false))
            port = found
        }
        if let path = options.ipcPath { listeners.append((try ServerSocket.listen(path: path), true)) }
        self.listeners = listeners
        self.port = port
        nextBlock = interval.map { MonotonicClock.milliseconds + $0 }
    }

    deinit {
        for listener in listeners { close(listener.descriptor) }
        if let path = options.ipcPath { unlink(path) }
    }

    /// Serves until `stop` says so, which is asked every quarter of a second at least.
    public func run(until stop: () -> Bool) {
        while !stop() { step() }
    }

    /// Waits for clients, and does what is there to do.
    private func step() {
        let now = MonotonicClock.milliseconds
        var descriptors: [pollfd] = []
        for listener in listeners where hasPlace(listener.isLocal) {
            descriptors.append(pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0))
        }
        for connection in connections.values {
            var events: Int32 = 0
            if connection.wantsInput { events |= POLLIN }
            if connection.wantsOutput { events |= POLLOUT }
            descriptors.append(pollfd(fd: connection.descriptor, events: Int16(events), revents: 0))
        }
        let waits = !hasNews && !connections.values.contains { $0.hasInput }
        poll(&descriptors, nfds_t(descriptors.count), waits ? timeout(now) : 0)
        for ready in descriptors where ready.revents != 0 { serve(ready, now) }
        for connection in connections.values { answer(connection) }
        mineByClock()
        tellNews()
        for connection in connections.values { connection.lookAfter(now: now, patience: options.patience) }
        for connection in connections.values where connection.isOver {
            forget(connection)
        }
    }

    /// Makes a block where it is time for one: the node may have been told otherwise since the last.
    private func mineByClock() {
        guard let interval else {
            nextBlock = nil
            return
        }
        if let due = nextBlock {
            guard MonotonicClock.milliseconds >= due else { return }
            node.chain.mine()
        }
        nextBlock = MonotonicClock.milliseconds + interval
    }

    /// Milliseconds from block to block, where a clock makes them.
    private var interval: UInt64? {
        guard case .interval(let seconds) = node.mining else { return nil }
        return max(seconds, 1) * 1_000
    }

    private func serve(_ ready: pollfd, _ now: UInt64) {
        if let listener = listeners.first(where: { $0.descriptor == ready.fd }) {
            while hasPlace(listener.isLocal), let descriptor = ServerSocket.accept(ready.fd) {
                makePlace(listener.isLocal)
                connections[descriptor] = ServerConnection(
                    descriptor, hosts: listener.isLocal ? nil : hosts,
                    origins: PageOrigins(allowed: Set(options.origins)), isLocal: listener.isLocal,
                    now: now)
            }
        } else if let connection = connections[ready.fd] {
            if ready.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 { connection.receive(now: now) }
            if ready.revents & Int16(POLLOUT) != 0 { connection.flush() }
        }
    }

    /// Whether one more may come: there is room, or somebody who never asked for anything can go.
    private func hasPlace(_ isLocal: Bool) -> Bool {
        isFree(isLocal) || connections.values.contains { $0.isLocal == isLocal && !$0.hasAsked }
    }

    private func isFree(_ isLocal: Bool) -> Bool {
        connections.count < Self.mostConnections
            || connections.values.count { $0.isLocal == isLocal } < Self.mostConnections
    }

    /// Has the one leave that never asked for anything and was silent the longest, if there is no room.
    private func makePlace(_ isLocal: Bool) {
        guard !isFree(isLocal) else { return }
        let idle = connections.values.filter { $0.isLocal == isLocal && !$0.hasAsked }
        guard let last = idle.min(by: { $0.lastHeard < $1.lastHeard }) else { return }
        forget(last)
    }

    private func forget(_ connection: ServerConnection) {
        subscriptions.remove(connection.descriptor)
        connections[connection.descriptor] = nil
    }

    /// Cuts off who lets most bytes wait, until no more than the limit do.
    private func boundOutput() {
        while connections.values.reduce(0, { $0 + $1.waiting }) > Self.mostOutput,
            let largest = connections.values.max(by: { $0.waiting < $1.waiting })
        {
            forget(largest)
        }
    }

    /// One request of each client a turn: none keeps the others from theirs.
    private func answer(_ connection: ServerConnection) {
        guard case .document(let bytes, let keepsOpen)? = connection.next() else { return connection.flush() }
        if let sent = connection.takeSent() { spare = sent }
        var answer: [UInt8] = []
        swap(&answer, &spare)
        write(answerTo: bytes, from: connection, into: &answer)
        // Handed over: its memory can be used again only if nobody else has it when it was sent.
        connection.reply(consume answer, keepsOpen: keepsOpen)
        connection.flush()
        if connection.waiting > 1 << 20 { boundOutput() }
    }

    private func write(answerTo bytes: [UInt8], from connection: ServerConnection, into answer: inout [UInt8])
    {
        let request: JSON
        do throws(JSONError) {
            request = try JSON.parse(
                bytes,
                limits: JSONLimits(
                    maximumBytes: ServerConnection.requestBytes, maximumDepth: 64, maximumItems: 500_000))
        } catch {
            answer += DevNode.failure(.null, RPCError(code: -32700, message: "parse error: \(error.message)"))
            return
        }
        guard connection.canSubscribe, Subscriptions.isMeant(by: request) else {
            return node.answer(request, into: &answer)
        }
        guard let batch = request.arrayValue, batch.count <= node.limits.batch else {
            return write(answerTo: request, of: connection, into: &answer)
        }
        for one in batch {
            let before = answer.count
            answer.append(UInt8(ascii: before == 0 ? "[" : ","))
            write(answerTo: one, of: connection, into: &answer)
            // A notification.
            if answer.count == before + 1 { answer.removeLast() }
        }
        if !answer.isEmpty { answer.append(UInt8(ascii: "]")) }
    }

    /// The answer to a request of a client that may subscribe.
    private func write(answerTo request: JSON, of connection: ServerConnection, into answer: inout [UInt8]) {
        guard Subscriptions.isOne(request) else {
            var bytes: [UInt8] = []
            node.answer(request, into: &bytes)
            answer += bytes
            return
        }
        subscriptions.take(node.distribute())
        answer += subscriptions.answer(request, connection.descriptor) ?? []
    }

    /// Tells subscribers what happened, each at the pace at which it reads, and no more in a turn than takes a moment.
    private func tellNews() {
        subscriptions.take(node.distribute())
        let end = MonotonicClock.milliseconds + 20
        var ready = readyForNews
        while let told = subscriptions.next(for: ready) {
            for (descriptor, document) in told {
                guard let connection = connections[descriptor] else { continue }
                connection.tell(document)
                if !connection.isReadyForNews {
                    connection.flush()
                    if !connection.isReadyForNews { ready.remove(descriptor) }
                }
            }
            if MonotonicClock.milliseconds >= end { break }
        }
        for descriptor in ready { connections[descriptor]?.flush() }
        // RFC 6455, section 7.4.1: try again later.
        for descriptor in subscriptions.hopeless {
            connections[descriptor]?.end(code: 1013)
            subscriptions.remove(descriptor)
        }
        hasNews = subscriptions.hasNews(for: readyForNews)
        boundOutput()
    }

    private var readyForNews: Set<Int32> {
        Set(subscriptions.clients.filter { connections[$0]?.isReadyForNews == true })
    }

    private func timeout(_ now: UInt64) -> Int32 {
        guard let nextBlock else { return 250 }
        return Int32(min(250, nextBlock > now ? nextBlock - now : 0))
    }

    private var hosts: HostNames {
        HostNames(
            takesAddresses: options.isPublic, names: Set(options.hostNames.map { $0.lowercased() }))
    }
}

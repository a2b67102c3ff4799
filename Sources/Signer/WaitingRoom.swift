import CLocalSocket
import Glibc
import SafeText
import SignerProtocol
import StrictJSON

/// Those who came to the signer and whose turn it isn't yet.
///
/// Nobody in it keeps anybody else waiting: what each of them sends is read as it comes, also while a person reads a
/// review. Who wants a signature is told how many are before it; who asks how the signer is, or wants it to end, is
/// answered at once.
final class WaitingRoom {
    /// How long a requester may take for its message, in milliseconds.
    static let messageMilliseconds: Int64 = 5_000
    /// Requests that may wait, and connections that may stand without one.
    static let capacity = 16

    /// One whose message hasn't come yet.
    private struct Guest {
        let channel: MessageChannel
        let process: Int32
        /// On the monotonic clock, in milliseconds.
        let deadline: Int64
    }

    /// Whether somebody wanted the signer to end.
    private(set) var isAskedToStop = false
    private let listener: Int32
    /// What is said of the signer to who asks how it is.
    private let traits: [(String, JSON)]
    /// Says what happens, for a person who watches.
    private let report: (SignerReply) -> Void
    private var guests: [Guest] = []
    private var requests: [WaitingRequest] = []
    /// Whose request is being served.
    private var present: SafeText?
    /// When somebody was last heard, or served.
    private var lastMoment = MessageChannel.now

    /// The room behind `listener`, which stays the caller's.
    init(listener: Int32, traits: [(String, JSON)], report: @escaping (SignerReply) -> Void) {
        self.listener = listener
        self.traits = traits
        self.report = report
    }

    /// Whether nobody is there.
    var isEmpty: Bool { guests.isEmpty && requests.isEmpty }

    /// Waits until there is somebody to hear, but no longer than it takes a guest to be late.
    ///
    /// - Parameter idleMilliseconds: how long the signer stays for nobody; nil for ever.
    /// - Returns: false once nobody came for so long.
    func wait(idleMilliseconds: Int64?) -> Bool {
        let now = MessageChannel.now
        let idleEnd = idleMilliseconds.map { lastMoment.addingReportingOverflow($0).partialValue }
        if guests.isEmpty, let idleEnd, now >= idleEnd { return false }
        let end = (guests.map(\.deadline) + (idleEnd.map { [$0] } ?? [])).min()
        var entries = guests.map { pollfd(fd: $0.channel.descriptor, events: Int16(POLLIN), revents: 0) }
        if guests.count < Self.capacity {
            entries.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
        }
        // A signal ends it too.
        poll(&entries, nfds_t(entries.count), end.map { Int32(clamping: max($0 - now, 0)) } ?? -1)
        return true
    }

    /// Takes in who came and reads what they say, without waiting for anybody.
    func hear() {
        while guests.count < Self.capacity, local_socket_wait(listener, -1, 0) > 0 {
            let descriptor = local_socket_accept(listener)
            guard descriptor >= 0 else { break }
            lastMoment = MessageChannel.now
            let channel = MessageChannel(descriptor: descriptor)
            // Folder and mode keep others out; this makes sure.
            guard let peer = channel.peer, peer.user == getuid() else { continue }
            guests.append(
                Guest(
                    channel: channel, process: peer.process,
                    deadline: lastMoment + Self.messageMilliseconds))
        }
        guests.removeAll { hear($0) }
        let count = requests.count
        requests.removeAll { !$0.watch.isAlive }
        if requests.count < count { tellAll() }
    }

    /// Reads what a guest has sent; answers whether it is a guest no more.
    private func hear(_ guest: Guest) -> Bool {
        do throws(SignerError) {
            var isOpen = true
            if local_socket_wait(guest.channel.descriptor, -1, 0) > 0 { isOpen = try guest.channel.fill() }
            guard let (message, passed) = try guest.channel.takeWhole() else {
                guard isOpen else { throw .closed }
                guard MessageChannel.now < guest.deadline else { throw .timeout }
                return false
            }
            lastMoment = MessageChannel.now
            try take(message, passed, guest)
        } catch {
            answer(guest.channel, .refused(.init(error)))
        }
        return true
    }

    private func take(_ message: JSON, _ passed: Int32?, _ guest: Guest) throws(SignerError) {
        let kind = message["type"]?.stringValue
        if kind == "stop" || kind == "status", let passed { close(passed) }
        switch kind {
        case "stop":
            isAskedToStop = true
            try? guest.channel.send(
                ["type": "stopping", "after": present.map { .string($0.text) } ?? .null],
                timeoutMilliseconds: 0)
        case "status":
            let now: [(String, JSON)] = [
                ("type", "status"), ("serving", present.map { .string($0.text) } ?? .null),
                ("waiting", .number(String(requests.count))),
            ]
            try? guest.channel.send(.object(JSONObject(now + traits)), timeoutMilliseconds: 0)
        default:
            // It closes the descriptor, whatever becomes of the message.
            let held = PassedDescriptor(passed)
            let request = WaitingRequest(
                message: try SignRequestMessage(parsing: message), process: guest.process,
                channel: guest.channel, passed: held)
            guard requests.count < Self.capacity else {
                throw SignerError(
                    code: "signer.busy", message: "\(Self.capacity) requests wait for the signer already",
                    hint: "answer those, or end the programs that ask")
            }
            requests.append(request)
            if let present { tell(request, present, ahead: requests.count - 1) }
        }
    }

    /// The next request, from now on the present one, or none.
    func next() -> WaitingRequest? {
        guard !requests.isEmpty else {
            if present != nil { lastMoment = MessageChannel.now }
            present = nil
            return nil
        }
        let request = requests.removeFirst()
        present = request.requester
        tellAll()
        return request
    }

    private func tellAll() {
        guard let present else { return }
        for (index, request) in requests.enumerated() { tell(request, present, ahead: index) }
    }

    private func tell(_ request: WaitingRequest, _ present: SafeText, ahead: Int) {
        try? request.channel.send(
            SignerReply.waiting(for: present, others: ahead).json, timeoutMilliseconds: 0)
    }

    /// Ends a connection with an answer.
    func answer(_ channel: MessageChannel, _ reply: SignerReply) {
        report(reply)
        try? channel.send(reply.json)
    }
}

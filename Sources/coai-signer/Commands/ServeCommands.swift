import Console
import SafeText
import Signer
import SignerProtocol
import StrictJSON

/// `coai-signer run` and `daemon`: the signer behind its socket; `status` and `stop` talk to it.
enum ServeCommands {
    static let usage = """
        coai-signer run                 waits for requests, and asks on this terminal
        coai-signer daemon              waits for requests, and asks on the terminal of who asks; coai starts it
          --idle-seconds N              leaves when nobody asked for so long (60)
          --lifeline FD                 ends when this pipe or socket does, and not for idleness unless that is named
          --keystore DIR                the keystore folder
        coai-signer status [--json]     whether a signer runs, and where it asks
        coai-signer stop                ends it

        """

    /// Asks on the terminal that it was started on.
    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, .init(valued: ["--keystore"]))
        try arguments.expectNoOperands()
        guard (try? ControllingTerminal()) != nil else {
            throw .refused(
                "signer.no-terminal", "there is no terminal on which a person could be asked",
                hint: "start it in a pane of its own; coai-signer daemon asks on the terminal of who asks")
        }
        let socket = try Paths.signerSocket()
        let server = try server(arguments, socket, .own) { Output.note($0) }
        Output.note("coai-signer: waiting for requests at \(socket); Ctrl-C ends it")
        server.run(idleSeconds: nil)
    }

    /// Asks on the terminals of those who ask, and leaves when nobody does.
    static func daemon(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words, .init(valued: ["--keystore", "--idle-seconds", "--lifeline"]))
        try arguments.expectNoOperands()
        let lifeline = try arguments.value("--lifeline").map { (text) throws(Failure) in
            try Lifeline.descriptor(named: text)
        }
        var idle = lifeline == nil ? 60 : nil
        if let text = try arguments.value("--idle-seconds") {
            guard let number = Int(text), (1...86_400).contains(number) else {
                throw .usage("--idle-seconds takes a number from 1 to 86400")
            }
            idle = number
        }
        if let lifeline { try Lifeline.follow(lifeline) }
        let server = try server(arguments, try Paths.signerSocket(), .requester) { _ in }
        server.run(idleSeconds: idle)
    }

    /// Says whether a signer runs.
    static func status(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, .init(flags: ["--json"]))
        try arguments.expectNoOperands()
        guard let reply = try ask(["type": "status"]) else {
            Output.result(["running": false], plain: ["no signer runs"], asJSON: arguments.has("--json"))
            throw .silent(exitCode: 1)
        }
        let process = reply["process"]?.numberText ?? "?"
        let place = reply["place"]?.stringValue == "own" ? "its own terminal" : "the terminal of who asks"
        var lines: [SafeText] = ["a signer runs (pid \(process)) and asks on \(place)"]
        if let requester = reply["serving"]?.stringValue {
            let waiting = reply["waiting"]?.numberText ?? "0"
            lines.append(
                "it is busy with a request of \(SafeText(cleaning: requester)); \(waiting) more wait")
        }
        Output.result(
            [
                "running": true, "process": reply["process"] ?? .null, "place": reply["place"] ?? .null,
                "keystore": reply["keystore"] ?? .null, "folder": reply["folder"] ?? .null,
                "serving": reply["serving"] ?? .null, "waiting": reply["waiting"] ?? .null,
            ], plain: lines,
            asJSON: arguments.has("--json"))
    }

    /// Ends a signer that runs.
    static func stop(_ words: [String]) throws(Failure) {
        try Arguments(words, .init()).expectNoOperands()
        guard let reply = try ask(["type": "stop"]) else {
            throw Failure("signer.not-running", "no signer runs", exitCode: 1)
        }
        if let requester = reply["after"]?.stringValue {
            Output.note("it ends after a request of \(SafeText(cleaning: requester)), and those that wait")
        }
    }

    private static func ask(_ message: JSON) throws(Failure) -> JSON? {
        guard let channel = MessageChannel(connectingTo: try Paths.signerSocket()) else { return nil }
        do throws(SignerError) {
            try channel.send(message)
            // It answers in the middle of a review too, but not while it opens a key.
            return try channel.receive(deadline: MessageChannel.now + 5_000).message
        } catch { throw Failure(error) }
    }

    private static func server(
        _ arguments: Arguments, _ socket: String, _ place: SignerServer.Place,
        report: @escaping (SafeText) -> Void
    ) throws(Failure) -> SignerServer {
        let keystore = try Paths.keystore(try arguments.value("--keystore"))
        let folder = try Paths.signerFolder()
        do {
            return try SignerServer(
                socketPath: socket, folder: folder, keystorePath: keystore, place: place,
                report: report)
        } catch { throw Failure(error) }
    }
}

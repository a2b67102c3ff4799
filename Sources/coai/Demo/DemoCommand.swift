import Console
import Contracts
import Cryptography
import Devnet
import EVM
import Ethereum
import Glibc
import Profile
import SafeText
import SignerProtocol
import StrictJSON
import Terminal

/// `coai demo`: a network that lives, in this process, and the dashboard on it in another.
enum DemoCommand: Command {
    static let names = ["demo"]

    static let usage = """
        coai demo                       the dashboard on a network that lives: its own node, published keys, nothing kept

        A node on a free loopback port, the reference contracts, four weeks of jobs, stake and votes, and then somebody who
        does something every few seconds. You are ops-1; the passphrase of its published key is demo. All of it, with its
        own configuration and keystore, is in a temporary folder that goes with it.

          --pace SECONDS       how often something happens: from 1 on (5)
          --seed N             who acts, and for how much, follows from N
          --freeze             nothing happens by itself; with --seed, time stands too, and every screen is the same in
                               every run (to the signer, which has the real time, that network is in the past)
          --no-dashboard       says how the network is reached, and waits for Ctrl-C
          --theme, --keymap, --ascii, --mouse, --read-only: as the dashboard has them

        """

    /// Said on every screen, the signer's too.
    private static let mark = "DEMO"

    static func run(_ name: String, _ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            .init(
                flags: ["--freeze", "--no-dashboard", "--ascii", "--mouse", "--read-only"],
                valued: ["--pace", "--theme", "--keymap", "--seed", "--keep", "--lifeline"]))
        try arguments.expectNoOperands()
        // The demonstration starts this itself.
        if let folder = try arguments.value("--keep") {
            let lifeline = try Lifeline.descriptor(named: try arguments.value("--lifeline") ?? "")
            return try DemoKeeper.run(folder, lifeline: lifeline)
        }
        let pace = try arguments.value("--pace").map { (text) throws(Failure) in
            guard let seconds = UInt64(text), (1...86_400).contains(seconds) else {
                throw .usage("--pace takes a number of seconds, from 1 on")
            }
            return seconds
        }
        let seed = try arguments.value("--seed").map { (text) throws(Failure) in
            guard let seed = UInt64(text) else {
                throw .usage("--seed takes a number from 0 to 18446744073709551615")
            }
            return seed
        }
        if !arguments.has("--no-dashboard") { try checkTerminal() }
        let signals = HeldSignals()
        let terminal = KeptTerminal()
        let network = try DemoNetwork(pace: arguments.has("--freeze") ? nil : pace ?? 5, seed: seed)
        let status = try live(network, signals, arguments)
        // By a signal it ended without giving anything back; the signer, which may have had the terminal, is gone too.
        if status > 128 { terminal.restore() }
        // All is gone by now: it ends as the signal would have ended it, though the dashboard may have ended first, as it
        // does when its terminal is closed.
        if signals.wait(), !arguments.has("--no-dashboard") { signals.end() }
        if status != 0 {
            throw Failure("demo.dashboard", "the dashboard ended with \(status)", exitCode: status)
        }
    }

    /// Finds out whether the dashboard can be shown before a network is made for it.
    private static func checkTerminal() throws(Failure) {
        do { try TerminalDriver().close() } catch {
            throw Failure(error.code, error.message, hint: error.hint, exitCode: 1)
        }
    }

    /// Serves the network until the dashboard ends; answers that one's exit status.
    private static func live(
        _ network: DemoNetwork, _ signals: HeldSignals, _ arguments: Arguments
    ) throws(Failure) -> Int32 {
        let folder = try DemoFolder(mark: mark)
        defer { folder.remove() }
        for variable in folder.variables { setenv(variable.name, variable.value, 1) }
        let lifeline = try Lifeline.make()
        defer { close(lifeline.held) }
        try DemoKeeper.start(folder, lifeline: lifeline.given)
        try FileBytes.write(
            Array((network.profile.serialized() + "\n").utf8), to: folder.profile, replacing: false)
        let signer = try Signer.programPath()
        // Without a question, as this very process made the network; a person compares the digest.
        let accepted = try ChildProgram(
            signer, ["profile", "accept", folder.profile, "--digest", network.profile.digest.description],
            silent: true)
        guard accepted.wait() == 0 else {
            throw Failure("demo.profile", "coai-signer didn't take the network's profile", exitCode: 1)
        }
        do throws(SignerError) {
            try DetachedProgram.start(
                signer, Signer.words(lifeline: lifeline.given), lifeline: lifeline.given)
        } catch { throw Failure(error) }
        defer { folder.endSigner() }
        guard arguments.has("--no-dashboard") else {
            return try watch(network, signals, dashboard(network, folder, arguments), lifeline.given)
        }
        Output.write(reach(network, folder))
        network.serve { signals.wait() }
        return 0
    }

    /// The words that open the dashboard.
    private static func dashboard(
        _ network: DemoNetwork, _ folder: DemoFolder, _ arguments: Arguments
    ) throws(Failure) -> [String] {
        var words = [
            "--node", network.url, "--profile", folder.profile, "--account", network.account.checksummed,
            "--mark", mark, "--lifeline", String(Lifeline.descriptor),
        ]
        if let moment = network.standstill { words += ["--now", String(moment)] }
        for name in ["--ascii", "--mouse", "--read-only"] where arguments.has(name) { words.append(name) }
        for name in ["--theme", "--keymap"] {
            if let value = try arguments.value(name) { words += [name, value] }
        }
        return words
    }

    /// Serves the network until the dashboard ends; answers its exit status.
    private static func watch(
        _ network: DemoNetwork, _ signals: HeldSignals, _ words: [String], _ lifeline: Int32
    ) throws(Failure) -> Int32 {
        // Its end, and its stops, wake the server.
        signal(SIGCHLD) { _ in }
        let child = try ChildProgram(try OwnProgram.path(), words, lifeline: lifeline)
        var status: Int32?
        network.serve {
            switch child.state() {
            case .ended(let code): status = code
            // The shell that has both of them as one job gets the terminal only when both stop.
            case .stopped: raise(SIGSTOP)
            case .running: break
            }
            if status == nil, signals.wait(), let number = signals.arrived {
                // The terminal is given back by who has it.
                child.send(number)
                status = child.wait()
            }
            return status != nil
        }
        return status ?? 0
    }

    private static func reach(_ network: DemoNetwork, _ folder: DemoFolder) -> String {
        let exports = folder.variables.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        return """
            node      \(network.url)
            profile   \(folder.profile)
            account   \(network.account.checksummed) (passphrase: demo)
            configuration: export \(exports)
            Ctrl-C ends it.

            """
    }
}

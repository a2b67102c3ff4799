import Cells
import Console
import Dashboard
import Ethereum
import Glibc
import NodeClient
import Profile
import SafeText
import StrictJSON
import Terminal
import Themes

/// `coai` itself: the dashboard.
enum DashboardCommand {
    static let usage = """
        coai --node URL --profile FILE [--account ADDRESS]     the dashboard

          --node URL        http://, https://, ws://, wss://, or the path of an IPC socket
          --profile FILE    the network's contracts and names
          --account ADDRESS the account that acts; without one nothing can be signed
          --theme NAME      dark, light, or a file's path
          --keymap NAME     vim, emacs, or a file's path
          --read-only       nothing can be signed
          --ascii           no characters beyond ASCII
          --mouse           the wheel and clicks are reported
          --mark TEXT       a mark at the right of the first row, such as DEMO
          --now SECONDS     ages are counted up to this Unix time, which stands: for screenshots
          --lifeline FD     ends when this pipe or socket does

        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            .init(
                flags: ["--read-only", "--ascii", "--mouse"],
                valued: [
                    "--node", "--profile", "--account", "--theme", "--keymap", "--mark", "--lifeline",
                    "--now",
                ]))
        try arguments.expectNoOperands()
        let lifeline = try arguments.value("--lifeline").map { (text) throws(Failure) in
            try Lifeline.descriptor(named: text)
        }
        if let lifeline { try Lifeline.follow(lifeline) }
        let standstill = try arguments.value("--now").map { (text) throws(Failure) in
            guard let seconds = UInt64(text), seconds < 1 << 40 else {
                throw .usage("--now takes seconds since 1970")
            }
            return seconds
        }
        let settings = try Configuration.load()
        guard let node = try arguments.value("--node") ?? settings.node else {
            throw Failure(
                "usage.node", "no node is named",
                hint: "coai --node URL --profile FILE; coai --help says more", exitCode: 2)
        }
        guard let path = try arguments.value("--profile") ?? settings.profile else {
            throw Failure(
                "usage.profile", "no profile is named",
                hint: "coai --node URL --profile FILE; coai --help says more",
                exitCode: 2)
        }
        let profile = try NetworkProfile(file: path)
        let endpoint: Endpoint
        do { endpoint = try Endpoint(node) } catch { throw Failure(error) }
        let account = try arguments.value("--account").map { (text) throws(Failure) in
            try Address(argument: text)
        }
        let keymap = try keymap(try arguments.value("--keymap") ?? settings.keymap ?? "vim")
        var theme = try theme(try arguments.value("--theme") ?? settings.theme ?? "dark")
        let noColor = Paths.environment("NO_COLOR").map { !$0.isEmpty } ?? false
        let driver: TerminalDriver
        do {
            driver = try TerminalDriver(
                options: TerminalOptions(
                    color: noColor ? .never : .auto, unicode: arguments.has("--ascii") ? false : nil,
                    mouse: arguments.has("--mouse") || settings.mouse))
        } catch { throw Failure(error.code, error.message, hint: error.hint, exitCode: 1) }
        defer { driver.close() }
        if !driver.hasColor { theme = Theme.mono }
        if !driver.isUnicode { theme.glyphs = .ascii }
        let state = AppState(
            profile: profile, account: account ?? settings.account, keymap: keymap, theme: theme,
            now: standstill ?? UInt64(max(time(nil), 0)), isReadOnly: arguments.has("--read-only"),
            mark: try arguments.value("--mark").map { SafeText(cleaning: $0, maximumLength: 20) })
        let session = NetworkSession(endpoint: endpoint, profile: profile, account: state.account)
        defer { session.stop() }
        try Application(
            state: state, session: session, driver: driver, standstill: standstill, lifeline: lifeline
        ).run()
    }

    /// A built-in keymap, one of the configuration folder, or one by its path.
    private static func keymap(_ name: String) throws(Failure) -> Keymap {
        do throws(Keymap.Problem) {
            if let bytes = own(name, "keymaps") { return try Keymap(parsing: bytes) }
            return try Keymap.builtin(name)
        } catch { throw Failure(error.code, error.message, hint: error.hint, exitCode: 4) }
    }

    private static func theme(_ name: String) throws(Failure) -> Theme {
        guard let bytes = own(name, "themes") ?? BuiltinThemes.json(name) else {
            throw Failure(
                "theme.unknown", "there is no theme of this name",
                hint: "built in are \(BuiltinThemes.files.map(\.name).joined(separator: ", "))", exitCode: 4)
        }
        let json: JSON
        do { json = try JSON.parse(bytes) } catch {
            throw Failure(error.code, error.message, hint: error.hint, exitCode: 4)
        }
        do { return try Theme.parse(json) } catch {
            throw Failure(error.code, error.message, hint: error.hint, exitCode: 4)
        }
    }

    /// The bytes of a file by its path, or of `NAME.json` in the configuration folder.
    private static func own(_ name: String, _ folder: String) -> [UInt8]? {
        if name.contains("/") { return try? FileBytes.read(name, maximum: 1 << 16) }
        guard let configuration = try? Paths.configuration() else { return nil }
        return try? FileBytes.read("\(configuration)/\(folder)/\(name).json", maximum: 1 << 16)
    }
}

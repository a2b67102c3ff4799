import Foundation
import StrictJSON
import TestSupport
import Testing

/// The processes of a demonstration on a terminal, found from outside.
struct DemoProcesses {
    let terminal: PseudoTerminal
    let demonstration: Int32
    /// The demonstration's own folder.
    let folder: String
    let dashboard: Int32
    let signer: Int32
    let keeper: Int32
    /// What a program finds that folder by.
    let environment: [String: String]

    var all: [Int32] { [terminal.process, demonstration, dashboard, signer, keeper] }

    /// Starts `coai demo` and waits for its first screen.
    init(_ home: Home, leader: SessionLeader = .program, _ words: String...) throws {
        let coai = PseudoTerminal.productsDirectory + "/coai"
        let variables = home.environment.merging(["TMPDIR": home.root.path]) { $1 }
        let terminal = try #require(leader.start(coai, ["demo"] + words, environment: variables))
        self.terminal = terminal
        try #require(terminal.wait(for: "block ", seconds: 60), "\(terminal.screen.text)")
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: home.root.path).first {
                $0.hasPrefix("coai-demo-")
            })
        let folder = home.root.path + "/" + name
        self.folder = folder
        environment = variables.merging([
            "XDG_CONFIG_HOME": folder + "/config", "XDG_RUNTIME_DIR": folder + "/run",
            "XDG_DATA_HOME": folder + "/data",
        ]) { $1 }
        let demonstration =
            leader == .program
            ? terminal.process
            : try #require(Self.find { $0.parent == terminal.process && $0.words.contains("demo") })
        self.demonstration = demonstration
        dashboard = try #require(Self.find { $0.parent == demonstration && $0.words.contains("--mark") })
        keeper = try #require(Self.find { $0.words.contains("--keep") && $0.words.contains(folder) })
        // It is started beside the dashboard, and may listen later than that one draws.
        var answer = try Self.status(environment)
        for _ in 0..<200 where answer.status != 0 {
            usleep(50_000)
            answer = try Self.status(environment)
        }
        let number = try answer.json()["process"]?.numberText
        signer = try #require(number.flatMap { Int32($0) }, "\(answer.output)\(answer.error)")
    }

    /// What the signer of these folders says of itself.
    private static func status(_ environment: [String: String]) throws -> ProgramResult {
        try Program.run(
            URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai-signer"), ["status", "--json"],
            environment: environment)
    }

    /// A review that waits for its answer, on a terminal of its own.
    func review() throws -> PseudoTerminal {
        let file = folder + "/document"
        try Data(#"{"message":"hello"}"#.utf8).write(to: URL(fileURLWithPath: file))
        let review = try #require(
            PseudoTerminal(
                PseudoTerminal.productsDirectory + "/coai",
                ["sign", file, "--account", "0xAabad8915b56257D7F76Ec4c920d5d59b2e1e435"],
                environment: environment))
        try #require(review.wait(for: "> Reject", seconds: 30), "\(review.screen.text)")
        return review
    }

    /// Has the dashboard ask the signer for something, which takes over the demonstration's own terminal.
    func reviewOfItsOwn() throws {
        let person = Person(terminal)
        person.press("2")
        try person.seeLine("Status", "Price COAI")
        person.press("G", "o")
        try person.see("Order for a job (JobOrder)")
        person.answer("model")
        person.press("\u{18}")
        try person.see("> Reject")
    }

    /// Waits until every process and the folder are gone; answers what is left after half a minute.
    func left() -> [String] {
        var left: [String] = []
        _ = terminal.wait(seconds: 30) { _ in
            left = all.filter(Self.isRunning).map { "process \($0)" }
            if FileManager.default.fileExists(atPath: folder) { left.append(folder) }
            return left.isEmpty
        }
        return left
    }

    /// Whether the terminal comes to be as a shell wants it.
    static func isGivenBack(_ terminal: PseudoTerminal) -> Bool {
        terminal.wait(seconds: 20) { $0.isGivenBack }
    }

    /// A process that ended and that nobody has asked about doesn't run.
    private static func isRunning(_ process: Int32) -> Bool {
        guard let fields = fields(process) else { return false }
        return fields.first != "Z"
    }

    /// The fields of `/proc/N/stat` after the name.
    private static func fields(_ process: Int32) -> [String]? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        return text[text.index(after: end)...].split(separator: " ").map(String.init)
    }

    private static func find(_ matches: ((parent: Int32, words: [String])) -> Bool) -> Int32? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.first { process in
            guard let fields = fields(process), fields.count > 1, let parent = Int32(fields[1]),
                let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
            else { return false }
            return matches((parent, line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }))
        }
    }
}

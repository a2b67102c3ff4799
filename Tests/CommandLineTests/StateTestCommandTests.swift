import Foundation
import StrictJSON
import TestSupport
import Testing

/// `coai devnet statetest`: what it says and ends with.
@Suite("coai devnet statetest") struct StateTestCommandTests {
    private let home: Home

    init() throws { home = try Home() }

    private func run(_ words: String...) throws -> ProgramResult {
        try Program.run(
            URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai"),
            ["devnet", "statetest"] + words,
            environment: home.environment)
    }

    /// One of our own tests in a file of its own, with its root changed or not.
    private func file(wrong: Bool) throws -> String {
        let cases = Shared.package.appendingPathComponent("Tests/EVMTests/Cases/prague-osaka.json")
        let text = String(decoding: try Data(contentsOf: cases), as: UTF8.self)
        var line = String(try #require(text.split(separator: "\n").first { $0.hasPrefix("\"clz\"") }))
        if line.hasSuffix(",") { line.removeLast() }
        if wrong { line = line.replacingOccurrences(of: "\"hash\":\"0x", with: "\"hash\":\"0x00") }
        if wrong {
            line = line.replacingOccurrences(
                of: "(\"hash\":\"0x00[0-9a-f]{62})..", with: "$1", options: .regularExpression)
        }
        let folder = home.root.appendingPathComponent("tests/deeper")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("{\(line)}".utf8).write(to: folder.appendingPathComponent("one.json"))
        return home.root.appendingPathComponent("tests").path
    }

    @Test func passes() throws {
        let result = try run("--json", try file(wrong: false))
        #expect(result.status == 0, "\(result.error)")
        let json = try JSON.parse(result.output)
        #expect(json["total"]?.numberText == "2")
        #expect(json["passed"]?.numberText == "2")
        #expect(json["failures"]?.arrayValue == [])
        let plain = try run(try file(wrong: false))
        #expect(plain.output.hasSuffix("2 cases: 2 passed, 0 failed, 0 unsupported\n"))
        #expect(plain.output.contains("clz Osaka 0: pass\n"))
    }

    @Test func fails() throws {
        let result = try run("--json", try file(wrong: true))
        #expect(result.status == 1)
        let json = try JSON.parse(result.output)
        #expect(json["failed"]?.numberText == "2")
        let first = try #require(json["failures"]?.arrayValue?.first)
        #expect(first["name"]?.stringValue == "clz")
        #expect(first["fork"]?.stringValue == "Prague")
        #expect(first["index"]?.numberText == "0")
        #expect(first["reason"]?.stringValue?.contains("state root") == true)
    }

    @Test func whatIsNoTest() throws {
        #expect(try run().status == 2)
        #expect(try run("/nowhere.json").status == 4)
        let folder = home.root.appendingPathComponent("empty")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #expect(try run(folder.path).status == 4)
        let file = folder.appendingPathComponent("odd.json")
        for text in ["", "[", "[]", "{}", "{\"a\":1}", String(repeating: "[", count: 10_000)] {
            try Data(text.utf8).write(to: file)
            #expect(try run(file.path).status == 4, "\(text.prefix(10))")
        }
    }

    /// A file that can't be read among others that can.
    @Test func whatIsNoTestAmongTests() throws {
        let folder = try file(wrong: false)
        try Data("[".utf8).write(to: URL(fileURLWithPath: folder + "/a.json"))
        let result = try run("--json", folder)
        #expect(result.status == 1)
        let json = try JSON.parse(result.output)
        #expect(json["total"]?.numberText == "3" && json["passed"]?.numberText == "2")
        #expect(json["failures"]?.arrayValue?.first?["name"]?.stringValue == folder + "/a.json")
    }
}

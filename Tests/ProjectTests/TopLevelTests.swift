import Foundation
import Testing

@Suite("Top level")
struct TopLevelTests {
    @Test func holdsOnlyWhatItShould() throws {
        let allowed: Set<String> = [
            "Package.swift", "Sources", "Tests", "Themes", "Keys", "README.md", "LICENSE",
        ]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", ArrowsTests.root, "ls-tree", "--name-only", "HEAD"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let extra = text.split(separator: "\n").map(String.init).filter {
            !$0.hasPrefix(".") && !allowed.contains($0)
        }
        #expect(extra.isEmpty, "not at the top level: \(extra)")
    }

    @Test func noFoundationInTheProgramsPeopleRun() throws {
        let sources = URL(fileURLWithPath: ArrowsTests.root).appendingPathComponent("Sources")
        var seen = 0
        for folder in try FileManager.default.contentsOfDirectory(
            at: sources, includingPropertiesForKeys: nil)
        where folder.lastPathComponent != "coai-bench" {
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "swift" else { continue }
                seen += 1
                let text = try String(contentsOf: file, encoding: .utf8)
                #expect(!text.contains("import Foundation"), "\(file.lastPathComponent) imports Foundation")
            }
        }
        #expect(seen > 20)
    }
}

import Foundation
import Testing

/// The arrows between targets: what each may import, directly. What those import is allowed with them.
///
/// `StrictJSON` and `SafeText` are open to every Swift target.
let arrows: [String: Set<String>] = [
    "CTerminal": [], "CCrypto": [], "CTLS": [], "CLocalSocket": [], "CUSB": [], "CPseudoTerminal": [],
    "StrictJSON": [], "SafeText": [], "Console": [],
    "Ethereum": [],
    "Cryptography": ["Ethereum", "CCrypto"],
    "Keystore": ["Cryptography"],
    "Profile": ["Ethereum"],
    "Review": ["Ethereum", "Profile"],
    "SignerProtocol": ["Review", "CLocalSocket"],
    "Policy": ["Review", "Cryptography"],
    "HardwareWallet": ["Ethereum", "CUSB"],
    "Cells": [],
    "Terminal": ["Cells", "CTerminal"],
    // The approval screen runs on a terminal that it borrows, so it holds the driver itself.
    "Approval": ["Cells", "Review", "Policy", "Terminal"],
    "Signer": ["Approval", "Keystore", "HardwareWallet", "SignerProtocol"],
    "WebWire": ["CCrypto"],
    "NodeClient": ["Ethereum", "WebWire", "CTLS"],
    "ComputeNetwork": ["Ethereum", "Profile"],
    "Themes": [], "Keys": [],
    "Dashboard": ["Cells", "ComputeNetwork", "SignerProtocol", "Themes", "Keys"],
    "Contracts": ["Ethereum", "Cryptography", "Profile"],
    "EVM": ["Ethereum", "Cryptography"],
    "Devnet": ["EVM", "WebWire", "Contracts", "CLocalSocket"],
    "Simulation": ["EVM", "NodeClient"],
    "coai": [
        "Dashboard", "Terminal", "NodeClient", "Console", "Contracts", "SignerProtocol", "Devnet",
        "Simulation",
    ],
    "coai-signer": ["Console", "Signer"],
]

/// What a program must not reach by any way.
let forbidden: [String: Set<String>] = [
    "coai": ["Keystore", "Policy", "Approval", "HardwareWallet", "Signer"],
    "coai-signer": [
        "WebWire", "NodeClient", "CTLS", "ComputeNetwork", "Dashboard", "Contracts", "Devnet", "Simulation",
    ],
]

@Suite("Arrows")
struct ArrowsTests {
    /// Targets and their dependencies, as SwiftPM itself understands the manifest.
    static func declared() throws -> [String: (path: String, dependencies: Set<String>, isTest: Bool)] {
        // Inside `swift test` the ordinary scratch path is locked.
        let scratch = NSTemporaryDirectory() + "coai-arrows-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--package-path", Self.root, "--scratch-path", scratch, "dump-package",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let manifest = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let targets = try #require(manifest["targets"] as? [[String: Any]])
        var result: [String: (String, Set<String>, Bool)] = [:]
        for target in targets {
            let name = try #require(target["name"] as? String)
            let type = try #require(target["type"] as? String)
            var names: Set<String> = []
            for dependency in target["dependencies"] as? [[String: Any]] ?? [] {
                let entry = dependency["byName"] ?? dependency["target"]
                if let list = entry as? [Any], let first = list.first as? String { names.insert(first) }
                #expect(dependency["product"] == nil, "\(name) depends on a package")
            }
            let path = target["path"] as? String ?? (type == "test" ? "Tests/" : "Sources/") + name
            result[name] = (path, names, type == "test" || path.hasPrefix("Tests/"))
        }
        #expect((manifest["dependencies"] as? [Any])?.isEmpty == true, "the package has no dependencies")
        return result
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func closure(of name: String, in graph: [String: Set<String>]) -> Set<String> {
        var reached: Set<String> = []
        var waiting = [name]
        while let next = waiting.popLast() {
            for target in graph[next] ?? [] where reached.insert(target).inserted { waiting.append(target) }
        }
        return reached
    }

    @Test func everyDeclaredArrowPointsDown() throws {
        let declared = try Self.declared()
        #expect(declared.count > 20)
        for (name, target) in declared where !target.isTest && name != "coai-bench" {
            #expect(arrows[name] != nil, "\(name) has no row in the table of arrows")
            let allowed = Self.closure(of: name, in: arrows).union(["StrictJSON", "SafeText"])
            let extra = target.dependencies.subtracting(allowed)
            #expect(extra.isEmpty, "\(name) may not depend on \(extra.sorted())")
        }
        let graph = declared.mapValues(\.dependencies)
        for (program, never) in forbidden {
            let reached = Self.closure(of: program, in: graph).intersection(never)
            #expect(reached.isEmpty, "\(program) reaches \(reached.sorted())")
        }
    }

    @Test func everyImportLineIsDeclared() throws {
        let declared = try Self.declared()
        let system: Set<String> = ["Glibc", "Synchronization"]
        for (name, target) in declared where !target.isTest && !name.hasPrefix("C") {
            let folder = URL(fileURLWithPath: Self.root).appendingPathComponent(target.path)
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "swift" else { continue }
                for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                    // An indented line is no import: it may be of another language, in a string.
                    guard line.first != " " else { continue }
                    let words = line.split(separator: " ")
                    guard let place = words.firstIndex(of: "import"), place <= 2, words.count > place + 1,
                        words[..<place].allSatisfy({
                            $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0)
                        })
                    else { continue }
                    let module = String(words[place + 1].split(separator: ".")[0]).replacingOccurrences(
                        of: "_", with: "-")
                    if system.contains(module) || target.dependencies.contains(module) { continue }
                    if name == "coai-bench", module == "Foundation" { continue }
                    Issue.record(
                        "\(file.lastPathComponent) of \(name) imports \(module), which its row does not list")
                }
            }
        }
    }
}

import Foundation

/// Test data and tools that lie beside the project, if they do.
public enum Shared {
    /// Root of the package.
    public static let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The folder of shared test data, or nil; `COAI_SHARED` names another.
    public static let root: URL? = {
        let named = ProcessInfo.processInfo.environment["COAI_SHARED"]
        let folder =
            named.map { URL(fileURLWithPath: $0) }
            ?? package.appendingPathComponent("../shared").standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// Contents of a shared file; nil, with a line on the console, where shared test data is absent.
    public static func data(_ path: String) -> Data? {
        guard let root else {
            print("shared test data absent: skipped \(path)")
            return nil
        }
        return try? Data(contentsOf: root.appendingPathComponent(path))
    }

    /// A shared file as Foundation reads JSON, or nil.
    public static func json(_ path: String) -> Any? {
        data(path).flatMap { try? JSONSerialization.jsonObject(with: $0, options: [.fragmentsAllowed]) }
    }

    /// Paths, from the root, of the shared files below a folder that end so; sorted.
    public static func files(below folder: String, suffix: String) -> [String] {
        guard let root else {
            print("shared test data absent: skipped \(folder)")
            return []
        }
        let all = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
        return (all?.allObjects as? [String] ?? []).filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }
            .sorted()
    }
}

/// What a program left behind.
public struct ProgramResult: Sendable {
    /// Exit status, or minus the signal that ended it.
    public let status: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let error: String
}

/// Runs other programs.
public enum Program {
    /// Python of the test environment (made by Tests/LocalNode/setup), or nil with a line on the console.
    public static var python: URL? {
        let path = Shared.package.appendingPathComponent(".build/venv/bin/python")
        if FileManager.default.isExecutableFile(atPath: path.path) { return path }
        print("Python environment absent (Tests/LocalNode/setup makes it): skipped")
        return nil
    }

    /// Runs `program` to its end.
    public static func run(
        _ program: URL, _ arguments: [String], input: Data? = nil, environment: [String: String]? = nil
    ) throws -> ProgramResult {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        if let environment { process.environment = environment }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files, not pipes: no output is too long to wait for.
        let places = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
        try (input ?? Data()).write(to: places[0])
        for place in places.dropFirst() { try Data().write(to: place) }
        process.standardInput = try FileHandle(forReadingFrom: places[0])
        process.standardOutput = try FileHandle(forWritingTo: places[1])
        process.standardError = try FileHandle(forWritingTo: places[2])
        try process.run()
        process.waitUntilExit()
        let status =
            process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return ProgramResult(
            status: status, output: String(decoding: try Data(contentsOf: places[1]), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: places[2]), as: UTF8.self))
    }
}

/// Repeatable random numbers for tests (a linear congruential generator).
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator that always gives the same for `seed`.
    public init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }

    /// The next number.
    public mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let mixed = (state ^ state >> 33) &* 0xff51_afd7_ed55_8ccd
        return mixed ^ mixed >> 29
    }

    /// A number from 0 to `bound` - 1.
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}

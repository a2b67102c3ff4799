import Foundation

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

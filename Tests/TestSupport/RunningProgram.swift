import Foundation

/// A program that runs beside the test, without a terminal; it ends with this value.
public final class RunningProgram {
    private let process = Process()
    private let folder: URL
    private var places: [URL] = []

    /// Starts it.
    public init(
        _ program: URL, _ arguments: [String], input: Data? = nil, environment: [String: String]? = nil
    ) throws {
        process.executableURL = program
        process.arguments = arguments
        if let environment { process.environment = environment }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Files, not pipes: no output is too long to wait for.
        places = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
        try (input ?? Data()).write(to: places[0])
        for place in places.dropFirst() { try Data().write(to: place) }
        process.standardInput = try FileHandle(forReadingFrom: places[0])
        process.standardOutput = try FileHandle(forWritingTo: places[1])
        process.standardError = try FileHandle(forWritingTo: places[2])
        try process.run()
    }

    deinit {
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Its number.
    public var processIdentifier: Int32 { process.processIdentifier }

    /// Waits for its end.
    public func end() throws -> ProgramResult {
        process.waitUntilExit()
        let status =
            process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return ProgramResult(
            status: status, output: String(decoding: try Data(contentsOf: places[1]), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: places[2]), as: UTF8.self))
    }
}

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
        try RunningProgram(program, arguments, input: input, environment: environment).end()
    }
}

import Foundation

/// Where things are that a measurement needs but the project doesn't hold.
enum Place {
    /// The folder of this program, where the others are built too.
    static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()

    /// Peers' scripts and documents beside the project, or nil.
    static let peers: URL? = {
        var folder = products
        for _ in 0..<6 {
            let candidate = folder.appendingPathComponent("../shared/bench").standardizedFileURL
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    /// A file of the project's sources, from where this program was built, or nil.
    static func source(_ path: String) -> URL? {
        var folder = products
        for _ in 0..<6 {
            let candidate = folder.appendingPathComponent(path)
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    /// The Python of the test environment, or nil.
    static let python: URL? = {
        var folder = products
        for _ in 0..<6 {
            let candidate = folder.appendingPathComponent(".build/venv/bin/python")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        return nil
    }()
}

/// Runs a program to its end and gives what it printed, or nil if it failed.
func output(of program: URL, _ arguments: [String], folder: URL? = nil) -> String? {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
}

/// Wall seconds from spawn to exit of a program, its output thrown away; the median of `runs`.
func spawnSeconds(_ path: String, _ arguments: [String], runs: Int = 15) -> Double? {
    var times: [Double] = []
    for round in 0...runs {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for text in argv { free(text) } }
        var child: pid_t = 0
        let start = wallSeconds()
        guard posix_spawnp(&child, path, &actions, nil, &argv, environ) == 0 else { return nil }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        if round > 0 { times.append(wallSeconds() - start) }
    }
    return median(times)
}

import Foundation

/// What a node's process says in its first line: `ready`, and where it listens.
enum NodeAnnouncement {
    /// Starts a node and waits for that line.
    ///
    /// - Throws: `LocalNodeError.notReady` if it ends, or says something else; it is then killed.
    static func start(_ process: Process) throws -> (httpURL: String, webSocketURL: String) {
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var line = ""
        while !line.contains("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            line += String(decoding: data, as: UTF8.self)
        }
        let words = line.prefix { $0 != "\n" }.split(whereSeparator: \.isWhitespace).map(String.init)
        let http = words.first { $0.hasPrefix("http://") }
        let webSocket = words.first { $0.hasPrefix("ws://") }
        guard words.first == "ready", let http, let webSocket else {
            kill(process.processIdentifier, SIGKILL)
            throw LocalNodeError.notReady(line)
        }
        return (http, webSocket)
    }
}

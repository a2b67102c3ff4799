import Foundation

/// A node in a process of its own on a free loopback port; it ends with this value.
final class NodeProcess {
    /// The port that it answers JSON-RPC on over HTTP.
    let port: UInt16
    private let process = Process()

    /// Starts a program that says on its first line where it answers: nil if it doesn't.
    init?(_ program: URL, _ arguments: [String]) {
        process.executableURL = program
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        guard (try? process.run()) != nil else { return nil }
        var text = ""
        while !text.contains("\n"), case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
        }
        let digits = text.firstRange(of: "http://127.0.0.1:").map {
            text[$0.upperBound...].prefix { $0.isNumber }
        }
        guard let port = digits.flatMap({ UInt16($0) }) else {
            process.terminate()
            return nil
        }
        self.port = port
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Processor time of its main thread so far, in seconds: what other programs take of the machine isn't in.
    var processorSeconds: Double {
        let path = "/proc/\(process.processIdentifier)/schedstat"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return (text.split(separator: " ").first.flatMap { Double($0) } ?? .nan) / 1e9
    }

    /// Most memory that was ever resident, in bytes.
    var peakResidentBytes: Int {
        let path = "/proc/\(process.processIdentifier)/status"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1024
        }
        return 0
    }
}

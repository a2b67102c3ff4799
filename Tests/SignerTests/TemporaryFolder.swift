import Foundation

/// A folder with mode 0700 that is gone with this value.
final class TemporaryFolder {
    let path: String

    init() throws {
        // Short: a socket's path has less than 108 bytes.
        path = "/tmp/coai-test-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The code of the error that `body` throws, or nil.
func code<Failure: Error>(_ body: () throws(Failure) -> Void, of path: KeyPath<Failure, String>) -> String? {
    do {
        try body()
        return nil
    } catch { return error[keyPath: path] }
}

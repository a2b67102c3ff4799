import Ethereum
import Glibc

/// Where the signer's socket is: in a folder that belongs to the user alone.
public enum SocketLocation {
    /// Path of the socket: `signer-XXXXXXXX.sock` in `$XDG_RUNTIME_DIR/coai`, else in `/tmp/coai-UID`.
    ///
    /// The digits are of the hash of the configuration folder's path: a signer with other keys has another socket. Makes
    /// the folder where it is missing.
    /// - Parameters:
    ///   - runtimeDirectory: as in XDG_RUNTIME_DIR.
    ///   - configuration: the folder of keys and accepted profiles.
    /// - Throws: `SignerError` `signer.folder` if it is no folder, belongs to another user or is open to others.
    public static func path(runtimeDirectory: String?, configuration: String) throws(SignerError) -> String {
        let user = getuid()
        let folder: String
        if let runtimeDirectory, runtimeDirectory.hasPrefix("/") {
            folder = runtimeDirectory + "/coai"
        } else {
            folder = "/tmp/coai-\(user)"
        }
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw problem(folder, "can't be made") }
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw problem(folder, "is not a folder")
        }
        guard status.st_uid == user else { throw problem(folder, "belongs to another user") }
        guard status.st_mode & 0o077 == 0 else { throw problem(folder, "is open to others") }
        let name = Keccak256.hash(utf8: configuration).description.dropFirst(2).prefix(8)
        let path = folder + "/signer-\(name).sock"
        guard path.utf8.count < 100 else { throw problem(folder, "has too long a path for a socket") }
        return path
    }

    private static func problem(_ folder: String, _ what: String) -> SignerError {
        SignerError(
            code: "signer.folder", message: "the folder of the signer's socket \(what): \(folder)",
            hint: "it must be a folder of your own with mode 0700")
    }
}

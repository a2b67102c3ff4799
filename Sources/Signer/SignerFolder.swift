import Glibc
import SafeText
import SignerProtocol

/// The signer's own folder: the journal, and the profiles that a person has accepted.
public struct SignerFolder: Sendable {
    /// Where it is.
    public let path: String

    /// The folder at `path`, made with mode 0700 where it is missing.
    ///
    /// - Throws: `SignerError` `signer.folder` if it is not a folder that is the user's alone.
    public init(path: String) throws(SignerError) {
        self.path = path
        try Self.make(path)
        try Self.make(path + "/profiles")
    }

    /// The journal's file.
    public var journalPath: String { path + "/journal.jsonl" }

    /// What whoever made the folder wants said on every page that is shown from it, such as DEMO: the file `mark`, of
    /// which at most 20 bytes are shown.
    ///
    /// It goes with the folder, so that no signer that is started on it can be without.
    public var mark: SafeText? {
        let descriptor = open(path + "/mark", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return SafeText(cleaning: String(decoding: bytes.prefix(count), as: UTF8.self))
    }

    /// The folder of accepted profiles.
    public var profilesPath: String { path + "/profiles" }

    private static func make(_ path: String) throws(SignerError) {
        // Parents first: a new user has no configuration folder yet.
        var parent = ""
        for part in path.split(separator: "/") {
            parent += "/" + part
            if mkdir(parent, 0o700) != 0, errno != EEXIST, errno != EROFS, errno != EACCES { break }
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw problem(path, "can't be made")
        }
        guard status.st_uid == getuid(), status.st_mode & 0o022 == 0 else {
            throw problem(path, "could be changed by others")
        }
    }

    private static func problem(_ path: String, _ what: String) -> SignerError {
        SignerError(
            code: "signer.own-folder", message: "the signer's folder \(what): \(path)",
            hint: "it must be a folder of your own that others can't write")
    }
}

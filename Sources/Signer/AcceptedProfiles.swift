import Ethereum
import Glibc
import Profile
import SignerProtocol

/// Network profiles whose digest a person has accepted: the only names that a review shows.
public struct AcceptedProfiles: Sendable {
    private static let maximumSize = 1 << 20
    private let folder: String

    /// The accepted profiles of a signer.
    public init(_ folder: SignerFolder) { self.folder = folder.profilesPath }

    /// All of them, by name; a file that isn't what was accepted is left out, and named in `damaged`.
    public func load() -> (profiles: [NetworkProfile], damaged: [String]) {
        var profiles: [NetworkProfile] = []
        var damaged: [String] = []
        for name in names() {
            guard let bytes = Self.read(folder + "/" + name),
                let profile = try? NetworkProfile(parsing: bytes),
                // A file is named by the digest that was accepted: one that was changed has another.
                name == profile.digest.description + ".json"
            else {
                damaged.append(name)
                continue
            }
            profiles.append(profile)
        }
        return (profiles.sorted { $0.name < $1.name }, damaged)
    }

    /// Keeps a profile as accepted: the canonical text, under its digest.
    public func accept(_ profile: NetworkProfile) throws(SignerError) {
        let path = folder + "/" + profile.digest.description + ".json"
        let temporary = path + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.problem(temporary) }
        var rest = Array(profile.serialized().utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        let isWritten = rest.isEmpty && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, rename(temporary, path) == 0 else {
            let error = Self.problem(path)
            unlink(temporary)
            throw error
        }
        // The name is on disk only when its folder is.
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    /// Takes back the acceptance of the profile with a digest; false if there is none.
    public func remove(_ digest: Hash32) -> Bool { unlink(folder + "/" + digest.description + ".json") == 0 }

    private func names() -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".json") { names.append(name) }
        }
        return names.sorted()
    }

    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= maximumSize {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
        }
        return nil
    }

    private static func problem(_ path: String) -> SignerError {
        SignerError(
            code: "profile.write", message: "\(path): \(String(cString: strerror(errno)))",
            hint: "check the folder and the disk")
    }
}

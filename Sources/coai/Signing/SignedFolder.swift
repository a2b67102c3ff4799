import Console
import Cryptography
import Dashboard
import Glibc
import SafeText

/// What earlier runs kept in the folder of signed documents.
enum SignedFolder {
    /// Most names that are looked at: whatever else lies there costs no more.
    private static let maximumNames = 2_000

    /// The newest files, each with what is in it; none where there is no folder.
    static func files() -> [KeptFile] {
        guard let folder = try? Paths.signedDocuments(creating: false), let stream = opendir(folder) else {
            return []
        }
        defer { closedir(stream) }
        var found: [(path: String, status: stat)] = []
        var seen = 0
        while seen < maximumNames, let entry = readdir(stream) {
            seen += 1
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasSuffix(".json"), !name.hasPrefix(".") else { continue }
            var status = stat()
            guard lstat(folder + "/" + name, &status) == 0 else { continue }
            found.append((folder + "/" + name, status))
        }
        found.sort { $0.status.st_mtim.tv_sec > $1.status.st_mtim.tv_sec }
        return found.prefix(KeptSignature.maximumCount).map { file in
            KeptFile(
                path: SafeText(cleaning: file.path, maximumLength: 300),
                writtenAt: UInt64(max(file.status.st_mtim.tv_sec, 0)), content: content(file.path))
        }
    }

    private static func content(_ path: String) -> Result<KeptSignature, Event.Problem> {
        do throws(Event.Problem) {
            return .success(
                try KeptSignature(parsing: try bytes(path)) { digest, signature in
                    try? Secp256k1.recover(digest: digest, signature: signature)
                })
        } catch { return .failure(error) }
    }

    /// The bytes of a regular file; a pipe, a device or a link is never waited for.
    private static func bytes(_ path: String) throws(Event.Problem) -> [UInt8] {
        func problem(_ code: String, _ message: String) -> Event.Problem {
            Event.Problem(code: "signed." + code, message: message, hint: "")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw problem("unreadable", String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw problem("unreadable", "it is no regular file")
        }
        guard status.st_size <= KeptSignature.maximumBytes else {
            throw problem("too-large", "it is larger than \(KeptSignature.maximumBytes) bytes")
        }
        var bytes = [UInt8](repeating: 0, count: KeptSignature.maximumBytes + 1)
        var count = 0
        while count < bytes.count {
            let read = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw problem("unreadable", String(cString: strerror(errno))) }
            if read == 0 { break }
            count += read
        }
        return Array(bytes.prefix(count))
    }
}

import Cryptography
import Ethereum
import Glibc

/// A folder of keystore files, one account each, as geth keeps it.
public struct KeystoreDirectory: Sendable {
    /// Where it is.
    public let path: String

    /// The directory at `path`, which needn't exist yet.
    public init(path: String) { self.path = path }

    /// Its files in order of their names, damaged ones with the reason; none if there is no such directory.
    ///
    /// Names that begin with a dot are left out: they are half-written files and other programs' business.
    ///
    /// - Throws: `KeystoreError` `keystore.file`.
    public func list() throws(KeystoreError) -> [KeystoreEntry] {
        guard let stream = opendir(path) else {
            if errno == ENOENT { return [] }
            throw .file("cannot read", path, Failure.text)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted().compactMap { (name) -> KeystoreEntry? in
            let file = "\(path)/\(name)"
            do throws(KeystoreError) {
                guard let bytes = try KeystoreDirectory.readFile(file) else { return nil }
                let parsed = try KeystoreFile(parsing: bytes)
                return KeystoreEntry(
                    address: parsed.address ?? KeystoreDirectory.address(inName: name), name: parsed.name,
                    path: file, damage: nil)
            } catch {
                return KeystoreEntry(
                    address: KeystoreDirectory.address(inName: name), name: nil, path: file, damage: error)
            }
        }
    }

    /// The account that geth's way of naming files puts at the end of one.
    private static func address(inName name: String) -> Address? {
        let digits = name.utf8.count >= 42 ? name.suffix(40) : ""
        return name.dropLast(40).hasSuffix("--") ? try? Address("0x" + digits) : nil
    }

    /// The one file of `address`.
    ///
    /// - Throws: `KeystoreError`: `keystore.no-account`, `keystore.two-files`, or why the file can't be read.
    public func find(_ address: Address) throws(KeystoreError) -> (entry: KeystoreEntry, file: KeystoreFile) {
        let entries = try list()
        let matches = entries.filter { $0.address == address }
        guard let entry = matches.first else {
            let damaged = entries.count { $0.damage != nil }
            throw KeystoreError(
                code: "keystore.no-account", message: "no keystore file for \(address) in \(path)",
                hint: damaged == 0
                    ? "see `coai keys list` for those that there are"
                    : "\(damaged) damaged files are there: see `coai keys list`")
        }
        guard matches.count == 1 else {
            throw KeystoreError(
                code: "keystore.two-files",
                message: "\(matches.count) keystore files for \(address) in \(path)",
                hint: "move all but one of them elsewhere")
        }
        if let damage = entry.damage { throw damage }
        return (entry, try KeystoreDirectory.read(entry.path))
    }

    /// The key of `address`.
    ///
    /// - Throws: `KeystoreError` as `find` and `KeystoreFile.decrypt` do, and `keystore.address-mismatch` if the file
    ///   holds another account's key.
    public func unlock(_ address: Address, passphrase: SecretBytes) throws(KeystoreError) -> PrivateKey {
        let key = try find(address).file.decrypt(passphrase: passphrase)
        guard key.address == address else {
            throw KeystoreError(
                code: "keystore.address-mismatch", message: "the file found for \(address) holds another key")
        }
        return key
    }

    /// Writes a new file for the account that `file` names, and answers its path.
    ///
    /// - Throws: `KeystoreError`: `keystore.exists` for an account that has a file, `keystore.file`.
    public func save(_ file: KeystoreFile) throws(KeystoreError) -> String {
        guard let address = file.address else { throw .damaged("it names no account") }
        try create()
        let lock = try DirectoryLock(path)
        defer { lock.release() }
        if let entry = try list().first(where: { $0.address == address }) {
            throw KeystoreError(
                code: "keystore.exists", message: "\(address) already has a keystore file: \(entry.path)",
                hint: "change its passphrase with `coai keys passwd`, or move the file away")
        }
        let name = "UTC--\(Timestamp.now)--\(Hex.encode(address.bytes, prefix: false))"
        let target = "\(path)/\(name)"
        try lock.write(Array(file.serialized.utf8), to: target, replacing: false)
        return target
    }

    /// Puts `file` in the place of the one at `entry`, which names the same account.
    ///
    /// - Throws: `KeystoreError`: `keystore.changed` if it is no longer that account's file, `keystore.file`.
    public func replace(_ entry: KeystoreEntry, with file: KeystoreFile) throws(KeystoreError) {
        let lock = try DirectoryLock(path)
        defer { lock.release() }
        guard let address = file.address, try KeystoreDirectory.read(entry.path).address == address else {
            throw KeystoreError(
                code: "keystore.changed", message: "\(entry.path) is no longer the file of this account")
        }
        try lock.write(Array(file.serialized.utf8), to: entry.path, replacing: true)
    }

    /// The keystore file at `path`.
    ///
    /// - Throws: `KeystoreError`.
    public static func read(_ path: String) throws(KeystoreError) -> KeystoreFile {
        guard let bytes = try readFile(path) else { throw .file("cannot read", path, "it is not a file") }
        return try KeystoreFile(parsing: bytes)
    }

    /// The directory and those above it, for the user alone.
    private func create() throws(KeystoreError) {
        var prefix = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            prefix += (prefix.isEmpty || prefix.hasSuffix("/") ? "" : "/") + part
            if mkdir(prefix, 0o700) != 0, errno != EEXIST {
                throw .file("cannot create", prefix, Failure.text)
            }
        }
    }

    /// Up to a little more than the largest keystore file; nil for what isn't a regular file.
    private static func readFile(_ path: String) throws(KeystoreError) -> [UInt8]? {
        // Not to wait for a writer where someone put a named pipe.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file("cannot open", path, Failure.text) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .file("cannot read", path, Failure.text) }
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes = [UInt8](repeating: 0, count: KeystoreFile.maximumLength + 1)
        var length = 0
        while length < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: length), $0.count - length)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file("cannot read", path, Failure.text) }
            if count == 0 { break }
            length += count
        }
        return Array(bytes[..<length])
    }
}

/// What the operating system said last.
enum Failure {
    static var text: String { String(cString: strerror(errno)) }
}

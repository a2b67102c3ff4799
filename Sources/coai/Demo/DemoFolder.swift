import Console
import Glibc
import Keys
import SignerProtocol

/// The folder of a demonstration: a configuration, keystores and a place for sockets, all of which go with it.
struct DemoFolder {
    /// Its path, made with mode 0700.
    let path: String
    /// The network's contracts and names.
    var profile: String { path + "/profile.json" }

    /// A new folder with the keystores of published test keys.
    ///
    /// - Parameter mark: what its signer says on every page.
    init(mark: String) throws(Failure) {
        var template = Array("\(Paths.environment("TMPDIR") ?? "/tmp")/coai-demo-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw Failure(
                "demo.folder", "no temporary folder can be made", hint: "look at TMPDIR", exitCode: 1)
        }
        path = String(cString: made)
        for name in ["config", "config/coai", "config/coai/keystore", "config/coai/signer", "run", "data"] {
            guard mkdir("\(path)/\(name)", 0o700) == 0 else {
                throw Failure("demo.folder", "\(path)/\(name) can't be made", exitCode: 1)
            }
        }
        for file in DevnetKeystores.files {
            try FileBytes.write(file.json, to: "\(path)/config/coai/keystore/\(file.name)", replacing: false)
        }
        try FileBytes.write(Array(mark.utf8), to: "\(path)/config/coai/signer/mark", replacing: false)
    }

    /// The folder that another process made.
    ///
    /// - Throws: a usage failure if it can't be a demonstration's.
    init(existing path: String) throws(Failure) {
        var status = stat()
        guard path.hasPrefix("/"), path.split(separator: "/").last?.hasPrefix("coai-demo-") == true,
            lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid()
        else { throw .usage("--keep takes the folder of a demonstration") }
        self.path = path
    }

    /// Whether it is there.
    var exists: Bool { access(path, F_OK) == 0 }

    /// What programs find it by.
    var variables: [(name: String, value: String)] {
        [
            ("XDG_CONFIG_HOME", path + "/config"), ("XDG_RUNTIME_DIR", path + "/run"),
            ("XDG_DATA_HOME", path + "/data"),
        ]
    }

    /// Ends the signer of this folder, whoever started it, in the middle of a review too: it gives a borrowed terminal
    /// back, and its secrets go with its memory.
    func endSigner() {
        guard exists,
            let path = try? SocketLocation.path(
                runtimeDirectory: self.path + "/run", configuration: self.path + "/config/coai")
        else { return }
        // Longer than that only a stopped one takes.
        for _ in 0..<200 {
            guard let process = MessageChannel(connectingTo: path)?.peer?.process, process > 1 else { return }
            kill(process, SIGTERM)
            usleep(10_000)
        }
    }

    /// Removes all of it; links are removed, and not followed.
    func remove() { Self.remove(path) }

    private static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR, let folder = opendir(path) else {
            unlink(path)
            return
        }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { remove(path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    }
}

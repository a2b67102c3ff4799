import Console
import Glibc

extension Paths {
    /// The folder of signed documents: `coai/signed` below XDG_DATA_HOME, else below `~/.local/share`; made with mode
    /// 0700 unless it is only to be read.
    static func signedDocuments(creating: Bool = true) throws(Failure) -> String {
        let base: String
        if let folder = environment("XDG_DATA_HOME"), folder.hasPrefix("/") {
            base = folder
        } else if let home = environment("HOME"), home.hasPrefix("/") {
            base = home + "/.local/share"
        } else {
            throw Failure("paths.home", "there is no home directory", hint: "set HOME", exitCode: 1)
        }
        guard creating else { return base + "/coai/signed" }
        var path = ""
        for part in (base + "/coai/signed").split(separator: "/") {
            path += "/" + part
            if mkdir(path, 0o700) != 0, errno != EEXIST, errno != EROFS, errno != EACCES { break }
        }
        return path
    }
}

import Glibc

/// Where things are by default.
public enum Paths {
    /// `~/.config/coai`, or below XDG_CONFIG_HOME where that is an absolute path.
    public static func configuration() throws(Failure) -> String {
        if let folder = environment("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return folder + "/coai" }
        if let home = environment("HOME"), home.hasPrefix("/") { return home + "/.config/coai" }
        if let entry = getpwuid(getuid()), let home = entry.pointee.pw_dir {
            return String(cString: home) + "/.config/coai"
        }
        throw Failure(
            "paths.home", "there is no home directory", hint: "set HOME, or name the folder with --keystore",
            exitCode: 1)
    }

    /// The folder of keystore files.
    public static func keystore(_ option: String?) throws(Failure) -> String {
        if let option {
            guard !option.isEmpty else { throw .usage("--keystore names no folder") }
            return option
        }
        return try configuration() + "/keystore"
    }

    /// A variable of the environment, or nil.
    public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

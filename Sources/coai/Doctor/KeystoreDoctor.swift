import Glibc
import SafeText

/// Looks at the keystore folder's modes.
///
/// coai reads no key file, only its name and mode.
enum KeystoreDoctor {
    static func checks(_ path: String) -> [DoctorCheck] {
        let shown = SafeText(cleaning: path)
        var status = stat()
        guard lstat(path, &status) == 0 else {
            return [
                DoctorCheck(
                    "keystore", .notice, shown + SafeText(": no keys yet"),
                    hint: "coai keys new makes a key, coai keys import takes one in")
            ]
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return [
                problem(shown + SafeText(" is not a folder"), "move it away, or name another with --keystore")
            ]
        }
        guard status.st_uid == getuid() else {
            return [
                problem(shown + SafeText(" belongs to another user"), "keep keys in a folder of your own")
            ]
        }
        guard status.st_mode & 0o077 == 0 else {
            return [problem(shown + SafeText(" is open to others"), "chmod 700 it")]
        }
        guard let folder = opendir(path) else {
            return [problem(shown + SafeText(" can't be read"), "chmod 700 it")]
        }
        defer { closedir(folder) }
        var (files, open) = (0, 0)
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix("."), lstat(path + "/" + name, &status) == 0,
                status.st_mode & S_IFMT == S_IFREG
            else { continue }
            files += 1
            if status.st_mode & 0o077 != 0 { open += 1 }
        }
        guard open == 0 else {
            return [
                problem(
                    shown + SafeText(": others can read ") + SafeText(open) + SafeText(" of ")
                        + SafeText(files)
                        + SafeText(" files"), "chmod 600 them")
            ]
        }
        guard files > 0 else {
            return [
                DoctorCheck(
                    "keystore", .notice, shown + SafeText(": empty"),
                    hint: "coai keys new makes a key, coai keys import takes one in")
            ]
        }
        return [DoctorCheck("keystore", .ok, shown + SafeText(", files: ") + SafeText(files))]
    }

    private static func problem(_ text: SafeText, _ hint: SafeText) -> DoctorCheck {
        DoctorCheck("keystore", .problem, text, hint: hint, exitCode: 7)
    }
}

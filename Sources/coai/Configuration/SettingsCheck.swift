import Cells
import Console
import Dashboard
import Glibc
import Keys
import NodeClient
import Profile
import StrictJSON
import Themes

/// Whether what the settings name is there and can be understood.
struct SettingsCheck {
    /// What is wrong, in the order of the settings.
    private(set) var problems: [Failure] = []

    init(_ settings: Configuration) {
        if let node = settings.node {
            do { _ = try Endpoint(node) } catch {
                problems.append(Failure(error.code, "node: \(error.message)", hint: error.hint, exitCode: 4))
            }
        }
        if let profile = settings.profile {
            do throws(Failure) { _ = try NetworkProfile(file: profile) } catch { problems.append(error) }
        }
        if let theme = settings.theme { check("theme", theme) { BuiltinThemes.json($0) } }
        if let keymap = settings.keymap { check("keymap", keymap) { BuiltinKeymaps.json($0) } }
    }

    private mutating func check(_ kind: String, _ name: String, _ builtin: (String) -> [UInt8]?) {
        do throws(Failure) {
            let path = try Paths.configuration() + "/\(kind)s/\(name).json"
            let bytes: [UInt8]
            if let own = builtin(name) {
                bytes = own
            } else if access(path, F_OK) == 0 {
                bytes = try FileBytes.read(path, maximum: 1 << 16)
            } else {
                throw Failure(
                    "config.\(kind)", "\(kind): \"\(name)\" is neither built in nor \(path)",
                    hint: "choose another name, or write the file", exitCode: 4)
            }
            let json: JSON
            do { json = try JSON.parse(bytes) } catch {
                throw Failure("config.\(kind)", "\(path): \(error.message)", exitCode: 4)
            }
            if kind == "theme" {
                do { _ = try Theme.parse(json) } catch {
                    throw Failure("config.theme", "\(path): \(error.message)", exitCode: 4)
                }
            } else {
                do { _ = try Keymap(parsing: bytes) } catch {
                    throw Failure("config.keymap", "\(path): \(error.message)", hint: error.hint, exitCode: 4)
                }
            }
        } catch { problems.append(error) }
    }
}

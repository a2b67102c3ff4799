import Ethereum
import Keystore
import SafeText
import StrictJSON

extension KeystoreEntry {
    /// The account as `keys list --json` writes it.
    var json: JSON {
        let damage = damage.map { damage in
            JSON.object(JSONObject([("code", .string(damage.code)), ("message", .string(damage.message))]))
        }
        return .object(
            JSONObject([
                ("address", address.map { .string($0.checksummed) } ?? .null),
                ("name", name.map { .string($0) } ?? .null), ("path", .string(path)),
                ("damage", damage ?? .null),
            ]))
    }

    /// The account as a line.
    var line: SafeText {
        var line: SafeText = "\(address?.checksummed ?? "(no address)")  "
        if let name { line += "\(name)  " }
        line += SafeText(cleaning: path)
        if let damage { line += "  \(damage.message) (\(damage.code))" }
        return line
    }
}

import SafeText
import StrictJSON

/// Why a theme file can't be used.
public struct ThemeError: Error, Sendable, Equatable {
    /// Stable, such as "theme.unknown-role".
    public let code: String
    /// One sentence.
    public let message: String
    /// What helps.
    public let hint: String

    init(_ code: String, _ message: SafeText, hint: String) {
        self.code = "theme.\(code)"
        self.message = message.text
        self.hint = hint
    }
}

extension Theme {
    /// Reads a theme file: `{"coaiTheme": 1, "name": …, "roles": {role: {"foreground", "background", "attributes"}}}`.
    ///
    /// Strict: every role must be there and nothing unknown may be.
    public static func parse(_ json: JSON) throws(ThemeError) -> Theme {
        guard let object = json.objectValue else {
            throw ThemeError(
                "shape", "A theme is a JSON object.", hint: "Start from one of the built-in themes.")
        }
        for key in object.keys where !["coaiTheme", "name", "roles"].contains(key) {
            throw ThemeError(
                "unknown-key", "A theme has no \"\(key)\".", hint: "It has coaiTheme, name and roles.")
        }
        guard object["coaiTheme"]?.numberText == "1" else {
            throw ThemeError("version", "\"coaiTheme\" is not 1.", hint: "Write \"coaiTheme\": 1.")
        }
        guard let name = object["name"]?.stringValue, !name.isEmpty, SafeText(cleaning: name).isASCII else {
            throw ThemeError(
                "name", "A theme needs a \"name\" in ASCII.", hint: "For example \"name\": \"mine\".")
        }
        guard let roles = object["roles"]?.objectValue else {
            throw ThemeError(
                "shape", "A theme needs \"roles\".", hint: "Start from one of the built-in themes.")
        }
        var styles: [StyleRole: Style] = [:]
        for member in roles.members {
            guard let role = StyleRole(rawValue: member.key) else {
                throw ThemeError(
                    "unknown-role", "There is no role \"\(member.key)\".",
                    hint: "Roles: " + StyleRole.allCases.map(\.rawValue).joined(separator: ", ") + ".")
            }
            styles[role] = try style(member.value, role: member.key)
        }
        if let missing = StyleRole.allCases.first(where: { styles[$0] == nil }) {
            throw ThemeError(
                "missing-role", "The role \"\(missing.rawValue)\" is missing.",
                hint: "Add it; {} is the terminal's own style.")
        }
        return Theme(name: name, styles: styles)
    }

    private static func style(_ json: JSON, role: String) throws(ThemeError) -> Style {
        guard let object = json.objectValue else {
            throw ThemeError(
                "shape", "The style of \"\(role)\" is no object.", hint: "{} is the plain style.")
        }
        var foreground = Color.default
        var background = Color.default
        var attributes: Attributes = []
        for member in object.members {
            switch member.key {
            case "foreground": foreground = try color(member.value, role: role)
            case "background": background = try color(member.value, role: role)
            case "attributes":
                for item in member.value.arrayValue ?? [.null] {
                    guard let name = item.stringValue,
                        let known = Attributes.names.first(where: { $0.name == name })
                    else {
                        throw ThemeError(
                            "unknown-attribute", "\"\(role)\" has an unknown attribute.",
                            hint: "Attributes: " + Attributes.names.map(\.name).joined(separator: ", ") + ".")
                    }
                    attributes.insert(known.attribute)
                }
            default:
                throw ThemeError(
                    "unknown-key", "The style of \"\(role)\" has no \"\(member.key)\".",
                    hint: "It has foreground, background and attributes.")
            }
        }
        return Style(foreground: foreground, background: background, attributes: attributes)
    }

    private static func color(_ json: JSON, role: String) throws(ThemeError) -> Color {
        guard let name = json.stringValue, let color = Color(name: name) else {
            throw ThemeError(
                "unknown-color", "\"\(role)\" has an unknown colour.",
                hint: "Use default, red, bright-red, a number from 0 to 255 as text, or #rrggbb.")
        }
        return color
    }
}

/// A style for each meaning, and the drawn characters.
public struct Theme: Sendable, Hashable {
    /// The theme's name, as it is chosen.
    public let name: String

    /// The drawn characters; they follow the terminal, not the theme file.
    public var glyphs: Glyphs

    private var styles: [Style]

    /// A theme whose roles are all plain except those given.
    public init(name: String, glyphs: Glyphs = .unicode, styles: [StyleRole: Style] = [:]) {
        self.name = name
        self.glyphs = glyphs
        self.styles = StyleRole.allCases.map { styles[$0] ?? .plain }
    }

    /// The style of a role.
    public subscript(role: StyleRole) -> Style {
        styles[role.index]
    }

    /// The theme without colours: meanings are told apart by words and attributes.
    public static let mono = Theme(
        name: "mono",
        styles: [
            .muted: Style(attributes: .dim), .title: Style(attributes: .bold),
            .header: Style(attributes: [.bold, .underline]), .selection: Style(attributes: .reverse),
            .accent: Style(attributes: .bold), .warning: Style(attributes: .underline),
            .danger: Style(attributes: [.bold, .reverse]), .notice: Style(attributes: .underline),
            .key: Style(attributes: .bold), .tabActive: Style(attributes: .reverse),
        ])
}

extension StyleRole {
    /// The place among all roles.
    var index: Int {
        switch self {
        case .normal: 0
        case .muted: 1
        case .title: 2
        case .header: 3
        case .selection: 4
        case .accent: 5
        case .ok: 6
        case .warning: 7
        case .danger: 8
        case .notice: 9
        case .hint: 10
        case .key: 11
        case .border: 12
        case .tabActive: 13
        }
    }
}

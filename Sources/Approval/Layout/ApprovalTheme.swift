import Cells

extension Theme {
    /// The colours of a review on a terminal that has any; words carry every meaning without them.
    static let approval = Theme(
        name: "approval", glyphs: .ascii,
        styles: [
            .muted: Style(foreground: .ansi(7)), .title: Style(attributes: .bold),
            .accent: Style(attributes: .bold), .key: Style(attributes: .bold),
            .selection: Style(attributes: .reverse), .ok: Style(foreground: .ansi(2), attributes: .bold),
            .warning: Style(foreground: .ansi(3), attributes: .bold),
            .danger: Style(foreground: .ansi(15), background: .ansi(1), attributes: .bold),
            .notice: Style(foreground: .ansi(6)), .border: Style(foreground: .ansi(8)),
        ])
}

/// What a piece of a screen means; a theme gives each meaning a style.
public enum StyleRole: String, Sendable, CaseIterable {
    /// Ordinary text.
    case normal
    /// What matters less.
    case muted
    /// The name of a screen or pane.
    case title
    /// The head of a table.
    case header
    /// The selected row.
    case selection
    /// What a person looks for first.
    case accent
    /// All is well.
    case ok
    /// It may go wrong.
    case warning
    /// It is wrong, or would harm.
    case danger
    /// Worth knowing.
    case notice
    /// Help within a screen.
    case hint
    /// The name of a key.
    case key
    /// Lines between panes.
    case border
    /// The tab of the screen that is shown.
    case tabActive
}

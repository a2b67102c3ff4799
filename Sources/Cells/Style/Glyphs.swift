import SafeText

/// The few drawn characters that are not text, with an ASCII stand-in for each.
public struct Glyphs: Sendable, Hashable {
    /// A line from left to right.
    public let horizontal: SafeText
    /// A line from top to bottom.
    public let vertical: SafeText
    /// Where a column is sorted upwards.
    public let ascending: SafeText
    /// Where a column is sorted downwards.
    public let descending: SafeText
    /// The filled part of a bar.
    public let barFull: SafeText
    /// The empty part of a bar.
    public let barEmpty: SafeText
    /// The place of a quorum in a bar.
    public let barMark: SafeText
    /// The selected row.
    public let pointer: SafeText

    /// For terminals in a UTF-8 locale.
    public static let unicode = Glyphs(
        horizontal: "─", vertical: "│", ascending: "↑", descending: "↓", barFull: "█", barEmpty: "░",
        barMark: "┃", pointer: ">")

    /// For all others.
    public static let ascii = Glyphs(
        horizontal: "-", vertical: "|", ascending: "^", descending: "v", barFull: "#", barEmpty: ".",
        barMark: "|", pointer: ">")
}

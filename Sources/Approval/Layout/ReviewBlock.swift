import SafeText

/// A part of a review that is kept on one page where it fits.
public enum ReviewBlock: Sendable, Hashable {
    /// A line across the page.
    case rule
    /// A word of the program and what it says: `account   0x…`. The texts stand below each other.
    case entry(label: SafeText, texts: [SafeText])
    /// A danger, warning or notice.
    case finding(ReviewSeverity, SafeText)
    /// A sentence of the program.
    case note(SafeText)
    /// A field of what is signed: its name, its type, and its values below each other.
    case field(label: SafeText, type: SafeText, values: [SafeText])
}

/// How dangerous a finding is.
public enum ReviewSeverity: Sendable, Hashable, CaseIterable {
    case danger
    case warning
    case notice

    var word: SafeText {
        switch self {
        case .danger: "DANGER"
        case .warning: "WARNING"
        case .notice: "NOTICE"
        }
    }
}

/// What a review says, in the order in which it is read.
public struct ReviewContent: Sendable, Hashable {
    /// What is signed: "typed data", "transaction", "message".
    public var kind: SafeText
    /// A mark for every page, such as that the key is a published one.
    public var mark: SafeText?
    /// The parts.
    public var blocks: [ReviewBlock]

    /// A review of these parts.
    public init(kind: SafeText, mark: SafeText? = nil, blocks: [ReviewBlock]) {
        self.kind = kind
        self.mark = mark
        self.blocks = blocks
    }
}

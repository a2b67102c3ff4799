import Approval
import Cells
import Cryptography
import SafeText
import Terminal

/// A terminal that types what a test says, and keeps what it was shown.
final class ScriptedTerminal: ApprovalTerminal {
    /// What happens next.
    enum Event {
        case input(ApprovalInput)
        case resize(columns: Int, rows: Int)
        /// Types the character of the shown code at this place.
        case codeCharacter(Int)
        case hidden(String, HiddenText.Event)
    }

    var size: (columns: Int, rows: Int)
    var hasColor = false
    var events: [Event]
    private(set) var shown: [CellGrid] = []
    private(set) var flushes = 0
    private(set) var flushedBefore: [Int] = []

    init(columns: Int = 80, rows: Int = 24, _ events: [Event]) {
        size = (columns, rows)
        self.events = events
    }

    var lastTitle: String { shown.last?.lines.first.map { String($0.prefix { $0 != " " }) } ?? "" }

    func show(_ grid: CellGrid) -> Bool {
        shown.append(grid)
        return true
    }

    func flushInput() {
        flushes += 1
        flushedBefore.append(shown.count)
    }

    func nextInput(timeoutMilliseconds: Int) -> ApprovalInput? {
        // A script that ends too early must not hang the test.
        guard !events.isEmpty else { return .hangup }
        switch events.removeFirst() {
        case .input(let input): return input
        case .resize(let columns, let rows):
            size = (columns, rows)
            return .resized
        case .codeCharacter(let index):
            let line = shown.last?.lines.first { $0.hasPrefix("    ") && $0.contains { $0 != " " } } ?? ""
            let characters = line.unicodeScalars.filter { $0 != " " }
            guard index < characters.count else { return .hangup }
            let place = characters.index(characters.startIndex, offsetBy: index)
            return .key(Key(.character(characters[place])), byteCount: 1)
        case .hidden: return .hangup
        }
    }

    func readHidden(_ text: HiddenText, timeoutMilliseconds: Int) -> HiddenText.Event? {
        guard !events.isEmpty else { return .ended }
        switch events.removeFirst() {
        case .hidden(let typed, let event):
            text.append(Array(typed.utf8))
            return event
        case .resize(let columns, let rows):
            size = (columns, rows)
            return nil
        default: return .ended
        }
    }
}

extension [ScriptedTerminal.Event] {
    static func keys(_ codes: Key.Code...) -> Self { codes.map { .input(.key(Key($0), byteCount: 1)) } }
    static var code: Self { (0..<ApprovalCode.length).map { .codeCharacter($0) } }
    /// Reads to the end of what fits on `pages` pages, and chooses to approve.
    static func approve(pages: Int) -> Self {
        Array(repeating: .input(.key(Key(.pageDown), byteCount: 4)), count: pages - 1) + keys(.tab, .enter)
    }
}

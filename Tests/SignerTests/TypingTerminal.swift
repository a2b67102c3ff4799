import Approval
import Cells
import Cryptography
import Terminal

/// A terminal on which somebody reads every page and approves, or does what a test says instead.
final class TypingTerminal: ApprovalTerminal {
    /// What the person does.
    enum Conduct {
        case approves, rejects, pastesTheCode, mistypesTheCode, leaves
    }

    let size: (columns: Int, rows: Int)
    let hasColor = false
    private let conduct: Conduct
    /// Passphrases, one after the other.
    private var passphrases: [String]
    private var typed = 0
    /// Runs before a passphrase is typed.
    var beforePassphrase: () -> Void = {}
    /// Every row that was shown.
    private(set) var shown: [String] = []
    private var rows: [String] = []

    init(
        _ conduct: Conduct = .approves, passphrases: [String] = [], columns: Int = 80, rows: Int = 24
    ) {
        self.conduct = conduct
        self.passphrases = passphrases
        size = (columns, rows)
    }

    func show(_ grid: CellGrid) -> Bool {
        rows = grid.lines
        shown += rows
        return true
    }

    func flushInput() {}

    func nextInput(timeoutMilliseconds: Int) -> ApprovalInput? {
        if conduct == .leaves { return .hangup }
        let bar = rows.last ?? ""
        if bar.contains("read to the end") { return .key(Key(.pageDown), byteCount: 4) }
        if bar.contains("> Reject") {
            return .key(Key(conduct == .rejects ? .enter : .tab), byteCount: 1)
        }
        if bar.contains("> Approve") { return .key(Key(.enter), byteCount: 1) }
        guard let place = rows.firstIndex(where: { $0.hasPrefix("Type these") }) else { return .hangup }
        if conduct == .pastesTheCode { return .pasted }
        let code = Array(rows[place + 2].unicodeScalars.filter { $0 != " " })
        // No code has this character.
        let character = conduct == .mistypesTheCode ? "0" : code[typed % code.count]
        typed += 1
        return .key(Key(.character(character)), byteCount: 1)
    }

    func readHidden(_ text: HiddenText, timeoutMilliseconds: Int) -> HiddenText.Event? {
        guard !passphrases.isEmpty else { return .cancelled }
        beforePassphrase()
        text.append(Array(passphrases.removeFirst().utf8))
        return .entered
    }
}

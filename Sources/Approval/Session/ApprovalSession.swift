import Cells
import Cryptography
import SafeText
import Terminal

/// One review on a terminal, from the first page to a person's answer.
///
/// Reject is the default, and what every surprise leads to. Approval is out of reach until every page was shown.
public struct ApprovalSession {
    /// How often a wrong code or passphrase may be typed.
    static let attempts = 3
    /// How long the requester may be gone before it is noticed, in milliseconds.
    static let pollMilliseconds = 250

    private let content: ReviewContent
    private let digest: SafeText
    private let request: ApprovalRequest
    private let terminal: any ApprovalTerminal
    private let isRequesterAlive: () -> Bool
    private let makeCode: () throws(CryptographyError) -> ApprovalCode
    private let verify: ((SecretBytes) -> SafeText?)?
    private let theme: Theme

    /// A review of `content`, which signs `digest`.
    ///
    /// - Parameters:
    ///   - verify: called with the passphrase; answers why it is wrong, or nil if it is right.
    public init(
        content: ReviewContent, digest: SafeText, request: ApprovalRequest, terminal: any ApprovalTerminal,
        isRequesterAlive: @escaping () -> Bool,
        makeCode: @escaping () throws(CryptographyError) -> ApprovalCode = ApprovalCode.random,
        verify: ((SecretBytes) -> SafeText?)? = nil
    ) {
        self.content = content
        self.digest = digest
        self.request = request
        self.terminal = terminal
        self.isRequesterAlive = isRequesterAlive
        self.makeCode = makeCode
        self.verify = verify
        theme = terminal.hasColor ? .approval : .mono
    }

    /// What a step of the review led to.
    private enum Step {
        case ended(ApprovalOutcome)
        /// Another size: the review starts again from its first page.
        case restart
    }

    /// Shows the review and takes the answer; a change of the terminal's size starts it again.
    public func run() -> ApprovalOutcome {
        while true {
            let (columns, rows) = terminal.size
            guard columns >= ReviewPages.minimumColumns, rows >= ReviewPages.minimumRows else {
                return .terminalTooSmall
            }
            terminal.flushInput()
            if case .ended(let outcome) = read(columns: columns, rows: rows) { return outcome }
        }
    }

    // MARK: Reading

    private func read(columns: Int, rows: Int) -> Step {
        let pages = ReviewPages.layout(content, columns: columns, rows: rows, theme: theme)
        let screens = AnswerScreens(
            content: content, request: request, digest: digest, theme: theme, columns: columns, rows: rows)
        var page = 0
        var seen: Set<Int> = []
        var approves = false
        while true {
            var grid = pages[page]
            AnswerBar(isRead: seen.union([page]).count == pages.count, approves: approves)
                .draw(into: &grid, theme: theme)
            guard terminal.show(grid) else { return .ended(.failed("the terminal is gone")) }
            // Only what was drawn counts as shown.
            seen.insert(page)
            let isRead = seen.count == pages.count
            let key: Key
            switch wait() {
            case .failure(let step): return step.value
            case .success(.key(let pressed, _)): key = pressed
            // A held key on a slow line sends several at once: they aren't obeyed, nor do they reject.
            case .success: continue
            }
            switch Answer(key) {
            case .nextPage: page = min(page + 1, pages.count - 1)
            case .previousPage: page = max(page - 1, 0)
            case .firstPage: page = 0
            case .lastPage: page = isRead ? pages.count - 1 : min(page + 1, pages.count - 1)
            case .chooseOther: approves = isRead && !approves
            case .help:
                guard terminal.show(screens.help()) else { return .ended(.failed("the terminal is gone")) }
                if case .failure(let step) = wait() { return step.value }
            case .reject: return .ended(.rejected)
            case .accept: return approves && isRead ? confirm(screens) : .ended(.rejected)
            case nil: continue
            }
        }
    }

    /// What a key means while reading.
    private enum Answer {
        case nextPage, previousPage, firstPage, lastPage, chooseOther, help, reject, accept

        init?(_ key: Key) {
            switch key.name {
            case "page-down", "space", "down", "j", "wheel-down", "ctrl-f", "ctrl-d": self = .nextPage
            case "page-up", "up", "k", "wheel-up", "ctrl-b", "ctrl-u": self = .previousPage
            case "home", "g": self = .firstPage
            case "end", "G": self = .lastPage
            case "tab", "back-tab", "left", "right": self = .chooseOther
            case "?": self = .help
            case "esc", "q", "r", "ctrl-c": self = .reject
            case "enter": self = .accept
            default: return nil
            }
        }
    }

    // MARK: Confirming

    /// Takes the code, then the passphrase.
    private func confirm(_ screens: AnswerScreens) -> Step {
        var message: SafeText?
        for _ in 0..<Self.attempts {
            guard let code = try? makeCode() else { return .ended(.failed("no random bytes for a code")) }
            switch take(code, screens, message) {
            case .ended(let step): return step
            case .right:
                return request.asksPassphrase ? passphrase(screens) : .ended(.approved(passphrase: nil))
            case .wrong: message = "That was not the code. Here is another one."
            }
        }
        return .ended(.rejected)
    }

    private enum CodeResult {
        case right, wrong, ended(Step)
    }

    private func take(_ code: ApprovalCode, _ screens: AnswerScreens, _ message: SafeText?) -> CodeResult {
        var typed = 0
        // What was typed before the code could be seen isn't an answer to it.
        terminal.flushInput()
        while typed < code.characters.count {
            guard terminal.show(screens.code(code, typed: typed, message: message)) else {
                return .ended(.ended(.failed("the terminal is gone")))
            }
            switch wait() {
            case .failure(let step): return .ended(step.value)
            case .success(.key(let key, let byteCount)):
                // No key of the code sends more than one byte, and no person types two in one read.
                if byteCount > 1 || key.name == "esc" || key.name == "ctrl-c" {
                    return .ended(.ended(.rejected))
                }
                guard key.character == code.characters[typed] else { return .wrong }
                typed += 1
            case .success: return .ended(.ended(.rejected))
            }
        }
        return .right
    }

    private func passphrase(_ screens: AnswerScreens) -> Step {
        let text = HiddenText()
        var message: SafeText?
        var wrong = 0
        terminal.flushInput()
        while true {
            guard terminal.show(screens.passphrase(message: message)) else {
                return .ended(.failed("the terminal is gone"))
            }
            switch terminal.readHidden(text, timeoutMilliseconds: Self.pollMilliseconds) {
            case .some(.none), .changed:
                if !isRequesterAlive() { return .ended(.requesterGone) }
            case nil: return .restart
            case .cancelled: return .ended(.rejected)
            case .ended: return .ended(.failed("the terminal is gone"))
            case .tooLong: message = "That is longer than any passphrase here: it was thrown away."
            case .entered:
                let secret = text.secret
                text.clear()
                guard let verify else { return .ended(.approved(passphrase: secret)) }
                _ = terminal.show(screens.waiting())
                guard let reason = verify(secret) else { return .ended(.approved(passphrase: secret)) }
                wrong += 1
                if wrong == Self.attempts { return .ended(.failed(reason.text)) }
                message = reason
                terminal.flushInput()
            }
        }
    }

    // MARK: Waiting

    private struct Interruption: Error {
        let value: Step
        init(_ value: Step) { self.value = value }
    }

    /// The next key or paste, unless the terminal or the requester has something to say first.
    private func wait() -> Result<ApprovalInput, Interruption> {
        while true {
            guard isRequesterAlive() else { return .failure(Interruption(.ended(.requesterGone))) }
            switch terminal.nextInput(timeoutMilliseconds: Self.pollMilliseconds) {
            case nil: continue
            case .resized: return .failure(Interruption(.restart))
            case .hangup: return .failure(Interruption(.ended(.failed("the terminal is gone"))))
            case .some(let input): return .success(input)
            }
        }
    }
}

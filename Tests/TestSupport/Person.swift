import Foundation

/// What a person does at the terminal of coai: looks, waits, presses keys, answers a review.
public struct Person {
    public let terminal: PseudoTerminal

    /// A person at a terminal.
    public init(_ terminal: PseudoTerminal) { self.terminal = terminal }

    /// Why a person gives up, with what the screen showed.
    public struct Lost: Error, CustomStringConvertible {
        public let awaited: String
        public let screen: String
        public var description: String { "not seen: \(awaited)\n\(screen)" }
    }

    /// Waits until the screen shows a text.
    public func see(_ text: String, seconds: Double = 30) throws {
        guard terminal.wait(for: text, seconds: seconds) else { throw lost(text) }
    }

    /// Waits until the screen has a line that holds all of these.
    public func seeLine(_ parts: String..., seconds: Double = 30) throws {
        let found = terminal.wait(seconds: seconds) { terminal in
            terminal.screen.lines.contains { line in parts.allSatisfy { line.contains($0) } }
        }
        guard found else { throw lost(parts.joined(separator: " … ")) }
    }

    /// Presses keys one after another, as fingers do: the screen comes to rest between them.
    public func press(_ keys: String...) {
        for key in keys {
            terminal.type(key)
            terminal.drain(quietMilliseconds: 60)
        }
    }

    /// Types an answer into the focused line of a form, whatever stood there.
    public func answer(_ text: String) {
        press("\u{15}")
        for character in text { press(String(character)) }
    }

    /// Reads a review to its end, approves it with the code that the screen shows, and gives the passphrase.
    ///
    /// - Returns: all that the review showed, page after page.
    public func approve(_ passphrase: String) throws -> String {
        let (pages, code) = try read()
        for character in code { press(String(character)) }
        try see("Passphrase (not shown)")
        for character in passphrase { press(String(character)) }
        press("\r")
        return pages
    }

    /// Reads a review to its end and chooses to approve; the code that is then shown.
    public func readToTheCode() throws -> String { try read().code }

    private func read() throws -> (pages: String, code: String) {
        // The last row is drawn last: until then the review isn't all there.
        try see("> Reject")
        var pages = terminal.screen.text
        var turns = 0
        while terminal.screen.text.contains("read to the end first") {
            guard turns < 60 else { throw lost("the review's end") }
            press(" ")
            pages += "\n" + terminal.screen.text
            turns += 1
        }
        press("\t")
        try see("> Approve")
        press("\r")
        try see("Type these characters")
        terminal.drain(quietMilliseconds: 80)
        let lines = terminal.screen.lines
        guard let place = lines.firstIndex(where: { $0.contains("Type these characters") }) else {
            throw lost("the code")
        }
        let code = lines[place + 2].filter { $0 != " " }
        guard code.count == 4 else { throw lost("a code of four characters") }
        return (pages, code)
    }

    private func lost(_ awaited: String) -> Lost { Lost(awaited: awaited, screen: terminal.screen.text) }
}

import Cells
import Dashboard
import SafeText
import StrictJSON
import Terminal

/// Parsers of what a terminal and its settings send: themes, keys.
let terminalParsers: [Parser] = [
    Parser("theme") { bytes in
        guard let json = try? JSON.parse(bytes) else { return }
        _ = try? Theme.parse(json)
    },
    Parser("signed-document") { _ = try? KeptSignature(parsing: $0) { _, _ in nil } },
    Parser("keymap") { _ = try? Keymap(parsing: $0) },
    Parser("input") { bytes in
        var decoder = InputDecoder()
        // The first byte says how the rest is cut: pieces give the same bound as a whole.
        let size = max(Int(bytes.first ?? 1), 1)
        var events = 0
        var rest = bytes.dropFirst()
        while !rest.isEmpty {
            events += decoder.decode(rest.prefix(size)).count
            rest = rest.dropFirst(size)
        }
        events += decoder.finish().count
        precondition(events <= bytes.count * 4)
    },
    Parser("input-line") { bytes in
        var line = InputLine(maximumLength: 64)
        line.insert(text(bytes))
        for byte in bytes {
            switch byte & 7 {
            case 0: line.deleteBackward()
            case 1: line.deleteForward()
            case 2: line.deleteWord()
            case 3: line.deleteToStart()
            case 4: line.move(by: -1)
            case 5: line.move(by: 1)
            case 6: line.moveToEnd()
            default: line.insert(text([byte]))
            }
        }
    },
]

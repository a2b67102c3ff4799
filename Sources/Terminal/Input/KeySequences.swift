/// The escape sequences of keys that all terminals in use share (ECMA-48, xterm).
enum KeySequences {
    /// Names of terminfo for keys that a terminal may send otherwise.
    static let capabilities: [(name: String, key: Key)] =
        [
            ("kcuu1", Key(.up)), ("kcud1", Key(.down)), ("kcub1", Key(.left)), ("kcuf1", Key(.right)),
            ("khome", Key(.home)), ("kend", Key(.end)), ("kpp", Key(.pageUp)), ("knp", Key(.pageDown)),
            ("kich1", Key(.insert)), ("kdch1", Key(.delete)), ("kcbt", Key(.backTab)),
        ] + (1...12).map { ("kf\($0)", Key(.function($0))) }

    /// `ESC O` and a byte.
    static func singleShift(_ byte: UInt8) -> Key? {
        switch byte {
        case 0x50...0x53: Key(.function(Int(byte) - 0x4F))
        case 0x4D: Key(.enter)
        default: letter(byte).map { Key($0) }
        }
    }

    /// `ESC [` parameters and a final byte.
    static func key(parameters: ArraySlice<UInt8>, final: UInt8) -> Key? {
        if parameters.first == 0x3C { return wheel(parameters.dropFirst()) }
        let numbers = parameters.split(separator: 0x3B, omittingEmptySubsequences: false).map { part in
            part.reduce(0) { $1 >= 0x30 && $1 <= 0x39 ? min($0 * 10 + Int($1 - 0x30), 9999) : $0 }
        }
        // xterm: 1 and a sum of 1 for Shift, 2 for Alt, 4 for Ctrl.
        let bits = numbers.count > 1 ? max(numbers[1] - 1, 0) : 0
        let code: Key.Code?
        switch final {
        case 0x7E: code = tilde(numbers.first ?? 0)
        case 0x5A: code = .backTab
        case 0x50...0x53 where numbers.count > 1: code = .function(Int(final) - 0x4F)
        default: code = letter(final)
        }
        guard let code else { return nil }
        return Key(code, control: bits & 4 != 0, alt: bits & 2 != 0, shift: bits & 1 != 0)
    }

    private static func letter(_ byte: UInt8) -> Key.Code? {
        switch byte {
        case 0x41: .up
        case 0x42: .down
        case 0x43: .right
        case 0x44: .left
        case 0x46: .end
        case 0x48: .home
        default: nil
        }
    }

    private static func tilde(_ number: Int) -> Key.Code? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        case 28, 29: .function(number - 13)
        case 31...34: .function(number - 14)
        default: nil
        }
    }

    /// SGR mouse reports: only the wheel is a key here.
    private static func wheel(_ parameters: ArraySlice<UInt8>) -> Key? {
        if parameters.starts(with: [0x36, 0x34, 0x3B]) { return Key(.wheelUp) }
        if parameters.starts(with: [0x36, 0x35, 0x3B]) { return Key(.wheelDown) }
        return nil
    }
}

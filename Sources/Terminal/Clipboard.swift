import CTerminal
import Glibc

extension TerminalDriver {
    /// Hands a value to the clipboard of whoever sits at the terminal, also over SSH (xterm, "OSC 52"); it is up to the
    /// terminal whether it takes it, and it says nothing.
    /// - Returns: whether it was sent: not to a terminal of a type that takes no such sequence, and nothing but ASCII
    ///   letters and digits, 128 at most.
    @discardableResult
    public func copy(_ value: String) -> Bool {
        guard takesClipboard, let sequence = Clipboard.sequence(value) else { return false }
        return cterminal_write(sequence, sequence.count) == 0
    }
}

/// The sequence that sets a clipboard.
package enum Clipboard {
    /// Longest value that is copied: a decimal number of 256 bits has 78 digits.
    private static let maximumCount = 128

    /// `ESC ] 52 ; c ; base64 BEL`; nil for a value with anything but ASCII letters and digits in it.
    package static func sequence(_ value: String) -> [UInt8]? {
        let bytes = Array(value.utf8)
        guard !bytes.isEmpty, bytes.count <= maximumCount,
            bytes.allSatisfy({ byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: false
                }
            })
        else { return nil }
        return Array("\u{1B}]52;c;".utf8) + base64(bytes) + [0x07]
    }

    /// Whether terminals of a type are known not to swallow such a sequence.
    package static func isTaken(by type: String) -> Bool {
        !["dumb", "linux", "ansi", "cons25"].contains(type) && !type.hasPrefix("vt")
    }

    /// RFC 4648, section 4.
    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            var word: UInt32 = 0
            for place in 0..<3 { word = word << 8 | UInt32(place < part.count ? part[start + place] : 0) }
            for place in 0..<4 {
                text.append(
                    place <= part.count
                        ? alphabet[Int(word >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
            }
        }
        return text
    }
}

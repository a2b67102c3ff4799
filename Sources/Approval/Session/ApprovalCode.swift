import Cryptography
import SafeText

/// The characters that a person copies from the screen to approve.
public struct ApprovalCode: Sendable, Hashable {
    /// Number of characters.
    public static let length = 4
    /// Without those that look alike.
    public static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789".unicodeScalars)

    /// The characters.
    public let characters: [Unicode.Scalar]

    /// A code of these characters.
    public init(_ characters: [Unicode.Scalar]) { self.characters = characters }

    /// A code from the kernel's random bytes.
    public static func random() throws(CryptographyError) -> ApprovalCode {
        var characters: [Unicode.Scalar] = []
        for _ in 0..<length {
            characters.append(alphabet[Int(try SecureRandom.uint32(below: UInt32(alphabet.count)))])
        }
        return ApprovalCode(characters)
    }

    /// The code with spaces between, to be read.
    var spaced: SafeText {
        SafeText(cleaning: characters.map { String($0) }.joined(separator: " "))
    }

    /// The first `count` characters and a line for each of the others.
    func typed(_ count: Int) -> SafeText {
        SafeText(
            cleaning: characters.enumerated().map { $0 < count ? String($1) : "_" }.joined(separator: " "))
    }
}

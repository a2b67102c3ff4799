/// A message signed under EIP-191's version byte 0x45, as `personal_sign` does.
public enum PersonalMessage {
    /// What is signed: the hash of `\x19Ethereum Signed Message:\n`, the length in decimal, and the message.
    public static func digest(_ message: [UInt8]) -> Hash32 {
        Keccak256.hash(Array("\u{19}Ethereum Signed Message:\n\(message.count)".utf8) + message)
    }
}

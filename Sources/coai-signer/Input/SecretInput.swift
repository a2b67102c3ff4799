import Console
import Cryptography
import Glibc

/// Where passphrases and keys come from: a descriptor if one is given, else the terminal; never arguments.
struct SecretInput {
    /// What a person is asked on the terminal.
    let prompt: String
    /// The descriptor to read instead.
    let descriptor: Int32?

    /// The secret, which may be empty.
    func read() throws(Failure) -> SecretBytes {
        do throws(PassphraseError) {
            if let descriptor { return try PassphraseInput.read(descriptor: descriptor) }
            let terminal = try ControllingTerminal()
            return try PassphraseInput.read(terminal: terminal.descriptor, prompt: prompt + ": ")
        } catch { throw Failure(error) }
    }

    /// A passphrase to encrypt under: typed twice on a terminal, and not empty.
    func readNew() throws(Failure) -> SecretBytes {
        let secret = try read()
        guard secret.count > 0 else {
            throw Failure(
                "passphrase.empty", "the passphrase is empty", hint: "a key is not stored without one",
                exitCode: 7)
        }
        guard descriptor == nil else { return secret }
        let again = try SecretInput(prompt: "Again", descriptor: nil).read()
        guard secret.isEqual(to: again) else {
            throw Failure("passphrase.mismatch", "the two passphrases differ", exitCode: 7)
        }
        return secret
    }
}

/// The terminal that the process was started on.
final class ControllingTerminal {
    let descriptor: Int32

    init() throws(PassphraseError) {
        descriptor = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .notATerminal }
    }

    deinit { close(descriptor) }

    /// One line that is shown as it is typed.
    func readLine(_ prompt: String) -> String? {
        Output.write(prompt, to: descriptor)
        // What was typed before the question isn't an answer.
        tcflush(descriptor, TCIFLUSH)
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < 256 {
            let count = read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return nil }
            if byte == 10 { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }
}

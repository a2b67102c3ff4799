import Console
import Cryptography
import Glibc

extension Output {
    /// Writes a secret without a copy of it.
    static func write(_ secret: SecretBytes, to descriptor: Int32 = STDOUT_FILENO) {
        secret.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let count = Glibc.write(
                    descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    if descriptor == STDOUT_FILENO { endUnwritten() }
                    return
                }
                offset += count
            }
        }
    }
}

import Cryptography
import Ethereum
import Foundation
import Keystore
import StrictJSON

/// Keystore files made with Python's hashlib and the `cryptography` package: passphrase "correct horse", key 01 02 03 …
enum Samples {
    static let passphrase = "correct horse"

    static let scrypt = """
        {"address":"6370ef2f4db3611d657b90667de398a2cc2a370c","crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":\
        "101112131415161718191a1b1c1d1e1f"},"ciphertext":\
        "4a00faf8522eae36f73ea9d37cf7c3eb083e36179476960f14b8dcd1bc2cb414","kdf":"scrypt","kdfparams":{"dklen":32,\
        "n":1024,"p":1,"r":8,"salt":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},"mac":\
        "dc42be1b2fb11c5207ae4a1ee272e42d90af346718431830738fced2997b6f9d"},"id":\
        "3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """

    static let pbkdf2Of31Bytes = """
        {"address":"ede35562d3555e61120a151b3c8e8e91d83a378a","crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":\
        "101112131415161718191a1b1c1d1e1f"},"ciphertext":\
        "2bbdc70a832dc37b22314487285177684a20c6bdf3a8654cf916dceaae075f","kdf":"pbkdf2","kdfparams":{"c":1000,\
        "dklen":32,"prf":"hmac-sha256","salt":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},\
        "mac":"0de7cdf8b0fd071cfae14804ee2d5007ce968c3bb73278e6c88adc8c06582b08"},"id":\
        "3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """

    static let scryptOf30Bytes = """
        {"address":"b3fcb1fc00a257c8eda99d3ed5ff106d7f4d4c2e","crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":\
        "101112131415161718191a1b1c1d1e1f"},"ciphertext":\
        "4a00faf8522eae36f73ea9d37cf7c3eb083e36179476960f14b8dcd1bc2c","kdf":"scrypt","kdfparams":{"dklen":32,\
        "n":1024,"p":1,"r":8,"salt":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},"mac":\
        "37c3501bb0828f37950604fd4e0760c33ff858cd799bd3fdf755cfd2a3c77153"},"id":\
        "3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """

    static let unicodePassphrase = "пароль 🔑 e\u{301}"
    static let unicode = """
        {"address":"6370ef2f4db3611d657b90667de398a2cc2a370c","crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":\
        "101112131415161718191a1b1c1d1e1f"},"ciphertext":\
        "04a8800f7553a5f54bfe2c0a026f5a605f935a5f75942523be7d04e6a9c698f1","kdf":"scrypt","kdfparams":{"dklen":32,\
        "n":1024,"p":1,"r":8,"salt":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},"mac":\
        "21d179127ab70fe8b93536e5ff01dbfd85ee5e40582903e69d721f6beddef80e"},"id":\
        "3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """

    /// The key 01 02 03 … 20.
    static func key() throws -> PrivateKey {
        try PrivateKey(SecretBytes(copying: (1...32).map { UInt8($0) }))
    }
}

func parse(_ text: String) throws -> KeystoreFile { try KeystoreFile(parsing: Array(text.utf8)) }

func open(_ text: String, _ passphrase: String = Samples.passphrase) throws -> PrivateKey {
    try parse(text).decrypt(passphrase: SecretBytes(copying: passphrase))
}

/// The code of the error that `body` throws, or nil.
func code(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch { return (error as? KeystoreError)?.code ?? "\(error)" }
}

/// A directory that is removed with the value.
final class TemporaryDirectory {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "coai-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

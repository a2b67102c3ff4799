import Cryptography
import Ethereum
import Foundation
import TestSupport

/// Shared test data beside the project, as Foundation's JSON reads it.
enum Vectors {
    static func objects(_ path: String) -> [[String: Any]]? { json(path) as? [[String: Any]] }

    static func json(_ path: String) -> Any? {
        text(path).flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) }
    }

    static func text(_ path: String) -> String? {
        Shared.data("vectors/" + path).map { String(decoding: $0, as: UTF8.self) }
    }
}

func secret(_ hex: String) throws -> SecretBytes { SecretBytes(copying: try Hex.decode(hex)) }

func key(_ hex: String) throws -> PrivateKey { try PrivateKey(try secret(hex)) }

extension SecretBytes {
    var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
    var hex: String { Hex.encode(bytes) }
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

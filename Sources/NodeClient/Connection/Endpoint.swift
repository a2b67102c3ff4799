import Glibc

/// Where a node is reached: HTTP, HTTPS, WebSocket (also over TLS), or a local IPC socket.
public struct Endpoint: Sendable, Hashable {
    /// The way to speak to the node.
    public enum Transport: Sendable, Hashable {
        /// HTTP/1.1 requests, over TLS or not.
        case http
        /// One WebSocket, over TLS or not.
        case webSocket
        /// A socket in the file system, as geth and reth offer.
        case ipc
    }

    /// The way to speak to the node.
    public let transport: Transport
    /// Whether TLS protects the connection.
    public let isEncrypted: Bool
    /// Name or address of the host, without brackets; the path of the socket for IPC.
    public let host: String
    /// TCP port; 0 for IPC.
    public let port: UInt16
    /// Path and query of the request; empty for IPC.
    public let target: String
    /// `user:password` of the address, if it had one: a secret.
    let credentials: String?

    /// The endpoint that `text` names.
    ///
    /// `http://`, `https://`, `ws://` and `wss://` addresses, or a path to a socket (anything that begins with
    /// `/`, `./`, `../` or `~/`, or `ipc:` before a path).
    /// - Throws: `NodeError` of code `node.endpoint`.
    public init(_ text: String) throws(NodeError) {
        guard !text.isEmpty, text.utf8.count <= 2048 else { throw .endpoint("it is empty or too long") }
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f }) else {
            throw .endpoint("it holds a space or a control character")
        }
        if let path = Self.socketPath(text) {
            // sun_path of a Linux socket address takes 107 bytes and a zero.
            guard !path.isEmpty, path.utf8.count <= 107 else {
                throw .endpoint("a socket's path has 1 to 107 bytes")
            }
            (transport, isEncrypted, host, port) = (.ipc, false, path, 0)
            (target, credentials) = ("", nil)
            return
        }
        guard let colon = text.firstRange(of: "://") else { throw .endpoint("it has no scheme") }
        switch text[..<colon.lowerBound].lowercased() {
        case "http": (transport, isEncrypted) = (.http, false)
        case "https": (transport, isEncrypted) = (.http, true)
        case "ws": (transport, isEncrypted) = (.webSocket, false)
        case "wss": (transport, isEncrypted) = (.webSocket, true)
        default: throw .endpoint("its scheme is none of http, https, ws and wss")
        }
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw .endpoint("write an international name in its xn-- form")
        }
        let rest = text[colon.upperBound...].prefix { $0 != "#" }
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        var authority = rest[..<authorityEnd]
        let path = rest[authorityEnd...]
        target = path.isEmpty ? "/" : path.first == "?" ? "/" + path : String(path)
        if let at = authority.lastIndex(of: "@") {
            guard let decoded = Self.percentDecoded(authority[..<at]) else {
                throw .endpoint("a wrong % escape in the user or password")
            }
            credentials = decoded
            authority = authority[authority.index(after: at)...]
        } else {
            credentials = nil
        }
        let portText: Substring?
        (host, portText) = try Self.hostAndPort(authority)
        if let portText {
            guard let number = UInt16(portText), number > 0,
                portText.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
            else { throw .endpoint("its port isn't a number from 1 to 65535") }
            port = number
        } else {
            port = isEncrypted ? 443 : 80
        }
    }

    private static func socketPath(_ text: String) -> String? {
        if text.hasPrefix("ipc:") { return String(text.dropFirst(4)) }
        if text.hasPrefix("~/"), let home = getenv("HOME") {
            return String(cString: home) + text.dropFirst(1)
        }
        return ["/", "./", "../"].contains { text.hasPrefix($0) } ? text : nil
    }

    private static func hostAndPort(_ text: Substring) throws(NodeError) -> (String, Substring?) {
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { throw .endpoint("no ] after an IPv6 address") }
            let host = text[text.index(after: text.startIndex)..<end]
            let after = text[text.index(after: end)...]
            guard !host.isEmpty, host.utf8.allSatisfy({ isHexDigit($0) || $0 == 0x3a || $0 == 0x2e }),
                after.isEmpty || after.first == ":"
            else { throw .endpoint("a wrong IPv6 address") }
            return (String(host), after.isEmpty ? nil : after.dropFirst())
        }
        let colon = text.firstIndex(of: ":")
        let host = text[..<(colon ?? text.endIndex)]
        guard !host.isEmpty, host.utf8.count <= 253,
            host.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == 0x2d || $0 == 0x2e || $0 == 0x5f })
        else { throw .endpoint("no host, or a character that a host's name can't hold") }
        return (host.lowercased(), colon.map { text[text.index(after: $0)...] })
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, rest.prefix(2).allSatisfy(isHexDigit),
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), value >= 0x20
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Whether the node is on this machine.
    public var isLoopback: Bool {
        if transport == .ipc || host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Whether `host` is an address in digits, not a name.
    var isAddress: Bool {
        if host.contains(":") { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Host and port as a `Host` field wants them: the port only where it isn't the scheme's own.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isEncrypted ? 443 : 80) ? name : "\(name):\(port)"
    }
}

extension Endpoint: CustomStringConvertible {
    /// The address without user, password, path and query, any of which may be a secret.
    public var description: String {
        if transport == .ipc { return host }
        let scheme = (transport == .http ? "http" : "ws") + (isEncrypted ? "s" : "")
        return "\(scheme)://\(authority)"
    }
}

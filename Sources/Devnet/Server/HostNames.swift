/// Names by which a server may be called over HTTP.
///
/// A page in a browser may have a name of its own lead to this machine (DNS rebinding); its requests then carry that
/// name, which is refused.
struct HostNames {
    /// Whether any address in numbers will do, besides this machine's own: nobody's name leads to one.
    var takesAddresses = false
    /// Names besides, in lower case.
    var names: Set<String> = []

    /// Whether a request with this `Host`, or from this origin without its scheme, may be answered.
    func allows(_ field: String) -> Bool {
        let host = Self.withoutPort(field.lowercased())
        if ["localhost", "127.0.0.1", "[::1]"].contains(host) { return true }
        if names.contains(host) { return true }
        guard takesAddresses else { return false }
        if host.hasPrefix("["), host.hasSuffix("]") {
            return host.utf8.dropFirst().dropLast().allSatisfy {
                $0 == UInt8(ascii: ":") || Self.isHexDigit($0)
            }
        }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && $0.first != "+" }
    }

    private static func withoutPort(_ field: String) -> String {
        if field.hasPrefix("[") {
            return field.firstIndex(of: "]").map { String(field[...$0]) } ?? field
        }
        return field.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}

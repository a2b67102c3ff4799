import WebWire

/// Pages in a browser that may read what a server answers (the CORS protocol of the Fetch standard): none by default.
struct PageOrigins {
    /// Origins as a browser writes them, such as `http://localhost:3000`; `*` is every one.
    let allowed: Set<String>

    /// Whether a page of this origin may.
    func allows(_ origin: String) -> Bool { allowed.contains("*") || allowed.contains(origin) }

    /// Whether text can be an origin: a scheme and what follows `://` without a path, or `*`.
    static func isOrigin(_ text: String) -> Bool {
        if text == "*" { return true }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].count > 1 && parts[0].hasSuffix(":") && parts[1].isEmpty
            && !parts[2].isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") }
    }

    /// What lets a page of an origin read an answer.
    static func fields(for origin: String) -> [HTTPField] {
        [HTTPField("Access-Control-Allow-Origin", origin), HTTPField("Vary", "Origin")]
    }

    /// What lets it ask, too.
    static let preflightFields = [
        HTTPField("Access-Control-Allow-Methods", "POST"),
        HTTPField("Access-Control-Allow-Headers", "content-type"),
        HTTPField("Access-Control-Max-Age", "600"),
    ]
}

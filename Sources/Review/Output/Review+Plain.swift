import Ethereum
import SafeText

extension Review {
    /// The review as lines of printable ASCII, nothing left out or shortened, for a pipe, a file or a screen reader.
    ///
    /// Text from the document never begins a line: it stands behind a label or is indented.
    public var plainLines: [SafeText] {
        var lines: [SafeText] = ["REVIEW  \(document.kind.words)"]
        if let title { lines[0] += "  " + title }
        if case .typedData(let data) = document {
            lines.append("type       " + SafeText(reviewing: data.primaryType))
        }
        if let chainID = document.chainID {
            lines.append("chain      \(chainID.description)" + (networkName.map { "  " + $0 } ?? .empty))
        }
        if let contract { lines.append("contract   " + contract.shown) }
        lines.append(.empty)
        for finding in findings {
            lines.append("\(finding.severity.rawValue.uppercased())  [\(finding.code)]  " + finding.text)
        }
        if findings.isEmpty { lines.append("no findings") }
        lines.append(.empty)
        for field in fields {
            lines.append("\(field.path)  (" + field.type + ")")
            lines.append("    " + field.display)
            if !field.display.text.hasPrefix(field.shownValue.text) {
                lines.append("    = " + field.shownValue)
            }
        }
        lines.append(.empty)
        return lines + hashLines
    }

    /// The hashes by their names in ERC-8213, to be compared on a second machine.
    public var hashes: [(label: SafeText, hash: Hash32)] {
        var hashes: [(label: SafeText, hash: Hash32)] = []
        if let domainHash { hashes.append(("domain hash", domainHash)) }
        if let messageHash { hashes.append(("message hash", messageHash)) }
        if let calldataDigest { hashes.append(("calldata digest", calldataDigest)) }
        if case .signedTransaction(let signed) = document { hashes.append(("transaction hash", signed.hash)) }
        hashes.append(("digest", digest))
        return hashes
    }

    private var hashLines: [SafeText] {
        var lines: [SafeText] = []
        if case .typedData(let data) = document {
            lines.append("encodeType        " + SafeText(reviewing: data.encodeType))
            lines.append("type hash         \(data.typeHash.description)")
        }
        if let sender { lines.append("sender            \(sender.checksummed)") }
        for (label, hash) in hashes { lines.append(label.padded(to: 18) + "\(hash.description)") }
        return lines
    }
}

extension DocumentKind {
    /// The kind for a person.
    public var words: SafeText {
        switch self {
        case .typedData: "typed data (EIP-712)"
        case .transaction: "transaction"
        case .message: "message (EIP-191)"
        }
    }
}

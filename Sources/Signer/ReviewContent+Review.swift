import Approval
import Ethereum
import Review
import SafeText

extension ReviewContent {
    /// The pages of a review: who asks and what for, what is dangerous, every field, what the requester claims, and the
    /// hashes at the end.
    ///
    /// - Parameter mark: what is said on every page of whatever this signer asks, such as DEMO.
    init(_ review: Review, request: ApprovalRequest, mark: SafeText? = nil) {
        var blocks: [ReviewBlock] = [
            .entry(label: "asked by", texts: [request.requester]),
            .entry(
                label: "account",
                texts: [SafeText(reviewing: request.account.checksummed)]
                    + (request.accountLabel == .empty ? [] : [request.accountLabel])),
            .entry(label: "network", texts: [Self.network(review)]),
        ]
        if let contract = review.contract {
            blocks.append(.entry(label: "contract", texts: [contract.shown]))
        }
        blocks.append(.rule)
        if review.findings.isEmpty { blocks.append(.note("no dangers found: that proves nothing, read on")) }
        for finding in review.findings { blocks.append(.finding(finding.severity.shown, finding.text)) }
        blocks.append(.rule)
        for field in review.fields {
            let values =
                field.display.text.hasPrefix(field.shownValue.text)
                ? [field.display] : [field.display, field.shownValue]
            blocks.append(.field(label: field.path, type: field.type, values: values))
        }
        if !request.claims.isEmpty {
            blocks.append(.rule)
            blocks.append(.note("claimed by coai, not checked here"))
            for claim in request.claims {
                blocks.append(.field(label: claim.label, type: "", values: [claim.text]))
            }
        }
        blocks.append(.rule)
        if case .typedData(let data) = review.document {
            blocks.append(.entry(label: "type", texts: [SafeText(reviewing: data.encodeType)]))
        }
        for (label, hash) in review.hashes {
            blocks.append(.entry(label: label, texts: [SafeText(reviewing: hash.description)]))
        }
        blocks.append(.note("compare the digest with your device or a second machine"))
        if let title = review.title { blocks.insert(.entry(label: "kind", texts: [title]), at: 0) }
        let testKey: SafeText? = request.isDevnet ? "TEST KEY" : nil
        let both: SafeText? = if let mark, let testKey { mark + "  " + testKey } else { mark ?? testKey }
        self.init(kind: review.document.kind.words, mark: both, blocks: blocks)
    }

    private static func network(_ review: Review) -> SafeText {
        guard let chainID = review.document.chainID else {
            return review.document.kind == .message ? "none: a message holds everywhere" : "none named"
        }
        guard let name = review.networkName else {
            return "chain \(chainID.description), of no profile that was accepted"
        }
        return name + ", chain \(chainID.description)"
    }
}

extension Finding.Severity {
    var shown: ReviewSeverity {
        switch self {
        case .danger: .danger
        case .warning: .warning
        case .notice: .notice
        }
    }
}

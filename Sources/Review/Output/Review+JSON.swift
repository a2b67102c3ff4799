import Ethereum
import SafeText
import StrictJSON

extension Review {
    /// The review as `coai review --json` writes it.
    ///
    /// Keys: `kind`, `title`, `primaryType`, `encodeType`, `typeHash`, `domainHash`, `messageHash`, `digest`, `chainID`,
    /// `calldataDigest`, `sender`, `hash`, `fields`, `findings`; what a kind doesn't have is null. A chain id is a
    /// number, or text where it is above 2^53 - 1.
    public var json: JSON {
        var typedData: TypedData?
        if case .typedData(let data) = document { typedData = data }
        var hash: Hash32?
        if case .signedTransaction(let signed) = document { hash = signed.hash }
        return .object(
            JSONObject([
                ("kind", .string(document.kind.rawValue)), ("title", Self.text(title?.text)),
                ("primaryType", Self.text(typedData?.primaryType)),
                ("encodeType", Self.text(typedData?.encodeType)),
                ("typeHash", Self.text(typedData?.typeHash.description)),
                ("domainHash", Self.text(domainHash?.description)),
                ("messageHash", Self.text(messageHash?.description)),
                ("digest", .string(digest.description)), ("chainID", Self.chainID(document.chainID)),
                ("calldataDigest", Self.text(calldataDigest?.description)),
                ("sender", Self.text(sender?.checksummed)), ("hash", Self.text(hash?.description)),
                ("fields", .array(fields.map(\.json))), ("findings", .array(findings.map(\.json))),
            ]))
    }

    private static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    private static func chainID(_ chainID: UInt256?) -> JSON {
        guard let chainID else { return .null }
        guard let small = chainID.asUInt64, small < 1 << 53 else { return .string(chainID.description) }
        return .number(String(small))
    }
}

extension ReviewField {
    var json: JSON {
        [
            "path": .string(path.text), "type": .string(type.text), "label": .string(label.text),
            "value": .string(value), "display": .string(display.text),
        ]
    }
}

extension Finding {
    var json: JSON {
        ["severity": .string(severity.rawValue), "code": .string(code), "text": .string(text.text)]
    }
}

extension ReviewError {
    /// The refusal as a document: `{"error": {"code", "message", "hint"}}`.
    public var json: JSON {
        ["error": ["code": .string(code), "message": .string(message), "hint": .string(hint)]]
    }
}

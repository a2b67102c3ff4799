import Ethereum
import SafeText

/// EIP-7702 authorizations: an account's code is replaced.
enum AuthorizationFinding {
    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        let transaction: Transaction
        switch subject.document {
        case .transaction(let inner, _): transaction = inner
        case .signedTransaction(let signed): transaction = signed.transaction
        default: return []
        }
        if transaction.type == 4, transaction.authorizationList.isEmpty {
            return [
                Finding(
                    .warning, "authorization.none",
                    "a type 4 transaction without an authorization (EIP-7702): no node will take it")
            ]
        }
        return transaction.authorizationList.flatMap { authorization -> [Finding] in
            let authority = TransactionFields.authority(authorization, subject.context)
            let who: SafeText = authority.map { subject.shown($0) } ?? "an unknown account"
            let place: SafeText =
                authorization.chainID.isZero ? "EVERY chain" : "chain \(authorization.chainID.description)"
            let what: SafeText =
                authorization.address.isZero
                ? "takes the code of \(who) away"
                : "makes \(who) run the code of \(subject.shown(authorization.address))"
            let first = Finding(
                .danger, "authorization.delegates",
                "EIP-7702: \(what), on " + place + ", nonce \(authorization.nonce)")
            guard authorization.chainID.isZero else { return [first] }
            return [
                first,
                Finding(
                    .danger, "authorization.any-chain",
                    "an authorization has chain id 0: it holds on every chain, and is not signed"),
            ]
        }
    }
}

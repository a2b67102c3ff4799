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
        return transaction.authorizationList.flatMap { authorization in
            let authority = TransactionFields.authority(authorization, subject.context)
            return [delegation(authorization, authority, subject)]
                + scope(authorization, transaction.chainID) + effect(authorization, authority)
        }
    }

    private static func delegation(
        _ authorization: Authorization, _ authority: Address?, _ subject: ReviewSubject
    ) -> Finding {
        let who: SafeText = authority.map { subject.shown($0) } ?? "an unknown account"
        let place: SafeText =
            authorization.chainID.isZero ? "EVERY chain" : "chain \(authorization.chainID.description)"
        let what: SafeText =
            authorization.address.isZero
            ? "takes the code of \(who) away"
            : "makes \(who) run the code of \(subject.shown(authorization.address))"
        return Finding(
            .danger, "authorization.delegates",
            "EIP-7702: \(what), on " + place + ", nonce \(authorization.nonce)")
    }

    /// An authorization that holds elsewhere than where its transaction does: once sent, anybody can use it there.
    private static func scope(_ authorization: Authorization, _ chainID: UInt64?) -> [Finding] {
        if authorization.chainID.isZero {
            return [
                Finding(
                    .danger, "authorization.any-chain",
                    "an authorization has chain id 0: it holds on every chain, and is not signed")
            ]
        }
        guard let chainID, authorization.chainID != UInt256(chainID) else { return [] }
        return [
            Finding(
                .danger, "authorization.other-chain",
                "an authorization is for chain \(authorization.chainID.description): it does nothing here, and "
                    + "whoever sees it can use it there")
        ]
    }

    /// An authorization that every node passes over, by steps 2 to 4 of EIP-7702; its gas is paid all the same.
    private static func effect(_ authorization: Authorization, _ authority: Address?) -> [Finding] {
        let reason: SafeText
        if authority == nil {
            reason = "its signature is nobody's"
        } else if authorization.nonce == .max {
            reason = "its nonce is the highest there is"
        } else {
            return []
        }
        return [
            Finding(
                .warning, "authorization.no-effect", "an authorization does nothing, but costs gas: \(reason)"
            )
        ]
    }
}

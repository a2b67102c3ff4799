import Ethereum

/// What is shown in a review and never signed.
public enum SigningRules {
    /// Why `document` isn't signed, or nil.
    ///
    /// `expectedChainID` is the chain of the network that was selected, if one was: EIP-712 asks a signer to refuse
    /// another one.
    public static func refusal(of document: Document, expectedChainID: UInt64? = nil) -> ReviewError? {
        if let mismatch = chainMismatch(document, expectedChainID) { return mismatch }
        switch document {
        case .typedData, .message: return nil
        case .signedTransaction:
            return ReviewError(
                code: "transaction.signed", message: "the transaction is signed already",
                hint: "to broadcast it, hand it to a node")
        case .transaction(let transaction, _):
            if transaction.type == 3 {
                return ReviewError(
                    code: "transaction.blob", message: "blob transactions (EIP-4844) are not signed",
                    hint: "send blobs with the software that made them")
            }
            guard let chainID = transaction.chainID else {
                return ReviewError(
                    code: "transaction.missing-chain-id",
                    message: "the transaction names no chain: it would hold on every one",
                    hint: "give it a chain id (EIP-155)")
            }
            if chainID == 0 {
                return ReviewError(
                    code: "transaction.chain-zero", message: "the transaction's chain id is 0",
                    hint: "give it the id of its network")
            }
            if transaction.authorizationList.contains(where: { $0.chainID == .zero }) {
                return ReviewError(
                    code: "transaction.authorization-any-chain",
                    message: "an authorization (EIP-7702) has chain id 0: it would hold on every chain",
                    hint: "have it made anew for one chain")
            }
            return nil
        }
    }

    /// Why a document doesn't belong to the selected network, or nil.
    public static func chainMismatch(_ document: Document, _ expected: UInt64?) -> ReviewError? {
        guard let expected, let stated = document.chainID, stated != .zero, stated != UInt256(expected) else {
            return nil
        }
        let prefix = document.kind == .typedData ? "typed-data" : "transaction"
        return ReviewError(
            code: prefix + ".chain-mismatch",
            message: "the document is for chain \(stated), the selected network is chain \(expected)",
            hint: "select the network that the document is for, or don't sign it")
    }
}

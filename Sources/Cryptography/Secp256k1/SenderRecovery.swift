import Ethereum

extension SignedTransaction {
    /// The account whose key signed the transaction.
    ///
    /// A high s, which no fork since Homestead accepts, is for `validate` to refuse.
    ///
    /// - Throws: `CryptographyError.unrecoverableSignature`.
    public func sender() throws(CryptographyError) -> Address {
        try Secp256k1.recover(digest: transaction.signingHash(), signature: signature)
    }
}

extension Authorization {
    /// The account that gives the permission: the signer of the authorization (EIP-7702).
    ///
    /// - Throws: `CryptographyError.unrecoverableSignature`, also for a high s, which the EIP refuses.
    public func authority() throws(CryptographyError) -> Address {
        let signature = Signature(r: r, s: s, yParity: yParity)
        guard signature.isLowS else { throw .unrecoverableSignature }
        return try Secp256k1.recover(digest: signingHash, signature: signature)
    }
}

import Ethereum
import SafeText

/// Calls of StakingManager, and of the token that it takes stake in, that a person makes; amounts in wei of COAI.
public struct StakingCalls: Sendable {
    /// Where StakingManager is.
    public let staking: Address
    /// Where the token is.
    public let token: Address
    /// Who calls.
    public let account: Address

    /// Calls of `account`.
    public init(staking: Address, token: Address, account: Address) {
        self.staking = staking
        self.token = token
        self.account = account
    }

    /// Lets `spender` take up to `amount` of the account's tokens (ERC-20).
    public func approve(_ spender: Address, amount: UInt256) throws(ABIError) -> TransactionIntent {
        try TransactionIntent(
            from: account, to: token, "approve(address spender,uint256 amount)",
            [.address(spender), .uint(amount)], title: "approve COAI for \(spender.checksummed)")
    }

    /// Gives the account's voting power to `delegatee`, itself for its own use (ERC-5805).
    public func delegateVotes(to delegatee: Address) throws(ABIError) -> TransactionIntent {
        try TransactionIntent(
            from: account, to: token, "delegate(address delegatee)", [.address(delegatee)],
            title: "delegate votes to \(delegatee.checksummed)")
    }

    /// Stakes with a provider; StakingManager needs an allowance of the token.
    public func bond(_ provider: Address, amount: UInt256) throws(ABIError) -> TransactionIntent {
        try call(
            "bond(address provider,uint256 amount)", [.address(provider), .uint(amount)],
            "bond with \(provider.checksummed)")
    }

    /// Asks for stake back, which is free after the unbonding period; `UInt256.max` for all of it.
    public func unbond(_ provider: Address, amount: UInt256) throws(ABIError) -> TransactionIntent {
        try call(
            "unbond(address provider,uint256 amount)", [.address(provider), .uint(amount)],
            "unbond from \(provider.checksummed)")
    }

    /// Gives stake back that is on its way out.
    public func rebond(unbondingID: UInt256) throws(ABIError) -> TransactionIntent {
        try call(
            "rebond(uint256 unbondingId)", [.uint(unbondingID)], "rebond unbonding \(unbondingID.description)"
        )
    }

    /// Takes out stake whose unbonding period is over.
    public func withdraw(unbondingID: UInt256) throws(ABIError) -> TransactionIntent {
        try call(
            "withdraw(uint256 unbondingId)", [.uint(unbondingID)],
            "withdraw unbonding \(unbondingID.description)")
    }

    /// Takes the account's rewards and fees with a provider.
    public func claim(_ provider: Address) throws(ABIError) -> TransactionIntent {
        try call(
            "claim(address provider)", [.address(provider)], "claim rewards from \(provider.checksummed)")
    }

    /// Hands in a signed delegation order.
    public func delegate(_ order: DelegationOrder, signature: [UInt8]) throws(ABIError) -> TransactionIntent {
        try call(
            "delegateBySig((address delegator,address provider,uint8 action,uint256 amount,uint16 maxRewardCutBps,"
                + "uint16 maxFeeCutBps,uint64 validUntil,uint256 nonce) order,bytes signature)",
            [order.abiValue, .bytes(signature)], "hand in a delegation order")
    }

    private func call(
        _ signature: String, _ arguments: [ABIValue], _ title: SafeText
    ) throws(ABIError) -> TransactionIntent {
        try TransactionIntent(from: account, to: staking, signature, arguments, title: title)
    }
}

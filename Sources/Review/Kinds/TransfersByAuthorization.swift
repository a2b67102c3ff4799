import Ethereum

extension MessageKind {
    /// ERC-3009.
    static let transfersByAuthorization: [MessageKind] =
        ["Transfer", "Receive"].map { name in
            MessageKind(
                encodeType:
                    "\(name)WithAuthorization(address from,address to,uint256 value,uint256 validAfter,"
                    + "uint256 validBefore,bytes32 nonce)",
                title: "transfer by signature (ERC-3009)", formats: ["value": .amount]
            ) { values in
                guard let recipient = values.address("to"), let amount = values.uint("value") else {
                    return []
                }
                return [
                    .tokenTransfer(token: values.verifyingContract, recipient: recipient, amount: amount),
                    .deadline(name: "validBefore", seconds: values.uint("validBefore")),
                ] + signer(values, "from")
            }
        } + [
            MessageKind(
                encodeType: "CancelAuthorization(address authorizer,bytes32 nonce)",
                title: "cancellation of a transfer by signature (ERC-3009)"
            ) { signer($0, "authorizer") }
        ]
}

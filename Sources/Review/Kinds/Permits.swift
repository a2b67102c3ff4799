import Ethereum

extension MessageKind {
    /// Allowances by signature: ERC-2612, DAI's form of it, and Safe's AllowanceModule.
    static let permits: [MessageKind] = [
        MessageKind(
            encodeType:
                "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
            title: "allowance (ERC-2612)", formats: ["value": .amount]
        ) { values in
            approval(values, token: values.verifyingContract, amount: "value", bits: 256)
                + [.deadline(name: "deadline", seconds: values.uint("deadline"))] + signer(values, "owner")
        },
        MessageKind(
            encodeType: "Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)",
            title: "allowance without limit (DAI)"
        ) { values in
            guard values.bool("allowed"), let spender = values.address("spender") else {
                return signer(values, "holder")
            }
            // Here an expiry of 0 means that it never ends.
            return [
                .approval(token: values.verifyingContract, spender: spender, amount: .max, bits: 256),
                .deadline(name: "expiry", seconds: values.uint("expiry")),
            ] + signer(values, "holder")
        },
        MessageKind(
            encodeType:
                "AllowanceTransfer(address safe,address token,address to,uint96 amount,address paymentToken,"
                + "uint96 payment,uint16 nonce)",
            title: "transfer from a Safe's allowance", token: .field("token")
        ) { values in
            guard let recipient = values.address("to"), let amount = values.uint("amount") else { return [] }
            return [.tokenTransfer(token: values.address("token"), recipient: recipient, amount: amount)]
        },
    ]

    /// The approval that fields `spender` and `amount` state.
    static func approval(_ values: LeafValues, token: Address?, amount: String, bits: Int) -> [Effect] {
        guard let spender = values.address("spender"), let amount = values.uint(amount) else { return [] }
        return amount.isZero
            ? [] : [.approval(token: token, spender: spender, amount: amount, bits: bits)]
    }
}

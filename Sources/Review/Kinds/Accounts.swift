import Ethereum

extension MessageKind {
    /// Transactions that an account contract or a forwarder makes: Safe and ERC-2771.
    static let accounts: [MessageKind] = [
        MessageKind(
            encodeType:
                "SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,"
                + "uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)",
            title: "transaction of a Safe", formats: ["value": .wei, "operation": .words(Words.operation)]
        ) { values in
            var effects: [Effect] = []
            guard let target = values.address("to") else { return [] }
            if let operation = values.uint("operation"), !operation.isZero {
                effects.append(.delegateCall(target: target))
            }
            if let wei = values.uint("value"), !wei.isZero {
                effects.append(.coinTransfer(recipient: target, wei: wei))
            }
            return effects
        },
        MessageKind(encodeType: "SafeMessage(bytes message)", title: "message of a Safe") { _ in [] },
        MessageKind(
            encodeType:
                "ForwardRequest(address from,address to,uint256 value,uint256 gas,uint256 nonce,uint48 deadline,"
                + "bytes data)",
            title: "transaction through a forwarder (ERC-2771)", formats: ["value": .wei]
        ) { values in
            var effects: [Effect] = [.deadline(name: "deadline", seconds: values.uint("deadline"))]
            if let target = values.address("to"), let wei = values.uint("value"), !wei.isZero {
                effects.append(.coinTransfer(recipient: target, wei: wei))
            }
            return effects + signer(values, "from")
        },
    ]

    /// Where a kind carries a call: paths of its target and its calldata.
    static let calls: [String: (target: String, data: String)] = [
        "SafeTx": ("to", "data"), "ForwardRequest": ("to", "data"),
    ]
}

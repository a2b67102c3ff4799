import Ethereum

extension MessageKind {
    private static let details =
        "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)"
    private static let permissions = "TokenPermissions(address token,uint256 amount)"

    /// Uniswap's Permit2: allowances and transfers of any token, one at a time or many.
    static let permit2: [MessageKind] = [
        MessageKind(
            encodeType:
                "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)\(details)",
            title: "allowance (Permit2)", token: .field("details.token")
        ) { values in
            approval(
                values, token: values.address("details.token"), amount: "details.amount", bits: 160)
                + [.deadline(name: "expiration", seconds: values.uint("details.expiration"))]
        },
        MessageKind(
            encodeType:
                "PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)\(details)",
            title: "allowances for several tokens (Permit2)", token: .unknown
        ) { values in
            values.indices("details", field: "token").flatMap { index -> [Effect] in
                let row = "details[\(index)]"
                return approval(
                    values, token: values.address(row + ".token"), amount: row + ".amount", bits: 160)
                    + [.deadline(name: row + ".expiration", seconds: values.uint(row + ".expiration"))]
            }
        },
        MessageKind(
            encodeType:
                "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)"
                + permissions,
            title: "transfer by signature (Permit2)",
            token: .field("permitted.token")
        ) { values in
            approval(
                values, token: values.address("permitted.token"), amount: "permitted.amount", bits: 256)
                + [.deadline(name: "deadline", seconds: values.uint("deadline"))]
        },
        MessageKind(
            encodeType:
                "PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,"
                + "uint256 deadline)\(permissions)",
            title: "transfers of several tokens by signature (Permit2)", token: .unknown
        ) { values in
            values.indices("permitted", field: "token").flatMap { index -> [Effect] in
                let row = "permitted[\(index)]"
                return approval(
                    values, token: values.address(row + ".token"), amount: row + ".amount", bits: 256)
            } + [.deadline(name: "deadline", seconds: values.uint("deadline"))]
        },
    ]
}

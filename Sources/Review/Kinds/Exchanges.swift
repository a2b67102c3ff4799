import Ethereum

extension MessageKind {
    /// Orders of exchanges: Seaport and CoW Protocol.
    static let exchanges: [MessageKind] = [
        MessageKind(
            encodeType:
                "OrderComponents(address offerer,address zone,OfferItem[] offer,ConsiderationItem[] consideration,"
                + "uint8 orderType,uint256 startTime,uint256 endTime,bytes32 zoneHash,uint256 salt,"
                + "bytes32 conduitKey,uint256 counter)ConsiderationItem(uint8 itemType,address token,"
                + "uint256 identifierOrCriteria,uint256 startAmount,uint256 endAmount,address recipient)"
                + "OfferItem(uint8 itemType,address token,uint256 identifierOrCriteria,uint256 startAmount,"
                + "uint256 endAmount)",
            title: "order to sell or buy (Seaport)", token: .unknown,
            formats: ["itemType": .words(itemTypes)]
        ) { values in
            let hasPayment = values.indices("consideration", field: "recipient").contains { index in
                values.address("consideration[\(index)].recipient") == values.address("offerer")
            }
            return [.deadline(name: "endTime", seconds: values.uint("endTime"))]
                + signer(values, "offerer")
                + (hasPayment ? [] : [.openToAnyone(role: "payment (nothing goes to the offerer)")])
        },
        MessageKind(
            encodeType:
                "Order(address sellToken,address buyToken,address receiver,uint256 sellAmount,uint256 buyAmount,"
                + "uint32 validTo,bytes32 appData,uint256 feeAmount,string kind,bool partiallyFillable,"
                + "string sellTokenBalance,string buyTokenBalance)",
            title: "order to exchange tokens (CoW Protocol)", token: .unknown
        ) { values in
            var effects: [Effect] = [.deadline(name: "validTo", seconds: values.uint("validTo"))]
            if let receiver = values.address("receiver"), !receiver.isZero {
                effects.append(
                    .tokenTransfer(
                        token: values.address("buyToken"), recipient: receiver,
                        amount: values.uint("buyAmount") ?? .zero))
            }
            return effects
        },
    ]

    private static let itemTypes = [
        "the chain's coin", "ERC-20", "ERC-721", "ERC-1155", "any ERC-721 of a set", "any ERC-1155 of a set",
    ]
}

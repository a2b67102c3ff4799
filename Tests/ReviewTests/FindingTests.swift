import Ethereum
import Review
import SafeText
import Testing

/// Every danger is found where it is, and not where it isn't.
@Suite("Findings")
struct FindingTests {
    @Test func aPermitWithinReasonHasNone() throws {
        let review = try Documents.review(try Documents.permit())
        #expect(review.findings.isEmpty, "\(review.codes)")
    }

    @Test(arguments: [
        (UInt256.max.description, "approval.unlimited"),
        ((UInt256.one &<< 255).description, "approval.unlimited"),
        (((UInt256.one &<< 255) &- 1).description, "approval.very-large"),
        ("2000000000000000000000000000", "approval.very-large"),
    ])
    func allowancesWithoutLimit(value: String, code: String) throws {
        #expect(try Documents.review(try Documents.permit(value: value)).codes == [code])
    }

    /// The width of the field decides: the most of uint160 is as unlimited as that of uint256.
    @Test func everyRowOfABatchIsWeighedAtItsWidth() throws {
        let details = #"""
            [{"token":"\#(try Documents.token().checksummed)","amount":"\#(UInt256.max(bits: 160))","expiration":"\#(Documents.now + 60)","nonce":"0"},
            {"token":"\#(try Documents.token().checksummed)","amount":"5","expiration":"0","nonce":"0"}]
            """#
        let document = Documents.typedData(
            "PermitBatch",
            [
                ("details", "PermitDetails[]", details), ("spender", "address", "\"\(Documents.stranger)\""),
                ("sigDeadline", "uint256", "\"\(Documents.now + 60)\""),
            ],
            others: #"""
                ,"PermitDetails":[{"name":"token","type":"address"},{"name":"amount","type":"uint160"},{"name":"expiration","type":"uint48"},{"name":"nonce","type":"uint48"}]
                """#)
        let review = try Documents.review(document)
        #expect(review.codes == ["approval.unlimited", "approval.unknown-spender", "deadline.missing"])
        // Both rows are shown, whatever the second one says.
        #expect(review.field("details[0].amount")?.value == UInt256.max(bits: 160).description)
        #expect(review.field("details[1].amount")?.value == "5")
        #expect(review.field("details[1].amount")?.display.text.contains("COAI") == true)
    }

    @Test func anUnknownTypeThatLooksLikeAnAllowanceIsWeighed() throws {
        let document = Documents.typedData(
            "Whatever",
            [
                ("operator", "address", "\"\(Documents.stranger)\""),
                ("amount", "uint96", "\"\(UInt256.max(bits: 96))\""), ("expiry", "uint64", "\"0\""),
            ])
        #expect(
            try Documents.review(document).codes == [
                "approval.unlimited", "approval.unknown-spender", "deadline.missing",
            ])
    }

    @Test(arguments: [
        ("0", "deadline.missing"), ("\(Documents.now - 1)", "deadline.past"),
        ("\(Documents.now + 31 * 86_400)", "deadline.long"),
        ("\(Documents.now + 400 * 86_400)", "deadline.far"),
        (UInt256.max.description, "deadline.far"),
    ])
    func deadlines(deadline: String, code: String) throws {
        #expect(try Documents.review(try Documents.permit(deadline: deadline)).codes == [code])
    }

    @Test func chains() throws {
        #expect(try Documents.review(try Documents.permit(chainID: nil)).codes.contains("chain.any"))
        #expect(try Documents.review(try Documents.permit(chainID: "0")).codes.contains("chain.any"))
        #expect(try Documents.review(try Documents.permit(chainID: "5")).codes.contains("chain.different"))
        var context = try Documents.context()
        context.expectedChainID = 1
        #expect(throws: ReviewError.self) { try Documents.review(try Documents.permit(), context) }
    }

    @Test func contractsAndSigners() throws {
        let unknown = try Documents.review(try Documents.permit(contract: Documents.stranger))
        #expect(unknown.codes.contains("contract.unknown"))
        let absent = try Documents.review(
            Documents.typedData("Note", [("text", "string", "\"hi\"")], contract: nil))
        #expect(absent.codes == ["contract.absent"])
        let imitation = try Documents.review(
            Documents.typedData(
                "Note", [("text", "string", "\"hi\"")], contract: Documents.stranger, name: "COAI Job Market")
        )
        #expect(imitation.codes == ["contract.unknown", "contract.imitates"])
        let other = try Documents.review(try Documents.permit(owner: Documents.stranger))
        #expect(other.codes == ["signer.mismatch"])
    }

    @Test func valueAndTokensThatLeave() throws {
        let pay = try Documents.review(
            Documents.transaction(to: Documents.stranger, value: "0xde0b6b3a7640000"))
        #expect(pay.codes == ["transfer.unknown-recipient"])
        #expect(pay.field("value")?.display.text == "1 ETH")
        let known = try Documents.review(
            Documents.transaction(to: "0xDd1182B5E1901d571123686d99b2bA7a512AA150", value: "0x1"))
        #expect(known.findings.isEmpty)
        let tokens = try Documents.call(
            "transfer(address,uint256)", [.address(try Address(Documents.stranger)), .uint(10)])
        let transfer = try Documents.review(
            Documents.transaction(to: try Documents.token().checksummed, data: tokens))
        #expect(transfer.codes == ["transfer.unknown-recipient"])
        let lost = try Documents.review(
            Documents.transaction(
                to: try Documents.token().checksummed,
                data: try Documents.call("transfer(address,uint256)", [.address(.zero), .uint(1)])))
        #expect(lost.codes == ["transfer.zero-address"])
    }

    @Test(arguments: [
        ("transferOwnership(address)", "privileged.ownership"), ("upgradeTo(address)", "privileged.upgrade"),
        ("enableModule(address)", "privileged.safe"), ("setGuard(address)", "privileged.safe"),
    ])
    func privilegedCalls(signature: String, code: String) throws {
        let data = try Documents.call(signature, [.address(try Address(Documents.stranger))])
        let review = try Documents.review(Documents.transaction(data: data))
        #expect(review.codes.contains(code))
        #expect(review.findings.first?.severity == .danger)
    }

    /// A privileged call that hides in a proposal, in a batch of the timelock, or in both is found there.
    @Test func privilegedCallsWithinCalls() throws {
        let inner = Array(
            try ABIFunction("transferOwnership(address)").encodeCall([
                .address(try Address(Documents.stranger))
            ]))
        let schedule = try ABIFunction("schedule(address,uint256,bytes,bytes32,bytes32,uint256)").encodeCall([
            .address(try Address(Documents.market)), .uint(.zero), .bytes(inner),
            .fixedBytes(Hash32.zero.bytes),
            .fixedBytes(Hash32.zero.bytes), .uint(1),
        ])
        let proposal = try Documents.call(
            "propose(address[],uint256[],bytes[],string)",
            [
                .array([.address(try Address(Documents.market))]), .array([.uint(.zero)]),
                .array([.bytes(schedule)]),
                .string("harmless"),
            ])
        let review = try Documents.review(Documents.transaction(data: proposal))
        #expect(review.codes == ["privileged.ownership"])
        #expect(review.field("data.call[0].call.newOwner")?.value == Documents.stranger)
    }

    /// The Bybit transaction's kind: a Safe that lends its storage to foreign code.
    @Test func delegateCallsOfASafe() throws {
        func safe(_ operation: Int) -> String {
            Documents.typedData(
                "SafeTx",
                [
                    ("to", "address", "\"\(Documents.stranger)\""), ("value", "uint256", "\"0\""),
                    ("data", "bytes", "\"0xa9059cbb\""), ("operation", "uint8", "\"\(operation)\""),
                    ("safeTxGas", "uint256", "\"0\""), ("baseGas", "uint256", "\"0\""),
                    ("gasPrice", "uint256", "\"0\""),
                    ("gasToken", "address", "\"0x0000000000000000000000000000000000000000\""),
                    ("refundReceiver", "address", "\"0x0000000000000000000000000000000000000000\""),
                    ("nonce", "uint256", "\"7\""),
                ])
        }
        let dangerous = try Documents.review(safe(1))
        #expect(dangerous.codes.contains("privileged.delegatecall"))
        #expect(dangerous.codes.contains("call.unreadable"))
        #expect(dangerous.field("operation")?.display.text == "1 = DELEGATECALL")
        #expect(!(try Documents.review(safe(0)).codes.contains("privileged.delegatecall")))
    }

    @Test func callsThatCannotBeRead() throws {
        #expect(try Documents.review(Documents.transaction(data: "0xdeadbeef00")).codes == ["call.unknown"])
        #expect(try Documents.review(Documents.transaction(data: "0xde")).codes == ["call.short"])
        let approve = try Documents.call(
            "approve(address,uint256)", [.address(try Address(Documents.market)), .uint(5)])
        let trailing = try Documents.review(
            Documents.transaction(to: try Documents.token().checksummed, data: approve + "c0ffee"))
        #expect(trailing.codes == ["call.trailing"])
        #expect(trailing.field("data.trailing")?.value == "0xc0ffee")
    }

    @Test func fees() throws {
        #expect(try Documents.review(Documents.transaction(maxFee: "0x9184e72a001")).codes == ["fee.absurd"])
        #expect(
            try Documents.review(Documents.transaction(gas: "0x5f5e100", maxFee: "0x2540be401")).codes == [
                "fee.large"
            ])
        #expect(
            try Documents.review(Documents.transaction(maxFee: "0x2", tip: "0x3")).codes == [
                "fee.priority-above-max"
            ])
        #expect(try Documents.review(Documents.transaction(gas: "0x5207")).codes == ["fee.gas-too-low"])
    }

    @Test func creationAndAuthorizations() throws {
        #expect(
            try Documents.review(Documents.transaction(to: nil, data: "0x6000")).codes == [
                "transaction.creation"
            ])
        let authorization = #"""
            ,"authorizationList":[{"chainId":"0x0","address":"\#(Documents.stranger)","nonce":"0x3","yParity":"0x0","r":"0x1","s":"0x1"}]
            """#
        let review = try Documents.review(Documents.transaction(extra: authorization))
        #expect(review.codes == ["authorization.delegates", "authorization.any-chain"])
        let none = try Documents.review(Documents.transaction(extra: #","type":"0x4""#))
        #expect(none.codes.contains("authorization.none"))
        #expect(review.findings.allSatisfy { $0.severity == .danger })
        #expect(SigningRules.refusal(of: review.document)?.code == "transaction.authorization-any-chain")
    }

    /// What EIP-7702 has a node pass over, and what holds elsewhere.
    @Test func authorizationsWithoutEffectHere() throws {
        func codes(
            chain: String = "0x7a69", nonce: String = "0x3", r: String = "0x1", s: String = "0x1"
        ) throws -> Set<String> {
            let member = #","authorizationList":[{"chainId":"\#(chain)","address":"\#(Documents.stranger)","#
            let rest = #""nonce":"\#(nonce)","yParity":"0x0","r":"\#(r)","s":"\#(s)"}]"#
            return Set(try Documents.review(Documents.transaction(extra: member + rest)).codes)
        }
        let usual: Set = ["authorization.delegates"]
        #expect(try codes() == usual)
        #expect(try codes(chain: "0x1") == usual.union(["authorization.other-chain"]))
        let idle = usual.union(["authorization.no-effect"])
        #expect(try codes(nonce: "0xffffffffffffffff") == idle)
        #expect(try codes(nonce: "0xfffffffffffffffe") == usual)
        #expect(try codes(r: "0x0") == idle)
        // The order of secp256k1 halved, and one more (EIP-2).
        let half = "0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a"
        #expect(try codes(s: half + "0") == usual)
        #expect(try codes(s: half + "1") == idle)
    }

    @Test func messages() throws {
        func message(_ text: String) throws -> Set<String> {
            try Documents.review(#"{"message":"\#(text)"}"#).codes
        }
        #expect(try message("hello").isEmpty)
        #expect(try message("").contains("message.empty"))
        #expect(try message(String(repeating: "a", count: 32)) == ["message.hash"])
        #expect(try message("0x" + String(repeating: "ab", count: 32)) == ["message.hash"])
        #expect(try message(#"{\"message\":\"hi\"}"#) == ["message.document"])
        #expect(try Documents.review(##"{"messageHex":"0xff00"}"##).codes == ["message.binary"])
        #expect(try message(#"a\nb"#) == ["message.lines"])
    }

    @Test func textThatIsNotWhatItLooksLike() throws {
        func note(_ text: String) throws -> Set<String> {
            try Documents.review(Documents.typedData("Note", [("text", "string", "\"\(text)\"")])).codes
        }
        #expect(try note("plain").isEmpty)
        #expect(try note("caf\u{e9}") == ["text.non-ascii"])
        #expect(try note("\u{202e}txt.exe") == ["text.hidden"])
        #expect(try note("pay\u{200b}ment") == ["text.hidden"])
        #expect(try note("J\u{043e}bMarket") == ["text.look-alike"])
    }

    /// What the requester says is nowhere in what is found.
    @Test func dangersComeFirst() throws {
        let review = try Documents.review(
            try Documents.permit(value: UInt256.max.description, deadline: "0", spender: Documents.stranger))
        let ranks = review.findings.map(\.severity)
        #expect(ranks == ranks.sorted())
        #expect(review.dangerCodes == ["approval.unlimited", "approval.unknown-spender"])
    }
}

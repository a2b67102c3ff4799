import Ethereum
import Profile
import Review
import SafeText
import StrictJSON
import Testing

/// Whom a node is asked about, by document.
@Suite struct CounterpartyTests {
    private static let market = Documents.market
    private static let stranger = Documents.stranger

    private static func parties(_ review: Review) -> [String] {
        review.counterparties.parties.map { $0.role.text + " " + $0.address.checksummed }
    }

    private static func allowances(_ review: Review) -> [[Address]] {
        review.counterparties.allowances.map { [$0.token, $0.owner, $0.spender] }
    }

    @Test(arguments: ["1000", "0"]) func permits(_ value: String) throws {
        let review = try Documents.review(try Documents.permit(value: value, spender: Self.stranger))
        let token = try Documents.token()
        #expect(Self.parties(review).first == "verifying contract \(token.checksummed)")
        #expect(Self.parties(review).dropFirst() == (value == "0" ? [] : ["spender \(Self.stranger)"]))
        // What is taken back matters as much as what is given.
        #expect(
            Self.allowances(review) == [[token, try Address(Documents.account), try Address(Self.stranger)]])
    }

    @Test(arguments: [UInt256(5), .zero]) func approvals(_ amount: UInt256) throws {
        let token = try Documents.token()
        let data = try Documents.call(
            "approve(address,uint256)", [.address(try Address(Self.stranger)), .uint(amount)])
        let review = try Documents.review(Documents.transaction(to: token.checksummed, data: data))
        #expect(Self.parties(review).first == "called address \(token.checksummed)")
        #expect(
            Self.allowances(review) == [[token, try Address(Documents.account), try Address(Self.stranger)]])
    }

    /// Permit2 takes the tokens itself: the token's allowance to it is what counts.
    @Test func permit2() throws {
        let token = try Documents.token().checksummed
        let text = Documents.typedData(
            "PermitSingle",
            [
                (
                    "details", "PermitDetails",
                    #"{"token":"\#(token)","amount":"7","expiration":"\#(Documents.now + 60)","nonce":"0"}"#
                ), ("spender", "address", "\"\(Self.stranger)\""),
                ("sigDeadline", "uint256", "\"\(Documents.now + 60)\""),
            ],
            others:
                #","PermitDetails":[{"name":"token","type":"address"},{"name":"amount","type":"uint160"},{"name":"expiration","type":"uint48"},{"name":"nonce","type":"uint48"}]"#,
            contract: "0x000000000022D473030F116dDEE9F6B43aC78BA3", name: "Permit2")
        let review = try Documents.review(text)
        #expect(Self.parties(review).contains("spender \(Self.stranger)"))
        #expect(
            Self.allowances(review).contains([
                try Documents.token(), try Address(Documents.account),
                try Address("0x000000000022D473030F116dDEE9F6B43aC78BA3"),
            ]))
    }

    @Test func whoPaysAJob() throws {
        let token = try Documents.token()
        let text = Documents.typedData(
            "Job", [("paymentToken", "address", "\"\(token.checksummed)\""), ("price", "uint256", "\"5\"")])
        #expect(
            Self.allowances(try Documents.review(text)) == [
                [token, try Address(Documents.account), try Address(Self.market)]
            ])
        // The network's own token is what JobMarket and StakingManager take.
        let profile = NetworkProfile(
            name: "test", chainID: 31337,
            contracts: [
                ProfileContract(id: "JobMarket", address: try Address(Self.market), fromBlock: 0),
                ProfileContract(id: "COAIToken", address: token, fromBlock: 0),
            ])
        let context = try Documents.context(profiles: [profile])
        let review = try Documents.review(Documents.transaction(data: "0x12345678"), context)
        #expect(
            Self.allowances(review) == [[token, try Address(Documents.account), try Address(Self.market)]])
    }

    @Test func nobody() throws {
        let message = try Documents.review(#"{"message":"hello"}"#)
        #expect(message.counterparties.isEmpty)
        let creation = try Documents.review(Documents.transaction(to: nil, data: "0x00"))
        #expect(creation.counterparties.isEmpty)
        // Without an account nobody's allowance can be asked for.
        let review = try Documents.review(try Documents.permit(), try Documents.context(nil))
        #expect(review.counterparties.allowances.isEmpty && !review.counterparties.parties.isEmpty)
    }

    /// A document that names very many doesn't make as many calls.
    @Test func veryMany() throws {
        let list = (1...500).map { index in
            let address = Hex.encode(Address(truncating: UInt256(UInt64(index) + 1_000)).bytes)
            return
                #"{"address":"\#(address)","chainId":"0x0","nonce":"0x0","yParity":"0x0","r":"0x1","s":"0x1"}"#
        }
        let review = try Documents.review(
            Documents.transaction(
                extra: #","type":"0x4","authorizationList":[\#(list.joined(separator: ","))]"#))
        #expect(review.counterparties.parties.count == Counterparties.maximumParties)
        #expect(review.counterparties.leftOutCount == 501 - Counterparties.maximumParties)
    }
}

import Cryptography
import Ethereum
import Profile
import Review
import SafeText
import StrictJSON

/// Documents for tests: real types with values that can be changed.
enum Documents {
    static let market = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
    static let account = "0xAabad8915b56257D7F76Ec4c920d5d59b2e1e435"
    static let stranger = "0x7bE774a1f632635027e3EE7b164325EC1717DD5e"
    static let now: UInt64 = 1_795_000_000

    /// A profile that names the market, a token at the market's address + 1, and one alias.
    static func profile() throws -> NetworkProfile {
        NetworkProfile(
            name: "test network", chainID: 31337,
            contracts: [ProfileContract(id: "JobMarket", address: try Address(market), fromBlock: 0)],
            tokens: [ProfileToken(address: try token(), symbol: "COAI", decimals: 18)],
            aliases: [
                ProfileAlias(
                    address: try Address("0xDd1182B5E1901d571123686d99b2bA7a512AA150"), name: "foundation")
            ])
    }

    static func token() throws -> Address { Address(truncating: try Address(market).word &+ 1) }

    static func context(_ account: String? = account, profiles: [NetworkProfile]? = nil) throws
        -> ReviewContext
    {
        ReviewContext(
            now: now, profiles: try profiles ?? [profile()], account: try account.map { try Address($0) }
        ) { digest, signature in try? Secp256k1.recover(digest: digest, signature: signature) }
    }

    static func review(_ text: String, kind: DocumentKind? = nil, _ context: ReviewContext? = nil) throws
        -> Review
    {
        try Review(
            try Document.parse(Array(text.utf8), kind: kind), context: try context ?? Self.context())
    }

    /// Typed data of one struct; `fields` are name, type and value as JSON.
    static func typedData(
        _ type: String, _ fields: [(String, String, String)], others: String = "",
        contract: String? = market, chainID: String? = "31337", name: String = "App"
    ) -> String {
        var domainTypes = #"{"name":"name","type":"string"}"#
        var domain = #""name":"\#(name)""#
        if let chainID {
            domainTypes += #",{"name":"chainId","type":"uint256"}"#
            domain += #","chainId":"\#(chainID)""#
        }
        if let contract {
            domainTypes += #",{"name":"verifyingContract","type":"address"}"#
            domain += #","verifyingContract":"\#(contract)""#
        }
        let types = fields.map { #"{"name":"\#($0.0)","type":"\#($0.1)"}"# }.joined(separator: ",")
        let values = fields.map { #""\#($0.0)":\#($0.2)"# }.joined(separator: ",")
        return #"""
            {"types":{"EIP712Domain":[\#(domainTypes)],"\#(type)":[\#(types)]\#(others)},
            "primaryType":"\#(type)","domain":{\#(domain)},"message":{\#(values)}}
            """#
    }

    static func permit(
        value: String = "1000", deadline: String = "\(now + 600)", spender: String = market,
        owner: String = account,
        chainID: String? = "31337", contract: String? = nil
    ) throws -> String {
        typedData(
            "Permit",
            [
                ("owner", "address", "\"\(owner)\""), ("spender", "address", "\"\(spender)\""),
                ("value", "uint256", "\"\(value)\""), ("nonce", "uint256", "\"0\""),
                ("deadline", "uint256", "\"\(deadline)\""),
            ], contract: try contract ?? token().checksummed, chainID: chainID)
    }

    /// A transaction of type 2 as a JSON-RPC object.
    static func transaction(
        to: String? = market, value: String = "0x0", data: String = "0x", gas: String = "0x186a0",
        maxFee: String = "0x77359400", tip: String = "0x1", extra: String = ""
    ) -> String {
        let recipient = to.map { #""to":"\#($0)","# } ?? ""
        return #"""
            {"chainId":"0x7a69","nonce":"0x0","gas":"\#(gas)","maxFeePerGas":"\#(maxFee)",
            "maxPriorityFeePerGas":"\#(tip)",\#(recipient)"value":"\#(value)","data":"\#(data)"\#(extra)}
            """#
    }

    static func call(_ signature: String, _ arguments: [ABIValue]) throws -> String {
        Hex.encode(try ABIFunction(signature).encodeCall(arguments))
    }
}

extension Review {
    /// Codes of all findings.
    var codes: Set<String> { Set(findings.map(\.code)) }

    /// The field at a path.
    func field(_ path: String) -> ReviewField? { fields.first { $0.path.text == path } }
}

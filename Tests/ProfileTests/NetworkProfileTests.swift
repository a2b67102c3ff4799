import Ethereum
import Profile
import Testing

@Suite("Network profiles")
struct NetworkProfileTests {
    private let text =
        #"{"coaiProfile":1,"name":"local","chainId":31337,"contracts":[{"id":"JobMarket","address":"0x5fbdb2315678afecb367f032d93f642f64180aa3","fromBlock":3}],"tokens":[{"address":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed","symbol":"COAI","decimals":18}],"governor":{"flavor":"oz5"},"clock":"timestamp","aliases":[]}"#

    @Test func readsAndWritesTheSame() throws {
        let profile = try NetworkProfile(parsing: Array(text.utf8))
        #expect(profile.chainID == 31337 && profile.contracts[0].fromBlock == 3)
        let again = try NetworkProfile(parsing: Array(profile.serialized().utf8))
        #expect(again == profile && again.digest == profile.digest)
        #expect(profile.name(of: profile.contracts[0].address) == "JobMarket")
    }

    /// White space, order and the case of addresses don't change what a person accepted; a name does.
    /// Rules are part of what is accepted; without any, the digest is that of a profile that doesn't know of them.
    @Test func rulesOfTheChain() throws {
        let plain = try NetworkProfile(parsing: Array(text.utf8))
        #expect(plain.rules == nil && !plain.serialized().contains("rules"))
        let changed = text.dropLast() + #","rules":"osaka"}"#
        let profile = try NetworkProfile(parsing: Array(changed.utf8))
        #expect(profile.rules == ForkRules.osaka && profile.digest != plain.digest)
        #expect(try NetworkProfile(parsing: Array(profile.serialized().utf8)) == profile)
    }

    @Test func digestIsOfTheMeaning() throws {
        let profile = try NetworkProfile(parsing: Array(text.utf8))
        let spaced = try NetworkProfile(
            parsing: Array(text.split(separator: ",").joined(separator: " , ").utf8))
        #expect(spaced.digest == profile.digest)
        let renamed = text.split(separator: "JobMarket").joined(separator: "JobMarkt")
        #expect(try NetworkProfile(parsing: Array(renamed.utf8)).digest != profile.digest)
    }

    @Test(arguments: [
        (#""chainId":31337"#, #""chainId":0"#, "profile.chain-id"),
        (#""chainId":31337"#, #""chainId":"1""#, "profile.number"),
        (#""coaiProfile":1"#, #""coaiProfile":2"#, "profile.version"),
        (#""aliases":[]"#, #""aliases":[],"x":1"#, "profile.unknown-key"),
        (#""decimals":18"#, #""decimals":37"#, "profile.decimals"),
        (#""name":"local""#, #""name":"lo\u202ecal""#, "profile.label"),
        (#""flavor":"oz5""#, #""flavor":"oz6""#, "profile.governor"),
        (#"BeAed"#, #"BeAeD"#, "profile.address"),
        (#""fromBlock":3"#, #""fromBlock":3,"y":1"#, "profile.shape"),
        (#""clock":"timestamp""#, #""clock":"sundial""#, "profile.clock"),
        (#""clock":"timestamp""#, #""clock":"timestamp","rules":"berlin""#, "profile.rules"),
        (#""clock":"timestamp""#, #""clock":"timestamp","rules":7"#, "profile.rules"),
        (#""name":"local""#, #""name":"local","name":"x""#, "profile.json"),
    ])
    func refuses(_ change: (String, String, String)) {
        let pieces = text.split(separator: change.0, omittingEmptySubsequences: false)
        #expect(pieces.count == 2)
        do {
            _ = try NetworkProfile(parsing: Array(pieces.joined(separator: change.1).utf8))
            Issue.record("accepted \(change.1)")
        } catch { #expect(error.code == change.2) }
    }
}

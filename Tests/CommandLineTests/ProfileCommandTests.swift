import Foundation
import StrictJSON
import TestSupport
import Testing

/// `coai-signer profile`: whose names a review may show, and for how long.
@Suite("coai-signer profile") struct ProfileCommandTests {
    /// Who is paid; the profile has a name for it.
    private static let payee = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    private static let alias = "grants of the council"
    private static let payment = """
        {"chainId":"0x7a69","nonce":"0x2","gas":"0x5208","maxFeePerGas":"0x77359400",\
        "maxPriorityFeePerGas":"0x3b9aca00","to":"\(payee)","value":"0x1","data":"0x","type":"0x2"}
        """

    /// A home with a profile in the file `NAME.json`; answers its digest.
    private func write(_ name: String, _ alias: String, _ home: SigningHome) throws -> String {
        try home.home.write(
            "\(name).json",
            #"{"coaiProfile":1,"name":"\#(name)","chainId":31337,"contracts":[],"tokens":[],"#
                + #""governor":{"flavor":"oz5"},"clock":"timestamp","aliases":[{"address":"\#(Self.payee)","#
                + #""name":"\#(alias)"}]}"#)
        let digest = try home.shell("exec \(SigningHome.signer) profile digest \(name).json")
        try #require(digest.status == 0, "\(digest.error)")
        return digest.output.trimmingCharacters(in: .newlines)
    }

    private func profile(_ words: String, _ home: SigningHome) throws -> ProgramResult {
        try home.shell("exec \(SigningHome.signer) profile " + words)
    }

    /// Names and digests of the accepted profiles, and the files that aren't what was accepted.
    private func list(_ home: SigningHome) throws -> (names: [String], digests: [String], damaged: [String]) {
        let result = try profile("list --json", home)
        try #require(result.status == 0, "\(result.error)")
        let json = try result.json()
        let profiles = try #require(json["profiles"]?.arrayValue)
        #expect(profiles.allSatisfy { $0["chainID"]?.numberText == "31337" })
        let damaged = try #require(json["damaged"]?.arrayValue)
        func texts(_ key: String) -> [String] { profiles.compactMap { $0[key]?.stringValue } }
        return (texts("name"), texts("digest"), damaged.compactMap(\.stringValue))
    }

    /// Whether a review of a payment, which the signer itself makes, names who is paid.
    private func isNamed(_ home: SigningHome) throws -> Bool {
        let accept = try home.shell("exec \(SigningHome.coai) review - --json", input: Self.payment).json()
        let codes = (accept["findings"]?.arrayValue ?? []).filter { $0["severity"]?.stringValue == "danger" }
            .compactMap { $0["code"]?.stringValue }
        let signed = try home.sign(Self.payment, codes.map { "--accept \($0)" }.joined(separator: " "))
        try #require(signed.status == 0, "\(signed.output)\(signed.error)")
        #expect(signed.error.contains(Self.payee))
        return signed.error.contains(Self.alias)
    }

    @Test func namesAreShownWhileTheyAreAccepted() throws {
        let home = try SigningHome()
        let digest = try write("council", Self.alias, home)
        let other = try write("another", "somebody else", home)
        #expect(digest != other && digest.count == 66)
        #expect(try list(home).digests.isEmpty)
        #expect(try profile("list", home).output.isEmpty)
        #expect(try !isNamed(home))

        let wrong = try profile("accept council.json --digest \(other)", home)
        #expect(wrong.status == 3 && wrong.error.contains("profile.digest"))
        #expect(try list(home).digests.isEmpty)

        let capitals = "0x" + digest.dropFirst(2).uppercased()
        #expect(try profile("accept council.json --digest \(capitals)", home).status == 0)
        #expect(try profile("accept council.json --digest \(digest)", home).status == 0)
        #expect(try list(home).names == ["council"])
        #expect(try profile("list", home).output == "\(digest)  council, chain 31337\n")
        #expect(try isNamed(home))

        #expect(try profile("accept another.json --digest \(other)", home).status == 0)
        let both = try list(home)
        #expect(both.names == ["another", "council"] && both.digests == [other, digest])

        #expect(try profile("remove \(digest)", home).status == 0)
        #expect(try list(home).names == ["another"])
        #expect(try !isNamed(home))
        let again = try profile("remove \(digest)", home)
        #expect(again.status == 2 && again.error.contains("profile.unknown"))
    }

    /// A file that isn't what was accepted names nobody, and says so; it can be taken away by its name.
    @Test func whatWasChangedIsLeftOut() throws {
        let home = try SigningHome()
        let digest = try write("council", Self.alias, home)
        try #require(try profile("accept council.json --digest \(digest)", home).status == 0)
        let file = home.home.configuration.appendingPathComponent("signer/profiles/\(digest).json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing(Self.payee.dropFirst(2), with: SigningHome.account.dropFirst(2)).write(
            to: file, atomically: true, encoding: .utf8)
        let found = try list(home)
        #expect(found.names.isEmpty && found.damaged == ["\(digest).json"])
        #expect(try profile("list", home).error.contains("not what was accepted, left out: \(digest).json"))
        #expect(try !isNamed(home))
        #expect(try profile("remove \(digest)", home).status == 0)
        #expect(try list(home).damaged.isEmpty)
    }

    @Test func wordsThatMakeNoSense() throws {
        let home = try SigningHome()
        for words in [
            "", "forget", "list more", "remove", "remove council", "remove ../../keystore", "remove 0x12",
            "remove 0x\(String(repeating: "0", count: 64))", "remove --json", "accept", "accept a b",
        ] {
            #expect(try profile(words, home).status == 2, "\(words)")
        }
        #expect(try profile("accept absent.json", home).status == 4)
        try home.home.write("no.json", #"{"coaiProfile":1}"#)
        #expect(try profile("accept no.json --digest 0x", home).status == 4)
    }

    /// At a terminal the digest's last digits are typed; anything else accepts nothing, nor does a terminal's end.
    @Test func acceptedAtATerminal() throws {
        let home = try SigningHome()
        let digest = try write("council", Self.alias, home)
        let file = home.home.configuration.path + "/council.json"
        func ask() throws -> PseudoTerminal {
            let terminal = try #require(
                PseudoTerminal(
                    SigningHome.signer, ["profile", "accept", file], environment: home.home.environment,
                    columns: 120, rows: 40))
            let person = Person(terminal)
            try person.see("Type its last 6 digits to accept:")
            for part in ["council, chain 31337", Self.payee, Self.alias, digest] { try person.see(part) }
            terminal.drain()
            return terminal
        }
        for answer in ["\n", "yes\n", digest.suffix(5) + "\n", digest.prefix(6) + "\n", "\u{4}"] {
            let terminal = try ask()
            terminal.type(String(answer))
            #expect(terminal.waitForEnd(seconds: 20) == .exited(3), "\(answer)")
            #expect(String(decoding: terminal.output, as: UTF8.self).contains("profile.not-confirmed"))
        }
        let lost = try ask()
        lost.hangUp()
        #expect(lost.waitForEnd(seconds: 20) == .signalled(Int(SIGHUP)))
        let nobody = try home.shell("exec setsid --wait \(SigningHome.signer) profile accept council.json")
        #expect(nobody.status == 3 && nobody.error.contains("profile.no-terminal"))
        #expect(try list(home).names.isEmpty)
        let terminal = try ask()
        terminal.type(digest.suffix(6) + "\n")
        #expect(terminal.waitForEnd(seconds: 20) == .exited(0))
        #expect(try list(home).digests == [digest])
    }
}

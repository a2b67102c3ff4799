import Console
import Ethereum
import Profile
import SafeText
import Signer
import SignerProtocol
import StrictJSON

/// `coai-signer profile`: which networks' names a review may show.
enum ProfileCommand {
    static let usage = """
        coai-signer profile accept FILE    lets reviews show the profile's names, after a typed confirmation
          --digest 0x…                     instead of the confirmation: the digest that was compared before
        coai-signer profile digest FILE    the profile's digest, to be compared
        coai-signer profile list [--json]  the accepted profiles
        coai-signer profile remove DIGEST  takes an acceptance back

        """

    static func run(_ words: [String]) throws(Failure) {
        guard let action = words.first else { throw .usage("profile accept, digest, list or remove") }
        let rest = Array(words.dropFirst())
        let profiles = AcceptedProfiles(try Paths.signerFolder())
        switch action {
        case "accept": try accept(try Arguments(rest, .init(valued: ["--digest"])), profiles)
        case "digest":
            let profile = try read(try Arguments(rest, .init()).operand("FILE"))
            Output.write(profile.digest.description + "\n")
        case "list": try list(try Arguments(rest, .init(flags: ["--json"])), profiles)
        case "remove": try remove(try Arguments(rest, .init()), profiles)
        default: throw .usage("profile accept, digest, list or remove")
        }
    }

    private static func read(_ path: String) throws(Failure) -> NetworkProfile {
        let bytes = try FileBytes.read(path)
        do { return try NetworkProfile(parsing: bytes) } catch {
            throw Failure(error.code, "\(path): \(error.message)", hint: error.hint, exitCode: 4)
        }
    }

    private static func accept(_ arguments: Arguments, _ profiles: AcceptedProfiles) throws(Failure) {
        let profile = try read(try arguments.operand("FILE"))
        let digest = profile.digest.description
        if let stated = try arguments.value("--digest") {
            guard stated.lowercased() == digest else {
                throw .refused(
                    "profile.digest", "the profile's digest is \(digest), not the one that was given",
                    hint: "the file is not the one that was compared")
            }
        } else {
            try confirm(profile, digest)
        }
        do { try profiles.accept(profile) } catch { throw Failure(error) }
        Output.note("coai-signer: accepted \(profile.name), chain \(profile.chainID)")
    }

    /// Shows what is accepted, and takes the last digits of its digest.
    private static func confirm(_ profile: NetworkProfile, _ digest: String) throws(Failure) {
        guard let terminal = try? ControllingTerminal() else {
            throw .refused(
                "profile.no-terminal", "a profile is accepted at a terminal, or with --digest",
                hint: "the digest is \(digest)")
        }
        var lines = ["network   \(profile.name), chain \(profile.chainID)"]
        for contract in profile.contracts {
            lines.append("contract  \(contract.address.checksummed)  \(contract.id)")
        }
        for token in profile.tokens {
            lines.append(
                "token     \(token.address.checksummed)  \(token.symbol), \(token.decimals) decimals")
        }
        for alias in profile.aliases { lines.append("name      \(alias.address.checksummed)  \(alias.name)") }
        lines.append("digest    \(digest)")
        let question =
            "Reviews will show these names. Compare the digest with its source.\n"
            + "Type its last 6 digits to accept: "
        let answer = terminal.readLine(lines.joined(separator: "\n") + "\n" + question)
        guard let answer, answer.lowercased() == digest.suffix(6) else {
            throw .refused("profile.not-confirmed", "the confirmation was not given: nothing was accepted")
        }
    }

    private static func list(_ arguments: Arguments, _ profiles: AcceptedProfiles) throws(Failure) {
        try arguments.expectNoOperands()
        let (accepted, damaged) = profiles.load()
        let json: JSON = [
            "profiles": .array(
                accepted.map {
                    [
                        "name": .string($0.name), "chainID": .number(String($0.chainID)),
                        "digest": .string($0.digest.description),
                    ]
                }), "damaged": .array(damaged.map { .string($0) }),
        ]
        Output.result(
            json, plain: accepted.map { "\($0.digest.description)  \($0.name), chain \($0.chainID)" },
            asJSON: arguments.has("--json"))
        for name in damaged { Output.note("coai-signer: not what was accepted, left out: \(name)") }
    }

    private static func remove(_ arguments: Arguments, _ profiles: AcceptedProfiles) throws(Failure) {
        let text = try arguments.operand("DIGEST")
        guard let digest = try? Hash32(text), profiles.remove(digest) else {
            throw Failure("profile.unknown", "no accepted profile has this digest", exitCode: 2)
        }
    }
}

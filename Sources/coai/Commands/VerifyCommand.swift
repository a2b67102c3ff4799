import Console
import Cryptography
import Ethereum
import Review
import SafeText
import StrictJSON

/// `coai verify`: whether a signature of a document is an account's.
enum VerifyCommand: Command {
    static let names = ["verify"]

    static let usage = """
        coai verify FILE|- --signature HEX --address ADDRESS     whether a signature is an account's

        HEX is 65 bytes (r, s, v of 0, 1, 27 or 28) or 64 bytes (EIP-2098). A signature with a high s is refused.

          --json       {"valid", "recovered"}, and "error" for what is no signature
          --kind KIND  typed-data, transaction or message: where the bytes alone don't say it

        Exit 0 if it is valid, 4 if it isn't.

        """

    static func run(_ name: String, _ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            DocumentInput.options.adding(flags: ["--json", "--plain"], valued: ["--signature", "--address"]))
        guard let hex = try arguments.value("--signature") else { throw .usage("--signature is missing") }
        guard let text = try arguments.value("--address") else { throw .usage("--address is missing") }
        let address = try Address(argument: text)
        let input = try DocumentInput(arguments)
        let document: Document
        do { document = try Document.parse(input.bytes, kind: input.kind) } catch { throw Failure(error) }
        var recovered: Address?
        var problem: Failure?
        do throws(Failure) {
            let signature = try signature(hex)
            recovered = try? Secp256k1.recover(digest: document.digest, signature: signature)
        } catch { problem = error }
        let isValid = recovered == address
        var members: [(String, JSON)] = [
            ("valid", .bool(isValid)), ("recovered", recovered.map { .string($0.checksummed) } ?? .null),
        ]
        if let error = problem?.json["error"] { members.append(("error", error)) }
        Output.result(
            .object(JSONObject(members)),
            plain: [
                isValid ? "valid" : "NOT VALID", "recovered  \(recovered?.checksummed ?? "nobody")",
                "digest     \(document.digest.description)",
            ] + (problem.map { [SafeText(cleaning: $0.message)] } ?? []), asJSON: arguments.has("--json"))
        if !isValid { throw .silent(exitCode: 4) }
    }

    private static func signature(_ hex: String) throws(Failure) -> Signature {
        let bytes: [UInt8]
        do { bytes = try Hex.decode(hex.hasPrefix("0x") ? hex : "0x" + hex) } catch {
            throw Failure("signature.hex", "the signature is not written in hex digits", exitCode: 4)
        }
        let signature: Signature
        do { signature = try Signature(bytes: bytes) } catch {
            throw Failure(error.code, error.message, exitCode: 4)
        }
        guard signature.isLowS else {
            throw Failure(
                "signature.high-s", "the signature's s is above half the order",
                hint: "Ethereum takes only the other of the two forms (EIP-2)", exitCode: 4)
        }
        return signature
    }
}

import Console
import Cryptography
import Ethereum
import Keystore
import SafeText
import StrictJSON

/// `coai-signer keys …`: the accounts in the keystore folder.
enum KeysCommand {
    static let usage = """
        coai-signer keys new     [--name TEXT] [--light] [--passphrase-fd N]
        coai-signer keys import  (--private-key | --mnemonic | --from FILE) [--secret-fd N] [--name TEXT] [--light]
                                 [--path m/44'/60'/0'/0/0] [--any-language] [--mnemonic-passphrase-fd N]
                                 [--passphrase-fd N] [--new-passphrase-fd N]
        coai-signer keys list
        coai-signer keys export  ADDRESS [--passphrase-fd N]
        coai-signer keys passwd  ADDRESS [--light] [--passphrase-fd N] [--new-passphrase-fd N]

          --keystore DIR   the folder of keystore files (default: ~/.config/coai/keystore)
          --json           the result as one JSON document

        Passphrases, keys and phrases come from the terminal or from an open descriptor (one line end at its end is
        removed), never from arguments. --passphrase-fd gives the passphrase that a file has, --new-passphrase-fd
        the one that it gets; where there is no file yet, either names the new one. --light is quick to open, and
        quick to guess. Export writes the private key after a typed confirmation at a terminal.

        """

    private static let options = Arguments.Options(
        flags: ["--json", "--plain", "--light", "--private-key", "--mnemonic", "--any-language"],
        valued: [
            "--keystore", "--name", "--passphrase-fd", "--new-passphrase-fd", "--secret-fd", "--from",
            "--path",
            "--mnemonic-passphrase-fd",
        ])

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(Array(words.dropFirst()), options)
        let directory = KeystoreDirectory(path: try Paths.keystore(try arguments.value("--keystore")))
        switch words.first {
        case "new": try new(arguments, directory)
        case "import": try importKey(arguments, directory)
        case "list": try list(arguments, directory)
        case "export": try export(arguments, directory)
        case "passwd": try changePassphrase(arguments, directory)
        default: throw .usage("keys takes one of new, import, list, export, passwd")
        }
    }

    // MARK: Commands

    private static func new(_ arguments: Arguments, _ directory: KeystoreDirectory) throws(Failure) {
        try arguments.expectNoOperands()
        let name = try name(arguments)
        let passphrase = try newPassphrase(arguments)
        let key = try Failure.cryptography(try PrivateKey.random())
        try save(key, passphrase, name, arguments, directory)
        Output.note("Back up this file and its passphrase: without both the account is lost.")
    }

    private static func importKey(_ arguments: Arguments, _ directory: KeystoreDirectory) throws(Failure) {
        try arguments.expectNoOperands()
        let ways = ["--private-key", "--mnemonic", "--from"].filter { arguments.has($0) }
        guard ways.count == 1 else {
            throw .usage("import takes one of --private-key, --mnemonic, --from FILE")
        }
        let name = try name(arguments)
        if let path = try arguments.value("--from") {
            let file = try Failure.keystore(try KeystoreDirectory.read(path))
            let old = try passphrase(arguments, of: path)
            let key = try Failure.keystore(try file.decrypt(passphrase: old))
            let descriptor = try arguments.descriptor("--new-passphrase-fd")
            let new = try descriptor.map { (number) throws(Failure) in
                try SecretInput(prompt: "", descriptor: number).readNew()
            }
            return try save(key, new ?? old, name ?? file.name, arguments, directory)
        }
        let descriptor = try arguments.descriptor("--secret-fd")
        let key =
            arguments.has("--mnemonic")
            ? try PhraseInput(arguments, descriptor).readKey() : try readPrivateKey(descriptor)
        try save(key, try newPassphrase(arguments), name, arguments, directory)
    }

    private static func list(_ arguments: Arguments, _ directory: KeystoreDirectory) throws(Failure) {
        try arguments.expectNoOperands()
        let entries = try Failure.keystore(try directory.list())
        let json = JSON.object(JSONObject([("accounts", .array(entries.map(\.json)))]))
        Output.result(json, plain: entries.map(\.line), asJSON: arguments.has("--json"))
        if entries.isEmpty { Output.note("No accounts in \(directory.path): coai keys new makes one.") }
    }

    private static func export(_ arguments: Arguments, _ directory: KeystoreDirectory) throws(Failure) {
        let address = try address(arguments)
        _ = try Failure.keystore(try directory.find(address))
        try confirmExport(address)
        let secret = try passphrase(arguments, of: address.checksummed)
        let key = try Failure.keystore(try directory.unlock(address, passphrase: secret))
        let text = key.withUnsafeBytes { SecretBytes(copying: $0).encodingHex() }
        // Piece by piece, so that the key isn't in one string of ordinary memory.
        let (before, after) =
            arguments.has("--json")
            ? ("{\"address\":\"\(address.checksummed)\",\"privateKey\":\"", "\"}\n") : ("", "\n")
        Output.write(before)
        Output.write(text)
        Output.write(after)
    }

    private static func changePassphrase(_ arguments: Arguments, _ directory: KeystoreDirectory)
        throws(Failure)
    {
        let address = try address(arguments)
        let (entry, file) = try Failure.keystore(try directory.find(address))
        let old = try passphrase(arguments, of: address.checksummed)
        // Before a person thinks of a new one.
        let key = try Failure.keystore(try directory.unlock(address, passphrase: old))
        let descriptor = try arguments.descriptor("--new-passphrase-fd")
        let new = try SecretInput(prompt: "New passphrase", descriptor: descriptor).readNew()
        let strength = strength(arguments)
        let changed = try Failure.keystore(
            try KeystoreFile.encrypt(key, passphrase: new, strength: strength, name: file.name))
        try Failure.keystore(try directory.replace(entry, with: changed))
        report(address, entry.path, arguments)
    }

    // MARK: Parts

    private static func save(
        _ key: PrivateKey, _ passphrase: SecretBytes, _ name: String?, _ arguments: Arguments,
        _ directory: KeystoreDirectory
    ) throws(Failure) {
        let strength = strength(arguments)
        let file = try Failure.keystore(
            try KeystoreFile.encrypt(key, passphrase: passphrase, strength: strength, name: name))
        report(key.address, try Failure.keystore(try directory.save(file)), arguments)
    }

    private static func report(_ address: Address, _ path: String, _ arguments: Arguments) {
        Output.result(
            .object(JSONObject([("address", .string(address.checksummed)), ("path", .string(path))])),
            plain: [SafeText(cleaning: address.checksummed), SafeText(cleaning: path)],
            asJSON: arguments.has("--json"))
    }

    private static func strength(_ arguments: Arguments) -> KeystoreFile.Strength {
        arguments.has("--light") ? .light : .standard
    }

    private static func address(_ arguments: Arguments) throws(Failure) -> Address {
        let text = try arguments.operand("ADDRESS")
        do { return try Address(text) } catch { throw .usage("\(text): \(error.message)") }
    }

    /// A label of printable ASCII, so that no account can look like another.
    private static func name(_ arguments: Arguments) throws(Failure) -> String? {
        guard let name = try arguments.value("--name") else { return nil }
        guard 1...64 ~= name.utf8.count, name.utf8.allSatisfy({ 0x20...0x7e ~= $0 }) else {
            throw .usage("--name takes 1 to 64 printable ASCII characters")
        }
        return name
    }

    /// The passphrase that a file has.
    private static func passphrase(_ arguments: Arguments, of what: String) throws(Failure) -> SecretBytes {
        let prompt = "Passphrase of \(SafeText(cleaning: what).text)"
        return try SecretInput(prompt: prompt, descriptor: try arguments.descriptor("--passphrase-fd")).read()
    }

    /// The passphrase of a file that is to be made.
    private static func newPassphrase(_ arguments: Arguments) throws(Failure) -> SecretBytes {
        let descriptor = try arguments.descriptor("--passphrase-fd")
        let new = try arguments.descriptor("--new-passphrase-fd")
        guard descriptor == nil || new == nil else {
            throw .usage("only one of --passphrase-fd and --new-passphrase-fd: there is one passphrase")
        }
        return try SecretInput(prompt: "New passphrase", descriptor: descriptor ?? new).readNew()
    }

    private static func readPrivateKey(_ descriptor: Int32?) throws(Failure) -> PrivateKey {
        let text = try SecretInput(prompt: "Private key (hex, not shown)", descriptor: descriptor).read()
        guard let secret = text.decodingHex(), let key = try? PrivateKey(secret) else {
            throw Failure(CryptographyError.invalidPrivateKey)
        }
        return key
    }

    private static func confirmExport(_ address: Address) throws(Failure) {
        let text = address.checksummed
        let end = text.suffix(6)
        guard let terminal = try? ControllingTerminal() else {
            throw .refused(
                "export.no-terminal",
                "a private key is exported only after a confirmation typed at a terminal")
        }
        let answer = terminal.readLine(
            "The private key of \(text) will be written out. Whoever sees it owns the account.\n"
                + "Type the last 6 characters of the address to go on: ")
        guard let answer, answer.lowercased() == end.lowercased() else {
            throw .refused("export.not-confirmed", "the confirmation was not given: nothing was exported")
        }
    }
}

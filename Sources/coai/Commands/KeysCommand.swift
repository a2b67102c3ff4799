import Console
import Glibc

/// `coai keys`: hands on to coai-signer, since coai never holds a key.
enum KeysCommand: Command {
    static let names = ["keys"]

    static let usage = """
        coai keys new|import|list|export|passwd    the accounts in the keystore folder, by coai-signer keys

        """

    static func run(_ name: String, _ words: [String]) throws(Failure) {
        let program = try Signer.programPath()
        var arguments: [UnsafeMutablePointer<CChar>?] =
            ([program, "keys"] + words).map { strdup($0) } + [nil]
        // The terminal, the descriptors and the environment stay as they are: the signer takes this process's place.
        execv(program, &arguments)
        let reason = String(cString: strerror(errno))
        for argument in arguments { free(argument) }
        throw Failure(
            "signer.missing", "coai-signer can't be run at \(program): \(reason)",
            hint: "build it, and keep it beside coai", exitCode: 1)
    }
}

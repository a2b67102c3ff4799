import Cryptography
import Glibc
import StrictJSON

// Before anything is read: no dumps, no tracing, no core files.
let shortfall = ProcessHardening.apply()
signal(SIGPIPE, SIG_IGN)

let words = Array(CommandLine.arguments.dropFirst())
do throws(Failure) {
    try Program.run(words, shortfall: shortfall)
} catch {
    if words.contains("--json") { Output.write(error.json.serialized() + "\n") }
    Output.write(error.text, to: STDERR_FILENO)
    exit(error.exitCode)
}

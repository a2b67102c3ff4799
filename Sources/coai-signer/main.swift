import Console
import Cryptography
import Glibc

// Before anything is read: no dumps, no tracing, no core files.
let shortfall = ProcessHardening.apply()
signal(SIGPIPE, SIG_IGN)

Console.run(Array(CommandLine.arguments.dropFirst())) { (words) throws(Failure) in
    try Program.run(words, shortfall: shortfall)
}

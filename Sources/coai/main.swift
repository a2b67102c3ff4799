import Console
import Glibc

signal(SIGPIPE, SIG_IGN)

Console.run(Array(CommandLine.arguments.dropFirst())) { (words) throws(Failure) in try Program.run(words) }

import Glibc
import StrictJSON

/// The program that runs, and what all programs of this package do alike at their command line.
public enum Console {
    /// The version of this package.
    public static let version = "0.1.0"

    /// The program's name, as errors begin with it.
    public static let program: String = {
        guard let path = CommandLine.arguments.first, let name = path.split(separator: "/").last else {
            return "coai"
        }
        return String(name)
    }()

    /// Runs a program to its end: writes a failure for a person to standard error and, where `--json` was asked for,
    /// as a document to standard output, and ends with the failure's exit code.
    public static func run(_ words: [String], _ body: ([String]) throws(Failure) -> Void) {
        holdStandardDescriptors()
        do throws(Failure) {
            try body(words)
        } catch {
            guard !error.isSilent else { exit(error.exitCode) }
            // The failure's exit code counts, also where nobody reads.
            if words.contains("--json") {
                _ = Output.deliver(error.json.serialized() + "\n", to: STDOUT_FILENO)
            }
            Output.write(error.text, to: STDERR_FILENO)
            exit(error.exitCode)
        }
    }

    /// Takes the places of standard streams that are closed.
    ///
    /// A file or socket opened there would be given what is meant for a person. Opened for the other direction, so that
    /// reading and writing still fail.
    private static func holdStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is this one.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}

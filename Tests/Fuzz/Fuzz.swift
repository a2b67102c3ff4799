import Glibc

/// What every parser is held to: any bytes end in a value or a named error, soon, in bounded memory.
struct Parser: Sendable {
    /// Stable name: also that of its folder of seeds.
    let name: String
    /// Reads the bytes, and traps where an invariant doesn't hold.
    let parse: @Sendable ([UInt8]) -> Void

    init(_ name: String, _ parse: @escaping @Sendable ([UInt8]) -> Void) {
        self.name = name
        self.parse = parse
    }
}

/// All parsers of outside bytes.
let parsers =
    ethereumParsers + keyParsers + terminalParsers + wireParsers + nodeParsers + evmParsers + devnetParsers
    + simulationParsers

/// Bytes as text, as a program gets them from a file or an argument.
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// libFuzzer's own loop, which calls back with each input.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

nonisolated(unsafe) private var chosen: @Sendable ([UInt8]) -> Void = { _ in }

@main
struct Fuzz {
    static func main() {
        let name = getenv("COAI_FUZZ_PARSER").map { String(cString: $0) } ?? ""
        if name == "list" {
            for parser in parsers { print("parser \(parser.name)") }
            exit(0)
        }
        guard let parser = parsers.first(where: { $0.name == name }) else {
            print("COAI_FUZZ_PARSER must be one of \(parsers.map(\.name))")
            exit(2)
        }
        chosen = parser.parse
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(
            runFuzzer(&count, &arguments) { data, size in
                chosen(Array(UnsafeBufferPointer(start: data, count: size)))
                return 0
            })
    }
}

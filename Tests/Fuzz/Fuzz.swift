import Ethereum
import Glibc

/// What every parser is held to: any bytes end in a value or a named error, soon, in bounded memory.
let parsers: [(name: String, parse: @Sendable ([UInt8]) -> Void)] = [
    ("hex", { _ = try? Hex.decode(String(decoding: $0, as: UTF8.self)) }),
    (
        "number",
        { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            if let value = UInt256(text) { precondition(value.description == text) }
            if let value = UInt256(quantity: text) { precondition(value.quantity == text.lowercased()) }
            if let value = Int256(text) { precondition(value.description == text) }
            if let address = try? Address(text) {
                precondition(address.checksummed.lowercased() == text.lowercased())
            }
        }
    ),
]

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

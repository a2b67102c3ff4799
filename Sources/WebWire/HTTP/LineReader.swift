import Glibc

/// Collects one line at a time, ended by CR LF and nothing else.
///
/// A lone CR or LF is refused: programs that take it for an end of line disagree with those that don't.
struct LineReader: Sendable {
    private(set) var line: [UInt8] = []
    private var isComplete = false

    /// Takes bytes up to the end of a line; true once `line` is whole, without its end.
    mutating func read(_ bytes: UnsafeRawBufferPointer, from index: inout Int, limit: Int) throws(HTTPError)
        -> Bool
    {
        if isComplete {
            line.removeAll(keepingCapacity: true)
            isComplete = false
        }
        guard index < bytes.count, let base = bytes.baseAddress else { return false }
        let found = memchr(base + index, 0x0a, bytes.count - index)
        let end = found.map { UnsafeRawPointer($0) - base } ?? bytes.count
        guard line.count + (end - index) <= limit else { throw .head(limit) }
        line.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[index..<end]))
        index = end
        guard found != nil else { return false }
        index += 1
        guard line.last == 0x0d else { throw .line("it ends in a line feed alone") }
        line.removeLast()
        guard !line.contains(0x0d) else { throw .line("a carriage return inside it") }
        isComplete = true
        return true
    }
}

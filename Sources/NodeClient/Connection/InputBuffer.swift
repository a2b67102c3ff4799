/// Bytes that were received and not looked at yet.
final class InputBuffer {
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)
    private var start = 0
    private var end = 0

    deinit { buffer.deallocate() }

    var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<end]) }

    func consume(_ count: Int) { start += count }

    /// Receives more, once all is consumed; false if nothing came by `deadline` and that is in order.
    func fill(from stream: ByteStream, until deadline: Deadline, mayBeQuiet: Bool) throws(NodeError) -> Bool {
        (start, end) = (0, 0)
        do {
            end = try stream.receive(into: buffer, deadline: deadline)
        } catch {
            if mayBeQuiet, error.code == "node.timeout" { return false }
            throw error
        }
        guard end > 0 else { throw .closed }
        return true
    }
}

import WebWire

/// The outcome of reading bytes with a parser: whole, or what is wrong with them.
enum Reading: Equatable {
    case message(status: Int, body: String, rest: Int)
    case incomplete
    case refused(String)
}

/// Reads a response that comes in pieces of `size` bytes, and the end of the connection if `closing`.
func readResponse(
    _ text: String, pieces size: Int = .max, limits: HTTPLimits = HTTPLimits(), closing: Bool = false
)
    -> Reading
{
    var parser = HTTPResponseParser(limits: limits)
    do {
        let rest = try feed(Array(text.utf8), size) { (piece, index) throws(HTTPError) in
            try parser.read(piece, from: &index)
        }
        if !parser.isComplete, closing { try parser.close() }
        guard parser.isComplete, let head = parser.head else { return .incomplete }
        return .message(
            status: head.status, body: String(decoding: parser.takeBody(), as: UTF8.self), rest: rest)
    } catch { return .refused(error.code) }
}

/// Reads a request; its target stands for the body where it has none.
func readRequest(_ text: String, pieces size: Int = .max) -> Reading {
    var parser = HTTPRequestParser()
    do {
        let rest = try feed(Array(text.utf8), size) { (piece, index) throws(HTTPError) in
            try parser.read(piece, from: &index)
        }
        guard parser.isComplete, let head = parser.head else { return .incomplete }
        let body = parser.takeBody()
        return .message(
            status: 0, body: body.isEmpty ? head.target : String(decoding: body, as: UTF8.self), rest: rest)
    } catch { return .refused(error.code) }
}

/// Gives `bytes` to `read` in pieces until it says that it has enough; answers how many are left.
func feed<Failure>(
    _ bytes: [UInt8], _ size: Int,
    _ read: (UnsafeRawBufferPointer, inout Int) throws(Failure) -> Bool
) throws(Failure) -> Int {
    var start = 0
    while start < bytes.count {
        let piece = Array(bytes[start..<min(bytes.count, start + min(size, bytes.count))])
        var index = 0
        var outcome: Result<Bool, Failure> = .success(false)
        piece.withUnsafeBytes { raw in
            do throws(Failure) { outcome = .success(try read(raw, &index)) } catch {
                outcome = .failure(error)
            }
        }
        let isEnough = try outcome.get()
        start += index
        if isEnough { return bytes.count - start }
        guard index > 0 else { return bytes.count - start }
    }
    return 0
}

/// Takes the body of a message off its framing (RFC 9112, section 6).
struct BodyReader: Sendable {
    /// How the end of a body is known.
    enum Framing: Sendable, Equatable {
        /// No body.
        case none
        /// This many bytes.
        case length(Int)
        /// Chunks, up to one of size 0 and the trailer.
        case chunked
        /// All bytes until the peer closes.
        case untilClose
    }

    private enum State: Sendable {
        case counted(remaining: Int)
        case chunkSize
        case chunkData(remaining: Int)
        case chunkEnd
        case trailer
        case untilClose
        case complete
    }

    private(set) var bytes: [UInt8] = []
    private var state: State
    private var lines = LineReader()
    private var trailer: FieldReader
    private let limits: HTTPLimits

    /// Longest line that gives a chunk's size, its extension included.
    private static let chunkLineBytes = 1024

    /// - Throws: `HTTPError` if the framing promises more than `limits` allow.
    init(_ framing: Framing, limits: HTTPLimits) throws(HTTPError) {
        self.limits = limits
        trailer = FieldReader(limits: limits)
        switch framing {
        case .none: state = .complete
        case .length(let length):
            guard length <= limits.bodyBytes else { throw .body(limits.bodyBytes) }
            state = length == 0 ? .complete : .counted(remaining: length)
            // A promise alone doesn't get much memory.
            bytes.reserveCapacity(min(length, 1 << 20))
        case .chunked: state = .chunkSize
        case .untilClose: state = .untilClose
        }
    }

    var isComplete: Bool {
        if case .complete = state { return true }
        return false
    }

    /// Whether the end of the connection ends the body too.
    var endsWithConnection: Bool {
        switch state {
        case .complete, .untilClose: true
        default: false
        }
    }

    /// Takes bytes; true once the body is whole.
    mutating func read(_ input: UnsafeRawBufferPointer, from index: inout Int) throws(HTTPError) -> Bool {
        while true {
            switch state {
            case .complete: return true
            case .counted(let remaining):
                let taken = take(input, &index, atMost: remaining)
                state = taken == remaining ? .complete : .counted(remaining: remaining - taken)
                if taken < remaining { return false }
            case .untilClose:
                guard input.count - index <= limits.bodyBytes - bytes.count else {
                    throw .body(limits.bodyBytes)
                }
                _ = take(input, &index, atMost: input.count - index)
                return false
            case .chunkSize:
                guard try chunkLine(input, &index) else { return false }
                let size = try Self.chunkSize(lines.line)
                guard size <= limits.bodyBytes - bytes.count else { throw .body(limits.bodyBytes) }
                state = size == 0 ? .trailer : .chunkData(remaining: size)
            case .chunkData(let remaining):
                let taken = take(input, &index, atMost: remaining)
                state = taken == remaining ? .chunkEnd : .chunkData(remaining: remaining - taken)
                if taken < remaining { return false }
            case .chunkEnd:
                guard try chunkLine(input, &index) else { return false }
                guard lines.line.isEmpty else { throw .chunk("data longer than its size") }
                state = .chunkSize
            case .trailer:
                guard try trailer.read(input, from: &index) else { return false }
                state = .complete
            }
        }
    }

    private mutating func take(_ input: UnsafeRawBufferPointer, _ index: inout Int, atMost most: Int) -> Int {
        let count = min(most, input.count - index)
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: input[index..<(index + count)]))
        index += count
        return count
    }

    private mutating func chunkLine(_ input: UnsafeRawBufferPointer, _ index: inout Int) throws(HTTPError)
        -> Bool
    {
        do { return try lines.read(input, from: &index, limit: Self.chunkLineBytes) } catch {
            throw .chunk(error.code == "http.head-too-large" ? "its first line is too long" : "its line end")
        }
    }

    private static func chunkSize(_ line: [UInt8]) throws(HTTPError) -> Int {
        let end = line.firstIndex(of: UInt8(ascii: ";")) ?? line.endIndex
        guard let size = ASCII.hexadecimal(ASCII.trimmed(line[..<end])) else { throw .chunk("its size") }
        guard line[end...].allSatisfy(ASCII.isFieldValue) else { throw .chunk("a control character") }
        return size
    }
}

import WebWire

/// JSON documents over a local socket, one after another.
final class IPCChannel: MessageChannel {
    private let stream: ByteStream
    private let maximumBytes: Int
    private(set) var isOpen = true
    private var boundary = JSONBoundary()
    private var document: [UInt8] = []
    private var input: InputBuffer

    init(stream: ByteStream, maximumBytes: Int) {
        self.stream = stream
        self.maximumBytes = maximumBytes
        input = InputBuffer()
    }

    func send(_ document: [UInt8], deadline: Deadline) throws(NodeError) {
        isOpen = false
        try stream.send(document + [0x0a], deadline: deadline)
        isOpen = true
    }

    func receive(quietUntil: Deadline, deadline: Deadline) throws(NodeError) -> [UInt8]? {
        isOpen = false
        while true {
            let rest = input.rest
            let outcome = boundary.scan(rest)
            let taken = if case .end(let end) = outcome { end } else { rest.count }
            guard taken <= maximumBytes - document.count else {
                throw .tooLarge("more than \(maximumBytes) bytes")
            }
            document.append(contentsOf: rest.prefix(taken))
            input.consume(taken)
            switch outcome {
            case .end:
                defer { document = [] }
                isOpen = true
                return document
            case .notJSON: throw .reply("it isn't a JSON document")
            case .more: break
            }
            if !boundary.isInside { document = [] }
            let limit = boundary.isInside ? deadline : quietUntil
            guard try input.fill(from: stream, until: limit, mayBeQuiet: !boundary.isInside) else {
                isOpen = true
                return nil
            }
        }
    }
}

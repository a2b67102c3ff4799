import CTerminal
import Cells
import Glibc

/// A terminal in full-screen use: grids out, events in.
///
/// A process uses one at a time, from one thread. Whatever ends the process, the terminal is given back as it
/// was found.
public final class TerminalDriver {
    /// Whether the terminal shows characters beyond ASCII.
    public let isUnicode: Bool

    /// Whether colours are shown.
    public let hasColor: Bool

    /// Columns and rows as last told by the terminal.
    public private(set) var size: (columns: Int, rows: Int) = (80, 24)

    /// Bytes written to the terminal by `present` since the start.
    public private(set) var bytesWritten = 0

    /// Frames that reached the terminal; a frame without a change doesn't.
    public private(set) var framesWritten = 0

    /// Whether the terminal's type is known not to be upset by what sets a clipboard.
    let takesClipboard: Bool

    private let options: TerminalOptions
    private var last: CellGrid?
    private var decoder = InputDecoder()
    private var queue: [InputEvent] = []
    private var isOpen = true
    private var isSuspended = false
    private var buffer = [UInt8](repeating: 0, count: 4096)

    /// Opens a terminal by its path, `/dev/tty` if none is given, and takes it into full-screen use.
    /// - Parameter term: the terminal's type, or nil for that in the environment.
    public convenience init(
        path: String? = nil, term: String? = nil, options: TerminalOptions = TerminalOptions()
    ) throws(TerminalError) {
        let path = path ?? "/dev/tty"
        let descriptor = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .noTerminal(path) }
        defer { _ = Glibc.close(descriptor) }
        try self.init(descriptor: descriptor, term: term, options: options)
    }

    /// Takes an open terminal into full-screen use; the descriptor stays the caller's.
    public init(
        descriptor: Int32, term: String? = nil, options: TerminalOptions = TerminalOptions()
    ) throws(TerminalError) {
        let term = term ?? getenv("TERM").map { String(cString: $0) } ?? ""
        guard Self.isTypeName(term) else { throw .unknownType(term) }
        let isUTF8 = cterminal_set_locale(options.locale) == 1
        var flags = 0
        if options.color != .never { flags |= CTERMINAL_COLOR }
        if options.mouse { flags |= CTERMINAL_MOUSE }
        if options.systemTerminfoOnly { flags |= CTERMINAL_SYSTEM_TERMINFO }
        switch Int(cterminal_open(descriptor, term, UInt32(flags))) {
        case CTERMINAL_OK: break
        case CTERMINAL_BUSY: throw .busy
        case CTERMINAL_NOT_TERMINAL: throw .noTerminal("The descriptor")
        case CTERMINAL_UNKNOWN: throw .unknownType(term)
        case CTERMINAL_TOO_PLAIN: throw .tooPlain(term)
        default: throw .system
        }
        self.options = options
        takesClipboard = Clipboard.isTaken(by: term)
        isUnicode = isUTF8 && options.unicode != false
        hasColor = cterminal_colors() > 0
        var keys: [[UInt8]: Key] = [:]
        for (name, key) in KeySequences.capabilities {
            guard let text = cterminal_key(name) else { continue }
            let bytes = Array(String(cString: text).utf8)
            if bytes.first == 0x1B, bytes.count > 1 { keys[bytes] = key }
        }
        decoder = InputDecoder(keys: keys)
        readSize()
    }

    deinit {
        close()
    }

    /// Whether a name can be that of a terminal type, and not a path into someone's files.
    static func isTypeName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x5F, 0x2B, 0x2D: true
                default: false
                }
            } && name.utf8.first != 0x2E
    }

    /// Shows a grid: compares it with the last one and hands only what changed to the terminal.
    /// - Returns: the bytes written; 0 if nothing changed, and then nothing was called at all.
    @discardableResult
    public func present(_ grid: CellGrid) throws(TerminalError) -> Int {
        guard isOpen, !isSuspended else { return 0 }
        let before = last.flatMap { $0.columns == grid.columns && $0.rows == grid.rows ? $0 : nil }
        var isChanged = before == nil || before?.cursor != grid.cursor
        for row in 0..<grid.rows {
            guard let span = grid.changedSpan(row: row, since: before) else { continue }
            isChanged = true
            draw(grid, row, span)
        }
        last = grid
        guard isChanged else { return 0 }
        return try flush(grid.cursor)
    }

    private func draw(_ grid: CellGrid, _ row: Int, _ span: Range<Int>) {
        grid.withCells(row: row) { cells in
            guard let base = cells.baseAddress, span.upperBound <= cells.count else { return }
            base.withMemoryRebound(to: UInt64.self, capacity: cells.count) { bits in
                cterminal_draw(
                    Int32(row), Int32(span.lowerBound), bits + span.lowerBound, Int32(span.count))
            }
            for column in span where cells[column].hasMarks {
                let marks = cells[column].marks.map(\.value)
                cterminal_draw_marked(
                    Int32(row), Int32(column), cells[column].bits, marks, Int32(marks.count))
            }
        }
    }

    private func flush(_ cursor: Position?) throws(TerminalError) -> Int {
        let written = cterminal_flush(Int32(cursor?.row ?? -1), Int32(cursor?.column ?? 0))
        guard written >= 0 else { throw .lost }
        bytesWritten += written
        framesWritten += 1
        return written
    }

    /// Waits for the next event.
    /// - Parameters:
    ///   - timeoutMilliseconds: how long; negative for as long as it takes.
    ///   - wake: descriptors of the caller that end the wait with `.wake` when they are readable.
    /// - Returns: the event, or nil if the time is over.
    public func nextEvent(timeoutMilliseconds: Int, wake: [Int32] = []) -> InputEvent? {
        if !queue.isEmpty { return queue.removeFirst() }
        guard let burst = nextBurst(timeoutMilliseconds: timeoutMilliseconds, wake: wake) else { return nil }
        queue = burst.events
        return queue.isEmpty ? nil : queue.removeFirst()
    }

    /// Waits for input and gives all that one read brought: where it matters whether a person typed it.
    /// - Returns: the events of one read, or nil if the time is over.
    public func nextBurst(timeoutMilliseconds: Int, wake: [Int32] = []) -> InputBurst? {
        guard isOpen else { return InputBurst(events: [.hangup], byteCount: 0) }
        let clock = ContinuousClock()
        let end =
            timeoutMilliseconds < 0
            ? nil : clock.now.advanced(by: .milliseconds(timeoutMilliseconds))
        while true {
            if let resized = noticeSize() { return InputBurst(events: [resized], byteCount: 0) }
            var wait = end.map { max(Int(($0 - clock.now) / .milliseconds(1)), 0) } ?? Int.max
            if decoder.isWaiting { wait = min(wait, Self.escapeDelay) }
            if options.pollsSize { wait = min(wait, 200) }
            let limit = wait == .max ? Int32(-1) : Int32(clamping: wait)
            switch poll(wake: wake, milliseconds: limit) {
            case .signals:
                takeSignals()
            case .wake:
                return InputBurst(events: [.wake], byteCount: 0)
            case .hangup:
                return InputBurst(events: [.hangup], byteCount: 0)
            case .input:
                let count = buffer.withUnsafeMutableBytes {
                    read(cterminal_descriptor(), $0.baseAddress, $0.count)
                }
                if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
                // A terminal in raw mode gives no end of file but the end of its other side.
                guard count > 0 else { return InputBurst(events: [.hangup], byteCount: 0) }
                let events = decoder.decode(buffer[..<count])
                if !events.isEmpty { return InputBurst(events: events, byteCount: count) }
            case .time:
                if decoder.isWaiting {
                    let events = decoder.finish()
                    if !events.isEmpty { return InputBurst(events: events, byteCount: events.count) }
                }
                if let end, clock.now >= end { return nil }
            }
        }
    }

    private enum Ready { case input, signals, wake, hangup, time }

    private func poll(wake: [Int32], milliseconds: Int32) -> Ready {
        var descriptors = [
            pollfd(fd: cterminal_descriptor(), events: Int16(POLLIN), revents: 0),
            pollfd(fd: cterminal_signal_descriptor(), events: Int16(POLLIN), revents: 0),
        ]
        // While another program has the terminal, its input isn't ours.
        if isSuspended { descriptors[0].fd = -1 }
        for descriptor in wake {
            descriptors.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        }
        let ready = Glibc.poll(&descriptors, nfds_t(descriptors.count), milliseconds)
        if ready < 0 { return errno == EINTR ? .signals : .hangup }
        if ready == 0 { return .time }
        if descriptors[1].revents != 0 { return .signals }
        if descriptors[0].revents & Int16(POLLIN) != 0 { return .input }
        if descriptors[0].revents != 0 { return .hangup }
        return .wake
    }

    private func takeSignals() {
        var stop = false
        var continued = false
        while true {
            let signal = cterminal_next_signal()
            if signal == 0 { break }
            if signal == Int32(UInt8(ascii: "T")) { stop = true }
            if signal == Int32(UInt8(ascii: "C")) { continued = true }
            // A size is looked at anyway before each wait.
        }
        if isSuspended { return }
        if stop {
            self.stop()
        } else if continued {
            // Stopped and continued from outside: a shell may have changed the terminal's mode meanwhile.
            cterminal_suspend()
            isSuspended = true
            resume()
        }
    }

    private func noticeSize() -> InputEvent? {
        guard !isSuspended else { return nil }
        let before = size
        guard readSize(), size != before else { return nil }
        // A window being dragged sends many sizes: wait until one stays.
        for _ in 0..<10 {
            let seen = size
            usleep(25_000)
            if !readSize() || size == seen { break }
        }
        guard size != before else { return nil }
        cterminal_resize(Int32(size.columns), Int32(size.rows))
        last = nil
        return .resize(columns: size.columns, rows: size.rows)
    }

    @discardableResult
    private func readSize() -> Bool {
        var columns: Int32 = 0
        var rows: Int32 = 0
        guard cterminal_size(&columns, &rows) == 0 else { return false }
        size = (Int(columns), Int(rows))
        return true
    }

    /// Leaves the screen, so that another program may use the terminal; nothing is read meanwhile.
    public func suspend() {
        guard isOpen, !isSuspended else { return }
        isSuspended = true
        cterminal_suspend()
    }

    /// Takes the terminal back and repaints the last grid in full; a new size is the next event.
    public func resume() {
        guard isOpen, isSuspended else { return }
        isSuspended = false
        cterminal_resume()
        guard let grid = last else { return }
        last = nil
        // A terminal that is lost is told by the next event.
        _ = try? present(grid)
    }

    /// Stops the process as Ctrl-Z does, and comes back when it is continued.
    public func stop() {
        suspend()
        cterminal_stop()
        while cterminal_next_signal() != 0 {}
        resume()
    }

    /// Makes the next `present` repaint everything, for example after Ctrl-L.
    public func invalidate() {
        last = nil
        cterminal_invalidate()
    }

    /// Throws away what was typed and not yet read.
    public func flushInput() {
        cterminal_flush_input()
        queue = []
        decoder = InputDecoder(keys: decoder.keys)
    }

    /// Gives the terminal back as it was found; may be called twice.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        cterminal_close()
    }

    /// Milliseconds after which a lone Esc is a key, as curses reads it from ESCDELAY.
    private static let escapeDelay: Int =
        getenv("ESCDELAY").flatMap { Int(String(cString: $0)) }.map { min(max($0, 1), 1000) } ?? 25
}

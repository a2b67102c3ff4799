/// Rows of a table in pieces, so that a copy that is kept (a snapshot) costs only the pieces changed after it.
public struct Rows<Element: Sendable>: Sendable, RandomAccessCollection, MutableCollection {
    /// Rows in one piece.
    static var pieceSize: Int { 32 }

    private var pieces: [[Element]] = []

    /// How many rows there are.
    public private(set) var count = 0

    /// No rows.
    public init() {}

    /// The rows of a sequence.
    public init(_ elements: some Sequence<Element>) {
        for element in elements { append(element) }
    }

    /// The index of the first row.
    public var startIndex: Int { 0 }

    /// The index after the last row.
    public var endIndex: Int { count }

    /// A row.
    public subscript(index: Int) -> Element {
        get { pieces[index / Self.pieceSize][index % Self.pieceSize] }
        _modify { yield &pieces[index / Self.pieceSize][index % Self.pieceSize] }
    }

    /// Adds a row at the end.
    public mutating func append(_ element: Element) {
        if count % Self.pieceSize == 0 {
            var piece: [Element] = []
            piece.reserveCapacity(Self.pieceSize)
            piece.append(element)
            pieces.append(piece)
        } else {
            pieces[pieces.count - 1].append(element)
        }
        count += 1
    }

    /// Takes the last rows away; `number` may be 0.
    public mutating func removeLast(_ number: Int = 1) {
        let rest = Swift.max(count - Swift.max(number, 0), 0)
        guard rest < count else { return }
        let full = (rest + Self.pieceSize - 1) / Self.pieceSize
        pieces.removeLast(pieces.count - full)
        if rest % Self.pieceSize != 0 {
            let kept = rest % Self.pieceSize
            pieces[full - 1].removeLast(pieces[full - 1].count - kept)
        }
        count = rest
    }
}

extension Rows: Equatable where Element: Equatable {}

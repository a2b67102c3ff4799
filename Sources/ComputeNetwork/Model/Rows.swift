/// Rows of a table in pieces, so that a copy that is kept (a snapshot) costs only the pieces changed after it.
public struct Rows<Element: Sendable>: Sendable, RandomAccessCollection, MutableCollection {
    /// Rows in one piece.
    static var pieceSize: Int { 128 }

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

    /// Takes the last row away.
    public mutating func removeLast() {
        guard count > 0 else { return }
        count -= 1
        if count % Self.pieceSize == 0 {
            pieces.removeLast()
        } else {
            pieces[pieces.count - 1].removeLast()
        }
    }
}

extension Rows: Equatable where Element: Equatable {}

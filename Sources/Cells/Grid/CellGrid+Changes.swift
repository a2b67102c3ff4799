import Glibc

extension CellGrid {
    /// The columns of a row from the first to the last that differ from another grid's, or nil for none.
    ///
    /// Both ends are widened to whole characters. Without another grid, or with one of another size, the whole
    /// row has changed.
    public func changedSpan(row: Int, since other: CellGrid?) -> Range<Int>? {
        guard row >= 0, row < rows, columns > 0 else { return nil }
        guard let other, other.columns == columns, other.rows == rows else { return 0..<columns }
        let start = row * columns
        return cells.withUnsafeBufferPointer { mine in
            other.cells.withUnsafeBufferPointer { theirs -> Range<Int>? in
                guard let left = mine.baseAddress, let right = theirs.baseAddress,
                    memcmp(left + start, right + start, columns * MemoryLayout<Cell>.stride) != 0
                else { return nil }
                var first = 0
                while first < columns - 1, mine[start + first] == theirs[start + first] { first += 1 }
                var end = columns
                while end > first + 1, mine[start + end - 1] == theirs[start + end - 1] { end -= 1 }
                if first > 0, mine[start + first].kind == .tail { first -= 1 }
                if end < columns, mine[start + end].kind == .tail { end += 1 }
                return first..<end
            }
        }
    }

    /// Calls `body` with the cells of a row.
    public func withCells<Result>(row: Int, _ body: (UnsafeBufferPointer<Cell>) -> Result) -> Result {
        cells.withUnsafeBufferPointer { all in
            guard row >= 0, row < rows else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
            return body(UnsafeBufferPointer(rebasing: all[row * columns..<(row + 1) * columns]))
        }
    }
}

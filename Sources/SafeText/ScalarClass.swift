/// What becomes of a Unicode scalar in a cleaned text, and how many columns it takes.
enum ScalarClass: UInt32 {
    /// Kept, one column.
    case narrow
    /// Kept, two columns.
    case wide
    /// Kept up to a limit, no column of its own: it joins the scalar before it.
    case combining
    /// Shown as `\u{…}`: controls, format characters, invisible, private and unassigned ones.
    case escaped
    /// Blank, but not the space: shown as a space.
    case space
    /// Left out: it only asks for another drawing of the scalar before it, and terminals disagree on its width.
    case dropped

    /// The class of a scalar by binary search over the generated ranges.
    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value < 0x7F {
            self = value < 0x20 ? .escaped : .narrow
            return
        }
        var low = 0
        var high = Self.ranges.count
        // Invariant: ranges[low] starts at or before the scalar, ranges[high] after it.
        while high - low > 1 {
            let middle = (low + high) / 2
            if Self.ranges[middle] >> 3 <= value {
                low = middle
            } else {
                high = middle
            }
        }
        self = ScalarClass(rawValue: Self.ranges[low] & 7) ?? .escaped
    }
}

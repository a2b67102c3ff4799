/// A colour of a cell: the terminal's own, or one of its palette of 256.
public struct Color: Sendable, Hashable {
    /// 0 is the terminal's own colour, n + 1 the colour n of the palette.
    let code: UInt16

    /// The terminal's own foreground or background.
    public static let `default` = Color(code: 0)

    /// One of the 16 colours that a terminal's user chooses; 8 to 15 are the bright ones.
    public static func ansi(_ index: UInt8) -> Color {
        Color(code: UInt16(index & 15) + 1)
    }

    /// One of the 256 colours of the extended palette; the first 16 are those of `ansi`.
    public static func palette(_ index: UInt8) -> Color {
        Color(code: UInt16(index) + 1)
    }

    /// The colour of the palette's 6x6x6 cube or grey ramp that is nearest to a 24-bit colour.
    public static func rgb(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Color {
        let steps: [Int] = [0, 95, 135, 175, 215, 255]
        func nearest(_ value: UInt8) -> Int {
            steps.indices.min { abs(steps[$0] - Int(value)) < abs(steps[$1] - Int(value)) } ?? 0
        }
        func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
            let (dr, dg, db) = (r - Int(red), g - Int(green), b - Int(blue))
            return dr * dr + dg * dg + db * db
        }
        let (r, g, b) = (nearest(red), nearest(green), nearest(blue))
        let mean = (Int(red) + Int(green) + Int(blue)) / 3
        let grey = min(23, max(0, (mean - 3) / 10))
        let level = 8 + 10 * grey
        if distance(level, level, level) < distance(steps[r], steps[g], steps[b]) {
            return palette(UInt8(232 + grey))
        }
        return palette(UInt8(16 + 36 * r + 6 * g + b))
    }

    /// The number in the palette of 256, or nil for the terminal's own colour.
    public var paletteIndex: UInt8? {
        code == 0 ? nil : UInt8(truncatingIfNeeded: code - 1)
    }
}

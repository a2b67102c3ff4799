extension CellGrid {
    /// The rows as text, each as wide as the grid: for goldens and for captures.
    public var lines: [String] {
        (0..<rows).map { row in
            var line = String.UnicodeScalarView()
            for cell in cells[row * columns..<(row + 1) * columns] where cell.kind != .tail {
                line.append(cell.scalar)
                line.append(contentsOf: cell.marks)
            }
            return String(line)
        }
    }

    /// The styles as text: a letter for each cell, "." for the plain style, and what each letter means.
    ///
    /// Letters are given in the order in which styles appear. The 27th and later styles share "#".
    public var styleMap: (lines: [String], legend: [(letter: Character, style: Style)]) {
        var letters: [Style: Character] = [.plain: "."]
        var legend: [(letter: Character, style: Style)] = []
        let lines = (0..<rows).map { row in
            String(
                cells[row * columns..<(row + 1) * columns].map { cell -> Character in
                    if let known = letters[cell.style] { return known }
                    let number = legend.count
                    let letter: Character =
                        number < 26 ? Character(Unicode.Scalar(UInt8(0x61 + number))) : "#"
                    letters[cell.style] = letter
                    legend.append((letter, cell.style))
                    return letter
                })
        }
        return (lines, legend)
    }
}

extension Style: CustomStringConvertible {
    /// Colours and attributes in words, such as "red on default bold".
    public var description: String {
        var words = [foreground.description]
        if background != .default { words += ["on", background.description] }
        words += Attributes.names.filter { attributes.contains($0.attribute) }.map(\.name)
        return words.joined(separator: " ")
    }
}

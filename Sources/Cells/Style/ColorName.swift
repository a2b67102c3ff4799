extension Color: CustomStringConvertible {
    /// Names of the 16 colours, as they stand in theme files; "bright-" goes before the second eight.
    static let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

    /// Reads "default", a colour's name with or without "bright-", a number up to 255, or "#rrggbb".
    public init?(name: String) {
        if name == "default" {
            self = .default
        } else if let index = Self.names.firstIndex(of: name) {
            self = .ansi(UInt8(index))
        } else if name.hasPrefix("bright-"),
            let index = Self.names.firstIndex(of: String(name.dropFirst(7)))
        {
            self = .ansi(UInt8(index + 8))
        } else if name.hasPrefix("#"), name.utf8.count == 7,
            name.dropFirst().allSatisfy(\.isHexDigit), let value = UInt32(name.dropFirst(), radix: 16)
        {
            self = .rgb(
                UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
                UInt8(truncatingIfNeeded: value))
        } else if let number = UInt8(name), String(number) == name {
            self = .palette(number)
        } else {
            return nil
        }
    }

    /// The name as it stands in theme files.
    public var description: String {
        guard let index = paletteIndex else { return "default" }
        if index < 8 { return Self.names[Int(index)] }
        if index < 16 { return "bright-" + Self.names[Int(index) - 8] }
        return String(index)
    }
}

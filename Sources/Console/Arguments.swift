/// The words after a command: options, their values, and operands.
public struct Arguments: Sendable {
    private var values: [String: [String]] = [:]
    /// The words that are no options.
    public private(set) var operands: [String] = []

    /// Options that stand alone, and options that take the next word (or what follows `=`).
    public struct Options: Sendable {
        /// Options that stand alone.
        public var flags: Set<String>
        /// Options that take the next word, or what follows `=`.
        public var valued: Set<String>

        /// The options of a command.
        public init(flags: Set<String> = [], valued: Set<String> = []) {
            self.flags = flags
            self.valued = valued
        }

        /// These options and more.
        public func adding(flags: Set<String> = [], valued: Set<String> = []) -> Options {
            Options(flags: self.flags.union(flags), valued: self.valued.union(valued))
        }
    }

    /// The words after a command, told apart.
    ///
    /// - Throws: a usage failure for an option that the command doesn't have, or that lacks its value.
    public init(_ words: [String], _ options: Options) throws(Failure) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("--") else {
                guard !word.hasPrefix("-") || word == "-" else { throw .usage("unknown option \(word)") }
                operands.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            if options.flags.contains(parts[0]) {
                guard parts.count == 1 else { throw .usage("\(parts[0]) takes no value") }
                values[parts[0], default: []].append("")
            } else if options.valued.contains(parts[0]) {
                guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                    throw .usage("\(parts[0]) needs a value")
                }
                values[parts[0], default: []].append(value)
            } else {
                throw .usage("unknown option \(parts[0])")
            }
        }
        guard !has("--json") || !has("--plain") else { throw .usage("--json and --plain exclude each other") }
    }

    /// Whether a flag is there.
    public func has(_ flag: String) -> Bool { values[flag] != nil }

    /// The value of an option that may stand there once.
    public func value(_ option: String) throws(Failure) -> String? {
        guard let all = values[option] else { return nil }
        guard all.count == 1 else { throw .usage("\(option) stands there \(all.count) times") }
        return all[0]
    }

    /// All values of an option.
    public func all(_ option: String) -> [String] { values[option] ?? [] }

    /// The descriptor number that an option gives.
    public func descriptor(_ option: String) throws(Failure) -> Int32? {
        guard let text = try value(option) else { return nil }
        guard let number = Int32(text), number >= 0, String(number) == text else {
            throw .usage("\(option) takes the number of an open descriptor")
        }
        return number
    }

    /// The one operand.
    public func operand(_ name: String) throws(Failure) -> String {
        guard operands.count == 1 else {
            throw .usage(operands.isEmpty ? "\(name) is missing" : "more than one \(name)")
        }
        return operands[0]
    }

    /// Refuses operands.
    public func expectNoOperands() throws(Failure) {
        if let operand = operands.first { throw .usage("unexpected word \(operand)") }
    }
}

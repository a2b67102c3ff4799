import ComputeNetwork
import Console
import Ethereum
import Profile
import SafeText
import StrictJSON

/// A command that lists entities of a network, or shows one: `coai NAME list` and `coai NAME show ID`.
///
/// Both forms are made from the same snapshot; states are those at the time of its block.
protocol EntityCommand: Command {
    /// What one of them is called in documents: `job`.
    static var singular: String { get }
    /// States that `--status` takes.
    static var statuses: [String] { get }
    /// What is read by calls for a list; for one provider its stakes are read besides.
    static var subjects: Set<ContractRead.Subject> { get }
    /// Rows that the filters leave.
    static func rows(_ reading: NetworkReading, _ filter: EntityFilter) -> [Int]
    /// The row that ID names.
    static func row(_ reading: NetworkReading, id: String) throws(Failure) -> Int?
    /// A row in a list's document.
    static func summary(_ reading: NetworkReading, row: Int) -> JSONObject
    /// A row's own document: what the list says and all the rest.
    static func details(_ reading: NetworkReading, row: Int) -> JSONObject
    /// Headings of the columns of a list.
    static var headings: [SafeText] { get }
    /// The cells of a row.
    static func cells(_ reading: NetworkReading, row: Int) -> [SafeText]
    /// Lines that show a row in full.
    static func lines(_ reading: NetworkReading, row: Int) -> [SafeText]
}

/// Which rows are wanted.
struct EntityFilter {
    /// A state, in small letters; nil for all.
    let status: String?
    /// An account that must have to do with it; nil for all.
    let account: Address?
}

extension EntityCommand {
    static func run(_ name: String, _ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words, NetworkReading.options.adding(valued: ["--status", "--account"]))
        switch arguments.operands.first {
        case "list" where arguments.operands.count == 1: try list(name, arguments)
        case "show" where arguments.operands.count == 2:
            guard try arguments.value("--status") == nil, try arguments.value("--account") == nil else {
                throw .usage("--status and --account are for \(name) list")
            }
            try show(name, id: arguments.operands[1], arguments)
        default: throw .usage("\(name) takes: list, or show ID")
        }
    }

    private static func list(_ name: String, _ arguments: Arguments) throws(Failure) {
        var status: String?
        if let word = try arguments.value("--status") {
            status = word.lowercased()
            guard statuses.contains(where: { $0.lowercased() == status }) else {
                throw .usage("--status takes one of \(statuses.joined(separator: ", "))")
            }
        }
        let account = try arguments.value("--account").map { (text) throws(Failure) in
            try Address(argument: text)
        }
        let reading = try NetworkReading(arguments, calling: subjects)
        let found = rows(reading, EntityFilter(status: status, account: account))
        let isJSON = arguments.has("--json")
        Output.result(
            reading.document(
                name, isJSON ? .array(found.map { .object(summary(reading, row: $0)) }) : .null),
            plain: isJSON ? [] : Columns.lines([headings] + found.map { cells(reading, row: $0) }),
            asJSON: isJSON)
    }

    private static func show(_ name: String, id: String, _ arguments: Arguments) throws(Failure) {
        let all = subjects.contains(.providers) ? subjects.union([.stakes]) : subjects
        let reading = try NetworkReading(arguments, calling: all)
        guard let row = try row(reading, id: id) else {
            throw Failure(
                "\(singular).unknown", "the network has no \(singular) \(id)",
                hint: "coai \(name) list names those it has", exitCode: 4)
        }
        Output.result(
            reading.document(singular, .object(details(reading, row: row))),
            plain: lines(reading, row: row), asJSON: arguments.has("--json"))
    }
}

extension NetworkReading {
    var values: Values { Values(profile: profile) }

    /// When the snapshot's block was made: states are those at that time.
    var now: UInt64 { snapshot.head.timestamp }

    /// A document about the network as of the snapshot's block.
    func document(_ key: String, _ content: JSON) -> JSON {
        .object(
            JSONObject([
                ("network", .string(profile.name)), ("chainID", values.number(profile.chainID)),
                (
                    "block",
                    [
                        "number": values.number(snapshot.head.number),
                        "hash": values.hash(snapshot.head.hash), "time": values.time(now),
                    ]
                ),
                ("unreadableEvents", values.number(snapshot.state.unreadable.total)), (key, content),
            ]))
    }
}

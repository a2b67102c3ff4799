import Foundation

/// What a ratio must keep to.
enum Limit {
    case atMost(Double)
    case atLeast(Double)
    case none

    func holds(_ ratio: Double) -> Bool {
        switch self {
        case .atMost(let bound): ratio <= bound
        case .atLeast(let bound): ratio >= bound
        case .none: true
        }
    }

    var text: String {
        switch self {
        case .atMost(let bound): "<= \(bound)"
        case .atLeast(let bound): ">= \(bound)"
        case .none: "-"
        }
    }
}

/// Prints a line a measurement and remembers whether all limits held.
struct Report {
    private(set) var failures = 0

    init() { print("name\tvalue\tunit\tratio\tagainst\tlimit\tverdict") }

    mutating func line(
        _ name: String, _ value: Double, _ unit: String, ratio: Double, against: String, limit: Limit
    ) {
        let good = limit.holds(ratio)
        if !good { failures += 1 }
        print(
            "\(name)\t\(Self.format(value))\t\(unit)\t\(Self.format(ratio))\t\(against)\t\(limit.text)\t"
                + (good ? "ok" : "OVER"))
        fflush(nil)
    }

    /// Says that a peer isn't there, so that nobody takes silence for a pass.
    func absent(_ name: String, _ reason: String) {
        print("\(name)\t-\t-\t-\tnot measured: \(reason)\t-\t-")
    }

    private static func format(_ value: Double) -> String {
        value >= 100 ? String(Int(value.rounded())) : String(format: "%.3f", value)
    }
}

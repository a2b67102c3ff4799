import Foundation

/// What a ratio must keep to.
enum Limit {
    /// Share by which a limit may be missed on a machine that does other things too.
    static let noise = 0.1

    case atMost(Double)
    case atLeast(Double)
    case none

    /// Whether a ratio keeps to it, with so much slack.
    func holds(_ ratio: Double, slack: Double = 0) -> Bool {
        switch self {
        case .atMost(let bound): ratio <= bound * (1 + slack)
        case .atLeast(let bound): ratio >= bound * (1 - slack)
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

/// Prints a line a measurement and counts the limits that were missed.
struct Report {
    /// Limits missed by more than noise.
    private(set) var misses = 0

    init() { print("name\tvalue\tunit\tratio\tagainst\tlimit\tverdict") }

    mutating func line(
        _ name: String, _ value: Double, _ unit: String, ratio: Double, against: String, limit: Limit
    ) {
        let good = limit.holds(ratio)
        if !limit.holds(ratio, slack: Limit.noise) { misses += 1 }
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

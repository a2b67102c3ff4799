import Review
import SafeText

/// Spans of time and moments, in so few changes that a second costs a terminal next to nothing.
///
/// Only `ticking` changes every second, and only the head's age in the first row is written so. A detail counts down to
/// one time, by the minute. Where many times stand together they are moments, which never change: rows of a table often
/// share a deadline, and all of them would change in the same second.
enum Ages {
    /// `3 s`, then as `span`.
    static func ticking(_ seconds: UInt64) -> SafeText { seconds < 60 ? "\(seconds) s" : span(seconds) }

    /// `<1 m`, `103 m`, `30 h`, `6 d`, `3 y`: at most 6 columns.
    ///
    /// A unit is kept until there are two of the next, so that it is never coarse, and one unit changes few characters.
    static func span(_ seconds: UInt64) -> SafeText {
        switch seconds {
        case 0..<60: "<1 m"
        case 60..<7_200: "\(seconds / 60) m"
        case 7_200..<172_800: "\(seconds / 3_600) h"
        case 172_800..<63_072_000: "\(seconds / 86_400) d"
        default: "\(min(seconds / 31_536_000, 9_999)) y"
        }
    }

    /// A length of time that is part of a deal, exactly: `2 h 14 m 5 s`.
    static func exact(_ seconds: UInt64) -> SafeText {
        let units: [(UInt64, SafeText)] = [
            (seconds / 86_400, " d"), (seconds / 3_600 % 24, " h"), (seconds / 60 % 60, " m"),
            (seconds % 60, " s"),
        ]
        var text = SafeText.empty
        for (count, unit) in units where count > 0 { text += (text == .empty ? "" : " ") + "\(count)" + unit }
        return text == .empty ? "0 s" : text
    }

    /// `in 41 m` or `41 m ago`.
    static func distance(_ time: UInt64, now: UInt64) -> SafeText {
        time >= now ? "in " + span(time - now) : span(now - time) + " ago"
    }

    /// `2026-12-01 09:00:00 UTC`.
    static func moment(_ time: UInt64) -> SafeText {
        Moment.date(time).map { SafeText(cleaning: $0) } ?? "after the year 9999"
    }

    /// `12-01 09:00`: a moment of the last months, in UTC.
    static func shortMoment(_ time: UInt64) -> SafeText {
        guard let date = Moment.date(time) else { return "-" }
        return SafeText(cleaning: String(date.dropFirst(5).prefix(11)))
    }

    /// `09:00 UTC`.
    static func clock(_ time: UInt64) -> SafeText {
        Moment.date(time).map { SafeText(cleaning: String($0.dropFirst(11).prefix(5))) + " UTC" } ?? "-"
    }

    /// `2026-12-01`: the day, in UTC.
    static func day(_ time: UInt64) -> SafeText {
        Moment.date(time).map { SafeText(cleaning: String($0.prefix(10))) } ?? "-"
    }
}

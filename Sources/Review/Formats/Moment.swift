import SafeText

/// Times and spans of time in words; times are in seconds since 1970, UTC, in the proleptic Gregorian calendar.
public enum Moment {
    /// The last second of the year 9999: later times aren't written as dates.
    static let last: UInt64 = 253_402_300_799

    /// `2026-12-01 09:00:00 UTC`; nil after the year 9999.
    public static func date(_ seconds: UInt64) -> String? {
        guard seconds <= last else { return nil }
        let days = Int(seconds / 86_400)
        let time = Int(seconds % 86_400)
        // Days from 0000-03-01, so that a leap day ends its year.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * part + 2) / 5 + 1
        let month = part < 10 ? part + 3 : part - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2)) "
            + "\(pad(time / 3600, 2)):\(pad(time / 60 % 60, 2)):\(pad(time % 60, 2)) UTC"
    }

    /// `in 7 d 22 h`, `12 m ago` or `now`.
    public static func distance(_ seconds: UInt64, now: UInt64) -> String {
        if seconds == now { return "now" }
        return seconds > now ? "in " + span(seconds - now) : span(now - seconds) + " ago"
    }

    /// The two greatest units: `7 d 22 h`, `3 m`, `45 s`.
    public static func span(_ seconds: UInt64) -> String {
        let units: [(UInt64, String)] = [(31_536_000, "y"), (86_400, "d"), (3600, "h"), (60, "m"), (1, "s")]
        guard let first = units.firstIndex(where: { seconds >= $0.0 }) else { return "0 s" }
        let whole = "\(seconds / units[first].0) \(units[first].1)"
        guard first + 1 < units.count else { return whole }
        let rest = seconds % units[first].0 / units[first + 1].0
        return rest == 0 ? whole : whole + " \(rest) \(units[first + 1].1)"
    }

    private static func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}

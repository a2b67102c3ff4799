import Synchronization

/// Numbers for the combinations of combining marks in use, so that a cell stays at 64 bits.
///
/// At most 4,095 combinations are remembered in a process: no real text comes near, and hostile text can't
/// fill memory. Marks beyond that are left out.
final class MarkTable: Sendable {
    static let shared = MarkTable()

    private struct Entries {
        var numbers: [[Unicode.Scalar]: UInt16] = [:]
        var marks: [[Unicode.Scalar]] = [[]]
    }

    private let entries = Mutex(Entries())

    /// The number of a combination; 0 for none, and for new ones when the table is full.
    func number(_ marks: [Unicode.Scalar]) -> UInt16 {
        if marks.isEmpty { return 0 }
        return entries.withLock { entries in
            if let known = entries.numbers[marks] { return known }
            guard entries.marks.count < 0x1000 else { return 0 }
            let number = UInt16(entries.marks.count)
            entries.marks.append(marks)
            entries.numbers[marks] = number
            return number
        }
    }

    /// The marks with a number.
    func marks(_ number: UInt16) -> [Unicode.Scalar] {
        if number == 0 { return [] }
        return entries.withLock { number < $0.marks.count ? $0.marks[Int(number)] : [] }
    }
}

import Cells
import ComputeNetwork
import Ethereum
import Profile
import SafeText

/// What a list is drawn from.
struct ListContext: Sendable {
    let network: NetworkState
    let names: Names
    /// The chain's time, in seconds since 1970.
    let now: UInt64
    let theme: Theme
}

/// Which row is meant, whatever place it has.
enum RowIdentity: Sendable, Hashable {
    case number(UInt256)
    case address(Address)
    case event(transaction: Hash32, name: String, amount: UInt256?)
}

/// A screen that is a table with a detail: a record of what differs between such screens.
struct ListScreen: Sendable {
    /// What its rows are called: "jobs".
    let noun: SafeText
    /// Its columns.
    let columns: [Column]
    /// The order at the start; nil for the newest first.
    let defaultSort: Table.Sort?
    /// How many rows there are, all in all.
    let count: @Sendable (NetworkState) -> Int
    /// Which row is at a place.
    let identity: @Sendable (NetworkState, Int) -> RowIdentity
    /// What rows are sorted by in a column.
    let sortKey: @Sendable (ListContext, Int, Int) -> SortKey
    /// Text in which words of the filter are looked for, in lower case.
    let text: @Sendable (ListContext, Int) -> String
    /// Text of a field that the filter names, such as `status`; nil for a field that there isn't.
    let field: @Sendable (ListContext, Int, String) -> String?
    /// Draws a row.
    let draw: @Sendable (ListContext, Int, inout TableRow) -> Void
    /// The detail of a row.
    let detail: @Sendable (ListContext, Int, Int) -> TextBlock
    /// What to say where there are no rows.
    let empty: SafeText
}

/// What a row is sorted by.
enum SortKey: Sendable, Comparable {
    case number(UInt64)
    case wide(UInt256)
    case text(String)

    static func < (left: SortKey, right: SortKey) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        case (.wide(let left), .wide(let right)): left < right
        case (.text(let left), .text(let right)): left < right
        case (.number, _), (.wide, .text): true
        default: false
        }
    }
}

import Cells
import ComputeNetwork
import Ethereum
import SafeText

/// A value that may go to a clipboard: digits and hex digits, made here from a number, an address or a hash.
///
/// Nothing that a chain or a file says as text gets there, so that no paste can be a command.
public struct CopiedValue: Sendable, Hashable {
    /// What is copied: decimal digits, or `0x` and hex digits.
    public let text: String

    init(_ number: UInt256) { text = number.description }
    init(_ address: Address) { text = address.checksummed }
    init(_ hash: Hash32) { text = hash.description }
}

extension AppState {
    /// Copies what identifies the selected row, on the overview the account, and shows it whole.
    mutating func copySelected() -> [Effect] {
        let copied: (what: SafeText, value: CopiedValue)
        if let list = screen.list {
            guard let row = self.list.selectedRow, let snapshot else {
                say("no row is selected", .warning)
                return []
            }
            switch list.identity(snapshot.state, row) {
            case .number(let id): copied = (screen == .jobs ? "job" : "proposal", CopiedValue(id))
            case .address(let address): copied = ("address", CopiedValue(address))
            case .event(let transaction, _, _): copied = ("transaction", CopiedValue(transaction))
            }
        } else if let account {
            copied = ("address", CopiedValue(account))
        } else {
            say("there is no account to copy", .warning)
            return []
        }
        say(copied.what + " " + SafeText(cleaning: copied.value.text), .accent, seconds: 20)
        return [.copy(copied.value)]
    }
}

import Cells
import Cryptography
import Terminal

/// The terminal of a review: the driver's, or a scripted one in tests.
public protocol ApprovalTerminal: AnyObject {
    /// Columns and rows.
    var size: (columns: Int, rows: Int) { get }
    /// Whether colours are shown.
    var hasColor: Bool { get }
    /// Shows a grid; false if the terminal is lost.
    func show(_ grid: CellGrid) -> Bool
    /// Waits for input; nil if none came in time.
    func nextInput(timeoutMilliseconds: Int) -> ApprovalInput?
    /// Waits for keys of a hidden text, which never leave secret memory; nil if the size changed.
    func readHidden(_ text: HiddenText, timeoutMilliseconds: Int) -> HiddenText.Event?
    /// Throws away what was typed and not yet read.
    func flushInput()
}

/// What came from the terminal, as far as a review tells it apart.
public enum ApprovalInput: Sendable, Hashable {
    /// One key, and how many bytes it sent.
    case key(Key, byteCount: Int)
    /// More than a person types at once.
    case pasted
    /// Another size.
    case resized
    /// The terminal is gone.
    case hangup
}

import CTerminal
import Cells
import Cryptography
import Glibc
import Terminal

extension TerminalDriver: ApprovalTerminal {
    /// Shows a grid; false if the terminal is lost.
    public func show(_ grid: CellGrid) -> Bool { (try? present(grid)) != nil }

    /// Waits for input; nil if none came in time.
    public func nextInput(timeoutMilliseconds: Int) -> ApprovalInput? {
        guard let burst = nextBurst(timeoutMilliseconds: timeoutMilliseconds) else { return nil }
        for event in burst.events {
            switch event {
            case .resize: return .resized
            case .hangup: return .hangup
            default: continue
            }
        }
        if burst.isPasted { return .pasted }
        guard case .key(let key)? = burst.events.first else { return nil }
        return .key(key, byteCount: burst.byteCount)
    }

    /// Waits for keys of a hidden text; nil if the size changed.
    public func readHidden(_ text: HiddenText, timeoutMilliseconds: Int) -> HiddenText.Event? {
        let descriptor = cterminal_descriptor()
        var window = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0,
            (Int(window.ws_col), Int(window.ws_row)) != size
        {
            // The driver takes note of the new size before it looks for input.
            _ = nextBurst(timeoutMilliseconds: 0)
            return nil
        }
        return text.read(descriptor: descriptor, timeoutMilliseconds: timeoutMilliseconds)
    }
}

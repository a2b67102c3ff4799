import Cells
import ComputeNetwork
import Ethereum
import Profile
import SafeText

/// Row 1: where a person is, and how fresh what is shown is.
struct Header {
    let state: AppState

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let theme = state.theme
        var column = grid.put("coai", row: area.row, column: 0, style: theme[.title]) + 2
        let network: SafeText =
            "\(SafeText(cleaning: state.profile.name, maximumLength: 40)) (\(state.profile.chainID))"
        column +=
            grid.put(
                network, row: area.row, column: column, width: max(area.columns - column, 0),
                style: theme[.normal]) + 2
        let right = trailing
        let end = area.columns - (right.width == 0 ? 0 : right.width + 2)
        for (text, role) in status + balances where column + text.width <= end {
            column += grid.put(text, row: area.row, column: column, style: theme[role]) + 2
        }
        grid.put(right, row: area.row, column: max(area.columns - right.width, 0), style: theme[.warning])
    }

    private var trailing: SafeText {
        if let mark = state.mark { return mark }
        return state.isReadOnly ? "READ ONLY" : .empty
    }

    /// The node's state first where it isn't well: then everything else on the screen is old.
    private var status: [(SafeText, StyleRole)] {
        var parts: [(SafeText, StyleRole)] = []
        if let head = state.snapshot?.head {
            let age = state.now > head.timestamp ? state.now - head.timestamp : 0
            parts.append(("block " + Figures.number(head.number), .normal))
            parts.append((Ages.ticking(age).padded(to: 5), isLive ? .normal : .warning))
        }
        switch state.node {
        case .connecting: parts.insert(("connecting", .warning), at: 0)
        case .syncing(let block, let target): parts.insert(("syncing \(block)/\(target)", .warning), at: 0)
        case .live: break
        case .retrying: parts.insert(("NODE LOST, trying again", .danger), at: 0)
        case .ended: parts.insert(("NODE STOPPED", .danger), at: 0)
        }
        if let gas = state.facts.gasPrice {
            parts.append(("gas " + Figures.amount(gas, decimals: 9, places: 2) + " gwei", .normal))
        }
        return parts
    }

    private var isLive: Bool { if case .live = state.node { true } else { false } }

    private var balances: [(SafeText, StyleRole)] {
        guard let account = state.account else { return [] }
        var parts: [(SafeText, StyleRole)] = []
        if let tokens = state.snapshot?.state.balances[account] {
            parts.append((Figures.amount(tokens, places: 2) + " COAI", .normal))
        }
        if let coins = state.facts.coinBalance {
            parts.append((Figures.amount(coins, places: 4) + " ETH", .normal))
        }
        return parts
    }
}

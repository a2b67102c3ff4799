import Cells
import ComputeNetwork
import Ethereum
import SafeText

/// Takes in an event: the only place where the dashboard's state changes.
///
/// Pure: what is to be done elsewhere is returned.
public func update(_ state: inout AppState, _ event: Event) -> [Effect] {
    defer { state.refreshLists() }
    switch event {
    case .resize(let columns, let rows):
        state.columns = max(columns, 1)
        state.rows = max(rows, 1)
    case .tick(let now):
        state.now = max(now, state.now)
        if let toast = state.toast, toast.until <= state.now { state.toast = nil }
        return state.endInquiries()
    case .network(let snapshot): state.snapshot = snapshot
    case .node(let status): state.node = status
    case .facts(let facts): state.facts = facts
    case .key(let name, let character): return state.press(name, character)
    case .paste(let text): state.paste(text)
    case .prepared(let id, let result): return state.prepared(id, result)
    case .told(let id, let answers): return state.told(id, answers)
    case .simulated(let id, let claims): return state.simulated(id, claims)
    case .signed(let id, let result): return state.signed(id, result)
    case .saved(let id, let result): state.saved(id, result)
    case .kept(let files): state.restore(files)
    case .transaction(let id, let stage): state.advance(id, to: stage)
    case .document(let result): return state.read(result)
    }
    return []
}

extension AppState {
    var context: ListContext {
        ListContext(network: snapshot?.state ?? NetworkState(), names: names, now: chainNow, theme: theme)
    }

    /// Brings the shown list's order up to date.
    mutating func refreshLists() {
        if screen == .overview, let snapshot, summary.version != snapshot.version {
            summary = JobSummary(snapshot)
        }
        guard let screen = screen.list, var list = lists[self.screen] else { return }
        list.refresh(screen, context, version: snapshot?.version ?? 0)
        list.cursor.show(rows: Layout(self).listRows, count: list.count)
        lists[self.screen] = list
    }

    // MARK: Keys

    mutating func press(_ name: String, _ character: Unicode.Scalar?) -> [Effect] {
        switch mode {
        case .normal:
            guard let action = keymap.action(name) else { return [] }
            return perform(action)
        case .filter(var line, let before):
            switch name {
            case "enter": mode = .normal
            case "esc", "ctrl-c":
                list.filter = before
                mode = .normal
            default:
                Self.edit(&line, name, character)
                list.filter = line.text
                mode = .filter(line, before: before)
            }
            return []
        case .palette(let palette): return press(palette, name, character)
        case .help(let top):
            switch name {
            case "down", "j", "page-down", "space", "ctrl-d", "ctrl-f", "ctrl-n":
                mode = .help(top: min(top + max(rows - 4, 1), 500))
            case "up", "k", "page-up", "ctrl-u", "ctrl-b", "ctrl-p":
                mode = .help(top: max(top - max(rows - 4, 1), 0))
            default: mode = .normal
            }
            return []
        case .form(let form): return press(form, name, character)
        }
    }

    private mutating func press(_ palette: Palette, _ name: String, _ character: Unicode.Scalar?) -> [Effect]
    {
        var palette = palette
        let matches = palette.matches(self)
        switch name {
        case "esc", "ctrl-c": mode = .normal
        case "enter":
            mode = .normal
            guard matches.indices.contains(palette.cursor.selection) else { return [] }
            return perform(matches[palette.cursor.selection])
        case "down", "ctrl-n", "tab":
            palette.cursor.move(by: 1, count: matches.count)
            mode = .palette(palette)
        case "up", "ctrl-p", "back-tab":
            palette.cursor.move(by: -1, count: matches.count)
            mode = .palette(palette)
        case "backspace" where palette.line.isEmpty: mode = .normal
        default:
            Self.edit(&palette.line, name, character)
            palette.cursor = ListCursor()
            mode = .palette(palette)
        }
        return []
    }

    /// Edits a line as shells do.
    static func edit(_ line: inout InputLine, _ name: String, _ character: Unicode.Scalar?) {
        switch name {
        case "backspace", "ctrl-h": line.deleteBackward()
        case "delete": line.deleteForward()
        case "ctrl-w", "alt-backspace": line.deleteWord()
        case "ctrl-u": line.deleteToStart()
        case "ctrl-k": line.deleteToEnd()
        case "left", "ctrl-b": line.move(by: -1)
        case "right", "ctrl-f": line.move(by: 1)
        case "home", "ctrl-a": line.moveToStart()
        case "end", "ctrl-e": line.moveToEnd()
        default: if let character { line.insert(String(Character(character))) }
        }
    }

    mutating func paste(_ text: String) {
        let line = String(text.prefix(2_000)).replacing("\n", with: " ")
        switch mode {
        case .filter(var input, let before):
            input.insert(line)
            list.filter = input.text
            mode = .filter(input, before: before)
        case .palette(var palette):
            palette.line.insert(line)
            mode = .palette(palette)
        case .form(var form):
            guard form.fields.indices.contains(form.focus) else { return }
            form.fields[form.focus].line.insert(line)
            form.problem = nil
            mode = .form(form)
        // A paste into the lists would be a hail of keys.
        case .normal, .help: say("pasted text is not taken as keys", .muted, seconds: 3)
        }
    }
}

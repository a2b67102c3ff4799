// A program for tests and captures: the dashboard over a made-up network, with a clock that stands still.
//
// f8 shows the same frame again, f9 brings a block in which nothing happened. With `ticks` as
// the second argument it lets time pass on all screens by itself, and ends.
import Cells
import ComputeNetwork
import Dashboard
import Ethereum
import Glibc
import NetworkSamples
import Profile
import StrictJSON
import Terminal
import Themes

let jobs = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 60
let account = SampleNetwork.address("account 0")
let (network, blocks) = SampleNetwork.chain(jobs: jobs)
var projection = Projection(profile: network.profile, watched: [account])
for block in blocks { projection.apply(block.header, block.logs, keepsUndo: false) }
guard let snapshot = projection.snapshot, let keymap = try? Keymap.builtin("vim"),
    let bytes = BuiltinThemes.json("dark"), let json = try? JSON.parse(bytes),
    let theme = try? Theme.parse(json)
else { exit(1) }
let now = snapshot.head.timestamp + 3
var version = snapshot.version
var state = AppState(profile: network.profile, account: account, keymap: keymap, theme: theme, now: now)
var facts = AccountFacts()
facts.coinBalance = UInt256(1_500_000_000_000_000_000)
facts.gasPrice = UInt256(1_200_000_000)

do throws(TerminalError) {
    let driver = try TerminalDriver()
    defer { driver.close() }
    var isDone = false
    @MainActor func take(_ event: Event) {
        for effect in update(&state, event) { if case .quit = effect { isDone = true } }
    }
    take(.resize(columns: driver.size.columns, rows: driver.size.rows))
    take(.node(.live(isSubscribed: true)))
    take(.network(snapshot))
    take(.facts(facts))
    if CommandLine.arguments.dropFirst(2).first == "ticks" {
        try Ticks(start: state, snapshot: snapshot, driver: driver).run()
        isDone = true
    }
    var grid = CellGrid(columns: driver.size.columns, rows: driver.size.rows)
    while !isDone {
        if grid.columns != driver.size.columns || grid.rows != driver.size.rows {
            grid = CellGrid(columns: driver.size.columns, rows: driver.size.rows)
        }
        render(state, into: &grid)
        try driver.present(grid)
        switch driver.nextEvent(timeoutMilliseconds: -1) {
        case .key(let key):
            switch key.name {
            case "f8": break
            case "f9":
                version += 1
                take(.network(NetworkSnapshot(version: version, head: snapshot.head, state: snapshot.state)))
            default: take(.key(name: key.name, character: key.character))
            }
        case .paste(let text): take(.paste(text))
        case .resize(let columns, let rows): take(.resize(columns: columns, rows: rows))
        case .hangup: isDone = true
        case .wake, nil: break
        }
    }
} catch { exit(1) }

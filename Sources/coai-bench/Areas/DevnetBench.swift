import Contracts
import Cryptography
import Ethereum
import Foundation
import StrictJSON

/// The development node over HTTP on loopback, in a process of its own: against what geth did on the same calls, and
/// against the node of `Tests/LocalNode` in the same run.
///
/// geth's figures were measured on this kind of machine (2 cores, `geth --dev`) when it was free, over HTTP and by the
/// wall's clock; ours are of a node's processor time, which is the same on a free machine.
func benchDevnet(_ report: inout Report) {
    guard let node = NodeProcess(Place.products.appendingPathComponent("coai"), ["devnet", "--port", "0"])
    else {
        return report.absent("devnet", "coai did not start")
    }
    guard let ours = TokenLoad(node),
        let rates = ours.measure(transfers: 2_000, calls: 10_000, queries: 30, rounds: 3)
    else { return report.absent("devnet", "an answer is not what it must be") }
    let theirs = peerRates()
    let rows: [(name: String, rate: Double, unit: String, geth: Double, limit: Double?, peer: Double?)] = [
        ("token transfers mined", rates.transfers, "per s", 93, 10, theirs?.transfers),
        ("eth_call balanceOf", rates.calls, "per s", 1_880, 3, theirs?.calls),
        ("eth_getLogs, a log a block", rates.logs, "logs/s", 110_000, 5, theirs?.logs),
    ]
    for row in rows {
        report.line(
            "devnet \(row.name)", row.rate, row.unit + " of a core", ratio: row.rate / row.geth,
            against: "geth's \(Int(row.geth))",
            limit: row.limit.map { .atLeast($0) } ?? .none)
    }
    for row in rows {
        guard let peer = row.peer else {
            report.absent("devnet \(row.name) against alysis", "Tests/LocalNode did not run")
            continue
        }
        report.line(
            "devnet \(row.name) against alysis", peer, "alysis " + row.unit, ratio: row.rate / peer,
            against: "alysis in this run", limit: .atLeast(10))
    }
    measureMemory(&report)
}

/// A chain of 100,000 transactions that write a million logs, each in a block of its own.
private func measureMemory(_ report: inout Report) {
    let name = "devnet memory with 1,000,000 logs"
    guard let node = NodeProcess(Place.products.appendingPathComponent("coai"), ["devnet", "--port", "0"]),
        let load = TokenLoad(node)
    else { return report.absent(name, "coai did not start") }
    let start = wallSeconds()
    guard load.writeLogs(calls: 100_000) else { return report.absent(name, "a transaction was not mined") }
    let seconds = wallSeconds() - start
    let bytes = Double(node.peakResidentBytes)
    report.line(
        name, bytes / 1e6, "MB", ratio: bytes / 1e9, against: "1 GB", limit: .atMost(1))
    report.line(
        "devnet calls mined meanwhile", 100_000 / seconds, "per s of 10 logs", ratio: 100_000 / seconds / 93,
        against: "geth's 93 transfers", limit: .none)
    guard let rate = load.logRate(blocks: 1_000, windows: 80) else {
        return report.absent("devnet eth_getLogs", "an answer is not what it must be")
    }
    report.line(
        "devnet eth_getLogs, ten logs a block", rate, "logs/s of a core", ratio: rate / 110_000,
        against: "geth's 110000", limit: .atLeast(5))
}

/// What the node of `Tests/LocalNode` does on the same calls; nil without it.
private func peerRates() -> TokenLoad.Rates? {
    guard let python = Place.python, let script = Place.source("Tests/LocalNode/node.py"),
        let node = NodeProcess(python, [script.path, "--port", "0"]), let load = TokenLoad(node)
    else { return nil }
    return load.measure(transfers: 50, calls: 200, queries: 20, rounds: 2)
}

import Foundation

/// `coai review` of an order as a process, against `true`: what a script pays for each look.
func benchProcess(_ report: inout Report) {
    let coai = Place.products.appendingPathComponent("coai").path
    let document = Document.seaport
    guard let nothing = spawnSeconds("/bin/true", []),
        let review = spawnSeconds(coai, ["review", document.path, "--json"])
    else { return report.absent("review as a process", "coai did not start") }
    report.line(
        "coai review \(document.name)", (review - nothing) * 1e3, "ms over true",
        ratio: (review - nothing) / 0.025, against: "25 ms", limit: .atMost(1))
}

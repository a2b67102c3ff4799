import Foundation

/// `coai review` of a Seaport order as a process, against `true`: what a script pays for each look.
func benchProcess(_ report: inout Report) {
    guard let peers = Place.peers else {
        return report.absent("review as a process", "no shared bench folder")
    }
    let coai = Place.products.appendingPathComponent("coai").path
    let document = peers.appendingPathComponent("seaport.json").path
    guard let nothing = spawnSeconds("/bin/true", []),
        let review = spawnSeconds(coai, ["review", document, "--json"])
    else { return report.absent("review as a process", "coai did not start") }
    report.line(
        "coai review seaport.json", (review - nothing) * 1e3, "ms over true",
        ratio: (review - nothing) / 0.025,
        against: "25 ms", limit: .atMost(1))
}

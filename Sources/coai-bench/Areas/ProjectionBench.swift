import ComputeNetwork
import NetworkSamples

/// Logs of a made-up chain folded into the network's state, on one core.
func benchProjection(_ report: inout Report) {
    let (network, blocks) = SampleNetwork.chain(jobs: 30_000)
    let logs = blocks.reduce(0) { $0 + $1.logs.count }
    var times: [Double] = []
    var jobs = 0
    for round in 0...3 {
        var projection = Projection(profile: network.profile)
        let start = processorSeconds()
        // As the history is read: only the last blocks may be taken back.
        for (place, block) in blocks.enumerated() {
            projection.apply(
                block.header, block.logs, keepsUndo: place + Projection.undoDepth >= blocks.count)
        }
        if round > 0 { times.append(processorSeconds() - start) }
        jobs = projection.state.jobs.count
    }
    guard jobs >= 30_000 else { return report.absent("logs to state", "jobs were lost") }
    let rate = Double(logs) / median(times)
    report.line(
        "\(logs) logs to state", rate, "logs/s", ratio: rate / 200_000, against: "200,000 logs/s",
        limit: .atLeast(1))
}

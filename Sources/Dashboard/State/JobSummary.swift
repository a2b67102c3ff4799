import ComputeNetwork
import Ethereum

/// What the overview says of jobs that doesn't change with the clock: made once for a snapshot, since a network may
/// have a million jobs and a frame is drawn every second.
struct JobSummary: Sendable {
    /// The snapshot that it was made from.
    private(set) var version: UInt64?
    /// Rows of the jobs to which something can still happen.
    private(set) var liveRows: [Int32] = []
    /// How many jobs have ended, by how.
    private(set) var ended: [JobStatus: Int] = [:]
    /// What the contract holds for all of them, in wei of COAI.
    private(set) var escrow = UInt256.zero

    /// Of no network.
    init() {}

    /// Of the network in a snapshot.
    init(_ snapshot: NetworkSnapshot) {
        version = snapshot.version
        for (row, job) in snapshot.state.jobs.enumerated() {
            if job.phase.isFinal {
                // The clock has no say in how a job has ended.
                ended[job.status(now: 0), default: 0] += 1
            } else {
                liveRows.append(Int32(truncatingIfNeeded: row))
            }
            escrow = escrow.addingSaturating(job.escrow)
        }
    }
}

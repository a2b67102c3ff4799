import Foundation

/// Processor time of this process, in seconds: other processes on a shared machine don't count.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Wall time, in seconds.
func wallSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Middle value of `values`, which must not be empty.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// Median processor seconds of one call of each of two pieces of work, run in turn so that both see the same machine.
func interleaved(rounds: Int = 5, calls: Int, _ subject: () -> Void, _ peer: () -> Void) -> (Double, Double) {
    var times: ([Double], [Double]) = ([], [])
    for round in 0...rounds {
        let start = processorSeconds()
        for _ in 0..<calls { subject() }
        let middle = processorSeconds()
        for _ in 0..<calls { peer() }
        let end = processorSeconds()
        // The first round warms caches and isn't counted.
        guard round > 0 else { continue }
        times.0.append((middle - start) / Double(calls))
        times.1.append((end - middle) / Double(calls))
    }
    return (median(times.0), median(times.1))
}

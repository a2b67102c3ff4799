/// A job of the world, and what is to become of it.
struct WorldJob {
    /// What becomes of a job.
    enum Fate {
        /// It is paid.
        case completed
        /// It is paid, less a penalty: the evaluator saw it come late.
        case slow
        /// It is paid, less a penalty: somebody handed in the evaluator's report.
        case reported
        /// The evaluator rejects the result.
        case rejected
        /// Nothing is handed in.
        case expired
        /// The client takes it back.
        case cancelled
        /// It is challenged, and the evaluator sides with the challenger.
        case upheld
        /// It is challenged in vain.
        case dismissed
        /// Validators find that the result is right.
        case foundRight
        /// Validators find that it is wrong, and the provider is reported.
        case foundWrong
        /// It waits for bids.
        case open

        /// Of a hundred jobs, so many have each fate.
        static let shares: [(fate: Fate, share: Int)] = [
            (.completed, 58), (.slow, 5), (.reported, 4), (.rejected, 5), (.expired, 4), (.cancelled, 5),
            (.upheld, 3), (.dismissed, 4), (.foundRight, 10), (.foundWrong, 2),
        ]
    }

    let id: UInt64
    let plan: JobPlan
    let provider: Int
    let fate: Fate
    /// The model, by its place in the world's list.
    let model: Int
    /// How many steps it has taken since it was made.
    var steps = 0
    /// What is verified of it in the next step.
    var evidence: [UInt8]?
    /// Who votes on its result.
    var validators: [Int] = []
}

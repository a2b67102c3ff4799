import Ethereum

/// What makes the network of the scenario a large one: it lives beside it, four times a day, in blocks of many
/// transactions.
///
/// A day's quarters are its clock: in each some jobs begin and all others go a step on; epochs are of three.
final class World {
    unowned let scenario: Scenario
    var random: SplitMix64
    /// Jobs that go on by themselves.
    var jobs: [WorldJob] = []
    /// How many were made.
    var jobsMade = 0
    /// Proposals and what is still to be done about them.
    var bills: [WorldBill] = []
    /// Datasets that can be had.
    var datasets: [WorldDataset] = []
    /// Slashes that wait: carried out, or vetoed, in a quarter.
    var slashes: [(id: Hash32, quarter: Int, isVetoed: Bool)] = []
    /// Providers in jail that come back in a quarter.
    var jailed: [(provider: Int, quarter: Int)] = []
    /// Reports of service levels so far: the nonce of the next one.
    var reports: UInt64 = 0
    private var quarter = 1

    /// How many quarters there are: the scenario's days until the morning of the last.
    static let quarters = 97
    static let quarterSeconds: UInt64 = 6 * 3_600
    /// How many jobs there are besides the scenario's own.
    static let jobTarget = 356

    /// Numbers of accounts by what they do.
    static let providers = Array(61...72)
    static let delegators = Array(73...92)
    static let modelOwners = [55, 56, 59]
    static let dataOwners = [57, 58, 60]

    static let providerNames = [
        "sol-cluster", "fjord-gpu", "maple-ml", "delta-nine", "kestrel", "onyx-rack", "tidal",
        "pampa-compute",
        "summit-ai", "juniper", "volta", "late-arrival",
    ]
    static let modelOwnerNames = ["open-weights", "atelier", "lingua"]
    static let dataOwnerNames = ["archive-trust", "med-commons", "field-notes"]

    init(of scenario: Scenario, seed: UInt64) {
        self.scenario = scenario
        random = SplitMix64(seed: seed)
    }

    /// Everybody's beginning, on the first day.
    func begin() throws(ChainError) {
        try scenario.gathered { (_) throws(ChainError) in
            try fundAccounts()
            try registerProviders()
            try bondStake()
            try registerModels()
        }
        try scenario.gathered { (_) throws(ChainError) in
            try publishDatasets()
            try allowEnclave()
            try scenario.beginEpoch()
        }
        bills = try makeBills()
    }

    /// Lives all quarters that begin before a time.
    func live(until time: UInt64) throws(ChainError) {
        // What the scenario did since may have gone on into the first one.
        var now = try scenario.chain.head().time
        while quarter < Self.quarters {
            let begin = scenario.time(day: 0) + UInt64(quarter) * Self.quarterSeconds
            guard begin < time else { return }
            try live(quarter, at: begin > now + 1 ? begin : nil)
            now = max(now, begin)
            quarter += 1
        }
    }

    private func live(_ quarter: Int, at begin: UInt64?) throws(ChainError) {
        try scenario.gathered(at: begin) { (_) throws(ChainError) in
            if quarter % 3 == 0 {
                try scenario.beginEpoch()
                try collectRewards(quarter)
            }
            try settleSlashes(quarter)
            try stepBills(quarter)
            try stepJobs(quarter)
            let due = Self.jobTarget * max(quarter - 2, 0) / (Self.quarters - 3)
            while jobsMade < due { try beginJob(quarter) }
        }
    }
}

import Ethereum

/// A proposal of the world, and in which quarter what is done about it.
struct WorldBill {
    let draft: Scenario.Draft
    /// Whose, by number of voter.
    let proposer: Int
    let proposed: Int
    /// A day and more after it is proposed; nil for nobody votes.
    var voted: Int?
    /// A week and more after that.
    var queued: Int?
    /// Two days and more after that.
    var executed: Int?
}

/// Six more proposals, about what else there is to decide.
extension World {
    func makeBills() throws(ChainError) -> [WorldBill] {
        let (emissions, settlement) = (scenario.deployment.emissions, scenario.deployment.settlement)
        func parameter(_ contract: Address, _ key: String, _ value: UInt256) -> (Address, String, [ABIValue])
        {
            (contract, "setParam(bytes32,uint256)", [.fixedBytes(Scenario.hash(key).bytes), .uint(value)])
        }
        let burn = try scenario.draft(
            "Burn 60 % of the network's fees\n\nThe treasury is full enough.",
            [parameter(emissions, "burnBps", 6_000)], votes: [(0, 1), (1, 1), (2, 1), (4, 2)])
        let enclaves = try scenario.draft(
            "Trust the enclave of inference-server 2.4",
            [
                (
                    scenario.deployment.verification, "allowMeasurement(bytes32,uint8,bool)",
                    [.fixedBytes(Self.measurement.bytes), .uint(1), .bool(true)]
                )
            ], votes: [(1, 1), (2, 1), (3, 1)])
        let fee = try scenario.draft(
            "Take 3 % of what jobs pay\n\nNow 2 %. The difference pays for audits.",
            [parameter(settlement, "networkFeeBps", 300)], votes: [(0, 1), (3, 1), (5, 1), (1, 0)],
            reasons: [1: "Clients will go elsewhere."])
        let double = try scenario.draft(
            "Double the emission", [parameter(emissions, "emissionPerEpoch", Coai.wei(4_000))],
            votes: [(0, 0), (1, 0), (2, 0), (5, 1)], reasons: [0: "Rewards that come from nowhere."])
        let unheard = try scenario.draft(
            "Pay verifiers 1 %\n\nThree is more than their work is worth.",
            [parameter(settlement, "verifierBps", 100)])
        let treasury = try scenario.draft(
            "Give the treasury a fifth of the emission", [parameter(emissions, "treasuryBps", 2_000)],
            votes: [(2, 1), (4, 1)], reasons: [4: "The network needs a cushion."])
        return [
            WorldBill(draft: burn, proposer: 0, proposed: 3, voted: 8, queued: 36, executed: 45),
            WorldBill(draft: enclaves, proposer: 1, proposed: 5, voted: 10, queued: 38, executed: 47),
            WorldBill(draft: unheard, proposer: 4, proposed: 12),
            WorldBill(draft: double, proposer: 5, proposed: 30, voted: 36),
            WorldBill(draft: fee, proposer: 3, proposed: 56, voted: 62, queued: 90),
            WorldBill(draft: treasury, proposer: 2, proposed: 82, voted: 88),
        ]
    }

    /// Does what is due about them.
    func stepBills(_ quarter: Int) throws(ChainError) {
        for bill in bills {
            if bill.proposed == quarter {
                try scenario.propose(bill.draft, by: Scenario.voters[bill.proposer])
            }
            if bill.voted == quarter { try scenario.vote(bill.draft) }
            if bill.queued == quarter { try scenario.carry(bill.draft, "queue") }
            if bill.executed == quarter { try scenario.carry(bill.draft, "execute", by: Scenario.challenger) }
        }
    }

    /// What the enclaves of the world's providers run.
    static let measurement = Scenario.hash("inference-server 2.4")
}

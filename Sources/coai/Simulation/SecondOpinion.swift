import NodeClient
import SafeText
import Simulation
import StrictJSON

/// What another node leads to, asked the same on the same block: it needn't be honest, but it is another's lie.
struct SecondOpinion {
    /// Which node, without the secrets of its address.
    let node: String
    let verdict: Verdict

    enum Verdict {
        /// All effects are the same; whether its state was proven.
        case agrees(isProven: Bool)
        case differs
        /// There is no result.
        case failed(SimulationError)
    }

    /// Whether two results say the same of what the transaction would do.
    init(
        _ node: Endpoint, _ outcome: Result<SimulationResult, SimulationError>,
        against first: SimulationResult
    ) {
        self.node = node.description
        switch outcome {
        case .failure(let error): verdict = .failed(error)
        case .success(let result):
            let isSame =
                result.block.hash == first.block.hash && result.outcome == first.outcome
                && result.gasUsed == first.gasUsed && result.output == first.output
                && result.effects == first.effects && result.findings == first.findings
            verdict = isSame ? .agrees(isProven: result.block.provenance == .proven) : .differs
        }
    }

    /// The opinion in a line.
    var text: String {
        switch verdict {
        case .agrees(let isProven):
            "\(node) leads to the same, its state \(isProven ? "proven for the same header" : "unproven")"
        case .differs: "\(node) leads to ANOTHER result: trust neither"
        case .failed(let error): "\(node): \(error.message) (\(error.code))"
        }
    }

    var json: JSON {
        let (word, code): (String, JSON) =
            switch verdict {
            case .agrees(let isProven): (isProven ? "agrees-proven" : "agrees-unproven", .null)
            case .differs: ("differs", .null)
            case .failed(let error): ("failed", .string(error.code))
            }
        return ["node": .string(SafeText(reviewing: node).text), "verdict": .string(word), "code": code]
    }
}

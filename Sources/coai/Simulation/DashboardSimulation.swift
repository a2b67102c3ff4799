import Dashboard
import Ethereum
import Glibc
import NodeClient
import Profile
import Review
import SafeText
import Simulation

/// The simulation of a transaction that the dashboard is about to hand to the signer: short, and in lines that the signer
/// shows as what coai claims.
struct DashboardSimulation: Sendable {
    typealias Claim = (label: SafeText, text: SafeText)

    /// Less than the dashboard waits.
    private static let seconds = 2.0

    let endpoint: Endpoint
    let profile: NetworkProfile
    let account: Address?

    /// What the transaction would do, in a few lines; what isn't a transaction has none.
    func claims(on document: [UInt8]) -> [Claim] {
        guard let account, case .transaction(let transaction, _)? = try? Document.parse(document) else {
            return []
        }
        var options = SimulationOptions()
        options.seconds = Self.seconds
        options.rules = profile.rules
        options.now = UInt64(max(time(nil), 0))
        do throws(SimulationError) {
            let result = try Simulation.run(transaction, from: account, of: endpoint, options: options)
            return SimulationClaims(result, of: transaction, profile: profile, account: account).lines
        } catch {
            return [Self.claim("simulated", "not possible: \(error.message) (\(error.code))")]
        }
    }

    static func claim(_ label: SafeText, _ text: String) -> Claim {
        (label, SafeText(cleaning: text, maximumLength: 380))
    }
}

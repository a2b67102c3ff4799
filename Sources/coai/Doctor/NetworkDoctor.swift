import Console
import Ethereum
import NodeClient
import Profile
import SafeText

/// Asks the node that is named which chain it has, and reads the profile.
enum NetworkDoctor {
    static func checks(node: String?, profile path: String?) -> [DoctorCheck] {
        var checks: [DoctorCheck] = []
        var profile: NetworkProfile?
        if let path {
            do throws(Failure) {
                let read = try NetworkProfile(file: path)
                profile = read
                checks.append(
                    DoctorCheck(
                        "profile", .ok,
                        SafeText(cleaning: read.name) + SafeText(", chain ")
                            + SafeText(read.chainID) + SafeText(", digest ")
                            + SafeText(cleaning: read.digest.description)))
            } catch { checks.append(DoctorCheck("profile", error)) }
        } else {
            checks.append(
                DoctorCheck(
                    "profile", .notice, "none is named: no network can be shown",
                    hint: "--profile FILE, or \"profile\" in config.json"))
        }
        guard let node else {
            checks.append(
                DoctorCheck(
                    "node", .notice, "none is named: no network can be shown",
                    hint: "--node URL, or \"node\" in config.json"))
            return checks
        }
        do throws(NodeError) { checks.append(try ask(node, profile)) } catch {
            checks.append(
                DoctorCheck(
                    "node",
                    Failure(error.code, error.message, hint: error.hint, exitCode: 5)))
        }
        return checks
    }

    private static func ask(_ node: String, _ profile: NetworkProfile?) throws(NodeError) -> DoctorCheck {
        var options = NodeOptions()
        (options.connectSeconds, options.requestSeconds, options.attempts) = (5, 5, 1)
        let endpoint = try Endpoint(node)
        let client = NodeClient(endpoint, options: options)
        let chain = try client.chainID()
        let block = try client.blockNumber()
        let found =
            SafeText(cleaning: endpoint.description) + SafeText(", chain ") + SafeText(chain)
            + SafeText(", block ")
            + SafeText(block)
        if let profile, profile.chainID != chain {
            return DoctorCheck(
                "node", .problem,
                found + SafeText(", but the profile is of chain ") + SafeText(profile.chainID),
                hint: "name the node of the profile's network", exitCode: 5)
        }
        if !endpoint.isLoopback, !endpoint.isEncrypted {
            return DoctorCheck(
                "node", .notice, found + SafeText(", not encrypted"),
                hint: "anybody on the way can change what is shown: use https or wss")
        }
        return DoctorCheck("node", .ok, found)
    }
}

import Ethereum
import StrictJSON

/// A contract as it was compiled: its interface and what creates it.
public struct Artifact: Sendable {
    /// Its name in a profile.
    public let name: String
    private let abi: StaticString
    private let creationCode: StaticString

    /// COAI: ERC-20, EIP-2612, ERC-5805.
    public static let token = Artifact(
        name: "COAIToken", abi: COAITokenArtifact.abi, creationCode: COAITokenArtifact.creationCode)
    /// Providers, stake, slashes.
    public static let staking = Artifact(
        name: "StakingManager", abi: StakingManagerArtifact.abi,
        creationCode: StakingManagerArtifact.creationCode)
    /// Jobs, bids, escrow.
    public static let market = Artifact(
        name: "JobMarket", abi: JobMarketArtifact.abi, creationCode: JobMarketArtifact.creationCode)
    /// Evidence, proofs and verdicts.
    public static let verification = Artifact(
        name: "Verification", abi: VerificationArtifact.abi, creationCode: VerificationArtifact.creationCode)
    /// A proof system: outputs signed by a model's key.
    public static let proofs = Artifact(
        name: "SignedOutputVerifier", abi: SignedOutputVerifierArtifact.abi,
        creationCode: SignedOutputVerifierArtifact.creationCode)
    /// Models and datasets.
    public static let registry = Artifact(
        name: "Registry", abi: RegistryArtifact.abi, creationCode: RegistryArtifact.creationCode)
    /// Epochs, rewards, and what becomes of fees.
    public static let emissions = Artifact(
        name: "Emissions", abi: EmissionsArtifact.abi, creationCode: EmissionsArtifact.creationCode)
    /// How what a completed job pays is split.
    public static let settlement = Artifact(
        name: "Settlement", abi: SettlementArtifact.abi, creationCode: SettlementArtifact.creationCode)
    /// Proposals and votes.
    public static let governor = Artifact(
        name: "CoaiGovernor", abi: CoaiGovernorArtifact.abi, creationCode: CoaiGovernorArtifact.creationCode)
    /// What holds executed proposals back, and owns everything.
    public static let timelock = Artifact(
        name: "Timelock", abi: TimelockArtifact.abi, creationCode: TimelockArtifact.creationCode)
    /// All of them, in the order in which they are deployed.
    public static let all = [
        timelock, token, staking, market, registry, proofs, verification, emissions, settlement, governor,
    ]

    /// Its functions, events and errors.
    public func interface() throws(ChainError) -> ContractInterface {
        let json: JSON
        do { json = try JSON.parse(Array(abi.description.utf8)) } catch { throw .artifact(name) }
        do { return try ContractInterface(json: json) } catch { throw .artifact(name) }
    }

    /// The code of a creating transaction, with its constructor's arguments.
    func creation(_ types: [ABIType], _ arguments: [ABIValue]) throws(ChainError) -> [UInt8] {
        guard let code = try? Hex.decode("0x" + creationCode.description),
            let encoded = try? ABI.encode(arguments, as: types)
        else { throw .artifact(name) }
        return code + encoded
    }
}

import Dashboard
import Ethereum
import NodeClient
import Profile
import SafeText
import StrictJSON

/// What a transaction needs before it is signed, and what became of it after it was sent.
struct TransactionWork {
    let client: NodeClient
    let profile: NetworkProfile

    /// Nonce, gas and fees of a call, or why it would fail.
    func costs(of intent: TransactionIntent, head: BlockHeader?) -> Result<TransactionCosts, Event.Problem> {
        do throws(NodeError) {
            let call = ContractCall(to: intent.to, data: intent.data, from: intent.from, value: intent.value)
            let estimate = try client.estimateGas(call)
            // State may change before it is in a block: a quarter more, and never more than a block takes.
            let wanted = estimate.addingReportingOverflow(estimate / 4 + 10_000).partialValue
            let gas = min(wanted, max(head?.gasLimit ?? wanted, estimate))
            let tip = (try? client.maxPriorityFeePerGas()) ?? 1_000_000_000
            let latest = try client.header(.latest)
            guard let base = latest?.baseFeePerGas else {
                return .failure(
                    Event.Problem(
                        code: "node.no-base-fee", message: "the chain has no base fee (EIP-1559)",
                        hint: "make the transaction elsewhere, and sign it from a file"))
            }
            return .success(
                TransactionCosts(
                    chainID: profile.chainID, nonce: try client.nonce(intent.from), gasLimit: gas,
                    maxFeePerGas: base.addingSaturating(base).addingSaturating(tip), maxPriorityFeePerGas: tip
                ))
        } catch {
            guard let data = error.revertData else { return .failure(error.problem) }
            return .failure(
                Event.Problem(
                    code: error.code, message: "it would revert: " + RevertWords.text(data),
                    hint: "nothing was signed"))
        }
    }

    /// What became of a transaction; nil while it is in no block.
    func outcome(of hash: Hash32) -> Outgoing.Stage? {
        guard let receipt = try? client.receipt(hash) else { return nil }
        if receipt.succeeded { return .confirmed(block: receipt.blockNumber) }
        return .reverted(SafeText(cleaning: reason(of: hash, at: receipt.blockNumber), maximumLength: 300))
    }

    /// Why it reverted: its call is made again on the state before its block.
    private func reason(of hash: Hash32, at block: UInt64) -> String {
        guard let transaction = try? client.call("eth_getTransactionByHash", [.string(hash.description)]),
            let from = (transaction["from"]?.stringValue).flatMap({ try? Address($0) }),
            let to = (transaction["to"]?.stringValue).flatMap({ try? Address($0) }),
            let data = (transaction["input"]?.stringValue).flatMap({ try? Hex.decode($0) })
        else { return "in block \(block)" }
        let value = (transaction["value"]?.stringValue).flatMap { UInt256(quantity: $0) } ?? .zero
        do throws(NodeError) {
            _ = try client.call(
                ContractCall(to: to, data: data, from: from, value: value),
                at: .number(block > 0 ? block - 1 : 0))
            return "in block \(block), for a reason that its call alone doesn't show"
        } catch { return error.revertData.map { RevertWords.text($0) } ?? error.message }
    }
}

/// Reasons of reverts in words.
enum RevertWords {
    /// Custom errors of OpenZeppelin's governor, timelock and access control.
    private static let errors: [ABIFunction] = [
        "GovernorUnexpectedProposalState(uint256 proposalId,uint8 current,bytes32 expectedStates)",
        "GovernorNonexistentProposal(uint256 proposalId)", "GovernorAlreadyCastVote(address voter)",
        "GovernorInvalidVoteType()", "GovernorInvalidSignature(address voter)",
        "GovernorInsufficientProposerVotes(address proposer,uint256 votes,uint256 threshold)",
        "GovernorInvalidProposalLength(uint256 targets,uint256 calldatas,uint256 values)",
        "GovernorRestrictedProposer(address proposer)", "GovernorOnlyExecutor(address account)",
        "GovernorUnableToCancel(uint256 proposalId,address account)",
        "GovernorInvalidVotingPeriod(uint256 votingPeriod)",
        "GovernorInvalidQuorumFraction(uint256 quorumNumerator,uint256 quorumDenominator)",
        "TimelockUnexpectedOperationState(bytes32 operationId,bytes32 expectedStates)",
        "TimelockInsufficientDelay(uint256 delay,uint256 minDelay)",
        "AccessControlUnauthorizedAccount(address account,bytes32 neededRole)",
        "ERC20InsufficientBalance(address sender,uint256 balance,uint256 needed)",
        "ERC20InsufficientAllowance(address spender,uint256 allowance,uint256 needed)",
    ].compactMap { try? ABIFunction($0) }

    /// The reason in the data of a revert.
    static func text(_ data: [UInt8]) -> String {
        switch RevertReason.decode(data, errors: errors) {
        case .error(let text): text.isEmpty ? "no reason given" : text
        case .panic(let code): "panic: \(RevertReason.meaning(ofPanic: code))"
        case .custom(let name, let values):
            values.isEmpty ? name : name + " (" + values.map { word($0) }.joined(separator: ", ") + ")"
        case .empty: "no reason given"
        case .unknown(let data): "unknown error \(Hex.encode(data.prefix(36)))"
        }
    }

    private static func word(_ value: ABIValue) -> String {
        switch value {
        case .uint(let number): number.description
        case .address(let address): address.checksummed
        case .fixedBytes(let bytes), .bytes(let bytes): Hex.encode(bytes)
        default: "?"
        }
    }
}

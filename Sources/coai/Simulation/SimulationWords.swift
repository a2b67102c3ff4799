import EVM
import Ethereum
import Profile
import Review
import SafeText
import Simulation

/// What a simulation found, in words: names and tokens come from a profile, beside whole addresses.
struct SimulationWords {
    let profile: NetworkProfile?
    let account: Address?

    /// An address, whole, and what is known of it.
    func address(_ address: Address) -> String {
        if address.isZero { return "the zero address" }
        var text = address.checksummed
        if address == account { text += " (this account)" }
        if let name = profile?.name(of: address) { text += " (\(name))" }
        return text
    }

    /// An amount of the chain's coin.
    func coins(_ wei: UInt256) -> String { Amount.decimal(wei, decimals: 18) + " ETH" }

    /// An amount of a token.
    func tokens(_ units: UInt256, of token: Address) -> String {
        if Amount.isUnlimited(units, bits: 256) { return "UNLIMITED" }
        guard let known = profile?.token(at: token) else {
            return Amount.grouped(units.description) + " smallest units"
        }
        return "\(Amount.decimal(units, decimals: known.decimals)) \(known.symbol)"
    }

    func balance(_ change: SimulatedEffects.Balance) -> String {
        let (sign, amount) =
            change.after < change.before
            ? ("-", change.before &- change.after) : ("+", change.after &- change.before)
        return "\(sign)\(coins(amount)), \(coins(change.after)) left, \(address(change.address))"
    }

    func transfer(_ transfer: TokenTransfer) -> String {
        let what =
            switch transfer.amount {
            case .units(let units): tokens(units, of: transfer.token)
            case .item(let id): "item \(id)"
            case .items(let id, let count): "\(Amount.grouped(count.description)) of item \(id)"
            }
        return "\(what) from \(address(transfer.from)) to \(address(transfer.to)), "
            + "says token \(address(transfer.token))"
    }

    func approval(_ approval: TokenApproval) -> String {
        let what =
            switch approval.extent {
            case .units(let units, let until):
                "\(tokens(units, of: approval.token))\(until.map { ", until " + moment($0) } ?? "")"
            case .item(let id): "item \(id)"
            case .all(let isGiven): isGiven ? "ALL items" : "no items any more"
            }
        var text = "\(address(approval.spender)) may take \(what) of \(address(approval.owner))"
        text += ", says \(approval.contract == approval.token ? "token " : "")\(address(approval.contract))"
        if approval.contract != approval.token { text += " of token \(address(approval.token))" }
        return text
    }

    func delegation(_ delegation: SimulatedEffects.Delegation) -> String {
        let code = delegation.delegate.map { "the code of \(address($0))" } ?? "no other code any more"
        return "\(address(delegation.authority)) runs \(code)"
    }

    func moment(_ seconds: UInt64) -> String { Moment.date(seconds) ?? "after the year 9999" }

    /// How it ended, in a line.
    func outcome(_ result: SimulationResult) -> String {
        guard result.isNonceUsed, result.outcome != .refused else { return ending(result) }
        return "is NOT TAKEN by any node: its nonce is used up; with a free one it " + ending(result)
    }

    private func ending(_ result: SimulationResult) -> String {
        switch result.outcome {
        case .succeeded: "succeeds"
        case .reverted: "REVERTS: " + RevertWords.text(result.output)
        case .halted(let halt): "FAILS: " + Self.fault(halt)
        case .refused: "is NOT TAKEN by a node as things stand"
        }
    }

    private static func fault(_ halt: Halt) -> String {
        switch halt {
        case .success, .revert: "no fault"
        case .outOfGas: "out of gas"
        case .stackUnderflow: "stack underflow"
        case .stackOverflow: "stack overflow"
        case .invalidOpcode: "invalid opcode"
        case .invalidJump: "invalid jump"
        case .staticViolation: "a change where none is allowed"
        case .returnDataOutOfBounds: "read past what was returned"
        case .collision: "the new contract's address is taken"
        case .invalidCode: "the new contract's code begins with 0xef"
        case .codeTooLarge: "the new contract's code is too large"
        case .precompileFailed: "a precompile failed"
        }
    }

    /// At which block, and what vouches for the state.
    func place(_ result: SimulationResult) -> String {
        let block = result.block
        let state =
            switch block.provenance {
            case .proven: "state consistent with header \(block.hash) of the same node"
            case .unproven(let reason): "from node, unproven (\(reason.text))"
            }
        return "simulated at block \(block.number); \(state)"
    }

    /// What the node's own simulation says; nil where it wasn't asked.
    func comparison(_ comparison: NodeComparison) -> String? {
        switch comparison {
        case .notAsked: nil
        case .notOffered(let reason): "nothing to compare: \(reason.text)"
        case .agrees: "agrees on status, gas, events and the sender's balance"
        case .differs(let differences): "DIFFERS: " + differences.map(\.text).joined(separator: "; ")
        }
    }

    func gas(_ result: SimulationResult, limit: UInt64) -> String {
        "\(Amount.grouped(String(result.gasUsed))) of \(Amount.grouped(String(limit))), "
            + "costs \(coins(result.fee))"
    }
}

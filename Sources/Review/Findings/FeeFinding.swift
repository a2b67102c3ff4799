import Ethereum
import SafeText

/// What a transaction may cost beyond its value, and what no node would take.
enum FeeFinding {
    /// 10,000 gwei for a unit of gas: 50 times what the busiest days of Ethereum cost.
    private static let absurdPrice = UInt256(10_000_000_000_000)
    /// One whole coin for gas.
    private static let largeCost = UInt256(1_000_000_000_000_000_000)

    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        let transaction: Transaction
        switch subject.document {
        case .transaction(let inner, _): transaction = inner
        case .signedTransaction(let signed): transaction = signed.transaction
        default: return []
        }
        var findings: [Finding] = []
        if transaction.type == 3 {
            findings.append(
                Finding(.danger, "transaction.blob", "a blob transaction (EIP-4844): coai does not sign it"))
        }
        let cost = transaction.gasPriceLimit.multipliedReportingOverflow(by: UInt256(transaction.gasLimit))
        if transaction.gasPriceLimit > absurdPrice {
            findings.append(
                Finding(
                    .danger, "fee.absurd",
                    "the price of gas is absurd: \(Amount.decimal(transaction.gasPriceLimit, decimals: 9)) gwei"
                ))
        } else if cost.overflow || cost.partialValue > largeCost {
            findings.append(
                Finding(
                    .warning, "fee.large",
                    "gas may cost up to \(Amount.decimal(cost.partialValue, decimals: 18)) ETH"))
        }
        if transaction.type >= 2, transaction.maxPriorityFeePerGas > transaction.maxFeePerGas {
            findings.append(
                Finding(
                    .warning, "fee.priority-above-max",
                    "maxPriorityFeePerGas is above maxFeePerGas: no node will take it"))
        }
        let needed = transaction.intrinsicGas(rules: .prague)
        if transaction.gasLimit < needed {
            findings.append(
                Finding(
                    .warning, "fee.gas-too-low",
                    "gas is \(transaction.gasLimit), below the \(needed) that the transaction needs at least")
            )
        }
        return findings
    }
}

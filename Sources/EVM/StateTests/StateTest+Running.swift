import Ethereum

/// What became of one case of a state test.
public struct StateTestResult: Sendable {
    /// The test's name.
    public let name: String
    /// The fork's name in the file.
    public let fork: String
    /// Place among the fork's cases.
    public let index: Int
    /// How it ended.
    public let verdict: Verdict

    /// How a case ended.
    public enum Verdict: Sendable, Equatable {
        case passed
        /// With what differed.
        case failed(String)
        /// The fork isn't one whose rules are here.
        case unsupported(String)
    }
}

extension StateTest {
    /// Runs all cases, each on the state that the test begins with.
    public func run() -> [StateTestResult] {
        let before = state
        return cases.map { test in
            StateTestResult(
                name: name, fork: test.fork, index: test.index, verdict: verdict(test, on: before))
        }
    }

    private func verdict(_ test: Case, on before: MemoryState) -> StateTestResult.Verdict {
        guard let rules = StateTest.rules(named: test.fork) else {
            return .unsupported("the rules of \(test.fork) are not here")
        }
        var after = before
        var logs: [LogEntry] = []
        var refused: String?
        do throws(TransactionError) {
            guard let transaction = transaction(of: test) else {
                throw TransactionError(code: "transaction.number", message: "a number is too large")
            }
            let result = try Execution.run(
                transaction, from: self.transaction.sender, in: block(rules), on: before, rules: rules)
            after.apply(result.changes)
            logs = result.logs
        } catch { refused = error.code }
        if let expected = test.expectedErrors {
            guard let refused else {
                return .failed("ran, where \(expected.joined(separator: " or ")) was expected")
            }
            let names = StateTest.names(of: refused)
            guard expected.contains(where: { names.contains($0) }) else {
                return .failed(
                    "refused by \(refused), where \(expected.joined(separator: " or ")) was expected")
            }
        } else if let refused {
            return .failed("refused by \(refused), where it was to run")
        }
        let root = after.root
        if root != test.stateRoot {
            return .failed("state root \(root), where \(test.stateRoot) was expected")
        }
        let hash = LogEntry.hash(of: logs)
        if hash != test.logsHash {
            return .failed("hash of logs \(hash), where \(test.logsHash) was expected")
        }
        return .passed
    }

    /// The rules that a name of the format stands for, London or later.
    static func rules(named name: String) -> ForkRules? {
        switch name {
        case "London": .london
        case "Merge", "Paris": .paris
        case "Shanghai": .shanghai
        case "Cancun": .cancun
        case "Prague": .prague
        case "Osaka": .osaka
        default: nil
        }
    }

    /// The state before; block hashes are those that the format prescribes.
    private var state: MemoryState {
        var changes = StateChanges()
        for account in accounts {
            changes.accounts[account.address] = .some(
                StoredAccount(nonce: account.nonce, balance: account.balance, code: Code(account.code)))
            for (slot, value) in account.storage {
                changes.storage[account.address, default: [:]][slot] = value
            }
        }
        var state = MemoryState()
        state.apply(changes)
        let newest = environment.number
        for number in (newest - min(newest, 256))..<newest {
            // The Keccak-256 of the number's decimal digits.
            state.blockHashes[number] = Keccak256.hash(utf8: String(number))
        }
        return state
    }

    private func block(_ rules: ForkRules) -> BlockEnvironment {
        BlockEnvironment(
            number: environment.number, timestamp: environment.timestamp, coinbase: environment.coinbase,
            gasLimit: environment.gasLimit, baseFee: environment.baseFee ?? .zero,
            random: environment.random ?? .zero,
            difficulty: environment.difficulty, excessBlobGas: environment.excessBlobGas ?? 0, chainID: 1)
    }

    /// Names of the format for a refusal.
    private static func names(of code: String) -> [String] {
        switch code {
        case "transaction.invalid-gas": ["INTRINSIC_GAS_TOO_LOW", "INTRINSIC_GAS_BELOW_FLOOR_GAS_COST"]
        case "transaction.invalid-funds", "transaction.invalid-cost":
            ["INSUFFICIENT_ACCOUNT_FUNDS", "GASLIMIT_PRICE_PRODUCT_OVERFLOW"]
        case "transaction.invalid-sender-code": ["SENDER_NOT_EOA"]
        case "transaction.invalid-blobs": ["TYPE_3_TX_ZERO_BLOBS", "TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH"]
        case "transaction.invalid-blob-count": ["TYPE_3_TX_BLOB_COUNT_EXCEEDED"]
        case "transaction.invalid-blob-fee": ["INSUFFICIENT_MAX_FEE_PER_BLOB_GAS"]
        case "transaction.invalid-type":
            ["TYPE_1_TX_PRE_FORK", "TYPE_2_TX_PRE_FORK", "TYPE_3_TX_PRE_FORK", "TYPE_4_TX_PRE_FORK"]
        case "transaction.invalid-base-fee": ["INSUFFICIENT_MAX_FEE_PER_GAS"]
        case "transaction.invalid-fee-order": ["PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS"]
        case "transaction.invalid-initcode": ["INITCODE_SIZE_EXCEEDED"]
        case "transaction.invalid-block-gas": ["GAS_ALLOWANCE_EXCEEDED"]
        case "transaction.invalid-gas-cap": ["GAS_LIMIT_EXCEEDS_MAXIMUM"]
        case "transaction.invalid-nonce": ["NONCE_IS_MAX"]
        case "transaction.invalid-nonce-too-low": ["NONCE_MISMATCH_TOO_LOW"]
        case "transaction.invalid-nonce-too-high": ["NONCE_MISMATCH_TOO_HIGH"]
        case "transaction.invalid-creation": ["TYPE_3_TX_CONTRACT_CREATION", "TYPE_4_TX_CONTRACT_CREATION"]
        case "transaction.invalid-authorizations": ["TYPE_4_EMPTY_AUTHORIZATION_LIST"]
        case "transaction.number": ["RLP_INVALID_VALUE"]
        default: []
        }
    }
}

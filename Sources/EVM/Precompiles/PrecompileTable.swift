import Ethereum

/// The precompiles that a transaction finds: those of its fork, unless a request has moved or removed some
/// (execution-apis, `movePrecompileToAddress`).
///
/// Which addresses are warm from the beginning (EIP-2929) doesn't follow from it: those of the fork are.
public struct PrecompileTable: Sendable {
    private let rules: ForkRules
    /// What is at addresses where it isn't the fork's any more.
    private var changed: [Address: Precompile?] = [:]

    /// The precompiles of a fork, London or later, where they belong.
    public init(rules: ForkRules) { self.rules = rules }

    /// The precompile at an address.
    package subscript(address: Address) -> Precompile? {
        get {
            if !changed.isEmpty, let found = changed[address] { return found }
            return Precompile(address, rules: rules)
        }
        set { changed[address] = .some(newValue) }
    }
}

import Ethereum

/// A contract that a profile names.
public struct ProfileContract: Sendable, Hashable {
    /// What it is: `COAIToken`, `StakingManager`, `JobMarket`, `CoaiGovernor`, `Timelock`, or another identifier.
    public let id: String
    /// Where it is.
    public let address: Address
    /// Block of its creation: no log of it is older.
    public let fromBlock: UInt64

    /// A contract of these parts.
    public init(id: String, address: Address, fromBlock: UInt64) {
        self.id = id
        self.address = address
        self.fromBlock = fromBlock
    }
}

/// A token that a profile names.
public struct ProfileToken: Sendable, Hashable {
    /// Its contract.
    public let address: Address
    /// Sign that follows an amount.
    public let symbol: String
    /// Decimal places of an amount, 0 to 36.
    public let decimals: Int

    /// A token of these parts.
    public init(address: Address, symbol: String, decimals: Int) {
        self.address = address
        self.symbol = symbol
        self.decimals = decimals
    }
}

/// A name for an address.
public struct ProfileAlias: Sendable, Hashable {
    /// The address.
    public let address: Address
    /// The name.
    public let name: String

    /// An alias of these parts.
    public init(address: Address, name: String) {
        self.address = address
        self.name = name
    }
}

/// What coai knows of a network: its chain, contracts, tokens and names.
///
/// Names are hints beside an address, never instead of it; in the signer they count only if a person has accepted
/// the profile by its digest.
public struct NetworkProfile: Sendable, Equatable {
    /// Name of the network.
    public let name: String
    /// Its chain id.
    public let chainID: UInt64
    /// Its contracts; ids and addresses are unique.
    public let contracts: [ProfileContract]
    /// Its tokens; addresses are unique.
    public let tokens: [ProfileToken]
    /// Names of other addresses; addresses are unique.
    public let aliases: [ProfileAlias]
    /// Which governor it has: `bravo`, `oz4`, `oz5` or `oz5-overridable`.
    public let governorFlavor: String
    /// What the governor counts time in: `timestamp` or `blocknumber`.
    public let clock: String
    /// The rules that the chain follows, where transactions are simulated; nil leaves that to its headers.
    public let rules: ForkRules?

    /// A profile of these parts, which the caller keeps valid.
    public init(
        name: String, chainID: UInt64, contracts: [ProfileContract], tokens: [ProfileToken] = [],
        aliases: [ProfileAlias] = [], governorFlavor: String = "oz5", clock: String = "timestamp",
        rules: ForkRules? = nil
    ) {
        self.name = name
        self.chainID = chainID
        self.contracts = contracts
        self.tokens = tokens
        self.aliases = aliases
        self.governorFlavor = governorFlavor
        self.clock = clock
        self.rules = rules
    }

    /// Hash of the canonical serialization: what a person accepts.
    public var digest: Hash32 { Keccak256.hash(utf8: serialized()) }

    /// The contract of this id, or nil.
    public func contract(_ id: String) -> ProfileContract? { contracts.first { $0.id == id } }

    /// The contract at this address, or nil.
    public func contract(at address: Address) -> ProfileContract? {
        contracts.first { $0.address == address }
    }

    /// The token at this address, or nil.
    public func token(at address: Address) -> ProfileToken? { tokens.first { $0.address == address } }

    /// Name of whatever is at this address, or nil.
    public func name(of address: Address) -> String? {
        contract(at: address)?.id ?? token(at: address)?.symbol
            ?? aliases.first { $0.address == address }?.name
    }
}

import Ethereum
import StrictJSON

/// Ether for accounts that have none: `geth --dev` gives all of it to an account of its own.
extension DevelopmentChain {
    /// What an account gets, in wei; the first one is an ordinary person's.
    private static func gift(_ account: Int) -> UInt256 {
        UInt256(account == 1 ? 1_000_000_000_000_000_000 : 10_000_000_000_000_000_000)
    }

    /// Has the node's richest own account pay ether to each of the accounts that has less than half of what it needs.
    ///
    /// - Throws: `ChainError` `devnet.ether` where the node has no account that could.
    func provideEther(_ accounts: ClosedRange<Int>) throws(ChainError) {
        var poor: [Int] = []
        var total = UInt256.zero
        for account in accounts {
            let gift = Self.gift(account)
            guard try balance(try address(account)) < (gift &>> 1) else { continue }
            poor.append(account)
            total = total &+ gift
        }
        guard let first = poor.first else { return }
        guard let sponsor = try richest(), try balance(sponsor) > total else {
            throw ChainError(
                "devnet.ether",
                "account \(first) has no ether, and the node has no account that could give it",
                hint: "use a node with an unlocked account that holds ether, as geth --dev has")
        }
        for account in poor {
            let hash = try call(
                "eth_sendTransaction",
                [
                    [
                        "from": .string(sponsor.checksummed), "to": .string(try address(account).checksummed),
                        "value": .string(Self.gift(account).quantity),
                    ]
                ])
            guard let text = hash.stringValue, let hash = try? Hash32(text) else {
                throw .answer("eth_sendTransaction")
            }
            let (isDone, _) = try receipt(hash, "a gift of ether")
            guard isDone else { throw ChainError("devnet.ether", "the node's account couldn't pay") }
            countTransaction()
        }
    }

    /// The account with the most ether of those that the node signs for.
    private func richest() throws(ChainError) -> Address? {
        guard let list = try call("eth_accounts", []).arrayValue else { throw .answer("eth_accounts") }
        var best: (address: Address, wei: UInt256)?
        // More than a development node has.
        for text in list.prefix(100) {
            guard let address = text.stringValue.flatMap({ try? Address($0) }) else {
                throw .answer("eth_accounts")
            }
            let wei = try balance(address)
            if wei > best?.wei ?? .zero { best = (address, wei) }
        }
        return best?.address
    }

    private func balance(_ address: Address) throws(ChainError) -> UInt256 {
        let answer = try call("eth_getBalance", [.string(address.checksummed), "latest"])
        guard let wei = answer.stringValue.flatMap({ UInt256(quantity: $0) }) else {
            throw .answer("eth_getBalance")
        }
        return wei
    }
}

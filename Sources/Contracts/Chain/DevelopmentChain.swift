import Cryptography
import Ethereum
import StrictJSON

/// A development node, used through its JSON-RPC with transactions that are signed here.
public final class DevelopmentChain {
    /// How a method of the node is called.
    public typealias Call = (_ method: String, _ parameters: [JSON]) throws(ChainError) -> JSON

    /// Gas of an ordinary transaction: more than any of the reference contracts' needs.
    private static let ordinaryGas: UInt64 = 2_000_000
    /// Gas of a contract's creation: the largest takes 4.9 million; a block of geth --dev holds 11.5 million.
    private static let creationGas: UInt64 = 8_000_000

    /// Times, block numbers and nonces at or above this are a node's lie; below it, days can be added without a check.
    static let bound: UInt64 = 1 << 40
    /// Wei for a unit of gas: a thousand times what a busy network asks.
    private static let highestPrice: UInt256 = 100_000_000_000_000

    let call: Call
    private let node: NodeInProcess?
    private let clock: ChainClock
    private let chainID: UInt64
    /// The chain's id.
    public var id: UInt64 { chainID }
    private var nonces: [Int: UInt64] = [:]
    private var accounts: [Int: DevelopmentAccount] = [:]
    private var functions: [String: ABIFunction] = [:]
    private var feeLimit: UInt256
    /// Sent for a block that isn't mined yet; nil while each gets one of its own.
    private var gathered: [Gathered]?
    /// Sent in a block whose transactions weren't looked at yet.
    private var unchecked: [Gathered] = []
    /// Whether what is sent now is gathered for one block: nothing of it shows in what is read.
    var isGathering: Bool { gathered != nil }
    /// How many transactions were sent.
    public private(set) var transactionCount = 0
    /// Whether blocks are ahead of the node's clock, as a sleep showed.
    var isAheadOfClock = false

    /// A node of one of the `allowed` chains.
    ///
    /// - Parameters:
    ///   - clock: how its time goes by.
    ///   - node: the shorter way to the same node, where it is in this process.
    /// - Throws: `ChainError` `devnet.chain` for another chain, `devnet.time` for a clock that is to be moved and can't
    ///   be.
    public init(
        allowed: Set<UInt64>, clock: ChainClock = .moved, node: NodeInProcess? = nil, call: @escaping Call
    ) throws(ChainError) {
        self.call = call
        self.node = node
        self.clock = clock
        guard let id = try call("eth_chainId", []).stringValue.flatMap({ UInt256(quantity: $0) })?.asUInt64
        else {
            throw .answer("eth_chainId")
        }
        guard allowed.contains(id) else {
            throw ChainError(
                "devnet.chain", "the node is of chain \(id), which is not a development chain",
                hint: "published keys sign on chains 1337 and 31337, or on one named with --dev-chain-id")
        }
        chainID = id
        guard let price = try call("eth_gasPrice", []).stringValue.flatMap({ UInt256(quantity: $0) }) else {
            throw .answer("eth_gasPrice")
        }
        // No account could pay more, and the room below is needed.
        guard price <= Self.highestPrice else { throw .answer("eth_gasPrice") }
        // Blocks in a row can raise the base fee; what isn't needed isn't taken.
        feeLimit = max(price &* 10, 10_000_000_000)
        // A node that knows the method moves by 0 seconds, which changes nothing.
        if case .moved = clock, (try? call("evm_increaseTime", ["0x0"])) == nil {
            throw ChainError(
                "devnet.time", "the node's clock can't be moved",
                hint: "seed it with --short-periods, or use a node that knows evm_setNextBlockTimestamp")
        }
    }

    /// One more was sent.
    func countTransaction() { transactionCount += 1 }

    /// An account by its number.
    public func account(_ number: Int) throws(ChainError) -> DevelopmentAccount {
        if let account = accounts[number] { return account }
        let account = try DevelopmentAccount(number)
        accounts[number] = account
        return account
    }

    /// An account's address.
    public func address(_ number: Int) throws(ChainError) -> Address { try account(number).address }

    /// The time of the newest block, and its number.
    public func head() throws(ChainError) -> (number: UInt64, time: UInt64) {
        if !isGathering { try check() }
        let block = try call("eth_getBlockByNumber", ["latest", false])
        guard let number = (block["number"]?.stringValue).flatMap({ UInt256(quantity: $0) })?.asUInt64,
            let time = (block["timestamp"]?.stringValue).flatMap({ UInt256(quantity: $0) })?.asUInt64,
            number < Self.bound, time < Self.bound
        else { throw .answer("eth_getBlockByNumber") }
        return (number, time)
    }

    /// Has the next block be at `time`, in seconds since 1970, or, where time is awaited, later; does nothing if that
    /// is past.
    public func advance(to time: UInt64) throws(ChainError) {
        if case .awaited(let pause) = clock { return try wait(until: time, pause) }
        let now = try head().time
        guard time > now + 1 else { return }
        let quantity = JSON.string(UInt256(time).quantity)
        // Some take a number only, some a quantity.
        if (try? call("evm_setNextBlockTimestamp", [quantity])) == nil {
            _ = try call("evm_setNextBlockTimestamp", [.number(String(time))])
        }
        _ = try call("evm_mine", [])
    }

    /// Creates a contract; answers its address and the block it is in.
    func create(from sender: Int, _ code: [UInt8]) throws(ChainError) -> (address: Address, block: UInt64) {
        let nonce = try nonce(sender)
        let receipt = try send(
            from: sender, to: nil, data: code, gas: Self.creationGas, what: "a contract's creation")
        return (ContractAddress.create(sender: try address(sender), nonce: nonce), receipt)
    }

    /// Calls a function of a contract by a transaction; answers the block it is in.
    @discardableResult
    func send(
        _ sender: Int, _ contract: Address, _ signature: String, _ arguments: [ABIValue] = []
    ) throws(ChainError) -> UInt64 {
        let data: [UInt8]
        do {
            data = try function(signature).encodeCall(arguments)
        } catch { throw ChainError("devnet.call", "\(signature): \(error.message)") }
        return try send(from: sender, to: contract, data: data, gas: Self.ordinaryGas, what: signature)
    }

    /// A function by its signature, which is read once.
    private func function(_ signature: String) throws(ABIError) -> ABIFunction {
        if let known = functions[signature] { return known }
        let function = try ABIFunction(signature)
        functions[signature] = function
        return function
    }

    /// Sends coins.
    func pay(_ sender: Int, _ recipient: Address, _ wei: UInt256) throws(ChainError) {
        _ = try send(from: sender, to: recipient, value: wei, data: [], gas: 21_000, what: "a payment")
    }

    /// Reads a word from a contract.
    func read(_ contract: Address, _ signature: String, _ arguments: [ABIValue] = []) throws(ChainError)
        -> UInt256
    {
        let values = try readAll(contract, signature + " returns (uint256)", arguments)
        guard case .uint(let word) = values.first else { throw .answer(signature) }
        return word
    }

    /// Reads all that a function of a contract returns; the signature says what that is.
    func readAll(_ contract: Address, _ signature: String, _ arguments: [ABIValue] = []) throws(ChainError)
        -> [ABIValue]
    {
        if !isGathering { try check() }
        guard let function = try? ABIFunction(signature), let data = try? function.encodeCall(arguments)
        else { throw ChainError("devnet.call", signature) }
        let result = try call(
            "eth_call", [["to": .string(contract.checksummed), "data": .string(Hex.encode(data))], "latest"])
        guard let bytes = result.stringValue.flatMap({ try? Hex.decode($0) }),
            let values = try? function.decodeResult(bytes)
        else { throw .answer(signature) }
        return values
    }

    // MARK: Parts

    /// The nonce of an account's next transaction.
    func nextNonce(of sender: Int) throws(ChainError) -> UInt64 { try nonce(sender) }

    private func nonce(_ sender: Int) throws(ChainError) -> UInt64 {
        if let nonce = nonces[sender] { return nonce }
        let text = try call(
            "eth_getTransactionCount", [.string(try address(sender).checksummed), "latest"]
        ).stringValue
        guard let nonce = text.flatMap({ UInt256(quantity: $0) })?.asUInt64, nonce < Self.bound else {
            throw .answer("eth_getTransactionCount")
        }
        nonces[sender] = nonce
        return nonce
    }

    private func send(
        from sender: Int, to: Address?, value: UInt256 = .zero, data: [UInt8], gas: UInt64, what: String
    ) throws(ChainError) -> UInt64 {
        let nonce = try nonce(sender)
        var transaction = Transaction(
            type: 2, chainID: chainID, nonce: nonce, gasLimit: gas, to: to, value: value, data: data)
        transaction.maxFeePerGas = feeLimit
        transaction.maxPriorityFeePerGas = 1_000_000_000
        let signature: Signature
        do { signature = try account(sender).key.sign(transaction.signingHash()) } catch let error
            as CryptographyError
        {
            throw ChainError("devnet.signature", error.message)
        } catch { throw ChainError("devnet.signature", "\(error)") }
        let signed = SignedTransaction(transaction: transaction, signature: signature)
        let hash = signed.hash
        if let node {
            try node.submit(signed, try address(sender))
        } else {
            _ = try call("eth_sendRawTransaction", [.string(Hex.encode(signed.encoded))])
        }
        nonces[sender] = nonce + 1
        transactionCount += 1
        if gathered != nil {
            gathered?.append(Gathered(hash: hash, transaction: transaction, sender: sender, what: what))
            return 0
        }
        let (isDone, block) = try receipt(hash, what)
        guard isDone else { throw reverted(transaction, sender, what) }
        return block
    }

    /// Waits for a transaction's receipt; answers whether it succeeded, and the number of its block.
    ///
    /// - Throws: `ChainError` `devnet.not-mined` where no block takes it: after half a minute, if time is awaited.
    func receipt(_ hash: Hash32, _ what: String) throws(ChainError) -> (isDone: Bool, block: UInt64) {
        let name = JSON.string(hash.description)
        for attempt in 0..<700 {
            if let outcome = node?.outcome(hash) { return outcome }
            let receipt = try call("eth_getTransactionReceipt", [name])
            if receipt.isNull {
                switch clock {
                // An instant node has it at once; another mines when it is told to.
                case .moved: _ = try? call("evm_mine", [])
                case .awaited(let pause): try pause(attempt < 50 ? 5 : 50)
                }
                continue
            }
            guard let status = receipt["status"]?.stringValue,
                let block = (receipt["blockNumber"]?.stringValue).flatMap({ UInt256(quantity: $0) })?
                    .asUInt64,
                block < Self.bound
            else { throw .answer("eth_getTransactionReceipt") }
            return (status == "0x1", block)
        }
        throw ChainError(
            "devnet.not-mined", "\(what) is in no block", hint: "use a node that mines by itself")
    }

    /// A transaction that waits for its block.
    private struct Gathered {
        let hash: Hash32
        let transaction: Transaction
        let sender: Int
        let what: String
    }

    /// Has all that `body` sends be in one block, where the node can hold it back; elsewhere nothing is different.
    ///
    /// Nothing is read from the chain before the next block's transactions are there: a node on another thread mines
    /// while they are made.
    ///
    /// - Parameter time: of the block, in seconds since 1970, after that of the one before.
    /// - Throws: `ChainError` of `body`, or of the first transaction of this or the last block that reverted.
    func together(at time: UInt64? = nil, _ body: () throws(ChainError) -> Void) throws(ChainError) {
        guard case .moved = clock, !isGathering, (try? call("evm_setAutomine", [false])) != nil else {
            if let time { try advance(to: time) }
            return try body()
        }
        gathered = []
        defer {
            gathered = nil
            _ = try? call("evm_setAutomine", [true])
        }
        try body()
        try check()
        if let time { _ = try call("evm_setNextBlockTimestamp", [.string(UInt256(time).quantity)]) }
        _ = try call("evm_mine", [])
        unchecked = gathered ?? []
    }

    /// Looks at what became of the last block's transactions.
    private func check() throws(ChainError) {
        let sent = unchecked
        unchecked = []
        for one in sent {
            let (isDone, _) = try receipt(one.hash, one.what)
            guard isDone else { throw reverted(one.transaction, one.sender, one.what) }
        }
    }

    /// Says why a transaction reverted, by making its call again.
    private func reverted(_ transaction: Transaction, _ sender: Int, _ what: String) -> ChainError {
        var parameters: [(String, JSON)] = [
            ("from", .string((try? address(sender).checksummed) ?? "")),
            ("data", .string(Hex.encode(transaction.data))), ("value", .string(transaction.value.quantity)),
            ("gas", .string(UInt256(transaction.gasLimit).quantity)),
        ]
        if let to = transaction.to { parameters.append(("to", .string(to.checksummed))) }
        do {
            _ = try call("eth_call", [.object(JSONObject(parameters)), "latest"])
        } catch {
            return ChainError(
                "devnet.reverted", "account \(sender): \(what) reverted: \(error.message)",
                // Nothing else keeps the first of them from being made.
                hint: transaction.to == nil
                    ? "the contracts are compiled for Prague: what rules has the node?" : "")
        }
        return ChainError("devnet.reverted", "account \(sender): \(what) reverted, or ran out of gas")
    }
}

import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Most blocks of one request: each is a whole one, and takes about a tenth of a millisecond.
    private static let mostBlocks: UInt64 = 100_000
    /// Most gas of a block: a transaction that uses it all still ends within seconds.
    private static let mostGas: UInt64 = 1 << 30

    /// When blocks are made, and what is in their headers.
    static let miningMethods: [String: Method] = [
        "evm_mine": Method(1) { (node, arguments) throws(RPCError) in
            try node.mine(options: arguments.optional(0))
            return "0x0"
        },
        "evm_mine_detailed": Method(1) { (node, arguments) throws(RPCError) in
            let before = node.chain.head.number
            try node.mine(options: arguments.optional(0))
            let numbers = (before + 1)..<(node.chain.head.number + 1)
            guard numbers.count <= 1_000 else {
                throw .server("more than 1000 blocks were mined: ask for them by their numbers")
            }
            return .array(
                numbers.compactMap { node.chain.block($0).map { RPCForms.block($0, whole: true) } })
        },
        // The interval is before each block, and with hardhat_mine between them.
        "anvil_mine": Method(2) { (node, arguments) throws(RPCError) in
            try node.mine(arguments, isBeforeFirst: true)
            return .null
        },
        "hardhat_mine": Method(2) { (node, arguments) throws(RPCError) in
            try node.mine(arguments, isBeforeFirst: false)
            return .null
        },
        "evm_setAutomine": Method(1) { (node, arguments) throws(RPCError) in
            // Blocks that a clock makes go on where no transaction makes one.
            if try arguments.bool(0) {
                node.mining = .instant
            } else if node.mining == .instant {
                node.mining = .manual
            }
            return true
        },
        "anvil_getAutomine": Method(0) { (node, _) throws(RPCError) in .bool(node.mining == .instant) },
        "evm_setIntervalMining": Method(1) { (node, arguments) throws(RPCError) in
            guard let seconds = try arguments.lenient(0).asUInt64, seconds <= 86_400 else {
                throw .invalid("invalid argument 0: want at most 86400 seconds")
            }
            node.mining = seconds == 0 ? .manual : .interval(seconds)
            return true
        },
        "anvil_getIntervalMining": Method(0) { (node, _) throws(RPCError) in
            guard case .interval(let seconds) = node.mining else { return .null }
            return .number(String(seconds))
        },
        "anvil_setNextBlockBaseFeePerGas": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.nextBaseFee = try arguments.lenient(0)
            return .null
        },
        "hardhat_setPrevRandao": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.nextRandom = try arguments.hash(0)
            return true
        },
        "anvil_setCoinbase": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.configuration.coinbase = try arguments.address(0)
            return .null
        },
        "evm_setBlockGasLimit": Method(1) { (node, arguments) throws(RPCError) in
            guard let limit = try arguments.lenient(0).asUInt64, (21_000...DevNode.mostGas).contains(limit)
            else { throw .invalid("invalid argument 0: want 21000 to \(DevNode.mostGas)") }
            node.chain.configuration.gasLimit = limit
            return true
        },
        "anvil_setChainId": Method(1) { (node, arguments) throws(RPCError) in
            guard let id = try arguments.lenient(0).asUInt64, (1...UInt64(Int64.max)).contains(id) else {
                throw .invalid("invalid argument 0: want 1 to \(Int64.max)")
            }
            node.chain.configuration.chainID = id
            return .null
        },
        // What a block's builder takes at least is for chains without a base fee, which none is here.
        "anvil_setMinGasPrice": Method(1) { (_, _) throws(RPCError) in
            throw .server("a minimal gas price is not supported when EIP-1559 is active")
        },
    ]

    private func mine(options: JSON?) throws(RPCError) {
        if let time = options?["timestamp"] ?? (options?.objectValue == nil ? options : nil) {
            try setNextTime(try RPCValue.lenient(time, "timestamp"))
        }
        let count =
            try options?["blocks"].map { json throws(RPCError) in try RPCValue.lenient(json, "blocks") } ?? 1
        try mine(count, interval: nil, isBeforeFirst: false)
    }

    private func mine(_ arguments: RPCArguments, isBeforeFirst: Bool) throws(RPCError) {
        let count = arguments.optional(0) == nil ? 1 : try arguments.lenient(0)
        let interval = arguments.optional(1) == nil ? nil : try arguments.lenient(1)
        try mine(count, interval: interval, isBeforeFirst: isBeforeFirst)
    }

    private func mine(_ count: UInt256, interval: UInt256?, isBeforeFirst: Bool) throws(RPCError) {
        guard let count = count.asUInt64, count <= DevNode.mostBlocks else {
            throw .invalid("at most \(DevNode.mostBlocks) blocks at a time")
        }
        let seconds = interval.map { $0.asUInt64 ?? .max }
        for place in 0..<count {
            if place > 0 || isBeforeFirst, let seconds { try advance(by: seconds) }
            chain.mine()
        }
    }
}

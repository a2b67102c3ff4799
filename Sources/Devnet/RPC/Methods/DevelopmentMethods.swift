import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Most blocks of one `evm_mine`.
    private static let mostBlocks: UInt64 = 100_000

    /// What only a development chain can do, under the names that test tools use.
    static let developmentMethods: [String: Method] = {
        var all = named
        for (name, other) in [
            ("mine", "hardhat_mine"), ("setBalance", "hardhat_setBalance"), ("setNonce", "hardhat_setNonce"),
            ("setCode", "hardhat_setCode"), ("setStorageAt", "hardhat_setStorageAt"),
            ("impersonateAccount", "hardhat_impersonateAccount"),
            ("stopImpersonatingAccount", "hardhat_stopImpersonatingAccount"),
            ("setNextBlockBaseFeePerGas", "hardhat_setNextBlockBaseFeePerGas"),
        ] {
            all[other] = named["anvil_" + name]
        }
        return all
    }()

    private static let named: [String: Method] = [
        "evm_snapshot": Method(0) { (node, _) throws(RPCError) in RPCValue.json(node.chain.snapshot()) },
        "evm_revert": Method(1) { (node, arguments) throws(RPCError) in
            let id = try RPCValue.lenient(try arguments.required(0), "argument 0").asUInt64 ?? 0
            return .bool(node.chain.revert(to: id))
        },
        "evm_mine": Method(1) { (node, arguments) throws(RPCError) in
            let options = arguments.optional(0)
            if let time = options?["timestamp"] ?? (options?.objectValue == nil ? options : nil) {
                try node.setNextTime(try RPCValue.lenient(time, "timestamp"))
            }
            let count =
                try options?["blocks"].map { json throws(RPCError) in try RPCValue.lenient(json, "blocks") }
                ?? 1
            try node.mine(count, interval: nil)
            return "0x0"
        },
        "anvil_mine": Method(2) { (node, arguments) throws(RPCError) in
            let count =
                try arguments.optional(0).map { json throws(RPCError) in
                    try RPCValue.lenient(json, "argument 0")
                } ?? 1
            let interval = try arguments.optional(1).map { json throws(RPCError) in
                try RPCValue.lenient(json, "argument 1")
            }
            try node.mine(count, interval: interval)
            return .null
        },
        "evm_increaseTime": Method(1) { (node, arguments) throws(RPCError) in
            guard let seconds = try RPCValue.lenient(try arguments.required(0), "argument 0").asUInt64 else {
                throw .invalid("too many seconds")
            }
            guard node.chain.clock.advance(by: seconds, head: node.chain.head.header.timestamp) else {
                throw .invalid("no block may be later than \(BlockClock.latest)")
            }
            return RPCValue.json(seconds)
        },
        "evm_setNextBlockTimestamp": Method(1) { (node, arguments) throws(RPCError) in
            try node.setNextTime(try RPCValue.lenient(try arguments.required(0), "argument 0"))
            return .null
        },
        "evm_followWallClock": Method(0) { (node, _) throws(RPCError) in
            node.chain.clock.followWall(head: node.chain.head.header.timestamp)
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
        "anvil_impersonateAccount": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.impersonated.insert(try arguments.address(0))
            return .null
        },
        "anvil_stopImpersonatingAccount": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.impersonated.remove(try arguments.address(0))
            return .null
        },
        "anvil_setBalance": Method(2) { (node, arguments) throws(RPCError) in
            let balance = try RPCValue.lenient(try arguments.required(1), "argument 1")
            node.chain.amend(try arguments.address(0)) { $0.balance = balance }
            return .null
        },
        "anvil_setNonce": Method(2) { (node, arguments) throws(RPCError) in
            let nonce = try arguments.quantity(1)
            node.chain.amend(try arguments.address(0)) { $0.nonce = nonce }
            return .null
        },
        "anvil_setCode": Method(2) { (node, arguments) throws(RPCError) in
            let code = Code(try arguments.bytes(1))
            node.chain.amend(try arguments.address(0)) { $0.code = code }
            return .null
        },
        "anvil_setStorageAt": Method(3) { (node, arguments) throws(RPCError) in
            let slot = try RPCValue.slot(try arguments.required(1))
            node.chain.amend(
                try arguments.address(0), slot: slot, to: try RPCValue.slot(try arguments.required(2)))
            return true
        },
        "anvil_setNextBlockBaseFeePerGas": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.nextBaseFee = try RPCValue.lenient(try arguments.required(0), "argument 0")
            return .null
        },
    ]

    private func setNextTime(_ time: UInt256) throws(RPCError) {
        let head = chain.head.header.timestamp
        guard let time = time.asUInt64, time > head else {
            throw .invalid("the last block is at \(head): \(time) isn't later")
        }
        guard time <= BlockClock.latest else {
            throw .invalid("no block may be later than \(BlockClock.latest)")
        }
        chain.clock.set(next: time)
    }

    private func mine(_ count: UInt256, interval: UInt256?) throws(RPCError) {
        guard let count = count.asUInt64, count <= DevNode.mostBlocks else {
            throw .invalid("at most \(DevNode.mostBlocks) blocks at a time")
        }
        for place in 0..<count {
            if place > 0, let seconds = interval?.asUInt64 {
                let (time, overflow) = chain.head.header.timestamp.addingReportingOverflow(max(seconds, 1))
                if !overflow, time <= BlockClock.latest { chain.clock.set(next: time) }
            }
            chain.mine()
        }
    }
}

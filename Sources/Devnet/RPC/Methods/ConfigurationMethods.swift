import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// What rules the chain has (EIP-7910).
    static let configurationMethods: [String: Method] = [
        "eth_config": Method(0) { (node, _) throws(RPCError) in
            ["current": ForkConfiguration(node.chain).json, "next": .null, "last": .null]
        }
    ]
}

/// The one fork of a development chain, which it has from its beginning (EIP-7910, "Specification").
struct ForkConfiguration {
    /// Names and addresses of the precompiles, and since when they are.
    private static let precompiles: [(name: String, address: UInt64, since: ForkRules)] = [
        ("BLAKE2F", 0x09, .istanbul), ("BLS12_G1ADD", 0x0b, .prague), ("BLS12_G1MSM", 0x0c, .prague),
        ("BLS12_G2ADD", 0x0d, .prague), ("BLS12_G2MSM", 0x0e, .prague),
        ("BLS12_MAP_FP2_TO_G2", 0x11, .prague), ("BLS12_MAP_FP_TO_G1", 0x10, .prague),
        ("BLS12_PAIRING_CHECK", 0x0f, .prague), ("BN254_ADD", 0x06, .byzantium),
        ("BN254_MUL", 0x07, .byzantium), ("BN254_PAIRING", 0x08, .byzantium), ("ECREC", 0x01, .frontier),
        ("ID", 0x04, .frontier), ("KZG_POINT_EVALUATION", 0x0a, .cancun), ("MODEXP", 0x05, .byzantium),
        ("P256VERIFY", 0x100, .osaka), ("RIPEMD160", 0x03, .frontier), ("SHA256", 0x02, .frontier),
    ]
    private static let contracts: [(name: String, address: Address, since: ForkRules)] = [
        ("BEACON_ROOTS_ADDRESS", SystemCalls.beaconRoots, .cancun),
        ("CONSOLIDATION_REQUEST_PREDEPLOY_ADDRESS", SystemCalls.consolidationRequests, .prague),
        ("DEPOSIT_CONTRACT_ADDRESS", DepositRequests.contract, .prague),
        ("HISTORY_STORAGE_ADDRESS", SystemCalls.blockHashes, .prague),
        ("WITHDRAWAL_REQUEST_PREDEPLOY_ADDRESS", SystemCalls.withdrawalRequests, .prague),
    ]

    private let configuration: DevChain.Configuration
    private let genesis: Hash32

    init(_ chain: DevChain) {
        configuration = chain.configuration
        genesis = chain.block(0)?.hash ?? .zero
    }

    var json: JSON {
        let rules = configuration.rules
        func object(_ rows: [(name: String, address: Address, since: ForkRules)]) -> JSON {
            .object(
                JSONObject(rows.filter { rules >= $0.since }.map { ($0.name, RPCValue.json($0.address)) }))
        }
        let blobs = BlobSchedule(rules: rules).map { schedule -> JSON in
            [
                "target": .number(String(schedule.target)), "max": .number(String(schedule.most)),
                "baseFeeUpdateFraction": .number(String(schedule.updateFraction)),
            ]
        }
        return [
            "activationTime": 0, "blobSchedule": blobs ?? .null,
            "chainId": RPCValue.json(configuration.chainID), "forkId": RPCValue.json(forkID),
            "precompiles": object(
                Self.precompiles.map { ($0.name, Address(truncating: UInt256($0.address)), $0.since) }),
            "systemContracts": object(Self.contracts),
        ]
    }

    /// The CRC-32 of the genesis' hash: no fork follows it (EIP-2124, EIP-6122).
    private var forkID: [UInt8] {
        var sum: UInt32 = .max
        for byte in genesis.bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xedb8_8320 : 0) }
        }
        return (0..<4).map { UInt8(truncatingIfNeeded: ~sum >> (24 - 8 * $0)) }
    }
}

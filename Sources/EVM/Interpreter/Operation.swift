import Ethereum

/// What an opcode costs before it runs, and what stack it wants.
struct Operation {
    /// Gas that it costs whatever its operands are.
    var gas: UInt16
    /// Words that it takes.
    var takes: UInt16
    /// Most words on the stack beyond those, so that what it gives has room.
    var room: UInt16

    /// No stack suits an opcode that the fork doesn't have.
    private static let undefined = Operation(gas: 0, takes: 2_000, room: 0)

    /// Whether the fork has it.
    var isDefined: Bool { takes <= Limits.stack }

    /// Whether a stack of `count` words suits.
    @inline(__always)
    func suits(_ count: Int) -> Bool { UInt(bitPattern: count &- Int(takes)) <= UInt(room) }

    /// Why a stack of `count` words doesn't suit.
    func unsuited(_ count: Int) -> Halt {
        guard isDefined else { return .invalidOpcode }
        return count < Int(takes) ? .stackUnderflow : .stackOverflow
    }

    /// The tables of all forks, in their order.
    static let tables = ForkRules.allCases.map { OperationTable(table($0)) }

    /// The 256 opcodes of a fork, London or later (Yellow Paper, appendix H; EIP numbers beside what came after).
    private static func table(_ rules: ForkRules) -> [Operation] {
        var table = [Operation](repeating: .undefined, count: 256)
        func define(_ codes: ClosedRange<Int>, _ gas: UInt16, _ takes: UInt16, _ gives: Int) {
            for code in codes {
                table[code] = Operation(
                    gas: gas, takes: takes, room: UInt16(Limits.stack - max(gives, Int(takes))))
            }
        }
        func define(_ code: Int, _ gas: UInt16, _ takes: UInt16, _ gives: Int) {
            define(code...code, gas, takes, gives)
        }
        define(0x00, 0, 0, 0)  // STOP
        define(0x01, 3, 2, 1)  // ADD
        define(0x02, 5, 2, 1)  // MUL
        define(0x03, 3, 2, 1)  // SUB
        define(0x04...0x07, 5, 2, 1)  // DIV SDIV MOD SMOD
        define(0x08...0x09, 8, 3, 1)  // ADDMOD MULMOD
        define(0x0a, 10, 2, 1)  // EXP
        define(0x0b, 5, 2, 1)  // SIGNEXTEND
        define(0x10...0x14, 3, 2, 1)  // LT GT SLT SGT EQ
        define(0x15, 3, 1, 1)  // ISZERO
        define(0x16...0x18, 3, 2, 1)  // AND OR XOR
        define(0x19, 3, 1, 1)  // NOT
        define(0x1a...0x1d, 3, 2, 1)  // BYTE SHL SHR SAR
        if rules >= .osaka { define(0x1e, 5, 1, 1) }  // CLZ (EIP-7939)
        define(0x20, 30, 2, 1)  // KECCAK256
        define(0x30, 2, 0, 1)  // ADDRESS
        define(0x31, 100, 1, 1)  // BALANCE
        define(0x32...0x34, 2, 0, 1)  // ORIGIN CALLER CALLVALUE
        define(0x35, 3, 1, 1)  // CALLDATALOAD
        define(0x36, 2, 0, 1)  // CALLDATASIZE
        define(0x37, 3, 3, 0)  // CALLDATACOPY
        define(0x38, 2, 0, 1)  // CODESIZE
        define(0x39, 3, 3, 0)  // CODECOPY
        define(0x3a, 2, 0, 1)  // GASPRICE
        define(0x3b, 100, 1, 1)  // EXTCODESIZE
        define(0x3c, 100, 4, 0)  // EXTCODECOPY
        define(0x3d, 2, 0, 1)  // RETURNDATASIZE
        define(0x3e, 3, 3, 0)  // RETURNDATACOPY
        define(0x3f, 100, 1, 1)  // EXTCODEHASH
        define(0x40, 20, 1, 1)  // BLOCKHASH
        define(0x41...0x46, 2, 0, 1)  // COINBASE TIMESTAMP NUMBER PREVRANDAO GASLIMIT CHAINID
        define(0x47, 5, 0, 1)  // SELFBALANCE
        define(0x48, 2, 0, 1)  // BASEFEE
        if rules >= .cancun {
            define(0x49, 3, 1, 1)  // BLOBHASH (EIP-4844)
            define(0x4a, 2, 0, 1)  // BLOBBASEFEE (EIP-7516)
        }
        define(0x50, 2, 1, 0)  // POP
        define(0x51, 3, 1, 1)  // MLOAD
        define(0x52...0x53, 3, 2, 0)  // MSTORE MSTORE8
        define(0x54, 100, 1, 1)  // SLOAD
        define(0x55, 100, 2, 0)  // SSTORE
        define(0x56, 8, 1, 0)  // JUMP
        define(0x57, 10, 2, 0)  // JUMPI
        define(0x58...0x5a, 2, 0, 1)  // PC MSIZE GAS
        define(0x5b, 1, 0, 0)  // JUMPDEST
        if rules >= .cancun {
            define(0x5c, 100, 1, 1)  // TLOAD (EIP-1153)
            define(0x5d, 100, 2, 0)  // TSTORE
            define(0x5e, 3, 3, 0)  // MCOPY (EIP-5656)
        }
        if rules >= .shanghai { define(0x5f, 2, 0, 1) }  // PUSH0 (EIP-3855)
        define(0x60...0x7f, 3, 0, 1)  // PUSH
        for depth in 1...16 {
            define(0x7f + depth, 3, UInt16(depth), depth + 1)  // DUP
            define(0x8f + depth, 3, UInt16(depth + 1), depth + 1)  // SWAP
        }
        for topics in 0...4 {
            define(0xa0 + topics, UInt16(375 * (topics + 1)), UInt16(2 + topics), 0)  // LOG
        }
        define(0xf0, 32_000, 3, 1)  // CREATE
        define(0xf1...0xf2, 100, 7, 1)  // CALL CALLCODE
        define(0xf3, 0, 2, 0)  // RETURN
        define(0xf4, 100, 6, 1)  // DELEGATECALL
        define(0xf5, 32_000, 4, 1)  // CREATE2
        define(0xfa, 100, 6, 1)  // STATICCALL
        define(0xfd, 0, 2, 0)  // REVERT
        define(0xff, 5_000, 1, 0)  // SELFDESTRUCT
        return table
    }
}

/// A fork's opcodes where the interpreter reads them without looking at bounds; never changed after `init`.
final class OperationTable: @unchecked Sendable {
    let base: UnsafePointer<Operation>

    init(_ operations: [Operation]) {
        let memory = UnsafeMutablePointer<Operation>.allocate(capacity: operations.count)
        for (index, operation) in operations.enumerated() { (memory + index).initialize(to: operation) }
        base = UnsafePointer(memory)
    }

    deinit { base.deallocate() }
}

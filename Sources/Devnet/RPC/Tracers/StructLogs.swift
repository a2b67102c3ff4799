import EVM
import Ethereum
import StrictJSON

/// The opcodes of a transaction as nodes show them where no tracer is named (execution-apis, `StructLog`).
enum StructLogs {
    static func options(_ json: JSON?) throws(RPCError) -> TracedStep.Options {
        func flag(_ name: String) throws(RPCError) -> Bool {
            guard let value = json?[name], !value.isNull else { return false }
            guard let flag = value.boolValue else { throw .invalid("invalid \(name): want true or false") }
            return flag
        }
        var options = TracedStep.Options()
        options.stack = try !flag("disableStack")
        options.storage = try !flag("disableStorage")
        options.memory = try flag("enableMemory")
        options.returnData = try flag("enableReturnData")
        if let limit = json?["limit"], !limit.isNull {
            guard let number = limit.numberText.flatMap({ UInt64($0) }) else {
                throw .invalid("invalid limit: want a number")
            }
            options.limit = number
        }
        return options
    }

    static func json(_ result: TransactionResult, _ options: TracedStep.Options) throws(RPCError) -> JSON {
        guard let steps = result.steps else {
            throw .server("the transaction's steps are too large to show: ask for fewer with limit")
        }
        // Of a creation the account's code, which is the call's output alone.
        let output = result.succeeded ? result.calls.first?.output ?? result.output : result.output
        return [
            "gas": .number(String(result.gasUsed)), "failed": .bool(!result.succeeded),
            "returnValue": RPCValue.json(output), "structLogs": .array(steps.map { json($0, options) }),
        ]
    }

    private static func json(_ step: TracedStep, _ options: TracedStep.Options) -> JSON {
        var members: [(String, JSON)] = [
            ("pc", .number(String(step.pc))), ("op", .string(Mnemonics.name(of: step.opcode))),
            ("gas", .number(String(step.gas))), ("gasCost", .number(String(step.gasCost))),
            ("depth", .number(String(step.depth))),
        ]
        if let failure = step.failure { members.append(("error", .string(DevNode.words(failure)))) }
        if step.refund > 0 { members.append(("refund", .number(String(step.refund)))) }
        if options.stack { members.append(("stack", .array(step.stack.map { RPCValue.json($0) }))) }
        if !step.memory.isEmpty {
            members.append(
                (
                    "memory",
                    .array(
                        stride(from: 0, to: step.memory.count, by: 32).map { start in
                            RPCValue.json(Array(step.memory[start..<min(start + 32, step.memory.count)]))
                        })
                ))
        }
        if !step.returned.isEmpty { members.append(("returnData", RPCValue.json(step.returned))) }
        if let storage = step.storage {
            members.append(
                (
                    "storage",
                    .object(
                        JSONObject(
                            storage.map {
                                (Hex.encode($0.slot.bigEndianBytes), RPCValue.json($0.value.bigEndianBytes))
                            }))
                ))
        }
        return .object(JSONObject(members))
    }
}

/// Names of the opcodes (Yellow Paper, appendix H; the EIPs that came after).
enum Mnemonics {
    private static let singles: [UInt8: String] = [
        0x00: "STOP", 0x01: "ADD", 0x02: "MUL", 0x03: "SUB", 0x04: "DIV", 0x05: "SDIV", 0x06: "MOD",
        0x07: "SMOD", 0x08: "ADDMOD", 0x09: "MULMOD", 0x0a: "EXP", 0x0b: "SIGNEXTEND", 0x10: "LT",
        0x11: "GT", 0x12: "SLT", 0x13: "SGT", 0x14: "EQ", 0x15: "ISZERO", 0x16: "AND", 0x17: "OR",
        0x18: "XOR", 0x19: "NOT", 0x1a: "BYTE", 0x1b: "SHL", 0x1c: "SHR", 0x1d: "SAR", 0x1e: "CLZ",
        0x20: "KECCAK256", 0x30: "ADDRESS", 0x31: "BALANCE", 0x32: "ORIGIN", 0x33: "CALLER",
        0x34: "CALLVALUE", 0x35: "CALLDATALOAD", 0x36: "CALLDATASIZE", 0x37: "CALLDATACOPY",
        0x38: "CODESIZE", 0x39: "CODECOPY", 0x3a: "GASPRICE", 0x3b: "EXTCODESIZE", 0x3c: "EXTCODECOPY",
        0x3d: "RETURNDATASIZE", 0x3e: "RETURNDATACOPY", 0x3f: "EXTCODEHASH", 0x40: "BLOCKHASH",
        0x41: "COINBASE", 0x42: "TIMESTAMP", 0x43: "NUMBER", 0x44: "PREVRANDAO", 0x45: "GASLIMIT",
        0x46: "CHAINID", 0x47: "SELFBALANCE", 0x48: "BASEFEE", 0x49: "BLOBHASH", 0x4a: "BLOBBASEFEE",
        0x50: "POP", 0x51: "MLOAD", 0x52: "MSTORE", 0x53: "MSTORE8", 0x54: "SLOAD", 0x55: "SSTORE",
        0x56: "JUMP", 0x57: "JUMPI", 0x58: "PC", 0x59: "MSIZE", 0x5a: "GAS", 0x5b: "JUMPDEST",
        0x5c: "TLOAD", 0x5d: "TSTORE", 0x5e: "MCOPY", 0xf0: "CREATE", 0xf1: "CALL", 0xf2: "CALLCODE",
        0xf3: "RETURN", 0xf4: "DELEGATECALL", 0xf5: "CREATE2", 0xfa: "STATICCALL", 0xfd: "REVERT",
        0xfe: "INVALID", 0xff: "SELFDESTRUCT",
    ]

    static func name(of opcode: UInt8) -> String {
        switch opcode {
        case 0x5f...0x7f: "PUSH\(opcode - 0x5f)"
        case 0x80...0x8f: "DUP\(opcode - 0x7f)"
        case 0x90...0x9f: "SWAP\(opcode - 0x8f)"
        case 0xa0...0xa4: "LOG\(opcode - 0xa0)"
        default: singles[opcode] ?? "opcode 0x\(String(opcode, radix: 16)) not defined"
        }
    }
}

import Ethereum
import TestSupport

/// Makes programs at random that get further than random bytes: opcodes mostly find their operands on the stack, jumps
/// mostly land, calls go to the program itself and to precompiles.
struct CodeGenerator {
    private var random: SeededRandom
    private var code: [UInt8] = []
    private var destinations: [Int] = []

    /// The same seed makes the same programs.
    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// Opcodes of words and memory with the operands that they take; those that call or jump are made apart.
    private static let operations: [(code: ClosedRange<UInt8>, takes: Int, isOfMemory: Bool)] = [
        (0x01...0x07, 2, false), (0x08...0x09, 3, false), (0x0a...0x0b, 2, false), (0x10...0x14, 2, false),
        (0x15...0x15, 1, false), (0x16...0x18, 2, false), (0x19...0x19, 1, false), (0x1a...0x1d, 2, false),
        (0x20...0x20, 2, true), (0x30...0x30, 0, false), (0x31...0x31, 1, false), (0x32...0x34, 0, false),
        (0x35...0x35, 1, false), (0x36...0x36, 0, false), (0x37...0x37, 3, true), (0x38...0x38, 0, false),
        (0x39...0x39, 3, true), (0x3a...0x3a, 0, false), (0x3b...0x3b, 1, false), (0x3c...0x3c, 4, true),
        (0x3d...0x3d, 0, false), (0x3f...0x3f, 1, false), (0x40...0x40, 1, false), (0x41...0x4a, 0, false),
        (0x50...0x50, 1, false), (0x51...0x51, 1, true), (0x52...0x53, 2, true), (0x54...0x54, 1, false),
        (0x55...0x55, 2, false), (0x58...0x5a, 0, false), (0x5c...0x5c, 1, false), (0x5d...0x5d, 2, false),
        (0x5e...0x5e, 3, true), (0x5f...0x5f, 0, false), (0x80...0x83, 2, false), (0x90...0x93, 2, false),
        (0xa0...0xa0, 2, true), (0xa1...0xa1, 3, true), (0xa2...0xa2, 4, true),
    ]

    /// The next program, of up to some hundred bytes.
    mutating func next() -> [UInt8] {
        code = []
        destinations = []
        for _ in 0..<(1 + below(60)) { piece() }
        switch below(4) {
        case 0: code += [0x60, small(), 0x60, small(), 0xf3]
        case 1: code += [0x60, small(), 0x60, small(), 0xfd]
        default: break
        }
        return code
    }

    private mutating func piece() {
        switch below(40) {
        case 0:
            if below(8) == 0 { code.append(UInt8(below(256))) }
        case 1...3:
            destinations.append(code.count)
            code.append(0x5b)
        case 4...5:
            // Back to where a jump may land, or to anywhere; mostly under a condition.
            let isConditional = below(12) > 0
            if isConditional {
                if below(3) == 0 {
                    push()
                } else {
                    // While more gas is left than some number.
                    code += [0x5a, 0x62, UInt8(below(3)), UInt8(below(256)), 0, 0x10]
                }
            }
            let target =
                destinations.isEmpty || below(12) == 0
                ? below(code.count + 8) : destinations[below(destinations.count)]
            code += [0x61, UInt8(target >> 8), UInt8(target & 0xff), isConditional ? 0x57 : 0x56]
        case 6...8: call()
        case 9: create()
        case 10:
            pushAddress()
            if below(4) == 0 { code.append(0xff) }
        case 11...14: push()
        default:
            let operation = Self.operations[below(Self.operations.count)]
            if below(16) > 0 {
                for _ in 0..<operation.takes {
                    if operation.isOfMemory, below(64) > 0 { code += [0x60, small()] } else { push() }
                }
            }
            code.append(operation.code.lowerBound + UInt8(below(operation.code.count)))
        }
    }

    private mutating func call() {
        let opcode: UInt8 = [0xf1, 0xf2, 0xf4, 0xfa][below(4)]
        for _ in 0..<4 { code += [0x60, small()] }
        if opcode < 0xf4 { code += [0x60, below(3) == 0 ? 1 : 0] }
        pushAddress()
        if below(3) == 0 { push() } else { code.append(0x5a) }
        code.append(opcode)
    }

    private mutating func create() {
        // The program itself, or a part of it, as what makes the new contract.
        code += [0x60, small(), 0x60, UInt8(below(8)), 0x60, 0, 0x39]
        let isSalted = below(2) == 0
        if isSalted { push() }
        code += [0x60, small(), 0x60, 0, 0x60, UInt8(below(2)), isSalted ? 0xf5 : 0xf0]
    }

    private mutating func pushAddress() {
        switch below(4) {
        case 0: code += [0x60, UInt8(below(11))]
        case 1: code += [0x61, 0xc0, 0xde]
        case 2: code.append(0x30)
        default: code += [0x60, UInt8(below(256))]
        }
    }

    private mutating func push() {
        switch below(10) {
        case 0: code += [0x60, 0]
        case 1...5: code += [0x60, small()]
        case 6: code += [0x7f] + [UInt8](repeating: 0xff, count: 32)
        case 7: code += [0x7f, 0x80] + [UInt8](repeating: 0, count: 31)
        default:
            let count = 1 + below(32)
            code.append(0x5f + UInt8(count))
            for _ in 0..<count { code.append(UInt8(below(256))) }
        }
    }

    private mutating func small() -> UInt8 { UInt8(below(below(3) == 0 ? 256 : 40)) }

    private mutating func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
}

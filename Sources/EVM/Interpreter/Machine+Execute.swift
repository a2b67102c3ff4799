import Ethereum

/// Whether a frame pauses after each of its opcodes: known when the loop is compiled, so that it costs nothing.
private protocol ExecutionPausing { static var isAfterEach: Bool { get } }
private enum Unpaused: ExecutionPausing { static var isAfterEach: Bool { false } }
private enum OneByOne: ExecutionPausing { static var isAfterEach: Bool { true } }

extension Machine {
    /// Runs a frame until it ends or asks for a call.
    mutating func execute(_ frame: inout Frame) -> Exit {
        // Without pauses the loop only ends so.
        execute(&frame, Unpaused.self) ?? .halt(.invalidOpcode, output: [])
    }

    /// Runs one opcode of a frame; nil unless the frame ended or asks for a call.
    mutating func executeOne(_ frame: inout Frame) -> Exit? { execute(&frame, OneByOne.self) }

    /// Runs a frame, until it ends, asks for a call, or pauses: then nil.
    ///
    /// One loop with the program counter, the stack's height and the gas in local variables, which is what makes it
    /// fast; what is rare or long is in methods of their own.
    @inline(__always)
    private mutating func execute<Pausing: ExecutionPausing>(_ frame: inout Frame, _: Pausing.Type) -> Exit? {
        var isPaused = false
        let code = frame.code.base
        let codeCount = frame.code.count
        let destinations = frame.code.destinations
        let stack = arena.stack + frame.stackBase
        var count = frame.stackCount
        var gas = frame.gas
        var pc = frame.pc
        let table = operations.base
        while true {
            if Pausing.isAfterEach {
                if isPaused {
                    (frame.gas, frame.pc, frame.stackCount) = (gas, pc, count)
                    return nil
                }
                isPaused = true
            }
            let opcode = code[pc]
            let operation = table[Int(opcode)]
            guard operation.suits(count) else {
                return .halt(operation.unsuited(count), output: [])
            }
            guard gas >= UInt64(operation.gas) else { return .halt(.outOfGas, output: []) }
            gas &-= UInt64(operation.gas)
            pc &+= 1
            switch opcode {
            case 0x01:
                stack[count &- 2] = stack[count &- 1] &+ stack[count &- 2]
                count &-= 1
            case 0x02:
                stack[count &- 2] = stack[count &- 1] &* stack[count &- 2]
                count &-= 1
            case 0x03:
                stack[count &- 2] = stack[count &- 1] &- stack[count &- 2]
                count &-= 1
            case 0x04:
                stack[count &- 2] = stack[count &- 1].divided(by: stack[count &- 2])
                count &-= 1
            case 0x05:
                stack[count &- 2] = stack[count &- 1].signedDivided(by: stack[count &- 2])
                count &-= 1
            case 0x06:
                stack[count &- 2] = stack[count &- 1].remainder(by: stack[count &- 2])
                count &-= 1
            case 0x07:
                stack[count &- 2] = stack[count &- 1].signedRemainder(by: stack[count &- 2])
                count &-= 1
            case 0x08:
                stack[count &- 3] = .addModulo(stack[count &- 1], stack[count &- 2], stack[count &- 3])
                count &-= 2
            case 0x09:
                stack[count &- 3] = .multiplyModulo(
                    stack[count &- 1], stack[count &- 2], stack[count &- 3])
                count &-= 2
            case 0x0a:
                let exponent = stack[count &- 2]
                let cost = 50 * UInt64((exponent.bitWidth + 7) / 8)
                guard gas >= cost else { return .halt(.outOfGas, output: []) }
                gas &-= cost
                stack[count &- 2] = stack[count &- 1].power(exponent)
                count &-= 1
            case 0x0b:
                stack[count &- 2] = stack[count &- 1].signExtending(stack[count &- 2])
                count &-= 1
            case 0x10:
                stack[count &- 2] = stack[count &- 1] < stack[count &- 2] ? .one : .zero
                count &-= 1
            case 0x11:
                stack[count &- 2] = stack[count &- 2] < stack[count &- 1] ? .one : .zero
                count &-= 1
            case 0x12:
                stack[count &- 2] = stack[count &- 1].signedLess(stack[count &- 2]) ? .one : .zero
                count &-= 1
            case 0x13:
                stack[count &- 2] = stack[count &- 2].signedLess(stack[count &- 1]) ? .one : .zero
                count &-= 1
            case 0x14:
                stack[count &- 2] = stack[count &- 1] == stack[count &- 2] ? .one : .zero
                count &-= 1
            case 0x15:
                stack[count &- 1] = stack[count &- 1].isZero ? .one : .zero
            case 0x16:
                stack[count &- 2] = stack[count &- 1] & stack[count &- 2]
                count &-= 1
            case 0x17:
                stack[count &- 2] = stack[count &- 1] | stack[count &- 2]
                count &-= 1
            case 0x18:
                stack[count &- 2] = stack[count &- 1] ^ stack[count &- 2]
                count &-= 1
            case 0x19:
                stack[count &- 1] = ~stack[count &- 1]
            case 0x1a:
                let place = stack[count &- 1]
                let shift = place < 32 ? 248 &- Int(place.limb0) &* 8 : 256
                stack[count &- 2] = (stack[count &- 2] &>> shift) & 0xff
                count &-= 1
            case 0x1b:
                stack[count &- 2] = stack[count &- 2] &<< stack[count &- 1].shiftAmount
                count &-= 1
            case 0x1c:
                stack[count &- 2] = stack[count &- 2] &>> stack[count &- 1].shiftAmount
                count &-= 1
            case 0x1d:
                stack[count &- 2] = stack[count &- 2].shiftedRightWithSign(stack[count &- 1].shiftAmount)
                count &-= 1
            case 0x1e:
                stack[count &- 1] = UInt256(UInt64(256 &- stack[count &- 1].bitWidth))
            case 0x20:
                frame.gas = gas
                guard let range = memoryRange(stack[count &- 1], stack[count &- 2], &frame),
                    charge(&frame.gas, 6, words: range.count)
                else { return .halt(.outOfGas, output: []) }
                gas = frame.gas
                let bytes = UnsafeRawBufferPointer(
                    start: arena.memory + frame.memoryBase + range.lowerBound, count: range.count)
                stack[count &- 2] = Keccak256.hash(bytes).word
                count &-= 1
            case 0x35:
                stack[count &- 1] = Machine.load(frame.input, stack[count &- 1])
            case 0x50:
                count &-= 1
            case 0x51:
                guard let offset = Machine.offset(stack[count &- 1]) else {
                    return .halt(.outOfGas, output: [])
                }
                if offset &+ 32 > frame.memorySize {
                    frame.gas = gas
                    guard expand(to: offset &+ 32, &frame) else { return .halt(.outOfGas, output: []) }
                    gas = frame.gas
                }
                stack[count &- 1] = UInt256(
                    loadingBigEndianFrom: arena.memory + frame.memoryBase + offset)
            case 0x52:
                guard let offset = Machine.offset(stack[count &- 1]) else {
                    return .halt(.outOfGas, output: [])
                }
                if offset &+ 32 > frame.memorySize {
                    frame.gas = gas
                    guard expand(to: offset &+ 32, &frame) else { return .halt(.outOfGas, output: []) }
                    gas = frame.gas
                }
                stack[count &- 2].store(bigEndianAt: arena.memory + frame.memoryBase + offset)
                count &-= 2
            case 0x53:
                guard let offset = Machine.offset(stack[count &- 1]) else {
                    return .halt(.outOfGas, output: [])
                }
                if offset &+ 1 > frame.memorySize {
                    frame.gas = gas
                    guard expand(to: offset &+ 1, &frame) else { return .halt(.outOfGas, output: []) }
                    gas = frame.gas
                }
                arena.memory.storeBytes(
                    of: UInt8(truncatingIfNeeded: stack[count &- 2].limb0),
                    toByteOffset: frame.memoryBase + offset, as: UInt8.self)
                count &-= 2
            case 0x56:
                count &-= 1
                guard let place = Machine.destination(stack[count], codeCount, destinations) else {
                    return .halt(.invalidJump, output: [])
                }
                pc = place
            case 0x57:
                count &-= 2
                if !stack[count].isZero {
                    guard let place = Machine.destination(stack[count &+ 1], codeCount, destinations)
                    else {
                        return .halt(.invalidJump, output: [])
                    }
                    pc = place
                }
            case 0x58:
                stack[count] = UInt256(UInt64(pc &- 1))
                count &+= 1
            case 0x59:
                stack[count] = UInt256(UInt64(frame.memorySize))
                count &+= 1
            case 0x5a:
                stack[count] = UInt256(gas)
                count &+= 1
            case 0x5b: break
            case 0x5f:
                stack[count] = .zero
                count &+= 1
            case 0x60:
                stack[count] = UInt256(UInt64(code[pc]))
                count &+= 1
                pc &+= 1
            case 0x61:
                stack[count] = UInt256(UInt64(code[pc]) << 8 | UInt64(code[pc &+ 1]))
                count &+= 1
                pc &+= 2
            case 0x62...0x67:
                let size = Int(opcode) &- 0x5f
                let bytes = UnsafeRawPointer(code + pc).loadUnaligned(as: UInt64.self)
                stack[count] = UInt256(UInt64(bigEndian: bytes) >> UInt64(64 &- size &* 8))
                count &+= 1
                pc &+= size
            case 0x68...0x7f:
                let size = Int(opcode) &- 0x5f
                var word = UInt256.zero
                // 32 bytes are there to read; those that aren't of the number are shifted out.
                word = UInt256(loadingBigEndianFrom: code + pc)
                if size < 32 { word = word &>> ((32 &- size) &* 8) }
                stack[count] = word
                count &+= 1
                pc &+= size
            case 0x80...0x8f:
                stack[count] = stack[count &- (Int(opcode) &- 0x7f)]
                count &+= 1
            case 0x90...0x9f:
                let other = count &- (Int(opcode) &- 0x8e)
                let top = stack[count &- 1]
                stack[count &- 1] = stack[other]
                stack[other] = top
            default:
                frame.gas = gas
                frame.pc = pc
                frame.stackCount = count
                if let exit = executeRare(opcode, &frame) { return exit }
                gas = frame.gas
                count = frame.stackCount
            }
        }
    }

    /// The place of a JUMPDEST, or nil if the word isn't one.
    @inline(__always)
    private static func destination(
        _ word: UInt256, _ count: Int, _ destinations: UnsafePointer<UInt64>
    ) -> Int? {
        guard word.limb1 | word.limb2 | word.limb3 == 0, word.limb0 < UInt64(count) else { return nil }
        let place = Int(truncatingIfNeeded: word.limb0)
        return destinations[place >> 6] >> UInt64(place & 63) & 1 == 1 ? place : nil
    }

    // MARK: Memory

    /// Takes a price for each word of `bytes`; false if there is too little gas.
    @inline(__always)
    func charge(_ gas: inout UInt64, _ price: UInt64, words bytes: Int) -> Bool {
        let cost = price &* UInt64((bytes &+ 31) / 32)
        guard gas >= cost else { return false }
        gas &-= cost
        return true
    }

    /// A place in memory; nil for one that no gas pays for.
    @inline(__always)
    private static func offset(_ word: UInt256) -> Int? {
        guard word.limb1 | word.limb2 | word.limb3 == 0, word.limb0 < UInt64(Limits.memory) else {
            return nil
        }
        return Int(truncatingIfNeeded: word.limb0)
    }

    /// A range of memory, which is there afterwards; an empty one is at 0, and nil says that there is too little gas.
    mutating func memoryRange(_ offset: UInt256, _ size: UInt256, _ frame: inout Frame) -> Range<Int>? {
        if size.isZero { return 0..<0 }
        guard let start = Machine.offset(offset), let count = Machine.offset(size) else { return nil }
        let end = start + count
        if end > frame.memorySize { guard expand(to: end, &frame) else { return nil } }
        return start..<end
    }

    /// Grows a frame's memory: 3 gas a word, and the square of the words by 512; false if there is too little.
    ///
    /// The gas is the frame's own: an address of the loop's would keep that out of a register.
    mutating func expand(to end: Int, _ frame: inout Frame) -> Bool {
        guard frame.memoryBase + end <= Limits.memory else { return false }
        func cost(_ words: UInt64) -> UInt64 { 3 * words + words * words / 512 }
        let words = (end + 31) / 32
        let price = cost(UInt64(words)) - cost(UInt64(frame.memorySize / 32))
        guard frame.gas >= price, arena.reserve(frame.memoryBase + words * 32) else { return false }
        frame.gas -= price
        let grown = words * 32 - frame.memorySize
        (arena.memory + frame.memoryBase + frame.memorySize).initializeMemory(
            as: UInt8.self, repeating: 0, count: grown)
        frame.memorySize = words * 32
        return true
    }

    /// 32 bytes of `bytes` from an offset on; what is past their end reads as zero.
    static func load(_ bytes: [UInt8], _ offset: UInt256) -> UInt256 {
        guard let start = offset.asInt, start < bytes.count else { return .zero }
        return bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return .zero }
            if bytes.count - start >= 32 { return UInt256(loadingBigEndianFrom: base + start) }
            return withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { buffer in
                guard let word = buffer.baseAddress else { return .zero }
                buffer.initializeMemory(as: UInt8.self, repeating: 0)
                word.copyMemory(from: base + start, byteCount: bytes.count - start)
                return UInt256(loadingBigEndianFrom: word)
            }
        }
    }

    /// Copies bytes from an offset on into a range of memory; what is past their end is zero.
    mutating func copy(
        _ bytes: UnsafeRawBufferPointer, from offset: UInt256, to range: Range<Int>, _ frame: Frame
    ) {
        guard !range.isEmpty else { return }
        let target = arena.memory + frame.memoryBase + range.lowerBound
        let start = offset.asInt.map { min($0, bytes.count) } ?? bytes.count
        let copied = min(range.count, bytes.count - start)
        if copied > 0, let source = bytes.baseAddress {
            target.copyMemory(from: source + start, byteCount: copied)
        }
        (target + copied).initializeMemory(as: UInt8.self, repeating: 0, count: range.count - copied)
    }

    /// The bytes of a range of a frame's memory.
    func bytes(_ range: Range<Int>, _ frame: Frame) -> [UInt8] {
        Array(
            UnsafeRawBufferPointer(
                start: arena.memory + frame.memoryBase + range.lowerBound, count: range.count))
    }
}

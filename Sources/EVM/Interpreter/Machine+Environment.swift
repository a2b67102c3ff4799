import Ethereum

/// Opcodes that look at accounts, the block and bytes from elsewhere, or change state.
extension Machine {
    /// Runs an opcode that isn't of the hot loop; an exit if the frame ends or asks for a call.
    ///
    /// What the opcode costs at least is taken, and the stack has what it takes.
    mutating func executeRare(_ opcode: UInt8, _ frame: inout Frame) -> Exit? {
        let stack = arena.stack + frame.stackBase
        func word(_ depth: Int) -> UInt256 { stack[frame.stackCount - 1 - depth] }
        func push(_ word: UInt256) {
            stack[frame.stackCount] = word
            frame.stackCount += 1
        }
        func replace(_ word: UInt256) { stack[frame.stackCount - 1] = word }
        let outOfGas = Exit.halt(.outOfGas, output: [])
        switch opcode {
        case 0x00: return .halt(.success, output: [])
        case 0x30: push(frame.address.word)
        case 0x31:
            let address = Address(truncating: word(0))
            guard access(address, &frame) else { return outOfGas }
            replace(state.account(address).balance)
        case 0x32: push(origin.word)
        case 0x33: push(frame.caller.word)
        case 0x34: push(frame.value)
        case 0x36: push(UInt256(UInt64(frame.input.count)))
        case 0x37, 0x39, 0x3e: return copyBytes(opcode, &frame)
        case 0x38: push(UInt256(UInt64(frame.code.count)))
        case 0x3a: push(gasPrice)
        case 0x3b:
            let address = Address(truncating: word(0))
            guard access(address, &frame) else { return outOfGas }
            replace(UInt256(UInt64(state.account(address).code.count)))
        case 0x3c:
            let address = Address(truncating: word(0))
            guard access(address, &frame) else { return outOfGas }
            guard let range = memoryRange(word(1), word(3), &frame),
                charge(&frame.gas, 3, words: range.count)
            else { return outOfGas }
            let code = state.account(address).code
            copy(UnsafeRawBufferPointer(start: code.base, count: code.count), from: word(2), to: range, frame)
            frame.stackCount -= 4
        case 0x3d: push(UInt256(UInt64(frame.returned.count)))
        case 0x3f:
            let address = Address(truncating: word(0))
            guard access(address, &frame) else { return outOfGas }
            replace(state.isDead(address) ? .zero : state.account(address).code.hash.word)
        case 0x40:
            let number = word(0)
            let isKnown =
                number < UInt256(block.number) && UInt256(block.number) &- number <= 256
            replace(isKnown ? state.reader.blockHash(number.limb0).word : .zero)
        case 0x41: push(block.coinbase.word)
        case 0x42: push(UInt256(block.timestamp))
        case 0x43: push(UInt256(block.number))
        case 0x44: push(rules >= .paris ? block.random.word : block.difficulty)
        case 0x45: push(UInt256(block.gasLimit))
        case 0x46: push(UInt256(block.chainID))
        case 0x47: push(state.account(frame.address).balance)
        case 0x48: push(block.baseFee)
        case 0x49:
            let index = word(0)
            replace(index < UInt256(UInt64(blobHashes.count)) ? blobHashes[Int(index.limb0)].word : .zero)
        case 0x4a: push(blobBaseFee())
        case 0x54:
            let (found, wasCold) = state.accessed(.init(address: frame.address, slot: word(0)))
            if wasCold {
                guard frame.gas >= 2_000 else { return outOfGas }
                frame.gas -= 2_000
            }
            replace(found.value)
        case 0x55: return storeWord(&frame)
        case 0x5c: replace(state.transient(.init(address: frame.address, slot: word(0))))
        case 0x5d:
            guard !frame.isStatic else { return .halt(.staticViolation, output: []) }
            state.storeTransient(.init(address: frame.address, slot: word(0)), word(1))
            frame.stackCount -= 2
        case 0x5e:
            let (target, source, size) = (word(0), word(1), word(2))
            // The larger of both places decides how far memory grows.
            guard memoryRange(max(target, source), size, &frame) != nil,
                let to = memoryRange(target, size, &frame),
                let from = memoryRange(source, size, &frame),
                charge(&frame.gas, 3, words: to.count)
            else { return outOfGas }
            let memory = arena.memory + frame.memoryBase
            // Both may overlap.
            if !to.isEmpty {
                let bytes = bytes(from, frame)
                bytes.withUnsafeBytes { copied in
                    guard let base = copied.baseAddress else { return }
                    (memory + to.lowerBound).copyMemory(from: base, byteCount: copied.count)
                }
            }
            frame.stackCount -= 3
        case 0xa0...0xa4: return log(Int(opcode) - 0xa0, &frame)
        case 0xf0, 0xf5: return create(opcode, &frame)
        case 0xf1, 0xf2, 0xf4, 0xfa: return call(opcode, &frame)
        case 0xf3, 0xfd:
            guard let range = memoryRange(word(0), word(1), &frame) else { return outOfGas }
            return .halt(opcode == 0xf3 ? .success : .revert, output: bytes(range, frame))
        case 0xff: return destroy(&frame)
        default: return .halt(.invalidOpcode, output: [])
        }
        return nil
    }

    /// Takes what a first look at an account costs more than another (EIP-2929); false if there is too little gas.
    private mutating func access(_ address: Address, _ frame: inout Frame) -> Bool {
        guard state.warm(address) else { return true }
        guard frame.gas >= 2_500 else { return false }
        frame.gas -= 2_500
        return true
    }

    /// CALLDATACOPY, CODECOPY, RETURNDATACOPY.
    private mutating func copyBytes(_ opcode: UInt8, _ frame: inout Frame) -> Exit? {
        let stack = arena.stack + frame.stackBase + frame.stackCount
        let (target, source, size) = (stack[-1], stack[-2], stack[-3])
        if opcode == 0x3e {
            let (end, overflow) = source.addingReportingOverflow(size)
            guard !overflow, end <= UInt256(UInt64(frame.returned.count)) else {
                return .halt(.returnDataOutOfBounds, output: [])
            }
        }
        guard let range = memoryRange(target, size, &frame), charge(&frame.gas, 3, words: range.count)
        else { return .halt(.outOfGas, output: []) }
        switch opcode {
        case 0x37: frame.input.withUnsafeBytes { copy($0, from: source, to: range, frame) }
        case 0x39:
            copy(
                UnsafeRawBufferPointer(start: frame.code.base, count: frame.code.count), from: source,
                to: range, frame)
        default: frame.returned.withUnsafeBytes { copy($0, from: source, to: range, frame) }
        }
        frame.stackCount -= 3
        return nil
    }

    /// SSTORE (EIP-2200 with the figures of EIP-2929 and EIP-3529).
    private mutating func storeWord(_ frame: inout Frame) -> Exit? {
        guard !frame.isStatic else { return .halt(.staticViolation, output: []) }
        // 100 are taken already.
        guard frame.gas + 100 > 2_300 else { return .halt(.outOfGas, output: []) }
        let stack = arena.stack + frame.stackBase + frame.stackCount
        let slot = JournaledState.Slot(address: frame.address, slot: stack[-1])
        let value = stack[-2]
        let (word, wasCold) = state.accessed(slot)
        var cost: UInt64 = wasCold ? 2_100 : 0
        if value != word.value, word.original == word.value { cost += word.original.isZero ? 19_900 : 2_800 }
        guard frame.gas >= cost else { return .halt(.outOfGas, output: []) }
        frame.gas -= cost
        if value != word.value {
            if word.original == word.value {
                if !word.original.isZero, value.isZero { state.refund += 4_800 }
            } else {
                if !word.original.isZero {
                    if word.value.isZero {
                        state.refund -= 4_800
                    } else if value.isZero {
                        state.refund += 4_800
                    }
                }
                if value == word.original { state.refund += word.original.isZero ? 19_900 : 2_800 }
            }
            state.store(slot, value)
        }
        frame.stackCount -= 2
        return nil
    }

    private mutating func log(_ topics: Int, _ frame: inout Frame) -> Exit? {
        guard !frame.isStatic else { return .halt(.staticViolation, output: []) }
        let stack = arena.stack + frame.stackBase + frame.stackCount
        guard let range = memoryRange(stack[-1], stack[-2], &frame) else {
            return .halt(.outOfGas, output: [])
        }
        let cost = 8 * UInt64(range.count)
        guard frame.gas >= cost else { return .halt(.outOfGas, output: []) }
        frame.gas -= cost
        let words = (0..<topics).map { Hash32(word: stack[-3 - $0]) }
        state.append(LogEntry(address: frame.address, topics: words, data: bytes(range, frame)))
        frame.stackCount -= 2 + topics
        return nil
    }

    /// SELFDESTRUCT: the account goes only if this transaction made it (EIP-6780, from Cancun).
    private mutating func destroy(_ frame: inout Frame) -> Exit {
        guard !frame.isStatic else { return .halt(.staticViolation, output: []) }
        let beneficiary = Address(truncating: arena.stack[frame.stackBase + frame.stackCount - 1])
        let account = state.account(frame.address)
        var cost: UInt64 = state.warm(beneficiary) ? 2_600 : 0
        if !account.balance.isZero, state.isDead(beneficiary) { cost += 25_000 }
        guard frame.gas >= cost else { return .halt(.outOfGas, output: []) }
        frame.gas -= cost
        let goes = rules < .cancun || account.isCreated
        let balance = account.balance
        recorder?.destroy(frame.address, to: beneficiary, balance, logs: state.logs.count)
        if beneficiary != frame.address {
            state.subtractBalance(frame.address, balance)
            state.addBalance(beneficiary, balance)
        } else if goes {
            state.subtractBalance(frame.address, balance)
        } else {
            state.touch(frame.address)
        }
        if goes {
            state.change(frame.address) {
                $0.isDestroyed = true
                $0.isTouched = true
            }
        }
        return .halt(.success, output: [])
    }
}

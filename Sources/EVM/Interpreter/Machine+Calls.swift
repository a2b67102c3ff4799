import Ethereum

/// Opcodes that begin another frame.
extension Machine {
    /// CALL, CALLCODE, DELEGATECALL, STATICCALL.
    mutating func call(_ opcode: UInt8, _ frame: inout Frame) -> Exit? {
        let outOfGas = Exit.halt(.outOfGas, output: [])
        let stack = arena.stack + frame.stackBase + frame.stackCount
        let hasValue = opcode == 0xf1 || opcode == 0xf2
        let asked = stack[-1]
        let target = Address(truncating: stack[-2])
        let value = hasValue ? stack[-3] : .zero
        let first = hasValue ? -4 : -3
        if opcode == 0xf1, frame.isStatic, !value.isZero { return .halt(.staticViolation, output: []) }
        guard let input = memoryRange(stack[first], stack[first - 1], &frame),
            let output = memoryRange(stack[first - 2], stack[first - 3], &frame)
        else { return outOfGas }
        var cost: UInt64 = state.warm(target) ? 2_500 : 0
        if !value.isZero { cost += 9_000 }
        if opcode == 0xf1, !value.isZero, state.isDead(target) { cost += 25_000 }
        if rules >= .prague, let delegate = state.account(target).code.delegate {
            cost += state.warm(delegate) ? 2_600 : 100
        }
        guard frame.gas >= cost else { return outOfGas }
        frame.gas -= cost
        // At most 63 of 64 parts of what is left (EIP-150).
        let most = frame.gas - frame.gas / 64
        var gas = min(asked.asUInt64 ?? .max, most)
        frame.gas -= gas
        if !value.isZero { gas += 2_300 }
        frame.stackCount -= hasValue ? 7 : 6
        frame.returned = []
        return .call(
            CallRequest(
                opcode: opcode, gas: gas, codeAddress: target,
                address: opcode == 0xf1 || opcode == 0xfa ? target : frame.address,
                caller: opcode == 0xf4 ? frame.caller : frame.address,
                value: opcode == 0xf4 ? frame.value : value,
                transfersValue: opcode != 0xf4, input: bytes(input, frame),
                isStatic: frame.isStatic || opcode == 0xfa, outputOffset: output.lowerBound,
                outputCount: output.count))
    }

    /// CREATE and CREATE2.
    mutating func create(_ opcode: UInt8, _ frame: inout Frame) -> Exit? {
        guard !frame.isStatic else { return .halt(.staticViolation, output: []) }
        let stack = arena.stack + frame.stackBase + frame.stackCount
        guard let range = memoryRange(stack[-2], stack[-3], &frame) else {
            return .halt(.outOfGas, output: [])
        }
        if rules >= .shanghai, range.count > Limits.initcode { return .halt(.outOfGas, output: []) }
        // Two a word for looking through the initcode (EIP-3860), six for hashing it.
        let price: UInt64 = (rules >= .shanghai ? 2 : 0) + (opcode == 0xf5 ? 6 : 0)
        guard charge(&frame.gas, price, words: range.count) else { return .halt(.outOfGas, output: []) }
        let gas = frame.gas - frame.gas / 64
        frame.gas -= gas
        let request = CreateRequest(
            gas: gas, value: stack[-1], initcode: bytes(range, frame), salt: opcode == 0xf5 ? stack[-4] : nil)
        frame.stackCount -= opcode == 0xf5 ? 4 : 3
        frame.returned = []
        return .create(request)
    }
}

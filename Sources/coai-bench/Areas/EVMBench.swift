import EVM
import Ethereum
import Foundation

/// Bytecode in process, against the same bytecode on revm through pyrevm, in the same run.
///
/// Each is measured in turn with the other and its best time counts: what else a machine does slows either by half.
func benchEVM(_ report: inout Report) {
    let programs: [(name: String, code: [UInt8], data: [UInt8], calls: Int, unit: String, limit: Double)] = [
        ("arithmetic loop", arithmeticLoop, [], 1, "Mops/s", 1.0),
        ("Keccak loop", keccakLoop, [], 1, "hashes/s", 0.8),
        ("ERC-20 transfers", token, transfer, 20_000, "calls/s", 0.35),
    ]
    for program in programs {
        var (best, bestOfPeer): (Double?, Double?)
        for _ in 0..<3 {
            best = least(best, seconds(program.code, program.data, program.calls))
            bestOfPeer = least(bestOfPeer, secondsOfPeer(program.code, program.data, program.calls))
        }
        guard let ours = best else {
            report.absent(program.name, "the program does not run")
            continue
        }
        let amount = program.name == "ERC-20 transfers" ? Double(program.calls) : 1_000_000
        let rate = amount * (program.unit == "Mops/s" ? 9e-6 : 1) / ours
        guard let theirs = bestOfPeer else {
            report.absent("EVM \(program.name), \(Int(rate)) \(program.unit)", "no pyrevm in .build/venv")
            continue
        }
        report.line(
            "EVM \(program.name)", rate, program.unit, ratio: theirs / ours,
            against: "revm's speed by pyrevm",
            limit: .atLeast(program.limit))
    }
}

private func least(_ left: Double?, _ right: Double?) -> Double? {
    [left, right].compactMap { $0 }.min()
}

/// Processor seconds of revm for the same; nil without pyrevm.
private func secondsOfPeer(_ code: [UInt8], _ data: [UInt8], _ calls: Int) -> Double? {
    guard let python = Place.python,
        let text = output(of: python, ["-c", peer, Hex.encode(code), Hex.encode(data), String(calls)])
    else { return nil }
    return Double(text.split(whereSeparator: \.isWhitespace).last ?? "")
}

/// A million rounds of nine opcodes: 1 + n while n is below a million.
private let arithmeticLoop: [UInt8] = bytes("6000 5b 6001 01 80 620f4240 11 6002 57 00")
/// A million hashes of 32 bytes, each of the hash before.
private let keccakLoop: [UInt8] = bytes("6000 5b 6020 6000 20 6000 52 6001 01 80 620f4240 11 6002 57 00")
/// A token's transfer(address,uint256): two balances by Keccak of key and slot, a check, a log, and true.
let token: [UInt8] = bytes(
    """
    33 6000 52 6000 6020 52 6040 6000 20 80 54 6024 35 80 82 10 6060 57 90 03 90 55
    6004 35 6000 52 6040 6000 20 80 54 6024 35 01 90 55 6024 35 6040 52 6004 35 33
    7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef 6020 6040 a3
    6001 6000 52 6020 6000 f3
    """)
let transfer =
    bytes("a9059cbb") + UInt256(0xbeef).bigEndianBytes + UInt256(1).bigEndianBytes

private func bytes(_ text: String) -> [UInt8] {
    (try? Hex.decode("0x" + text.filter { !$0.isWhitespace })) ?? []
}

/// Processor seconds of so many transactions, the state written after each; nil if one fails.
private func seconds(_ code: [UInt8], _ data: [UInt8], _ calls: Int) -> Double? {
    let sender = Address(truncating: 0xa11ce)
    let contract = Address(truncating: 0xc0de)
    var times: [Double] = []
    for round in 0...3 {
        var changes = StateChanges()
        changes.accounts[sender] = .some(StoredAccount(balance: UInt256(1 << 60)))
        changes.accounts[contract] = .some(StoredAccount(nonce: 1, code: Code(code)))
        let balance = Keccak256.hash(sender.word.bigEndianBytes + UInt256.zero.bigEndianBytes)
        changes.storage[contract] = [balance.word: UInt256(1 << 60)]
        var state = MemoryState()
        state.apply(changes)
        let block = BlockEnvironment(gasLimit: 1 << 40)
        let start = processorSeconds()
        for nonce in 0..<calls {
            let transaction = Transaction(
                type: 0, chainID: 1, nonce: UInt64(nonce), gasLimit: 1 << 34, to: contract, value: 0,
                data: data)
            guard
                let result = try? Execution.run(
                    transaction, from: sender, in: block, on: state, rules: .prague),
                result.succeeded
            else { return nil }
            state.apply(result.changes)
        }
        if round > 0 { times.append(processorSeconds() - start) }
    }
    return times.min()
}

/// Prints the processor seconds of the same calls.
private let peer = """
    import sys, time
    from pyrevm import EVM, AccountInfo
    code, data, calls = bytes.fromhex(sys.argv[1][2:]), bytes.fromhex(sys.argv[2][2:]), int(sys.argv[3])
    sender, contract = "0x" + f"{0xa11ce:040x}", "0x" + f"{0xc0de:040x}"
    times = []
    for _ in range(3):
        evm = EVM()
        evm.insert_account_info(contract, AccountInfo(nonce=1, code=code))
        evm.set_balance(sender, 1 << 60)
        if data:
            from eth_utils import keccak
            slot = int.from_bytes(keccak(bytes(12) + bytes.fromhex(sender[2:]) + bytes(32)), "big")
            evm.insert_account_storage(contract, slot, 1 << 60)
        start = time.process_time()
        for _ in range(calls):
            evm.message_call(caller=sender, to=contract, calldata=data, gas=1 << 34)
        times.append(time.process_time() - start)
    print(min(times))
    """

import Ethereum

/// A call or creation that a transaction made, as a tracer shows it.
public struct TracedCall: Sendable, Hashable {
    /// By which opcode; a transaction's own is `call` or `create`.
    public enum Kind: String, Sendable {
        case call = "CALL"
        case callCode = "CALLCODE"
        case delegateCall = "DELEGATECALL"
        case staticCall = "STATICCALL"
        case create = "CREATE"
        case create2 = "CREATE2"
        case selfDestruct = "SELFDESTRUCT"
    }

    /// How deep it is: 0 for the transaction's own.
    public var depth: Int
    /// By which opcode.
    public var kind: Kind
    /// The account that makes it.
    public var from: Address
    /// The account whose code runs, that is made, or that gets what a destroyed one had; nil if none was made.
    public var to: Address?
    /// In wei; for DELEGATECALL what the caller itself was given.
    public var value: UInt256
    /// Gas that it may use.
    public var gas: UInt64
    /// Gas that it used.
    public var gasUsed: UInt64 = 0
    /// Calldata, or initcode.
    public var input: [UInt8] = []
    /// What it returned, or the reason of its revert; of a creation the account's code.
    public var output: [UInt8] = []
    /// How it ended.
    public var halt: Halt = .success
    /// How many of the transaction's logs were written before it.
    public var logsBefore = 0
    /// How many there were after it: as many as before where it failed.
    public var logsAfter = 0
    /// Whether it never began: too deep, or of more value than the caller has.
    public var isRefused = false
}

/// What a transaction calls, in the order in which the calls begin.
struct CallRecorder {
    /// Most bytes that are kept of a transaction's calls: a program may pass on a megabyte for little gas, very often.
    static let mostBytes = 1 << 26

    private(set) var calls: [TracedCall] = []
    private var open: [Int] = []
    private var bytes = 0
    private var isFull: Bool { bytes > Self.mostBytes }

    mutating func begin(_ request: CallRequest, logs: Int) {
        let kind: TracedCall.Kind =
            switch request.opcode {
            case 0xf2: .callCode
            case 0xf4: .delegateCall
            case 0xfa: .staticCall
            default: .call
            }
        append(
            TracedCall(
                depth: open.count, kind: kind, from: kind == .delegateCall ? request.address : request.caller,
                to: request.codeAddress, value: request.value, gas: request.gas, input: request.input,
                logsBefore: logs))
    }

    mutating func begin(_ request: CreateRequest, from creator: Address, logs: Int) {
        append(
            TracedCall(
                depth: open.count, kind: request.salt == nil ? .create : .create2, from: creator, to: nil,
                value: request.value, gas: request.gas, input: request.initcode, logsBefore: logs))
    }

    mutating func destroy(_ address: Address, to heir: Address, _ balance: UInt256, logs: Int) {
        guard keeps(0) else { return }
        calls.append(
            TracedCall(
                depth: open.count, kind: .selfDestruct, from: address, to: heir, value: balance, gas: 0,
                logsBefore: logs, logsAfter: logs))
    }

    /// - Parameter code: of the account that was made, if one was.
    /// - Parameter logs: how many the transaction has now.
    mutating func end(_ outcome: Machine.Outcome, code: [UInt8], logs: Int, isRefused: Bool) {
        guard keeps(outcome.output.count + code.count), let index = open.popLast() else { return }
        calls[index].gasUsed = calls[index].gas - min(outcome.gas, calls[index].gas)
        calls[index].halt = outcome.halt
        calls[index].logsAfter = logs
        calls[index].isRefused = isRefused
        calls[index].output = outcome.output
        if let created = outcome.created, outcome.halt == .success {
            calls[index].to = created
            calls[index].output = code
        }
    }

    /// All calls, the transaction's own with the gas of the whole transaction.
    func calls(ofGas limit: UInt64, used: UInt64) -> [TracedCall] {
        var calls = calls
        if !calls.isEmpty { (calls[0].gas, calls[0].gasUsed) = (limit, used) }
        return calls
    }

    /// Counts bytes that are to be kept; once they are too many, nothing is.
    private mutating func keeps(_ count: Int) -> Bool {
        guard !isFull else { return false }
        bytes += count + MemoryLayout<TracedCall>.stride
        if isFull { calls = [] }
        return !isFull
    }

    private mutating func append(_ call: TracedCall) {
        guard keeps(call.input.count) else { return }
        open.append(calls.count)
        calls.append(call)
    }
}

import Ethereum

/// An opcode as it ran, as a tracer shows it.
public struct TracedStep: Sendable {
    /// What of a step is kept besides its place and its gas.
    public struct Options: Sendable {
        /// The stack before it.
        public var stack = true
        /// The frame's memory before it.
        public var memory = false
        /// What the last call of the frame returned.
        public var returnData = false
        /// Words that the account read or wrote up to it, where it reads or writes one.
        public var storage = true
        /// Most steps that are kept; 0 for all.
        public var limit: UInt64 = 0

        /// Stack and storage of every step.
        public init() {}
    }

    /// Place of the opcode in its code.
    public var pc: Int
    /// The opcode.
    public var opcode: UInt8
    /// Gas that was left before it.
    public var gas: UInt64
    /// Gas that it took, with what it handed to a call.
    public var gasCost: UInt64
    /// How deep the call is that it is in: 1 for the transaction's own.
    public var depth: Int
    /// Gas that is given back at the end, so far.
    public var refund: Int
    /// Why it failed, if it did.
    public var failure: Halt?
    /// From the bottom on.
    public var stack: [UInt256] = []
    /// A multiple of 32 bytes.
    public var memory: [UInt8] = []
    /// What the last call returned.
    public var returned: [UInt8] = []
    /// In ascending order of slots; nil where no word is read or written.
    public var storage: [(slot: UInt256, value: UInt256)]?
}

/// The steps of a transaction, one after another.
struct StepRecorder {
    /// Most bytes that are kept of a transaction's steps: they are written out at several times that.
    static let mostBytes = 1 << 24

    let options: TracedStep.Options
    private(set) var steps: [TracedStep] = []
    private(set) var isFull = false
    private var bytes = 0
    private var words: [Address: [UInt256: UInt256]] = [:]

    init(_ options: TracedStep.Options) { self.options = options }

    /// Whether a further step would be kept.
    var wantsMore: Bool { !isFull && (options.limit == 0 || UInt64(steps.count) < options.limit) }

    mutating func note(_ slot: UInt256, _ value: UInt256, of address: Address) -> [(
        slot: UInt256, value: UInt256
    )] {
        words[address, default: [:]][slot] = value
        return (words[address] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    mutating func append(_ step: TracedStep) {
        bytes += 128 + 32 * step.stack.count + step.memory.count + step.returned.count
        bytes += 64 * (step.storage?.count ?? 0)
        steps.append(step)
        guard bytes > Self.mostBytes else { return }
        (isFull, steps, words) = (true, [], [:])
    }
}

extension Machine {
    /// Runs one opcode of a frame and notes it; nil unless the frame ended or asks for a call.
    mutating func step(_ frame: inout Frame) -> Exit? {
        guard let options = stepRecorder?.options, stepRecorder?.wantsMore == true else {
            return execute(&frame)
        }
        let opcode = frame.code.base[frame.pc]
        var step = TracedStep(
            pc: frame.pc, opcode: opcode, gas: frame.gas, gasCost: 0, depth: frames.count + 1,
            refund: state.refund)
        let stack = UnsafeBufferPointer(start: arena.stack + frame.stackBase, count: frame.stackCount)
        if options.stack { step.stack = Array(stack) }
        if options.memory {
            step.memory = Array(
                UnsafeRawBufferPointer(start: arena.memory + frame.memoryBase, count: frame.memorySize))
        }
        if options.returnData { step.returned = frame.returned }
        let slot = (opcode == 0x54 || opcode == 0x55) && options.storage ? stack.last : nil
        let exit = executeOne(&frame)
        if case .halt(let halt, _)? = exit, halt != .success, halt != .revert {
            step.failure = halt
            step.gasCost = UInt64(operations.base[Int(opcode)].gas)
        } else {
            step.gasCost = step.gas - min(frame.gas, step.gas)
            if let slot {
                let value = state.word(.init(address: frame.address, slot: slot)).value
                step.storage = stepRecorder?.note(slot, value, of: frame.address)
            }
        }
        stepRecorder?.append(step)
        return exit
    }
}

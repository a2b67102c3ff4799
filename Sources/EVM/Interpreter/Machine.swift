import Ethereum

/// What runs a transaction's code: its state, the block around it, and the frames that are open.
struct Machine: ~Copyable {
    let rules: ForkRules
    let block: BlockEnvironment
    let origin: Address
    let gasPrice: UInt256
    let blobHashes: [Hash32]
    let operations: OperationTable
    let precompiles: PrecompileTable
    var state: JournaledState
    var arena = Arena()
    var frames: [Frame] = []
    /// What is called, if that is to be known.
    var recorder: CallRecorder?
    /// What its opcodes do, if that is to be known.
    var stepRecorder: StepRecorder?
    /// The price of blob gas, once it was asked for: a loop of its opcode would work it out for 2 gas each.
    private var knownBlobBaseFee: UInt256?

    init(
        rules: ForkRules, block: BlockEnvironment, origin: Address, gasPrice: UInt256, blobHashes: [Hash32],
        reader: any StateReader, precompiles: PrecompileTable? = nil
    ) {
        self.rules = rules
        self.block = block
        self.origin = origin
        self.gasPrice = gasPrice
        self.blobHashes = blobHashes
        self.precompiles = precompiles ?? PrecompileTable(rules: rules)
        operations = Operation.tables[rules.rawValue]
        state = JournaledState(reader: reader, rules: rules)
    }

    mutating func blobBaseFee() -> UInt256 {
        let fee = knownBlobBaseFee ?? block.blobBaseFee(rules: rules)
        knownBlobBaseFee = fee
        return fee
    }

    /// What a call left.
    struct Outcome {
        var halt: Halt
        var gas: UInt64
        var output: [UInt8]
        /// The account that was made.
        var created: Address?
    }

    /// Runs a call or creation and all that it calls to their end, on an explicit stack of frames.
    mutating func run(_ first: Exit, from sender: Address) -> Outcome {
        frames.removeAll(keepingCapacity: true)
        var pending: Outcome?
        switch first {
        case .call(let request): pending = begin(request, caller: nil)
        case .create(let request): pending = begin(request, creator: sender)
        case .halt(let halt, let output): pending = Outcome(halt: halt, gas: 0, output: output)
        }
        while true {
            if let outcome = pending {
                guard frames.count > 0 else { return outcome }
                deliver(outcome)
                pending = nil
            }
            guard !state.reader.hasFailed, var frame = frames.popLast() else {
                return Outcome(halt: .outOfGas, gas: 0, output: [])
            }
            let exit: Exit
            if stepRecorder == nil {
                exit = execute(&frame)
            } else if let ended = step(&frame) {
                exit = ended
            } else {
                frames.append(frame)
                continue
            }
            switch exit {
            case .halt(let halt, let output):
                let outcome = close(frame, halt, output)
                if recorder != nil { record(outcome) }
                pending = outcome
            case .call(let request):
                frames.append(frame)
                pending = begin(request, caller: frame.address)
            case .create(let request):
                frames.append(frame)
                pending = begin(request, creator: frame.address)
            }
        }
    }

    private mutating func begin(_ request: CallRequest, caller: Address?) -> Outcome? {
        recorder?.begin(request, logs: state.logs.count)
        let outcome = open(request, caller: caller)
        if recorder != nil, let outcome { record(outcome, isRefused: outcome.halt == .revert) }
        return outcome
    }

    private mutating func begin(_ request: CreateRequest, creator: Address) -> Outcome? {
        recorder?.begin(request, from: creator, logs: state.logs.count)
        let outcome = open(request, creator: creator)
        if recorder != nil, let outcome { record(outcome, isRefused: outcome.halt == .outOfGas) }
        return outcome
    }

    private mutating func record(_ outcome: Outcome, isRefused: Bool = false) {
        let code = outcome.created.map { state.account($0).code.bytes } ?? []
        recorder?.end(outcome, code: code, logs: state.logs.count, isRefused: isRefused)
    }

    /// Hands what a call left to the frame that asked for it.
    private mutating func deliver(_ outcome: Outcome) {
        let top = frames.count - 1
        let word: UInt256
        if case .create = lastKind {
            word = outcome.halt == .success ? outcome.created?.word ?? .zero : .zero
            frames[top].returned = outcome.halt == .revert ? outcome.output : []
        } else {
            word = outcome.halt == .success ? .one : .zero
            frames[top].returned = outcome.output
            if case .call(let offset, let count) = lastKind {
                let memory = arena.memory + frames[top].memoryBase + offset
                outcome.output.withUnsafeBytes { bytes in
                    let copied = min(count, bytes.count)
                    if copied > 0, let source = bytes.baseAddress {
                        memory.copyMemory(from: source, byteCount: copied)
                    }
                }
            }
        }
        frames[top].gas += outcome.gas
        arena.stack[frames[top].stackBase + frames[top].stackCount] = word
        frames[top].stackCount += 1
    }

    /// What the call was that just ended.
    private var lastKind: Frame.Kind = .create

    private func begin(
        _ kind: Frame.Kind, _ code: Code, _ address: Address, _ caller: Address, _ value: UInt256,
        _ input: [UInt8],
        _ isStatic: Bool, _ checkpoint: JournaledState.Checkpoint, _ gas: UInt64
    ) -> Frame {
        Frame(
            kind: kind, code: code, address: address, caller: caller, value: value, input: input,
            isStatic: isStatic,
            checkpoint: checkpoint, gas: gas, stackBase: frames.count * Limits.stack,
            memoryBase: frames.last.map { $0.memoryBase + $0.memorySize } ?? 0)
    }

    /// Begins a call; answers its outcome if it is over at once.
    private mutating func open(_ request: CallRequest, caller: Address?) -> Outcome? {
        lastKind = .call(offset: request.outputOffset, count: request.outputCount)
        if frames.count > Limits.callDepth || !arena.reserve(frames: frames.count + 1) {
            return Outcome(halt: .revert, gas: request.gas, output: [])
        }
        if request.transfersValue, !request.value.isZero,
            state.account(request.caller).balance < request.value
        {
            return Outcome(halt: .revert, gas: request.gas, output: [])
        }
        let checkpoint = state.checkpoint
        if request.transfersValue {
            if !request.value.isZero {
                state.subtractBalance(request.caller, request.value)
                state.addBalance(request.address, request.value)
            } else {
                state.touch(request.address)
            }
        }
        if let precompile = precompiles[request.codeAddress] {
            return run(precompile, request, checkpoint)
        }
        var code = state.account(request.codeAddress).code
        if rules >= .prague, let delegate = code.delegate {
            // A delegation to a precompile runs no code, and one to another delegation isn't followed.
            code = precompiles[delegate] == nil ? state.account(delegate).code : .empty
        }
        if code.count == 0 { return Outcome(halt: .success, gas: request.gas, output: []) }
        frames.append(
            begin(
                lastKind, code, request.address, request.caller, request.value, request.input,
                request.isStatic,
                checkpoint, request.gas))
        return nil
    }

    private mutating func run(
        _ precompile: Precompile, _ request: CallRequest, _ checkpoint: JournaledState.Checkpoint
    ) -> Outcome {
        let gas = precompile.gas(request.input, rules: rules)
        guard gas <= request.gas else {
            state.undo(to: checkpoint)
            return Outcome(halt: .outOfGas, gas: 0, output: [])
        }
        guard let output = precompile.run(request.input) else {
            state.undo(to: checkpoint)
            return Outcome(halt: .precompileFailed, gas: 0, output: [])
        }
        return Outcome(halt: .success, gas: request.gas - gas, output: output)
    }

    /// Begins a creation; answers its outcome if it is over at once.
    private mutating func open(_ request: CreateRequest, creator: Address) -> Outcome? {
        lastKind = .create
        let isTransaction = frames.isEmpty
        let account = state.account(creator)
        if frames.count > Limits.callDepth || !arena.reserve(frames: frames.count + 1)
            || account.balance < request.value
            || (account.nonce == .max && !isTransaction)
        {
            return Outcome(halt: .outOfGas, gas: request.gas, output: [])
        }
        // A transaction has counted its nonce before.
        let nonce = isTransaction ? account.nonce &- 1 : account.nonce
        if !isTransaction {
            state.change(creator) {
                $0.nonce += 1
                $0.isTouched = true
            }
        }
        let address =
            request.salt.map {
                ContractAddress.create2(
                    sender: creator, salt: Hash32(word: $0), initCodeHash: Keccak256.hash(request.initcode))
            } ?? ContractAddress.create(sender: creator, nonce: nonce)
        _ = state.warm(address)
        let taken = state.account(address)
        if taken.nonce != 0 || taken.code.count != 0 || taken.hasStorage {
            return Outcome(halt: .collision, gas: 0, output: [])
        }
        let checkpoint = state.checkpoint
        state.change(address) {
            $0.exists = true
            $0.isTouched = true
            $0.isCreated = true
            $0.nonce = 1
        }
        state.subtractBalance(creator, request.value)
        state.addBalance(address, request.value)
        frames.append(
            begin(
                .create, Code(request.initcode), address, creator, request.value, [], false, checkpoint,
                request.gas))
        return nil
    }

    /// Ends a frame: what it made stays or is undone.
    private mutating func close(_ frame: Frame, _ halt: Halt, _ output: [UInt8]) -> Outcome {
        lastKind = frame.kind
        var outcome = Outcome(halt: halt, gas: frame.gas, output: output)
        if case .create = frame.kind {
            outcome.created = frame.address
            if halt == .success {
                outcome.output = []
                let cost = UInt64(output.count) * 200
                if output.count > Limits.code {
                    outcome.halt = .codeTooLarge
                } else if output.first == 0xef {
                    outcome.halt = .invalidCode
                } else if cost > frame.gas {
                    outcome.halt = .outOfGas
                } else {
                    outcome.gas -= cost
                    let code = Code(output)
                    state.change(frame.address) { $0.code = code }
                }
            }
        }
        if outcome.halt != .success {
            state.undo(to: frame.checkpoint)
            if outcome.halt != .revert {
                outcome.gas = 0
                outcome.output = []
            }
        }
        return outcome
    }
}

import Ethereum
import Glibc

/// A call or creation as it runs.
struct Frame {
    /// What the frame was begun for.
    enum Kind {
        /// Returned data goes to this place in the caller's memory.
        case call(offset: Int, count: Int)
        /// The code that is returned becomes the account's.
        case create
    }

    let kind: Kind
    let code: Code
    /// The account whose storage and balance it works on.
    let address: Address
    let caller: Address
    let value: UInt256
    let input: [UInt8]
    let isStatic: Bool
    let checkpoint: JournaledState.Checkpoint
    var gas: UInt64
    var pc = 0
    /// Index of the frame's first word in the arena of stacks, and how many words it has.
    var stackBase: Int
    var stackCount = 0
    /// Where the frame's memory begins in the arena of memories, and its size, a multiple of 32.
    var memoryBase: Int
    var memorySize = 0
    /// What the last call of this frame returned.
    var returned: [UInt8] = []
}

/// Why the interpreter left a frame.
enum Exit {
    case halt(Halt, output: [UInt8])
    case call(CallRequest)
    case create(CreateRequest)
}

/// A call that a frame asks for, with gas already taken from it.
struct CallRequest {
    var opcode: UInt8 = 0xf1
    var gas: UInt64
    /// The account whose code runs.
    var codeAddress: Address
    var address: Address
    var caller: Address
    var value: UInt256
    /// Whether the value moves; DELEGATECALL only shows it.
    var transfersValue: Bool
    var input: [UInt8]
    var isStatic: Bool
    var outputOffset: Int
    var outputCount: Int
}

/// A creation that a frame asks for, with gas already taken from it.
struct CreateRequest {
    var gas: UInt64
    var value: UInt256
    var initcode: [UInt8]
    /// For CREATE2 alone.
    var salt: UInt256?
}

/// The memories of all frames, one after another; and one stack after another.
struct Arena: ~Copyable {
    private(set) var memory: UnsafeMutableRawPointer
    private(set) var capacity = 1 << 15
    private var stackMemory: UnsafeMutableRawPointer
    /// How many frames have room for a full stack.
    private var frameCapacity = 2

    /// The first word of the first frame's stack; what a frame holds of it ends with the next frame's begin.
    var stack: UnsafeMutablePointer<UInt256> { stackMemory.assumingMemoryBound(to: UInt256.self) }

    init() {
        memory = malloc(capacity) ?? .allocate(byteCount: capacity, alignment: 16)
        let size = frameCapacity * Arena.stackSize
        stackMemory = malloc(size) ?? .allocate(byteCount: size, alignment: 16)
    }

    deinit {
        free(memory)
        free(stackMemory)
    }

    private static let stackSize = Limits.stack * MemoryLayout<UInt256>.stride

    /// Makes room for memory up to `end`; false if the system has none.
    mutating func reserve(_ end: Int) -> Bool {
        guard end > capacity else { return true }
        let grown = max(end, capacity * 2)
        // The kernel moves pages of large blocks instead of copying them.
        guard let moved = realloc(memory, grown) else { return false }
        memory = moved
        capacity = grown
        return true
    }

    /// Makes room for the stacks of so many frames; false if the system has none.
    mutating func reserve(frames count: Int) -> Bool {
        guard count > frameCapacity else { return true }
        let grown = max(count, frameCapacity * 2)
        guard let moved = realloc(stackMemory, grown * Arena.stackSize) else { return false }
        stackMemory = moved
        frameCapacity = grown
        return true
    }
}

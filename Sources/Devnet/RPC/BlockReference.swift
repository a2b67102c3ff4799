import EVM
import Ethereum
import StrictJSON

/// Which block a request means: a tag, a number, or a hash (EIP-1898).
enum BlockReference {
    case number(UInt64)
    case latest
    case pending
    case hash(Hash32)

    /// - Parameter json: nil means the latest.
    init(_ json: JSON?, _ what: String) throws(RPCError) {
        guard let json, !json.isNull else {
            self = .latest
            return
        }
        if let object = json.objectValue {
            switch (object["blockHash"], object["blockNumber"]) {
            case (let hash?, nil): self = .hash(try RPCValue.hash(hash, what))
            case (nil, let number?): self = .number(try RPCValue.small(number, what))
            case (nil, nil): self = .latest
            default: throw .invalid("cannot specify both BlockHash and BlockNumber, choose one or the other")
            }
            return
        }
        switch json.stringValue {
        // No block of this chain is ever taken back by others: the last one is final.
        case "latest", "safe", "finalized": self = .latest
        case "earliest": self = .number(0)
        case "pending": self = .pending
        case let text?:
            self =
                text.utf8.count == 66
                ? .hash(try RPCValue.hash(json, what)) : .number(try RPCValue.small(json, what))
        case nil: throw .invalid("invalid \(what): want a block")
        }
    }
}

extension DevNode {
    /// The block that is meant, or nil if there is none: the pending one is that which would be made now.
    func block(_ reference: BlockReference) -> ChainBlock? {
        if case .pending = reference { return chain.pendingBlock }
        return sealedBlock(reference)
    }

    /// The block on the chain that is meant, or nil if there is none: the latest for the pending one.
    func sealedBlock(_ reference: BlockReference) -> ChainBlock? {
        switch reference {
        case .latest, .pending: chain.head
        case .number(let number): chain.block(number)
        case .hash(let hash): chain.block(hash)
        }
    }

    /// The state that is meant, and what a call in it sees.
    func state(_ reference: BlockReference) throws(RPCError) -> (
        reader: any StateReader, environment: BlockEnvironment
    ) {
        if case .pending = reference { return chain.pending }
        guard let block = sealedBlock(reference) else { throw .noBlock }
        return (chain.state(at: block.number), chain.environment(of: block))
    }
}

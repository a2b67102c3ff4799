import EVM
import Ethereum

/// Codes that accounts have, each once.
struct CodeTable {
    private(set) var codes: [Code] = []
    private var places: [Hash32: UInt64] = [:]

    init() {}

    init(reading parser: inout StateParser) throws(SavedStateError) {
        codes = try parser.all(ofBytes: 1) { (parser) throws(SavedStateError) in Code(try parser.data()) }
    }

    func write(to writer: inout StateWriter) { writer.add(all: codes) { $0.add($1.bytes) } }

    mutating func place(of code: Code) -> UInt64 {
        if let place = places[code.hash] { return place }
        places[code.hash] = UInt64(codes.count)
        codes.append(code)
        return UInt64(codes.count - 1)
    }

    func code(at place: UInt64) throws(SavedStateError) -> Code {
        guard place < UInt64(codes.count) else { throw .malformed("an account whose code is missing") }
        return codes[Int(place)]
    }
}

extension StoredAccount {
    func write(to writer: inout StateWriter, _ codes: inout CodeTable) {
        writer.add(nonce)
        writer.add(balance)
        writer.add(codes.place(of: code))
        writer.add(hasStorage)
    }

    init(reading parser: inout StateParser, _ codes: CodeTable) throws(SavedStateError) {
        self.init(
            nonce: try parser.number(), balance: try parser.word(),
            code: try codes.code(at: try parser.number()),
            hasStorage: try parser.flag())
    }
}

extension StateHistory {
    func write(to writer: inout StateWriter, _ codes: inout CodeTable) {
        writer.add(count)
        for height in 0..<count {
            let (accounts, words) = changed(at: height)
            writer.add(all: accounts) { writer, address in
                let version = version(address, height)
                writer.add(address)
                writer.add(UInt64(version?.generation ?? 0))
                writer.add(version?.account) { $1.write(to: &$0, &codes) }
            }
            writer.add(all: words) { writer, word in
                writer.add(word.address)
                writer.add(UInt64(word.generation))
                writer.add(word.slot)
                writer.add(self.words[word].flatMap { Self.find($0, height) } ?? .zero)
            }
        }
    }

    /// The history that was written; its tries are made of it.
    convenience init(reading parser: inout StateParser, _ codes: CodeTable) throws(SavedStateError) {
        self.init()
        let count = try parser.number()
        guard count > 0 else { throw .malformed("no state") }
        for height in 0..<count {
            beginHeight()
            let accounts = try parser.all(ofBytes: 22) { (parser) throws(SavedStateError) in
                let address = try parser.address()
                // The storage of an account is cleared once in a block at most.
                let generation = UInt32(try parser.number(atMost: min(height + 1, UInt64(UInt32.max) / 2)))
                let account = try parser.optional { (parser) throws(SavedStateError) in
                    try StoredAccount(reading: &parser, codes)
                }
                return (address, AccountVersion(account: account, generation: generation))
            }
            for (address, version) in accounts where !record(version, of: address) {
                throw .malformed("an account that changed twice in a block")
            }
            let words = try parser.all(ofBytes: 23) { (parser) throws(SavedStateError) in
                let address = try parser.address()
                let generation = UInt32(try parser.number(atMost: min(height + 1, UInt64(UInt32.max) / 2)))
                return (
                    Word(address: address, generation: generation, slot: try parser.word()), try parser.word()
                )
            }
            for (word, value) in words where !record(value, at: word) {
                throw .malformed("a word that changed twice in a block")
            }
        }
        restoreTries()
    }
}

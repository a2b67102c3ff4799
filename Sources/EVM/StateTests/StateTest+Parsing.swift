import Ethereum
import StrictJSON

extension StateTest {
    /// Largest file that is read, in bytes.
    public static let maximumBytes = 64 << 20

    /// The tests of a file in the GeneralStateTests format, in its order.
    ///
    /// - Throws: `StateTestError` for bytes that aren't such a file; parts that no test needs are passed over.
    public static func parse(_ bytes: [UInt8]) throws(StateTestError) -> [StateTest] {
        let limits = JSONLimits(maximumBytes: maximumBytes, maximumDepth: 32, maximumItems: 5_000_000)
        let json: JSON
        do { json = try JSON.parse(bytes, limits: limits) } catch { throw StateTestError(error) }
        guard let members = json.objectValue?.members else {
            throw StateTestError("malformed", "the file is not an object of tests by name")
        }
        var tests: [StateTest] = []
        for member in members { tests.append(try StateTest(member.key, member.value)) }
        return tests
    }

    private init(_ name: String, _ json: JSON) throws(StateTestError) {
        let reader = StateTestReader(name: name)
        self.name = name
        environment = try reader.environment(json["env"])
        accounts = try reader.accounts(json["pre"])
        transaction = try reader.template(json["transaction"])
        cases = try reader.cases(json["post"], of: transaction)
    }
}

/// Reads the parts of one test.
private struct StateTestReader {
    let name: String

    func environment(_ json: JSON?) throws(StateTestError) -> StateTest.Environment {
        StateTest.Environment(
            coinbase: try address(json?["currentCoinbase"], "currentCoinbase"),
            number: try small(json?["currentNumber"], "currentNumber"),
            timestamp: try small(json?["currentTimestamp"], "currentTimestamp"),
            gasLimit: try small(json?["currentGasLimit"], "currentGasLimit"),
            difficulty: try optional(json?["currentDifficulty"], "currentDifficulty") ?? .zero,
            random: try optional(json?["currentRandom"], "currentRandom").map { Hash32(word: $0) },
            baseFee: try optional(json?["currentBaseFee"], "currentBaseFee"),
            excessBlobGas: try json?["currentExcessBlobGas"].map { (value) throws(StateTestError) in
                try small(value, "currentExcessBlobGas")
            })
    }

    func accounts(_ json: JSON?) throws(StateTestError) -> [StateTest.Account] {
        guard let members = json?.objectValue?.members else { throw wrong("pre") }
        var accounts: [StateTest.Account] = []
        for member in members {
            guard let address = try? Address(member.key.lowercased()) else {
                throw wrong("an address in pre")
            }
            var storage: [(slot: UInt256, value: UInt256)] = []
            for slot in member.value["storage"]?.objectValue?.members ?? [] {
                guard let key = UInt256(hex: slot.key) else { throw wrong("a storage slot") }
                storage.append((key, try number(slot.value, "a storage word")))
            }
            accounts.append(
                StateTest.Account(
                    address: address, nonce: try small(member.value["nonce"], "a nonce in pre"),
                    balance: try number(member.value["balance"], "a balance"),
                    code: try bytes(member.value["code"], "code"), storage: storage))
        }
        return accounts
    }

    func template(_ json: JSON?) throws(StateTestError) -> StateTest.Template {
        guard let json, let data = json["data"]?.arrayValue, let gas = json["gasLimit"]?.arrayValue,
            let values = json["value"]?.arrayValue, let to = json["to"]?.stringValue
        else { throw wrong("transaction") }
        var template = StateTest.Template(
            sender: try address(json["sender"], "sender"),
            to: to.isEmpty ? nil : try address(json["to"], "to"), nonce: try large(json["nonce"])?.asUInt64,
            gasPrice: try optional(json["gasPrice"], "gasPrice"),
            maxFeePerGas: try optional(json["maxFeePerGas"], "maxFeePerGas"),
            maxPriorityFeePerGas: try optional(json["maxPriorityFeePerGas"], "maxPriorityFeePerGas"),
            maxFeePerBlobGas: try optional(json["maxFeePerBlobGas"], "maxFeePerBlobGas"), data: [],
            gasLimits: [],
            values: [], accessLists: [])
        for item in data { template.data.append(try bytes(item, "data")) }
        for item in gas { template.gasLimits.append(try large(item)?.asUInt64) }
        for item in values { template.values.append(try large(item)) }
        for item in json["accessLists"]?.arrayValue ?? [] {
            template.accessLists.append(try accessList(item))
        }
        if let hashes = json["blobVersionedHashes"]?.arrayValue {
            var found: [Hash32] = []
            for hash in hashes { found.append(Hash32(word: try number(hash, "a blob's hash"))) }
            template.blobVersionedHashes = found
        }
        if let list = json["authorizationList"]?.arrayValue {
            var found: [Authorization] = []
            for item in list {
                // A tuple whose numbers are too large for it is one that no account honours; so is one of zeros.
                let nonce = try large(item["nonce"])?.asUInt64 ?? .max
                let parity = try large(item["yParity"] ?? item["v"])?.asUInt64 ?? .max
                found.append(
                    Authorization(
                        chainID: try number(item["chainId"], "an authorization's chain"),
                        address: try address(item["address"], "an authorization's address"), nonce: nonce,
                        yParity: UInt8(clamping: parity), r: try number(item["r"], "an authorization's r"),
                        s: try number(item["s"], "an authorization's s")))
            }
            template.authorizationList = found
        }
        return template
    }

    private func accessList(_ json: JSON) throws(StateTestError) -> [AccessListEntry] {
        var entries: [AccessListEntry] = []
        for item in json.arrayValue ?? [] {
            var keys: [Hash32] = []
            for key in item["storageKeys"]?.arrayValue ?? [] {
                keys.append(Hash32(word: try number(key, "a storage key of an access list")))
            }
            entries.append(
                AccessListEntry(
                    address: try address(item["address"], "an address of an access list"), storageKeys: keys))
        }
        return entries
    }

    func cases(_ json: JSON?, of template: StateTest.Template) throws(StateTestError) -> [StateTest.Case] {
        guard let forks = json?.objectValue?.members else { throw wrong("post") }
        var cases: [StateTest.Case] = []
        for fork in forks {
            guard let posts = fork.value.arrayValue else { throw wrong("post of \(fork.key)") }
            for (index, post) in posts.enumerated() {
                func place(_ name: String, below count: Int) throws(StateTestError) -> Int {
                    guard let text = post["indexes"]?[name]?.numberText, let place = Int(text),
                        (0..<count).contains(place)
                    else { throw wrong("index \(name) of case \(index) of \(fork.key)") }
                    return place
                }
                let dataIndex = try place("data", below: template.data.count)
                if !template.accessLists.isEmpty, dataIndex >= template.accessLists.count {
                    throw wrong("accessLists")
                }
                cases.append(
                    StateTest.Case(
                        fork: fork.key, index: index, dataIndex: dataIndex,
                        gasIndex: try place("gas", below: template.gasLimits.count),
                        valueIndex: try place("value", below: template.values.count),
                        stateRoot: Hash32(word: try number(post["hash"], "a state root")),
                        logsHash: Hash32(word: try number(post["logs"], "a hash of logs")),
                        expectedErrors: post["expectException"]?.stringValue.map {
                            $0.split(separator: "|").map { String($0.split(separator: ".").last ?? $0) }
                        }))
            }
        }
        return cases
    }

    private func wrong(_ part: String) -> StateTestError { .wrong(part, in: name) }

    private func address(_ json: JSON?, _ part: String) throws(StateTestError) -> Address {
        guard let text = json?.stringValue, let address = try? Address(text.lowercased()) else {
            throw wrong(part)
        }
        return address
    }

    private func number(_ json: JSON?, _ part: String) throws(StateTestError) -> UInt256 {
        guard let text = json?.stringValue, let number = text == "0x" ? .zero : UInt256(hex: text) else {
            throw wrong(part)
        }
        return number
    }

    private func optional(_ json: JSON?, _ part: String) throws(StateTestError) -> UInt256? {
        guard let json else { return nil }
        return try number(json, part)
    }

    private func small(_ json: JSON?, _ part: String) throws(StateTestError) -> UInt64 {
        guard let number = try number(json, part).asUInt64 else { throw wrong(part) }
        return number
    }

    /// A number of the transaction, or nil for one that has more than 256 bits: `0x:bigint 0x…`.
    private func large(_ json: JSON?) throws(StateTestError) -> UInt256? {
        guard let text = json?.stringValue else { throw wrong("a number of the transaction") }
        if text.hasPrefix("0x:bigint ") { return UInt256(hex: text.dropFirst(10)) }
        return try number(json, "a number of the transaction")
    }

    private func bytes(_ json: JSON?, _ part: String) throws(StateTestError) -> [UInt8] {
        guard let text = json?.stringValue, let bytes = try? Hex.decode(text) else { throw wrong(part) }
        return bytes
    }
}

import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

@Suite("ABI")
struct ABITests {
    /// A value as the test files write it.
    private func value(_ json: JSON, _ type: ABIType) throws -> ABIValue {
        let text = json.stringValue ?? json.numberText ?? ""
        switch type {
        case .uint: return .uint(try #require(text.hasPrefix("0x") ? UInt256(hex: text) : UInt256(text)))
        case .int: return .int(try #require(Int256(text)))
        case .address: return .address(try Address(text))
        case .bool: return .bool(json.boolValue == true)
        case .bytes: return .bytes(text.hasPrefix("0x") ? try Hex.decode(text) : Array(text.utf8))
        case .fixedBytes(let count):
            return .fixedBytes(text.hasPrefix("0x") ? try Hex.decode(text) : Array(text.utf8.prefix(count)))
        case .string: return .string(text)
        case .function: return .function(try Hex.decode(text))
        case .array(let element), .fixedArray(let element, _):
            return .array(try #require(json.arrayValue).map { try value($0, element) })
        case .tuple(let parts):
            let list = try #require(json.arrayValue)
            return .tuple(try zip(list, parts).map { try value($0, $1.type) })
        }
    }

    /// ethers' 343 cases, both ways.
    @Test func ethers() throws {
        guard let data = Shared.data("vectors/ethers/abi.json") else { return }
        let cases = try #require(try JSON.parse(Array(data), limits: .node).arrayValue)
        #expect(cases.count == 343)
        for entry in cases {
            let type = try ABIType(parsing: try #require(entry["type"]?.stringValue))
            let value = try value(try #require(entry["value"]), type)
            let encoded = try Hex.decode(try #require(entry["encoded"]?.stringValue))
            let name = entry["name"]?.stringValue ?? ""
            #expect(try ABI.encode([value], as: [type]) == encoded, "\(name)")
            #expect(try ABI.decode(encoded, as: [type]) == [value], "\(name)")
        }
    }

    /// ethereum-tests' ABITests.
    @Test func ethereumTests() throws {
        guard let data = Shared.data("vectors/ethereum-tests/ABITests/basic_abi_tests.json") else { return }
        for member in try #require(try JSON.parse(Array(data)).objectValue).members {
            let types = try #require(member.value["types"]?.arrayValue).map {
                try ABIType(parsing: $0.stringValue ?? "")
            }
            let values = try zip(try #require(member.value["args"]?.arrayValue), types).map {
                try value($0, $1)
            }
            let expected = "0x" + (member.value["result"]?.stringValue ?? "")
            #expect(Hex.encode(try ABI.encode(values, as: types)) == expected, "\(member.key)")
        }
    }

    /// 1,000 random values against eth-abi.
    @Test func randomValuesAgainstEthABI() throws {
        guard let python = Program.python else { return }
        let script = Shared.package.appendingPathComponent("Tests/EthereumTests/Differential/abi.py")
        let result = try Program.run(python, [script.path, "41", "1000"])
        #expect(result.status == 0, "\(result.error)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 1000)
        for line in lines {
            let entry = try JSON.parse(String(line))
            let types = try #require(entry["types"]?.arrayValue).map {
                try ABIType(parsing: $0.stringValue ?? "")
            }
            let values = try zip(try #require(entry["values"]?.arrayValue), types).map { try value($0, $1) }
            let encoded = try Hex.decode(entry["encoded"]?.stringValue ?? "")
            #expect(try ABI.encode(values, as: types) == encoded, "\(line)")
            #expect(try ABI.decode(encoded, as: types) == values, "\(line)")
        }
    }

    @Test func signatures() throws {
        let transfer = try ABIFunction("transfer(address,uint256)")
        #expect(Hex.encode(transfer.selector) == "0xa9059cbb")
        let function = try ABIFunction(
            "function f((uint a,address[] b)[2] calldata x, bytes) external view returns (bool ok)")
        #expect(function.signature == "f((uint256,address[])[2],bytes)")
        #expect(function.inputs[0].name == "x" && function.outputs[0].name == "ok")
        let event = try ABIEvent("event Transfer(address indexed from,address indexed to,uint256 value)")
        #expect(
            event.topic0.description == "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")
        for text in [
            "", "f", "f(", "f(uint", "f(uint257)", "f(uint256))", "f(uint256) nonsense", "f(uint8[)",
            "f(uint8[-1])",
        ] {
            #expect(throws: ABIError.self, "\(text)") { try ABIFunction(text) }
        }
        #expect(throws: ABIError.self) { try ABIType(parsing: String(repeating: "(", count: 3000)) }
    }

    @Test func hostileDataEndsInErrors() throws {
        let word = { (value: UInt64) in UInt256(value).bigEndianBytes }
        let bytes: [ABIType] = [.bytes]
        #expect(throws: ABIError.truncated) { try ABI.decode(UInt256.max.bigEndianBytes, as: bytes) }
        #expect(throws: ABIError.truncated) {
            try ABI.decode(word(32) + UInt256.max.bigEndianBytes, as: bytes)
        }
        #expect(throws: ABIError.truncated) {
            try ABI.decode(word(32) + word(1 << 62), as: [.array(.uint(256))])
        }
        #expect(throws: ABIError.self) { try ABI.decode(word(2), as: [.bool]) }
        #expect(throws: ABIError.self) { try ABI.decode(UInt256.max.bigEndianBytes, as: [.address]) }
        #expect(throws: ABIError.self) { try ABI.decode(word(32) + word(1 << 40), as: [.array(.tuple([]))]) }
        // Every offset points to the same list: without a budget, 8 levels of 32 would be 10^12 values.
        var type: ABIType = .uint(256)
        for _ in 0..<8 { type = .array(type) }
        var bomb = word(32)
        for _ in 0..<8 { bomb += word(32) + (0..<32).flatMap { _ in word(32 * 32) } }
        #expect(throws: ABIError.self) { try ABI.decode(bomb, as: [type]) }
        // Lengths that multiply past any integer: 2^20 to the 8th power.
        let vast = try ABIType(parsing: "uint256" + String(repeating: "[1048576]", count: 8))
        #expect(throws: ABIError.truncated) { try ABI.decode(word(1) + word(2), as: [vast, .uint(8), vast]) }
        var random = SeededRandom(seed: 3)
        let types: [ABIType] = [
            try ABIType(parsing: "(uint8,string[],(bytes,int16[2])[])"), .bytes, .array(.address),
        ]
        for _ in 0..<20_000 {
            let count = random.below(20)
            let data = (0..<count).flatMap { _ in
                random.below(4) == 0
                    ? UInt256(random.next()).bigEndianBytes : word(UInt64(random.below(20) * 16))
            }
            _ = try? ABI.decode(data, as: types)
        }
    }

    /// Elements of no size cost nothing to claim: their number is bounded, whatever stands behind them.
    @Test func elementsOfNoSize() throws {
        let type = try ABIType(parsing: "()[]")
        func data(_ count: UInt64) -> [UInt8] {
            UInt256(32).bigEndianBytes + UInt256(count).bigEndianBytes + [UInt8](repeating: 0, count: 4_096)
        }
        let values = try ABI.decode(data(32), as: [type])
        #expect(try ABI.decode(try ABI.encode(values, as: [type]), as: [type]) == values)
        #expect(throws: ABIError.tooLarge) { try ABI.decode(data(33), as: [type]) }
        #expect(throws: ABIError.self) { try ABI.decode(data(1 << 40), as: [type]) }
    }

    @Test func revertReasons() throws {
        let text = try ABIFunction("Error(string)").encodeCall([.string("too late")])
        #expect(RevertReason.decode(text) == .error("too late"))
        let panic = try ABIFunction("Panic(uint256)").encodeCall([.uint(0x11)])
        #expect(RevertReason.decode(panic) == .panic(17))
        let custom = try ABIFunction("error Late(uint256 by)")
        #expect(
            RevertReason.decode(try custom.encodeCall([.uint(5)]), errors: [custom])
                == .custom(name: "Late", values: [.uint(5)]))
        #expect(RevertReason.decode([]) == .empty)
        #expect(RevertReason.decode([1, 2]) == .unknown([1, 2]))
    }

    /// Real ABIs, collected by alloy.
    @Test func interfaces() throws {
        for (file, selector, name) in [
            ("GnosisSafe", "0x6a761202", "execTransaction"),
            ("DelegationManager", "0xeea9064b", "delegateTo"),
        ] {
            guard let data = Shared.data("vectors/alloy-json-abi/\(file).json") else { return }
            let json = try JSON.parse(Array(data))
            let contract = try ContractInterface(json: json["abi"] ?? json)
            #expect(Hex.encode(try #require(contract.function(name)).selector) == selector)
            #expect(contract.events.count > 3)
        }
    }

    /// Every real ABI that alloy collected: each function's and event's signature reads back from its text.
    @Test func signaturesOfInterfaces() throws {
        var seen = 0
        var ofLibraries = 0
        for file in Shared.files(below: "vectors/alloy-json-abi", suffix: ".json") {
            let json = try JSON.parse(Array(try #require(Shared.data(file))), limits: .node)
            let contract = try ContractInterface(json: json["abi"] ?? json)
            ofLibraries += contract.libraryFunctions.count
            for function in contract.functions {
                seen += 1
                #expect(try ABIFunction(function.signature).selector == function.selector, "\(file)")
            }
            for event in contract.events {
                #expect(try ABIEvent(event.signature).topic0 == event.topic0, "\(file)")
            }
        }
        // A library's function that takes a contract by its name is told apart, not refused and not miscounted.
        #expect(Shared.root == nil || seen > 60 && ofLibraries == 1)
    }

    @Test func indexedArguments() throws {
        let event = try ABIEvent("E(address indexed a,string indexed s,uint8 b)")
        let text = Keccak256.hash(utf8: "x")
        let values = try event.decode(
            topics: [event.topic0, Hash32(word: 5), text], data: UInt256(7).bigEndianBytes)
        #expect(values == [.address(Address(truncating: 5)), .fixedBytes(text.bytes), .uint(7)])
        #expect(throws: ABIError.selectorMismatch) { try event.decode(topics: [event.topic0], data: []) }
    }
}

import Ethereum
import StrictJSON
import TestSupport
import Testing

/// Each rule of a typed-data document, by the code that it is refused with.
@Suite("Typed data, rule by rule")
struct TypedDataRuleTests {
    /// A sound document with parts replaced: types, domain, message and primaryType as JSON text.
    private func document(
        types: String =
            #"{"EIP712Domain":[{"name":"name","type":"string"}],"M":[{"name":"v","type":"uint256"}]}"#,
        domain: String = #"{"name":"x"}"#, message: String = #"{"v":"1"}"#, primary: String? = #""M""#,
        more: String = ""
    ) -> String {
        let stated = primary.map { #""primaryType":\#($0),"# } ?? ""
        return #"{"types":\#(types),\#(stated)"domain":\#(domain),"message":\#(message)\#(more)}"#
    }

    /// A document whose message has one field `v` of a type.
    private func field(_ type: String, _ value: String, others: String = "") -> String {
        document(
            types:
                #"{"EIP712Domain":[{"name":"name","type":"string"}],"M":[{"name":"v","type":"\#(type)"}]\#(others)}"#,
            message: #"{"v":\#(value)}"#)
    }

    private func code(_ text: String) -> String {
        do {
            _ = try TypedData(parsing: Array(text.utf8))
            return "accepted"
        } catch {
            switch error {
            case .json(let error): return error.code
            case .document(let error): return String(error.code.dropFirst("typed-data.".count))
            }
        }
    }

    @Test func soundDocument() throws {
        #expect(code(document()) == "accepted")
        #expect(try TypedData(parsing: Array(document().utf8)).warnings.isEmpty)
    }

    @Test func parts() {
        #expect(code("[]") == "not-an-object")
        #expect(code(document(more: #","note":"x""#)) == "unknown-top-level")
        for text in [
            #"{"types":{},"domain":{}}"#, #"{"types":[],"domain":{},"message":{}}"#,
            #"{"types":{},"domain":null,"message":{}}"#,
        ] { #expect(code(text) == "missing-part") }
        #expect(code(document(message: "[]")) == "structure")
        #expect(code(document(message: #"{"v":1,"v":1}"#)) == "json.duplicate-key")
        #expect(code(document(message: #"{"v":1,"\u0076":1}"#)) == "json.duplicate-key")
    }

    @Test func definitions() {
        let with = { (fields: String) in
            document(types: #"{"EIP712Domain":[{"name":"name","type":"string"}],"M":\#(fields)}"#)
        }
        for fields in [
            "{}", "[1]", #"[{"name":"v"}]"#, #"[{"name":"v","type":1}]"#,
            #"[{"name":"v","type":"bool","note":""}]"#,
        ] { #expect(code(with(fields)) == "type-definition", "\(fields)") }
        #expect(code(with(#"[{"name":"v","type":"bool"},{"name":"v","type":"bool"}]"#)) == "duplicate-field")
        for name in ["a(", "a)", "a,b", "a[", "a]", "a'", "a`", #"a\""#, #"\n"#, #"\u007f"#, "é", "\u{202e}"]
        {
            #expect(code(with(#"[{"name":"\#(name)","type":"bool"}]"#)) == "name-character", "\(name)")
        }
        for name in ["M(bool v)", "A,B", "Ünit"] {
            #expect(code(field("bool", "true", others: #","\#(name)":[]"#)) == "name-character")
        }
        for name in [
            "uint256", "uint", "int7", "bytes33", "byte", "address", "string", "function", "fixed128x18",
        ] {
            #expect(code(field("bool", "true", others: #","\#(name)":[]"#)) == "shadows-primitive", "\(name)")
        }
        #expect(code(field("bool", "true", others: #","Z":[]"#)) == "unused-type")
        for type in ["Nothing", "uint0", "uint7", "uint264", "bytes0", "bytes33", "uint08", " bool", "bool "]
        {
            #expect(code(field(type, "1")) == "unknown-type", "\(type)")
        }
        for type in ["uint", "int"] { #expect(code(field(type, "1")) == "alias") }
        for type in ["bool[0]", "bool[01]", "bool[-1]", "bool[1", "bool]", "bool[10001]", "bool[x]"] {
            #expect(["array-suffix", "unknown-type"].contains(code(field(type, "[]"))), "\(type)")
        }
        #expect(code(field("EIP712Domain", "{}")) == "domain-reference")
    }

    @Test func recursion() throws {
        for type in ["M", "M[1]", "M[1][2]"] { #expect(code(field(type, "{}")) == "circular", "\(type)") }
        let circle = #","A":[{"name":"b","type":"B"}],"B":[{"name":"a","type":"A"}]"#
        #expect(code(field("A", "{}", others: circle)) == "circular")
        for type in ["M[]", "M[][3]", "M[2][]"] {
            let empty = type == "M[][3]" ? "[[],[],[]]" : "[]"
            let typed = try TypedData(parsing: Array(field(type, empty).utf8))
            #expect(typed.warnings.map(\.code) == ["portability.recursive"], "\(type)")
        }
    }

    @Test func domains() throws {
        let with = { (fields: String, domain: String) in
            document(
                types: #"{"EIP712Domain":[\#(fields)],"M":[{"name":"v","type":"uint256"}]}"#, domain: domain)
        }
        let name = #"{"name":"name","type":"string"}"#
        let chain = #"{"name":"chainId","type":"uint256"}"#
        #expect(code(with("\(chain),\(name)", #"{"name":"x","chainId":1}"#)) == "domain-type")
        #expect(code(with("\(name),\(name)", #"{"name":"x"}"#)) == "duplicate-field")
        #expect(code(with(#"{"name":"name","type":"bytes"}"#, #"{"name":"0x"}"#)) == "domain-type")
        #expect(code(with(#"{"name":"chainId","type":"uint64"}"#, #"{"chainId":1}"#)) == "domain-type")
        #expect(code(with(#"{"name":"owner","type":"address"}"#, "{}")) == "domain-type")
        #expect(code(with(name, "{}")) == "domain-mismatch")
        #expect(code(with(name, #"{"name":"x","chainId":1}"#)) == "domain-mismatch")
        #expect(code(with(name, #"{"name":"x","owner":1}"#)) == "domain-mismatch")
        // Any subset of the five, in order.
        let all = [
            (name, #""name":"x""#), (#"{"name":"version","type":"string"}"#, #""version":"1""#),
            (chain, #""chainId":1"#),
            (
                #"{"name":"verifyingContract","type":"address"}"#,
                #""verifyingContract":"0x0000000000000000000000000000000000000001""#
            ),
            (#"{"name":"salt","type":"bytes32"}"#, #""salt":"0x\#(String(repeating: "0a", count: 32))""#),
        ]
        for subset in 0..<32 {
            let chosen = all.indices.filter { subset >> $0 & 1 == 1 }.map { all[$0] }
            let values = "{" + chosen.map(\.1).joined(separator: ",") + "}"
            let listed = try TypedData(
                parsing: Array(with(chosen.map(\.0).joined(separator: ","), values).utf8))
            // Left out, it is derived from the values, with the same digest and a warning.
            let derived = try TypedData(
                parsing: Array(
                    document(types: #"{"M":[{"name":"v","type":"uint256"}]}"#, domain: values).utf8))
            #expect(derived.digest == listed.digest && listed.warnings.isEmpty)
            #expect(derived.warnings.map(\.code) == ["portability.domain-derived"])
        }
    }

    @Test func primaryTypes() throws {
        #expect(code(document(primary: #""N""#)) == "primary-type")
        #expect(code(document(primary: #""EIP712Domain""#)) == "primary-type")
        #expect(code(document(primary: "1")) == "primary-type")
        let derived = try TypedData(parsing: Array(document(primary: nil).utf8))
        #expect(derived.warnings.map(\.code) == ["portability.primary-type-derived"])
        #expect(derived.digest == (try TypedData(parsing: Array(document().utf8)).digest))
        let two = #"{"A":[{"name":"v","type":"bool"}],"B":[{"name":"v","type":"bool"}]}"#
        #expect(code(document(types: two, primary: nil)) == "ambiguous-primary-type")
    }

    @Test func values() {
        #expect(code(document(message: "{}")) == "missing-field")
        #expect(code(document(message: #"{"v":1,"w":1}"#)) == "unknown-field")
        let cases: [(type: String, value: String, code: String)] = [
            ("uint256", "null", "null"), ("string", "null", "null"), ("bool[]", "[null]", "null"),
            ("uint8", "255", "accepted"), ("uint8", "256", "integer-range"), ("uint8", "-1", "integer-range"),
            ("uint8", #""0xff""#, "accepted"), ("uint8", #""0x100""#, "integer-range"),
            ("uint8", #""0x""#, "integer"), ("uint8", #""""#, "integer"), ("uint8", #""01""#, "integer"),
            ("uint8", #""+1""#, "integer"), ("uint8", #"" 1""#, "integer"), ("uint8", "1.0", "integer"),
            ("uint8", "1e1", "integer"), ("uint8", "true", "integer"), ("uint8", #""-0""#, "integer"),
            ("uint8", #""0X1""#, "integer"), ("uint8", #""١""#, "integer"), ("uint8", "[1]", "integer"),
            ("uint256", "9007199254740991", "accepted"), ("uint256", "9007199254740992", "big-number"),
            ("int256", "-9007199254740992", "big-number"), ("uint256", #""9007199254740992""#, "accepted"),
            ("uint256", "\"0x\(String(repeating: "f", count: 64))\"", "accepted"),
            ("uint256", "\"0x1\(String(repeating: "0", count: 64))\"", "integer-range"),
            ("uint256", "\"\(UInt256.max)0\"", "integer-range"),
            ("int8", "-128", "accepted"), ("int8", "-129", "integer-range"), ("int8", "128", "integer-range"),
            ("int8", #""-0x1""#, "integer"), ("int256", "\"\(Int256.min)\"", "accepted"),
            ("bytes", #""0x""#, "accepted"), ("bytes", #""""#, "bytes"), ("bytes", #""0x1""#, "bytes"),
            ("bytes", #""0xzz""#, "bytes"), ("bytes", #""00""#, "bytes"), ("bytes", "[]", "bytes"),
            ("bytes2", #""0x0102""#, "accepted"), ("bytes2", #""0x01""#, "bytes-length"),
            ("bytes2", #""0x010203""#, "bytes-length"),
            ("address", #""0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed""#, "accepted"),
            ("address", #""0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD""#, "checksum"),
            ("address", #""5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed""#, "address"),
            ("address", #""0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed""#, "accepted"),
            ("address", #""0x0""#, "address"), ("address", "0", "address"),
            ("bool", "true", "accepted"), ("bool", #""true""#, "bool"), ("bool", "1", "bool"),
            ("bool", "0", "bool"),
            ("string", #""\u0000é""#, "accepted"), ("string", "1", "string"), ("string", "{}", "string"),
            ("bool[]", "{}", "array"), ("bool[]", #""""#, "array"), ("bool[2]", "[true]", "array-length"),
            ("bool[2]", "[true,false]", "accepted"), ("bool[2][]", "[[true]]", "array-length"),
            ("bool[][2]", "[[],[]]", "accepted"), ("bool[][2]", "[[]]", "array-length"),
            ("string", #""\ud800""#, "json.string"),
        ]
        for (type, value, expected) in cases {
            let found = code(field(type, value))
            let isMet = found == expected || expected.hasPrefix("json.") && found.hasPrefix("json.")
            #expect(isMet, "\(type) \(value): \(found), not \(expected)")
        }
    }

    @Test func caps() {
        let domain = #""EIP712Domain":[{"name":"name","type":"string"}]"#
        let many = (0..<300).map { #""T\#($0)":[]"# }.joined(separator: ",")
        #expect(code(document(types: "{\(domain),\(many)}")) == "too-many-types")
        let wide = (0..<300).map { #"{"name":"f\#($0)","type":"bool"}"# }.joined(separator: ",")
        #expect(code(document(types: #"{\#(domain),"M":[\#(wide)]}"#)) == "too-many-fields")
        let long = "[" + Array(repeating: "true", count: 10_001).joined(separator: ",") + "]"
        #expect(code(field("bool[]", long)) == "too-many-items")
        // Structs inside structs: a chain of types is as long as its values are deep.
        let chain = (0..<40).map { #""T\#($0)":[{"name":"v","type":"T\#($0 + 1)"}]"# }.joined(separator: ",")
        var value = "true"
        for _ in 0...41 { value = #"{"v":\#(value)}"# }
        #expect(
            code(
                document(
                    types:
                        #"{\#(domain),"M":[{"name":"v","type":"T0"}],\#(chain),"T40":[{"name":"v","type":"bool"}]}"#,
                    message: value)) == "too-deep")
    }

    /// Types that all name each other: work grows with their references, not with the ways through them.
    @Test func denseTypesAreReadSoon() {
        let count = 140
        var parts: [String] = [#""EIP712Domain":[{"name":"name","type":"string"}]"#]
        for place in 0..<count {
            let fields = (place + 1..<count).map { #"{"name":"f\#($0)","type":"T\#($0)[]"}"# }
            parts.append(#""T\#(place)":[\#(fields.joined(separator: ","))]"#)
        }
        let message = "{" + (1..<count).map { #""f\#($0)":[]"# }.joined(separator: ",") + "}"
        #expect(
            code(
                document(types: "{" + parts.joined(separator: ",") + "}", message: message, primary: #""T0""#)
            )
                == "accepted")
    }
}

import StrictJSON
import Testing

@Suite("Strict JSON")
struct ParsingTests {
    private func code(_ text: String, limits: JSONLimits = .document) -> String? {
        do {
            _ = try JSON.parse(text, limits: limits)
            return nil
        } catch { return error.code }
    }

    @Test func readsWhatRFC8259Allows() throws {
        let json = try JSON.parse(#" {"a":[1,-0.5e+7,true,false,null,"x\u00e9\ud83d\ude00\n"],"b":{}} "#)
        #expect(json["a"]?.arrayValue?.count == 6)
        #expect(json["a"]?.arrayValue?[1].numberText == "-0.5e+7")
        #expect(json["a"]?.arrayValue?[5].stringValue == "x\u{e9}\u{1F600}\n")
        #expect(json["b"]?.objectValue?.members.isEmpty == true)
        #expect(try JSON.parse("9007199254740993").numberText == "9007199254740993")
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "01", "+1", "1.", ".5", "1e", "--1",
        "tru", "nul",
        "\"", "\"\\x\"", "\"\\u12\"", "\"\u{1}\"", "[1 2]", "1 2", "{\"a\":1}}", "// c\n1", "NaN", "Infinity",
        "'a'", "\u{feff}1",
    ])
    func refusesWhatIsNotJSON(_ text: String) { #expect(code(text) == "json.syntax", "\(text)") }

    @Test func refusesDuplicateNamesHoweverWritten() {
        #expect(code(#"{"a":1,"a":1}"#) == "json.duplicate-key")
        #expect(code(#"{"a":1,"\u0061":2}"#) == "json.duplicate-key")
        #expect(code(#"[{"x":{"b":1,"c":2,"b":3}}]"#) == "json.duplicate-key")
        let many = (0..<50).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(code("{\(many)}") == nil)
        #expect(code("{\(many),\"k7\":0}") == "json.duplicate-key")
        // Canonically equivalent, yet different names: both stay.
        #expect(code(#"{"\u00e9":1,"e\u0301":2}"#) == nil)
    }

    @Test func refusesHalfSurrogatesAndInvalidUTF8() throws {
        for text in [#""\ud800""#, #""\ud800x""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800A""#] {
            #expect(code(text) == "json.surrogate", "\(text)")
        }
        let bad: [[UInt8]] = [
            [0x80], [0xc0, 0x80], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff],
            [0xe2, 0x82],
        ]
        for bytes in bad {
            #expect(throws: JSONError.self) { try JSON.parse([0x22] + bytes + [0x22]) }
        }
    }

    @Test func keepsToItsLimits() {
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(code(deep) == "json.depth")
        #expect(code(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)) == nil)
        #expect(code(String(repeating: "{\"a\":", count: 65)) == "json.depth")
        let small = JSONLimits(maximumBytes: 10, maximumDepth: 3, maximumItems: 4)
        #expect(code("[1,2,3,4]", limits: small) == "json.too-many-values")
        #expect(code("\"0123456789\"", limits: small) == "json.too-large")
    }

    @Test func writesWhatItReads() throws {
        let text = #"{"a":[1,"\u001b[2J\u202e\"\\",{"b":[]}],"c":null,"d":-1.50}"#
        let json = try JSON.parse(text)
        #expect(try JSON.parse(json.serialized()) == json)
        #expect(try JSON.parse(json.serialized(pretty: true)) == json)
        #expect(json.serialized() == text)
        #expect(json.serialized().utf8.allSatisfy { (0x20..<0x7f).contains($0) })
    }

    /// Any bytes end in a value that writes and reads back the same, or in a named error.
    @Test func mutatedDocumentsNeverTrap() {
        var state: UInt64 = 99
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let seed = Array(
            #"{"types":{"A":[{"name":"b","type":"uint8[2]"}]},"x":[1,2.5e3,"\u00e9\ud83d\ude00",null,true]}"#
                .utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<(1 + next(3)) { bytes[next(bytes.count)] = UInt8(next(256)) }
            if next(4) == 0 { bytes.removeLast(next(bytes.count)) }
            guard let json = try? JSON.parse(bytes) else { continue }
            accepted += 1
            #expect((try? JSON.parse(json.serialized())) == json)
        }
        #expect(accepted > 100)
    }
}

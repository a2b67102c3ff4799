import StrictJSON
import TestSupport
import Testing

@Suite("JSON scanner")
struct ScannerTests {
    /// Whether the scanner can read over all of `bytes`.
    static func scans(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { raw in
            var scanner = JSONScanner(raw)
            return (try? JSONScanner.checkUTF8(bytes)) != nil && (try? scanner.skipValue()) != nil
                && (try? scanner.end()) != nil
        }
    }

    /// Reads a document by the scanner into a tree.
    static func tree(_ scanner: inout JSONScanner) throws -> JSON {
        switch try scanner.peek() {
        case .object:
            var members: [(String, JSON)] = []
            try scanner.beginObject()
            while let name = try scanner.nextName() {
                members.append((String(decoding: name, as: UTF8.self), try tree(&scanner)))
            }
            return .object(JSONObject(members))
        case .array:
            var elements: [JSON] = []
            try scanner.beginArray()
            while try scanner.nextElement() { elements.append(try tree(&scanner)) }
            return .array(elements)
        case .string: return .string(String(decoding: try scanner.string(), as: UTF8.self))
        case .number: return .number(String(decoding: try scanner.number(), as: UTF8.self))
        case .bool: return .bool(try scanner.bool())
        case .null:
            try scanner.skipValue()
            return .null
        }
    }

    static let documents = [
        "{}", "[]", "[[]]", "[{}]", #"{"a":{}}"#, "null", "true", "false", "0", "-0", "1.5e-7", "\"\"",
        "\"a\\n\\u00e9\\ud83d\\ude00\"",
        " [ 1 , 2 ] ", #"{"a":1,"b":[true,false,null,{"c":"d"}],"e":"f"}"#, "\t\r\n{\"x\":\n[]}\n",
        "\"\(String(repeating: "plain text of some length ", count: 9))\"",
        String(repeating: "[", count: 64) + String(repeating: "]", count: 64),
    ]
    static let wrong = [
        "", " ", "{", "}", "[", "]", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}",
        "{\"a\":1 \"b\":2}",
        "{a:1}", "{1:1}", "01", "-", "1.", ".5", "1e", "+1", "tru", "nul", "falsey", "\"", "\"\\", "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"a\nb\"", "\"\t\"", "[1]x", "{}{}", "[}", "{]",
        "'a'", "[1]//",
        "NaN", "\u{feff}[]", String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
    ]

    @Test func readsWhatTheParserReads() throws {
        for text in Self.documents {
            #expect(Self.scans(Array(text.utf8)), "\(text)")
            #expect((try? JSON.parse(text)) != nil)
            guard !text.contains("\\") else { continue }
            let bytes = Array(text.utf8)
            let tree = try bytes.withUnsafeBytes { raw in
                var scanner = JSONScanner(raw)
                let tree = try Self.tree(&scanner)
                try scanner.end()
                return tree
            }
            #expect(try tree == JSON.parse(text))
        }
    }

    @Test func refusesWhatTheParserRefuses() {
        for text in Self.wrong {
            #expect(!Self.scans(Array(text.utf8)), "\(text)")
            #expect((try? JSON.parse(text)) == nil, "\(text)")
        }
        for bytes: [UInt8] in [
            [0x22, 0xff, 0x22], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22],
        ] {
            #expect(!Self.scans(bytes))
        }
    }

    /// On mutated documents scanner and parser agree, but for names that come twice: those are the caller's.
    @Test func agreesWithTheParserOnMutatedDocuments() {
        var random = SeededRandom(seed: 11)
        let spice = Array("\"\\{}[],:0123456789eE+-.truefalsn \n\tu\u{1}".utf8) + [0x80, 0xc3, 0xff]
        var accepted = 0
        for _ in 0..<60_000 {
            var bytes = Array(Self.documents[random.below(Self.documents.count)].utf8)
            for _ in 0...random.below(3) {
                let place = random.below(bytes.count + 1)
                switch random.below(3) {
                case 0: if place < bytes.count { bytes[place] = spice[random.below(spice.count)] }
                case 1: if place < bytes.count { bytes.remove(at: place) }
                default: bytes.insert(spice[random.below(spice.count)], at: place)
                }
            }
            let scans = Self.scans(bytes)
            do throws(JSONError) {
                _ = try JSON.parse(bytes)
                accepted += 1
                #expect(scans, "\(String(decoding: bytes, as: UTF8.self))")
            } catch {
                #expect(
                    !scans || error.code == "json.duplicate-key",
                    "\(error.code) \(String(decoding: bytes, as: UTF8.self))")
            }
        }
        #expect(accepted > 5000)
    }

    /// Quotes, backslashes and controls are found at every place of a word of eight bytes.
    @Test func textEndsWhereItEnds() throws {
        for length in 0..<40 {
            for place in 0...length {
                for byte: UInt8 in [0x22, 0x5c, 0x1f, 0x00, 0x21, 0x23, 0x7f] {
                    var text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                    text.insert(byte, at: place)
                    let bytes = [0x22] + text + Array("\",0]".utf8)
                    let found = bytes.withUnsafeBytes { raw in
                        var scanner = JSONScanner(raw)
                        return (try? scanner.string()).map { Array($0) }
                    }
                    switch byte {
                    case 0x22: #expect(found == Array(text[..<place]))
                    // A backslash takes the next byte with it, which is no escape unless it is the quote.
                    case 0x5c, 0x1f, 0x00: #expect(found == nil)
                    default: #expect(found == text)
                    }
                }
            }
        }
    }
}

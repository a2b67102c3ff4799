import Ethereum
import Foundation
import Review
import SafeText
import StrictJSON
import TestSupport
import Testing

/// Nothing of a document is left out of its review, and nothing in it can look like more than it is.
@Suite("Fields")
struct FieldTests {
    /// Every value of every valid shared document is a field with its raw value, once.
    @Test func everyLeafIsAField() throws {
        var documents = [try Documents.permit()]
        for path in Shared.files(below: "vectors/ledger-app-ethereum", suffix: ".json") {
            guard let data = Shared.data(path) else { continue }
            documents.append(String(decoding: data, as: UTF8.self))
        }
        var seen = 0
        for text in documents {
            guard case .typedData(let data)? = try? Document.parse(Array(text.utf8)) else { continue }
            let review = try Review(.typedData(data), context: ReviewContext(now: 0))
            seen += 1
            let leaves = data.domain.leaves.map { "domain." + $0.path } + data.message.leaves.map(\.path)
            let fields = review.fields.filter { !$0.path.text.hasPrefix("data.") }.map(\.path.text)
            #expect(Array(fields.prefix(leaves.count)) == leaves.map { SafeText(reviewing: $0).text })
        }
        #expect(seen >= 1)
    }

    /// A message can't show what looks like a field of the domain.
    @Test(arguments: [
        ("domain", "D", #"{"chainId":1}"#, #","D":[{"name":"chainId","type":"uint256"}]"#),
        ("domain.chainId", "uint256", "1", ""), ("domain", "uint256", "1", ""),
    ])
    func nothingPassesForTheDomain(name: String, type: String, value: String, others: String) throws {
        let review = try Documents.review(
            Documents.typedData(
                "M", [(name, type, value), ("v", "bool", "true")], others: others, chainID: nil))
        let paths = review.fields.map(\.path.text)
        #expect(paths.filter { $0.hasPrefix("domain") } == ["domain.name", "domain.verifyingContract"])
        #expect(paths.last == "message.v")
        #expect(Set(paths).count == paths.count)
    }

    /// Another value is another field: what is shown can't stay the same while what is signed changes.
    @Test func anotherValueShows() throws {
        var shown: Set<String> = []
        var digests: Set<Hash32> = []
        for value in ["0", "1", "1000", "999999999999999999", UInt256.max.description] {
            for deadline in ["0", "1", "\(Documents.now)", UInt256.max.description] {
                let review = try Documents.review(try Documents.permit(value: value, deadline: deadline))
                shown.insert(review.plainLines.dropLast(4).map(\.text).joined(separator: "\n"))
                digests.insert(review.digest)
            }
        }
        #expect(shown.count == 20)
        #expect(digests.count == 20)
    }

    /// Line ends, escapes and bars in names and values make no row of their own, and only printable ASCII comes out.
    @Test func valuesForgeNoRows() throws {
        let hostile = #"ok\n\nDANGER  none\u001b[2J\u202e\ndigest            0x00"#
        let review = try Documents.review(Documents.typedData("Note", [("text", "string", "\"\(hostile)\"")]))
        let lines = review.plainLines.map(\.text)
        #expect(lines.allSatisfy { $0.utf8.allSatisfy { (0x20..<0x7f).contains($0) } })
        #expect(lines.filter { $0.hasPrefix("digest") }.count == 1)
        #expect(!lines.contains { $0.hasPrefix("DANGER  none") })
        #expect(review.field("text")?.value.contains("\n") == true, "the JSON form has the exact value")
    }

    @Test func paddingDoesNotPushAnythingAway() throws {
        let review = try Documents.review(
            Documents.typedData(
                "Note", [("text", "string", "\"\(String(repeating: " ", count: 5_000))end\"")]))
        #expect(review.field("text")?.display.text.hasSuffix("end") == true)
    }

    /// ERC-8213's own test case for the calldata digest.
    @Test func calldataDigestIsTheStandards() throws {
        let data =
            "0xa9059cbb0000000000000000000000004675c7e5baafbffbca748158becba61ef3b0a263"
            + "0000000000000000000000000000000000000000000000000de0b6b3a7640000"
        let review = try Documents.review(Documents.transaction(data: data))
        #expect(
            review.calldataDigest?.description
                == "0x812cee5d9cc7461c04bbcd7b70af9c28b243ac5d74d3453b008b93b7dac69985")
    }

    @Test func amountsTimesAndNames() throws {
        let review = try Documents.review(try Documents.permit(value: "1250500000000000000000"))
        #expect(review.field("value")?.display.text == "1,250.5 COAI")
        #expect(review.field("value")?.value == "1250500000000000000000")
        #expect(
            review.field("spender")?.display.text == "\(Documents.market)  JobMarket (profile test network)")
        #expect(review.field("owner")?.display.text == "\(Documents.account)  this account")
        #expect(review.field("deadline")?.display.text == "2026-11-18 11:16:40 UTC, in 10 m")
        #expect(review.contract?.shown.text.hasPrefix(try Documents.token().checksummed) == true)
    }

    /// Dates against Foundation's calendar.
    @Test func datesAreThoseOfTheCalendar() {
        let formatter = DateFormatter()
        formatter.calendar = Calendar(identifier: .gregorian)
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "yyyy-MM-dd HH:mm:ss 'UTC'"
        var random = SeededRandom(seed: 7)
        for seconds in [0, 951_782_400, 1_709_164_800, 4_107_542_399, 253_402_300_799]
            + (0..<500).map({ _ in Int(random.next() % 253_402_300_800) })
        {
            #expect(
                Moment.date(UInt64(seconds))
                    == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
        }
        #expect(Moment.date(253_402_300_800) == nil)
    }
}

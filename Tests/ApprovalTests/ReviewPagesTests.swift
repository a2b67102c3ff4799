import Approval
import Cells
import Foundation
import SafeText
import Testing

@Suite struct ReviewPagesTests {
    private func text(_ pages: [CellGrid]) -> String {
        pages.map { $0.lines.map { "[\($0)]" }.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    @Test(arguments: [(80, 24), (120, 40), (60, 16)])
    func goldens(_ columns: Int, _ rows: Int) throws {
        let pages = ReviewPages.layout(Sample.content, columns: columns, rows: rows)
        try expectGolden(text(pages), "review-\(columns)x\(rows)")
    }

    @Test func styles() throws {
        let theme = Theme(
            name: "test", styles: [.danger: Style(foreground: .ansi(1)), .warning: Style(attributes: .bold)])
        let page = ReviewPages.layout(Sample.content, columns: 80, rows: 24, theme: theme)[0]
        let map = page.styleMap
        let legend = map.legend.map { "\($0.letter) \($0.style)" }
        try expectGolden((map.lines + legend).joined(separator: "\n") + "\n", "review-80x24-styles")
    }

    /// Whatever the size: every character of every text is on some page, in order.
    @Test func nothingIsLost() {
        let texts = Sample.content.blocks.flatMap { block -> [SafeText] in
            switch block {
            case .rule: []
            case .entry(let label, let texts): [label] + texts
            case .finding(_, let text), .note(let text): [text]
            case .field(let label, let type, let values): [label, type] + values
            }
        }
        for columns in stride(from: 60, through: 140, by: 7) {
            for rows in [16, 23, 50] {
                let pages = ReviewPages.layout(Sample.content, columns: columns, rows: rows)
                // Without the frame, the gutters and the spaces, the pages are the texts one after another.
                let body = pages.flatMap { $0.lines.dropFirst().dropLast(2) }
                    .map { $0.hasPrefix("|") ? String($0.dropFirst()) : $0 }
                    .joined().filter { $0 != " " && $0 != "-" }
                var rest = Substring(body)
                for text in texts.map({ $0.text.filter { $0 != " " && $0 != "-" } }) where !text.isEmpty {
                    let found = rest.range(of: text)
                    #expect(found != nil, "\(text) at \(columns)x\(rows)")
                    if let found { rest = rest[found.upperBound...] }
                }
            }
        }
    }

    /// Text from outside never reaches the first two columns, and what goes on with it has a bar there.
    @Test func noTextCanLookLikeARow() {
        let padding = String(repeating: " ", count: 500)
        let forged = SafeText(reviewing: "x\(padding)digest 0x00\(padding)DANGER nothing")
        let content = ReviewContent(
            kind: "message",
            blocks: [
                .field(label: forged, type: forged, values: [forged, forged]),
                .entry(label: "asked by", texts: [forged, forged]), .finding(.notice, forged),
            ])
        for columns in [60, 61, 79, 80, 133] {
            for page in ReviewPages.layout(content, columns: columns, rows: 24) {
                for line in page.lines.dropFirst().dropLast(2) {
                    let first = line.prefix(2)
                    #expect(["  ", "| ", "as", "NO"].contains(first), "\(line)")
                }
            }
        }
    }

    /// A hash beside a label that is longer than the column of labels is there in full.
    @Test func longLabels() {
        let hash = SafeText(reviewing: "0x" + String(repeating: "0123456789abcdef", count: 4))
        let content = ReviewContent(
            kind: "transaction", blocks: [.entry(label: "calldata digest", texts: [hash])])
        for columns in [60, 80, 81, 82, 83, 84, 120] {
            let page = ReviewPages.layout(content, columns: columns, rows: 24)[0]
            let body = page.lines.joined().filter { $0 != " " && $0 != "|" }
            #expect(body.contains("calldatadigest" + hash.text), "\(columns) columns")
        }
    }

    /// No address is broken, wherever it stands in a text, as long as it fits on a line.
    @Test func addressesStayWhole() {
        let address = "0x6379621377b3C9FDdF41599646E270417E8444E5"
        for columns in [60, 80, 99, 120] {
            for before in 0..<100 {
                let text = SafeText(
                    reviewing: String(repeating: "a", count: before) + " \(address) and \(address)")
                let content = ReviewContent(
                    kind: "message",
                    blocks: [
                        .finding(.danger, text), .field(label: "allowance now", type: "", values: [text]),
                        .entry(label: "contract", texts: [text, text]), .note(text),
                    ])
                let lines = ReviewPages.layout(content, columns: columns, rows: 90)[0].lines
                let whole = lines.reduce(0) { $0 + $1.components(separatedBy: address).count - 1 }
                #expect(whole == 10, "\(before) before, \(columns) columns")
            }
        }
    }

    /// What has no type takes no line for it, and a label up to the values' column stands beside them.
    @Test func claimsTakeOneLine() {
        let content = ReviewContent(
            kind: "message",
            blocks: [
                .field(label: "verifying contract", type: "", values: ["StakingManager"]),
                .field(label: "a label that is longer than its column", type: "", values: ["value"]),
            ])
        let lines = ReviewPages.layout(content, columns: 80, rows: 24)[0].lines
        #expect(lines[1].contains("verifying contract        StakingManager"))
        #expect(lines[3].hasPrefix("| ") && lines[3].contains("value"))
    }

    @Test func hugeValues() {
        let value = SafeText(reviewing: String(repeating: "0123456789", count: 20_000))
        let content = ReviewContent(
            kind: "message", blocks: [.field(label: "data", type: "bytes", values: [value])])
        let pages = ReviewPages.layout(content, columns: 60, rows: 16)
        #expect(pages.count == (200_000 / 58 + 2 + 12) / 13)
    }

    @Test func emptyReview() {
        let pages = ReviewPages.layout(ReviewContent(kind: "message", blocks: []), columns: 10, rows: 3)
        #expect(pages.count == 1)
        #expect(pages[0].columns == 60)
    }
}

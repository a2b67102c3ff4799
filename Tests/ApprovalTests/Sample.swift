import Approval
import Cells
import Cryptography
import Ethereum
import Foundation
import SafeText
import Testing

/// A review with everything in it.
enum Sample {
    static let digest: SafeText = "0x9a1f7e0d2c4b6a8877665544332211000011223344556677889900aabbccddee"

    static let content = ReviewContent(
        kind: "typed data", mark: "DEMO KEY: published, never for real funds",
        blocks: [
            .entry(label: "asked by", texts: ["coai dashboard (pid 4121, you)"]),
            .entry(label: "account", texts: ["0x6379621377b3C9FDdF41599646E270417E8444E5", "ops-1"]),
            .entry(label: "network", texts: ["chain 31337  demo network"]),
            .entry(
                label: "contract",
                texts: ["0x5FbDB2315678afecb367f032d93F642f64180aa3", "JobMarket (profile)"]),
            .rule,
            .finding(.danger, "provider is 0: anyone may take this order"),
            .finding(
                .warning,
                "the look-alike text \u{22}\\u{430}ccept\u{22} holds 1 character that is not ASCII, and this sentence goes on"
            ),
            .finding(.notice, "valid for 30 d"),
            .rule,
            .field(label: "maxPrice", type: "uint256", values: ["1,250 COAI", "1250000000000000000000"]),
            .field(
                label: "modelId", type: "bytes32",
                values: ["0x8f3c1b5d92e07a4466cdd0a1b7f3e9d25c04188ae2f96b7710d3a5c4e8b6f921"]),
            .field(
                label: "order.items[0].considerationToken", type: "address",
                values: ["0x6379621377b3C9FDdF41599646E270417E8444E5"]),
            .field(
                label: "memo", type: "string",
                values: [
                    SafeText(reviewing: "\"a\u{202e}b\ndigest  0x00\"" + String(repeating: " x", count: 60))
                ]),
            .field(
                label: "deadline", type: "uint64",
                values: ["2026-12-01 09:00:00 UTC, in 7 d 22 h", "1796115600"]),
            .rule,
            .note("claimed by coai, not checked here"),
            .field(label: "balance", type: "", values: ["3 ETH"]),
            .rule,
            .entry(
                label: "domain hash",
                texts: ["0x1111111111111111111111111111111111111111111111111111111111111111"]),
            .entry(
                label: "message hash",
                texts: ["0x2222222222222222222222222222222222222222222222222222222222222222"]),
            .entry(label: "digest", texts: [digest]),
            .note("compare the digest with your device or a second machine"),
        ])

    static func request(asksPassphrase: Bool = true) throws -> ApprovalRequest {
        ApprovalRequest(
            requester: "coai dashboard (pid 4121, you)",
            account: try Address("0x6379621377b3C9FDdF41599646E270417E8444E5"), asksPassphrase: asksPassphrase
        )
    }
}

/// Compares with a file of `Goldens/`; writes it instead where the environment has COAI_RECORD.
func expectGolden(_ text: String, _ name: String, _ location: SourceLocation = #_sourceLocation) throws {
    let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    let file = folder.appendingPathComponent("Goldens/\(name).txt")
    if ProcessInfo.processInfo.environment["COAI_RECORD"] != nil {
        try Data(text.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden, "\(name)", sourceLocation: location)
}

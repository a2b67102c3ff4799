import Ethereum
import Foundation
import StrictJSON
import Testing

@Suite("Transaction objects")
struct TransactionJSONTests {
    private let base =
        #"{"chainId":"0x1","nonce":"0x0","gas":"0x5208","maxFeePerGas":"0x2","maxPriorityFeePerGas":"0x1","to":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed","value":"0x0"}"#

    private func code(_ text: String) throws -> String? {
        do {
            _ = try TransactionJSON.parse(try JSON.parse(text))
            return nil
        } catch let error as TransactionError { return error.code }
    }

    @Test func readsTheUsualObject() throws {
        let (transaction, from) = try TransactionJSON.parse(try JSON.parse(base))
        #expect(
            transaction.type == 2 && transaction.chainID == 1 && transaction.gasLimit == 21_000 && from == nil
        )
    }

    @Test(arguments: [
        (#""nonce":"0x0","#, "", "transaction.missing-nonce"),
        (#""gas":"0x5208","#, "", "transaction.missing-gas"),
        (#""chainId":"0x1","#, "", "transaction.missing-chain-id"),
        (#""nonce":"0x0""#, #""nonce":"0x00""#, "transaction.field"),
        (#""nonce":"0x0""#, #""nonce":0"#, "transaction.field"),
        (#""nonce":"0x0""#, #""nonce":"0x10000000000000000""#, "transaction.field"),
        (#""value":"0x0""#, #""value":"0x0","extra":1"#, "transaction.unknown-field"),
        (#""value":"0x0""#, #""value":"0x0","gasPrice":"0x1""#, "transaction.two-prices"),
        (#""value":"0x0""#, #""value":"0x0","data":"0x01","input":"0x02""#, "transaction.data-differs"),
        (#""value":"0x0""#, #""value":"0x0","blobVersionedHashes":[]"#, "transaction.blob"),
        (#""value":"0x0""#, #""value":"0x0","type":"0x3""#, "transaction.blob"),
        (#""value":"0x0""#, #""value":"0x0","type":"0x1""#, "transaction.misplaced-field"),
        (#""value":"0x0""#, #""value":"0x0","type":"0x7f""#, "transaction.unknown-type"),
        (#"BeAed""#, #"BeAeD""#, "address.checksum"),
        (#""value":"0x0""#, #""value":"0x0","data":"0x1""#, "transaction.field"),
    ])
    func refuses(_ change: (String, String, String)) throws {
        #expect(base.contains(change.0))
        var text = base
        if let range = text.range(of: change.0) { text.replaceSubrange(range, with: change.1) }
        #expect(try code(text) == change.2)
    }
}

import Foundation

/// The typed-data document that is measured: a Seaport order, from the peers' folder where that is there.
struct Document {
    let name: String
    let path: String
    let bytes: [UInt8]

    /// Seaport's order, or one of our own that is like it.
    static let seaport: Document = {
        if let folder = Place.peers {
            let file = folder.appendingPathComponent("seaport.json")
            if let data = try? Data(contentsOf: file) {
                return Document(name: "seaport.json", path: file.path, bytes: Array(data))
            }
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-bench-order-\(getpid()).json")
        try? Data(own.utf8).write(to: file)
        return Document(name: "an order like Seaport's", path: file.path, bytes: Array(own.utf8))
    }()

    private static let own: String = {
        let account = "0x1111111111111111111111111111111111111111"
        let item =
            #"{"itemType":2,"token":"\#(account)","identifierOrCriteria":"123","startAmount":"1","endAmount":"1"}"#
        let part =
            #"{"itemType":0,"token":"\#(account)","identifierOrCriteria":"0","startAmount":"975000000000000000","endAmount":"975000000000000000","recipient":"\#(account)"}"#
        let field = { (type: String, name: String) in #"{"name":"\#(name)","type":"\#(type)"}"# }
        let itemFields = [
            field("uint8", "itemType"), field("address", "token"), field("uint256", "identifierOrCriteria"),
            field("uint256", "startAmount"), field("uint256", "endAmount"),
        ]
        let order = [
            field("address", "offerer"), field("OfferItem[]", "offer"),
            field("ConsiderationItem[]", "consideration"), field("uint256", "startTime"),
            field("uint256", "endTime"),
            field("bytes32", "zoneHash"), field("uint256", "salt"), field("uint256", "counter"),
        ]
        let domain = [
            field("string", "name"), field("string", "version"), field("uint256", "chainId"),
            field("address", "verifyingContract"),
        ]
        let list = { (fields: [String]) in "[" + fields.joined(separator: ",") + "]" }
        return
            #"{"types":{"EIP712Domain":\#(list(domain)),"Order":\#(list(order)),"OfferItem":\#(list(itemFields)),"#
            + #""ConsiderationItem":\#(list(itemFields + [field("address", "recipient")]))},"primaryType":"Order","#
            + #""domain":{"name":"Market","version":"1.6","chainId":1,"verifyingContract":"\#(account)"},"#
            + #""message":{"offerer":"\#(account)","offer":[\#(item)],"consideration":[\#(part),\#(part)],"#
            + #""startTime":"1700000000","endTime":"1800000000","zoneHash":"0x\#(String(repeating: "00", count: 32))","#
            + #""salt":"24446860302761739304752683030156737591518664810215442929808324","counter":"0"}}"#
    }()
}

import StrictJSON

/// A subscription to the heads of new blocks (`eth_subscribe`, `newHeads`) on one connection.
enum HeadSubscription: Sendable, Equatable {
    /// The node tells of new heads under this name.
    case active(String)
    /// The node doesn't offer it.
    case unavailable
}

extension NodeClient {
    /// Asks the node to tell of new blocks on this connection; false where it can't, so that it must be asked.
    func subscribeToHeads() throws(NodeError) -> Bool {
        guard channel != nil else { return false }
        if headSubscription == nil {
            do throws(NodeError) {
                let value = try callOnce("eth_subscribe", ["newHeads"])
                guard let name = value.stringValue, name.utf8.count <= 128 else {
                    throw .result("eth_subscribe", "no name of a subscription")
                }
                headSubscription = .active(name)
            } catch {
                // A node that answers an error is asked by polling instead.
                guard error.fault != nil else { throw error }
                headSubscription = .unavailable
            }
        }
        return headSubscription != .unavailable
    }

    /// Waits until the node tells of a new block; false if it doesn't by `deadline`.
    func waitForHead(until deadline: Deadline) throws(NodeError) -> Bool {
        guard let channel, case .active(let name) = headSubscription else {
            try cancellation.sleep(seconds: deadline.remaining)
            return false
        }
        let whole = Deadline(seconds: options.requestSeconds)
        do {
            guard let document = try channel.notice(quietUntil: deadline, deadline: max(whole, deadline))
            else {
                return false
            }
            return try Self.isHead(document, subscription: name)
        } catch {
            disconnect()
            throw error
        }
    }

    /// Whether a notice is of the subscription; its header isn't used, as the chain is looked at afterwards anyway.
    private static func isHead(_ document: [UInt8], subscription: String) throws(NodeError) -> Bool {
        let notice = try NodeReply.parse(document)
        guard notice["jsonrpc"] == "2.0", notice["method"] == "eth_subscription",
            let parameters = notice["params"], parameters["subscription"] == .string(subscription)
        else { throw .reply("a notice that wasn't asked for") }
        _ = try HeaderReader.header(parameters["result"] ?? .null, of: "eth_subscription")
        return true
    }
}

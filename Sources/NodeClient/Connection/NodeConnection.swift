/// One connection to a node, over which requests go one at a time.
protocol NodeConnection: AnyObject {
    /// Whether the connection looks sound for another request.
    var isUsable: Bool { get }

    /// Sends one JSON-RPC document and gives the document that answers it.
    ///
    /// After any error the connection is given up: what would come next on it could be the answer to this request.
    func exchange(_ request: [UInt8], deadline: Deadline) throws(NodeError) -> [UInt8]
}

/// A way to exchange whole JSON documents, in order, in both directions.
protocol MessageChannel: AnyObject {
    /// Whether nothing has gone wrong yet.
    var isOpen: Bool { get }

    /// Sends a document.
    func send(_ document: [UInt8], deadline: Deadline) throws(NodeError)

    /// The next document, or nil if none begins by `quietUntil`; one that has begun must be whole by `deadline`.
    func receive(quietUntil: Deadline, deadline: Deadline) throws(NodeError) -> [UInt8]?
}

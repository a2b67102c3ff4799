import ComputeNetwork
import Ethereum
import Review
import SafeText
import SignerProtocol

/// Everything that can happen to the dashboard.
public enum Event: Sendable {
    /// A key, by its name in keymaps, and the character that it types, if any.
    case key(name: String, character: Unicode.Scalar?)
    /// Text that was pasted.
    case paste(String)
    /// Another size of the terminal.
    case resize(columns: Int, rows: Int)
    /// Time has passed: seconds since 1970.
    case tick(now: UInt64)
    /// The network after a block.
    case network(NetworkSnapshot)
    /// The way to the node.
    case node(NodeStatus)
    /// What the node says of the account.
    case facts(AccountFacts)
    /// The answer to `Effect.prepare`: costs, or why it can't be sent.
    case prepared(id: Int, Result<TransactionCosts, Problem>)
    /// The answer to `Effect.inquire`: what the node says of those who take part.
    case told(id: Int, NodeAnswers)
    /// The answer to `Effect.simulate`: what the transaction would do, or why that can't be told, in lines for the signer.
    case simulated(id: Int, claims: [(label: SafeText, text: SafeText)])
    /// The answer to `Effect.sign`.
    case signed(id: Int, Result<SignerReply.SignedDocument, Problem>)
    /// The answer to `Effect.save`: where the file is.
    case saved(id: Int, Result<SafeText, Problem>)
    /// What earlier runs kept of what was signed.
    case kept([KeptFile])
    /// What became of a transaction.
    case transaction(id: Int, Outgoing.Stage)
    /// A document that was read for signing.
    case document(Result<[UInt8], Problem>)

    /// Why something failed: printable, with a stable code.
    public typealias Problem = NodeStatus.Problem
}

extension NodeStatus.Problem: Error {}

/// What the dashboard wants done: values only, carried out elsewhere, answered by events.
public enum Effect: Sendable {
    /// Leave.
    case quit
    /// Stop, as Ctrl-Z does, until the shell goes on with it.
    case suspend
    /// Draw everything anew.
    case repaint
    /// Ask the node again at once.
    case refresh
    /// Ask the node for nonce, gas and fees of a call.
    case prepare(id: Int, TransactionIntent)
    /// Ask the node about those who take part in a document, within `PendingSignature.inquirySeconds`.
    case inquire(id: Int, Counterparties)
    /// Simulate a transaction on the node's state, within `PendingSignature.inquirySeconds`.
    case simulate(id: Int, document: [UInt8])
    /// Hand a document to the signer, which takes the terminal meanwhile.
    case sign(id: Int, document: [UInt8], claims: [(label: SafeText, text: SafeText)])
    /// Keep a signed document in a file of this name.
    case save(id: Int, name: String, content: [UInt8])
    /// Send a signed transaction and follow it.
    case broadcast(id: Int, raw: [UInt8], hash: Hash32)
    /// Copy a value to the clipboard of whoever sits at the terminal, if it has one.
    case copy(CopiedValue)
    /// Read a document from a file.
    case read(path: String)
}

import Ethereum
import SafeText

/// Who asks a person to sign, with which account, and how the person's answer is taken.
public struct ApprovalRequest: Sendable {
    /// The program that asks, such as "coai dashboard (pid 4121, you)".
    public var requester: SafeText
    /// The account that signs.
    public var account: Address
    /// What the account is called; empty for no name.
    public var accountLabel: SafeText
    /// Statements of the requester, which nothing here has checked.
    public var claims: [ApprovalClaim]
    /// Whether the account's key is published, for development networks: marked on every page.
    public var isDevnet: Bool
    /// Whether the passphrase is asked on the screen after the approval.
    public var asksPassphrase: Bool

    /// A request of these parts.
    public init(
        requester: SafeText, account: Address, accountLabel: SafeText = .empty, claims: [ApprovalClaim] = [],
        isDevnet: Bool = false, asksPassphrase: Bool = true
    ) {
        self.requester = requester
        self.account = account
        self.accountLabel = accountLabel
        self.claims = claims
        self.isDevnet = isDevnet
        self.asksPassphrase = asksPassphrase
    }
}

/// One statement of the requester.
public struct ApprovalClaim: Sendable, Hashable {
    /// What it is about.
    public var label: SafeText
    /// What is said.
    public var text: SafeText

    /// A statement of these parts.
    public init(label: SafeText, text: SafeText) {
        self.label = label
        self.text = text
    }
}

import Ethereum
import SafeText

/// Calls that change who controls something, or that run foreign code as the account.
enum PrivilegeFinding {
    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        subject.effects.compactMap { effect -> Finding? in
            switch effect {
            case .privileged(let privilege, let what):
                let severity: Finding.Severity = privilege == .governance ? .warning : .danger
                return Finding(severity, "privileged.\(privilege.rawValue)", "privileged call: \(what)")
            case .delegateCall(let target):
                return Finding(
                    .danger, "privileged.delegatecall",
                    "DELEGATECALL: the code of \(subject.shown(target)) may change anything in the account")
            default: return nil
            }
        }
    }
}

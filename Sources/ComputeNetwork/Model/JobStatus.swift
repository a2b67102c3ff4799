import Ethereum

/// The state of a job at a time, in the field's words.
public enum JobStatus: UInt8, Sendable, CaseIterable {
    case open, bidding, revealing, funded, running, submitted, disputed, completed, rejected, cancelled,
        expired

    /// The word for it.
    public var word: String {
        switch self {
        case .open: "Open"
        case .bidding: "Bidding"
        case .revealing: "Revealing"
        case .funded: "Funded"
        case .running: "Running"
        case .submitted: "Submitted"
        case .disputed: "Disputed"
        case .completed: "Completed"
        case .rejected: "Rejected"
        case .cancelled: "Cancelled"
        case .expired: "Expired"
        }
    }

    /// Whether nothing more can happen to the job.
    public var isFinal: Bool {
        switch self {
        case .completed, .rejected, .cancelled, .expired: true
        default: false
        }
    }
}

extension Job {
    /// The state at a time: the phase, and for an open job what the clock makes of its sealed bids.
    public func status(now: UInt64) -> JobStatus {
        switch phase {
        case .open:
            if let terms, terms.commitUntil > 0, provider.isZero {
                if now < terms.commitUntil { return .bidding }
                if now < terms.revealUntil { return .revealing }
            }
            return .open
        case .funded: return .funded
        case .submitted: return .submitted
        case .completed: return .completed
        case .rejected: return .rejected
        case .expired: return .expired
        case .running: return .running
        case .disputed: return .disputed
        case .cancelled: return .cancelled
        }
    }

    /// The next time that matters: a phase of the bidding, the deadline, or the end of the challenge window;
    /// 0 if nothing more can happen.
    public func nextTime(now: UInt64) -> UInt64 {
        switch status(now: now) {
        case .bidding: terms?.commitUntil ?? 0
        case .revealing: terms?.revealUntil ?? 0
        case .open, .funded, .running: terms.map(\.deadline) ?? expiredAt
        case .submitted:
            submittedAt.map { $0.addingReportingOverflow(UInt64(terms?.challengeWindow ?? 0)).partialValue }
                ?? 0
        case .disputed: expiredAt
        case .completed, .rejected, .cancelled, .expired: 0
        }
    }

    /// Whether the result is late.
    public func isLate(now: UInt64) -> Bool {
        guard let terms, terms.deadline > 0 else { return false }
        return (phase == .funded || phase == .running) && now > terms.deadline
    }
}

import Ethereum
import Profile
import SafeText

/// How a value is put into words beside its exact form.
enum ValueFormat: Sendable, Hashable {
    /// As it is.
    case plain
    /// An amount of the token in question; with its width, so that "unlimited" is seen.
    case amount
    /// An amount of the chain's own coin, in wei.
    case wei
    /// Price of a unit of gas, in wei.
    case gasPrice
    /// A point in time; 0 means none.
    case time
    /// A number of seconds.
    case seconds
    /// A number of milliseconds.
    case milliseconds
    /// Parts of ten thousand.
    case basisPoints
    /// One of these words, by number.
    case words([String])
    /// The bits of a job's verification.
    case verification
    /// An address where zero means anyone.
    case anyoneIfZero
    /// An address where zero means nobody.
    case nobodyIfZero

    /// What a name and type of the contracts that coai knows mean.
    static func named(_ name: String, type: String) -> ValueFormat {
        switch (name, type) {
        case ("deadline", _), ("validUntil", _), ("validAfter", _), ("validBefore", _), ("expiry", _),
            ("expiration", _), ("sigDeadline", _), ("startBy", _), ("expiredAt", _), ("commitUntil", _),
            ("revealUntil", _), ("completedAt", _), ("observedAt", _), ("validTo", _), ("startTime", _),
            ("endTime", _):
            return type.hasPrefix("uint") ? .time : .plain
        case ("challengeWindow", _), ("period", _), ("delay", _), ("unbondingPeriod", _): return .seconds
        case ("maxLatencyMs", _), ("latencyMs", _): return .milliseconds
        case ("support", "uint8"): return .words(Words.support)
        case ("jobType", "uint8"): return .words(Words.jobType)
        case ("action", "uint8"): return .words(Words.delegationAction)
        case ("operation", "uint8"): return .words(Words.operation)
        case ("outcome", "uint8"): return .words(Words.outcome)
        case ("verification", "uint8"): return .verification
        case ("amount", _), ("maxPrice", _), ("price", _), ("providerBond", _), ("expectedPrice", _),
            ("expectedBudget", _), ("maxFee", _), ("perTx", _), ("perPeriod", _):
            return type.hasPrefix("uint") ? .amount : .plain
        default: return name.hasSuffix("Bps") && type.hasPrefix("uint") ? .basisPoints : .plain
        }
    }
}

/// Puts values into words: the token and the names that hold for a document.
struct ValueWords: Sendable {
    let context: ReviewContext
    let profile: NetworkProfile?
    /// The token that amounts are of, if it is known which.
    var token: Address?

    /// An address, whole, and what is known of it.
    func address(_ address: Address, zero: String? = nil) -> SafeText {
        var text = SafeText(reviewing: address.checksummed)
        if address == context.account { text += "  this account" }
        if let name = profile?.name(of: address), let profile {
            text += "  \(name) (profile \(profile.name))"
        } else if address.isZero {
            text += "  \(zero ?? "the zero address")"
        }
        return text
    }

    /// An unsigned number.
    func number(_ value: UInt256, bits: Int, as format: ValueFormat) -> SafeText {
        let small = value.asUInt64
        let text: String
        switch format {
        case .plain, .anyoneIfZero, .nobodyIfZero: text = value.description
        case .amount: text = amount(value, bits: bits)
        case .wei: text = Amount.decimal(value, decimals: 18) + " ETH"
        case .gasPrice: text = Amount.decimal(value, decimals: 9) + " gwei"
        case .time: text = time(value)
        case .seconds: text = small.map { Moment.span($0) } ?? value.description
        case .milliseconds: text = Amount.grouped(value.description) + " ms"
        case .basisPoints: text = Amount.decimal(value, decimals: 2) + " %"
        case .words(let words):
            guard let small, small < UInt64(words.count) else {
                return SafeText(reviewing: "\(value) = unknown")
            }
            text = "\(value) = \(words[Int(small)])"
        case .verification: text = "\(value) = \(small.map { Words.verification($0) } ?? "unknown")"
        }
        return SafeText(reviewing: text)
    }

    /// An amount of the token, or of one that isn't known.
    func amount(_ value: UInt256, bits: Int) -> String {
        if Amount.isUnlimited(value, bits: bits) {
            let most =
                value == UInt256.max(bits: bits) ? "the most that uint\(bits) holds" : "2^\(bits - 1) or more"
            return "UNLIMITED (\(most))"
        }
        guard let token, let known = profile?.token(at: token) else {
            return Amount.grouped(value.description) + " smallest units of a token that no profile names"
        }
        return "\(Amount.decimal(value, decimals: known.decimals)) \(known.symbol)"
    }

    private func time(_ value: UInt256) -> String {
        guard let seconds = value.asUInt64 else { return "never ends (beyond any date)" }
        if seconds == 0 { return "0 = none" }
        guard let date = Moment.date(seconds) else { return "after the year 9999" }
        return "\(date), \(Moment.distance(seconds, now: context.now))"
    }
}

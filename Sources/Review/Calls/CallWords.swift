import Ethereum
import Profile
import SafeText

/// Calls in words, for screens that show what others planned: the same table and the same words as in a review.
public struct CallWords: Sendable {
    private let words: ValueWords

    /// Words for calls on a profile's network.
    public init(profile: NetworkProfile, account: Address?, now: UInt64) {
        words = ValueWords(
            context: ReviewContext(now: now, profiles: [profile], account: account), profile: profile)
    }

    /// The call's function and arguments, a line each; what isn't known is said so.
    public func lines(_ data: [UInt8], target: Address) -> [SafeText] {
        guard !data.isEmpty else { return ["no calldata"] }
        var reader = CallReader(words: words)
        reader.read(data, target: target, path: "call")
        return reader.fields.map { field in
            field.path.text == "call.function" ? field.display : field.label + "  " + field.display
        }
    }
}

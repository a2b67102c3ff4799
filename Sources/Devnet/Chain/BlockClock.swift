import Glibc

/// What time the next block has.
///
/// On a fixed clock each block is a second after the one before; otherwise it follows the wall's, plus what it was moved
/// by. Chain time may run ahead of the wall's: no two blocks have the same second.
public struct BlockClock: Sendable {
    /// The latest time that a block is given by hand, in seconds: what comes after it is still far from no number.
    public static let latest: UInt64 = 1 << 62

    /// Whether the wall's clock is left aside.
    public var isFixed: Bool
    /// Seconds from block to block, if they were set.
    public var interval: UInt64?
    /// Seconds by which the wall's clock is moved.
    var offset: Int64 = 0
    /// The time that the next block was given.
    var next: UInt64?

    /// A clock that follows the wall's, or a fixed one.
    public init(isFixed: Bool = false) { self.isFixed = isFixed }

    /// The time of the block after one at `head`.
    public func time(after head: UInt64) -> UInt64 {
        max(next ?? interval.map { head &+ min($0, Self.latest) } ?? wall, head &+ 1)
    }

    /// What a call without a block sees: now, and not before the head.
    public func now(head: UInt64) -> UInt64 { max(next ?? wall, head) }

    /// Moves the clock forward, counted from where the chain is.
    ///
    /// - Returns: false, and nothing has changed, if that is later than any block may be.
    @discardableResult
    public mutating func advance(by seconds: UInt64, head: UInt64) -> Bool {
        let (sum, overflow) = (next ?? max(head, wall)).addingReportingOverflow(seconds)
        guard !overflow, sum <= Self.latest else { return false }
        set(next: sum)
        return true
    }

    /// Gives the next block a time, which the caller knows to be after the head's and not after `latest`.
    public mutating func set(next time: UInt64) {
        next = time
        offset = Int64(clamping: time) - Self.seconds
    }

    /// Moves the wall's clock to a time, which the next block needn't have.
    public mutating func set(wall time: UInt64) {
        next = nil
        offset = Int64(clamping: time) - Self.seconds
    }

    /// Follows the wall's clock from here on, from where the chain is if that is ahead.
    public mutating func followWall(head: UInt64) {
        isFixed = false
        next = nil
        offset = max(0, Int64(clamping: head) - Self.seconds)
    }

    /// A block was made: a time that was given is used up.
    mutating func didSeal() { next = nil }

    private var wall: UInt64 { isFixed ? 0 : UInt64(clamping: Self.seconds &+ offset) }

    private static var seconds: Int64 { Int64(Glibc.time(nil)) }
}

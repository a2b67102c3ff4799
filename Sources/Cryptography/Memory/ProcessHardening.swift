import CCrypto

/// What a process does first when it is going to hold keys.
public enum ProcessHardening {
    /// Protections that the kernel didn't grant.
    public struct Shortfall: OptionSet, Sendable {
        /// The bits.
        public let rawValue: Int32
        /// The set with these bits.
        public init(rawValue: Int32) { self.rawValue = rawValue }
        /// Another process of the user can still trace this one.
        public static let dumpable = Shortfall(rawValue: 1)
        /// A core dump could still be written.
        public static let coreSize = Shortfall(rawValue: 2)
        /// Programs started from here could gain privileges.
        public static let newPrivileges = Shortfall(rawValue: 4)
        /// Memory can't be locked: a secret could reach the swap space.
        public static let memoryLock = Shortfall(rawValue: 8)

        /// What is missing, a sentence each.
        public var sentences: [String] {
            var sentences: [String] = []
            if contains(.dumpable) {
                sentences.append("this process can be traced by others of the same user")
            }
            if contains(.coreSize) { sentences.append("a crash may write a core dump") }
            if contains(.newPrivileges) { sentences.append("started programs may gain privileges") }
            if contains(.memoryLock) {
                sentences.append(
                    "secrets may reach the swap space: raise the limit on locked memory (ulimit -l)")
            }
            return sentences
        }
    }

    /// Switches off dumps (`PR_SET_DUMPABLE`), core files and new privileges, and raises the room for locked
    /// memory; answers what couldn't be had.
    public static func apply() -> Shortfall { Shortfall(rawValue: coai_harden_process()) }
}

import Foundation

/// Test data that is shared beside the project rather than committed: `../shared` of the package's root.
public enum Shared {
    /// The folder, or nil where there is none.
    public static let root: String? = {
        // Resolved, since a build may reach this file through a link.
        let file = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        let package = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = package.deletingLastPathComponent().appendingPathComponent("shared").path
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()
}

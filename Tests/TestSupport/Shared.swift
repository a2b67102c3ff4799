import Foundation

/// Test data and tools that lie beside the project, if they do.
public enum Shared {
    /// Root of the package.
    public static let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The folder of shared test data, or nil; `COAI_SHARED` names another.
    public static let root: URL? = {
        let named = ProcessInfo.processInfo.environment["COAI_SHARED"]
        let folder =
            named.map { URL(fileURLWithPath: $0) }
            ?? package.appendingPathComponent("../shared").standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// Contents of a shared file; nil, with a line on the console, where shared test data is absent.
    public static func data(_ path: String) -> Data? {
        guard let root else {
            print("shared test data absent: skipped \(path)")
            return nil
        }
        return try? Data(contentsOf: root.appendingPathComponent(path))
    }

    /// A shared file as Foundation reads JSON, or nil.
    public static func json(_ path: String) -> Any? {
        data(path).flatMap { try? JSONSerialization.jsonObject(with: $0, options: [.fragmentsAllowed]) }
    }

    /// Paths, from the root, of the shared files below a folder that end so; sorted.
    public static func files(below folder: String, suffix: String) -> [String] {
        guard let root else {
            print("shared test data absent: skipped \(folder)")
            return []
        }
        let all = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
        return (all?.allObjects as? [String] ?? []).filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }
            .sorted()
    }
}

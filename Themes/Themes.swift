/// The themes that are part of the program, as their files; a user's own stand beside the configuration.
public enum BuiltinThemes {
    /// Name and JSON of each, the default first.
    public static let files: [(name: String, json: [UInt8])] = [
        ("dark", PackageResources.dark_json),
        ("light", PackageResources.light_json),
    ]

    /// The JSON of a theme by its name.
    public static func json(_ name: String) -> [UInt8]? {
        files.first { $0.name == name }?.json
    }
}

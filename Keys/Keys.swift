/// The keymaps that are part of the program, as their files; a user's own stand beside the configuration.
public enum BuiltinKeymaps {
    /// Name and JSON of each, the default first.
    public static let files: [(name: String, json: [UInt8])] = [
        ("vim", PackageResources.vim_json),
        ("emacs", PackageResources.emacs_json),
    ]

    /// The JSON of a keymap by its name.
    public static func json(_ name: String) -> [UInt8]? {
        files.first { $0.name == name }?.json
    }
}

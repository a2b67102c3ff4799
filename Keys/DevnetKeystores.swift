/// Keystores of published test keys, as their files: worth nothing anywhere, their passphrase is `demo`.
public enum DevnetKeystores {
    /// File name and JSON of each, the demonstration's own account first.
    public static let files: [(name: String, json: [UInt8])] = [
        ("ops-1.json", PackageResources.ops_1_json),
        ("gpu-west-1.json", PackageResources.gpu_west_1_json),
        ("lab-1.json", PackageResources.lab_1_json),
        ("delegate-1.json", PackageResources.delegate_1_json),
    ]
}

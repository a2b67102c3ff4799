// swift-tools-version: 6.2
import PackageDescription

// CI sets COAI_WARNINGS_AS_ERRORS=1, so that no warning lands; a user with a newer compiler isn't stopped by one.
let strict: [SwiftSetting] =
    [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility")]
    + (Context.environment["COAI_WARNINGS_AS_ERRORS"] == "1" ? [.treatAllWarnings(as: .error)] : [])

/// Programs and sources that a target's `Generated` files are made from: committed beside them, not built.
let generators = [
    "Ethereum": ["Primitives/Generated/keccak.py"],
    "Cryptography": ["Mnemonic/Generated/english.py", "Normalization/Generated/decompositions.py"],
    "SafeText": ["Generated/widths.py"],
    "Contracts": ["Vyper"],
    "EVM": ["Precompiles/Generated/isogenies.py"],
]

/// A Swift library target; `StrictJSON` and `SafeText` are open to every one of them.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    let open: [Target.Dependency] =
        name == "StrictJSON" || name == "SafeText" ? [] : ["StrictJSON", "SafeText"]
    return .target(
        name: name, dependencies: open + dependencies, exclude: generators[name] ?? [], swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["StrictJSON", "SafeText", "TestSupport"], exclude: exclude,
        swiftSettings: strict)
}

let package = Package(
    name: "coai",
    products: [
        .executable(name: "coai", targets: ["coai"]),
        .executable(name: "coai-signer", targets: ["coai-signer"]),
        .executable(name: "coai-bench", targets: ["coai-bench"]),
    ],
    targets: [
        // System libraries, each behind a C shim of fixed-arity functions.
        .target(name: "CTerminal", linkerSettings: [.linkedLibrary("ncursesw")]),
        .target(
            name: "CCrypto", linkerSettings: [.linkedLibrary("crypto"), .linkedLibrary("secp256k1")]),
        .target(name: "CLocalSocket"),
        .target(name: "CTLS", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),

        // Text in, text out.
        library("StrictJSON"),
        library("SafeText"),
        library("Console"),

        // Ethereum, keys, reviews.
        library("Ethereum"),
        library("Cryptography", ["Ethereum", "CCrypto"]),
        library("Keystore", ["Cryptography", "Ethereum"]),
        library("Profile", ["Ethereum"]),
        library("Review", ["Ethereum", "Profile"]),
        library("SignerProtocol", ["Review", "Ethereum", "CLocalSocket"]),
        library("Policy", ["Review", "Cryptography", "Ethereum"]),

        // Screens.
        library("Cells"),
        library("Terminal", ["Cells", "CTerminal"]),
        library(
            "Approval",
            ["Cells", "Review", "Policy", "Ethereum", "Cryptography", "Terminal", "CTerminal"]),
        library(
            "Signer",
            [
                "Approval", "Cells", "CLocalSocket", "CTerminal", "Cryptography", "Ethereum", "Keystore",
                "Policy", "Profile", "Review", "SignerProtocol", "Terminal",
            ]),

        // The network.
        library("WebWire", ["CCrypto"]),
        library("NodeClient", ["Ethereum", "WebWire", "CTLS"]),
        library("ComputeNetwork", ["Ethereum", "Profile"]),
        library("Contracts", ["Ethereum", "Cryptography", "Profile"]),
        library("EVM", ["Ethereum", "Cryptography"]),
        library("Simulation", ["EVM", "NodeClient", "Ethereum"]),
        library("Devnet", ["EVM", "Ethereum", "Cryptography", "WebWire", "CLocalSocket"]),
        .target(
            name: "Themes", path: "Themes", resources: [.embedInCode("Builtin")], swiftSettings: strict),
        .target(
            name: "Keys", path: "Keys", exclude: ["Devnet/README.md"],
            resources: [.embedInCode("Bindings"), .embedInCode("Devnet")],
            swiftSettings: strict),
        library(
            "Dashboard",
            ["Cells", "ComputeNetwork", "Ethereum", "Profile", "Review", "SignerProtocol", "Themes", "Keys"]),

        // Programs.
        .executableTarget(
            name: "coai",
            dependencies: [
                "Console", "StrictJSON", "SafeText", "Ethereum", "Profile", "Review", "SignerProtocol",
                "Cells",
                "Terminal",
                "Cryptography", "NodeClient", "WebWire", "ComputeNetwork", "Contracts", "Dashboard", "Themes",
                "Keys", "EVM", "Devnet", "Simulation",
            ], swiftSettings: strict),
        .executableTarget(
            name: "coai-signer",
            dependencies: [
                "Console", "StrictJSON", "SafeText", "Ethereum", "Cryptography", "Keystore", "Profile",
                "Review",
                "SignerProtocol", "Policy", "Cells", "Terminal", "Approval", "Signer",
            ], swiftSettings: strict),
        .executableTarget(
            name: "coai-bench",
            dependencies: [
                "StrictJSON", "SafeText", "Ethereum", "Cryptography", "CCrypto", "Profile", "Review", "Cells",
                "Terminal", "ComputeNetwork", "Dashboard", "NodeClient", "NetworkSamples", "Themes",
                "CPseudoTerminal", "EVM", "Contracts", "WebWire", "Devnet", "Simulation",
            ], swiftSettings: strict),

        // Tests mirror targets.
        .target(
            name: "CPseudoTerminal", path: "Tests/CPseudoTerminal", linkerSettings: [.linkedLibrary("util")]),
        .target(
            name: "TestSupport", dependencies: ["StrictJSON", "CPseudoTerminal"], path: "Tests/TestSupport",
            swiftSettings: strict),
        // Our own node in the process of a test, for what a process of its own can't be made to do.
        .target(
            name: "TestNodes", dependencies: ["Cryptography", "Devnet", "StrictJSON"],
            path: "Tests/TestNodes", swiftSettings: strict),
        // Chains of made-up logs, for tests and measurements.
        .target(
            name: "NetworkSamples", dependencies: ["Ethereum", "Profile"], path: "Tests/NetworkSamples",
            swiftSettings: strict),
        tests("StrictJSONTests", []),
        tests("SafeTextTests", []),
        tests("EthereumTests", ["Ethereum"], exclude: ["Differential"]),
        tests(
            "CryptographyTests", ["Cryptography", "Ethereum", "CPseudoTerminal"], exclude: ["Differential"]),
        tests("KeystoreTests", ["Keystore", "Cryptography", "Ethereum"]),
        tests("ProfileTests", ["Profile", "Ethereum"]),
        tests("ReviewTests", ["Review", "Profile", "Ethereum", "Cryptography"]),
        tests(
            "SignerTests",
            [
                "Signer", "SignerProtocol", "Approval", "Policy", "Review", "Keystore", "Cryptography",
                "Terminal",
                "Cells", "Ethereum", "CLocalSocket",
            ]),
        tests(
            "ApprovalTests", ["Approval", "Cells", "Cryptography", "Ethereum", "Terminal"],
            exclude: ["Goldens"]),
        tests("CellsTests", ["Cells", "Themes"]),
        .executableTarget(
            name: "terminal-probe", dependencies: ["SafeText", "Cells", "Terminal"],
            path: "Tests/TerminalProbe",
            swiftSettings: strict),
        tests("TerminalTests", ["Terminal", "Cells", "CPseudoTerminal", "terminal-probe"]),
        tests("WebWireTests", ["WebWire"]),
        tests("NodeClientTests", ["NodeClient", "WebWire", "Ethereum"], exclude: ["Transport/Peers"]),
        tests(
            "ComputeNetworkTests", ["ComputeNetwork", "Profile", "Ethereum", "NetworkSamples"],
            exclude: ["Chain"]),
        .executableTarget(
            name: "dashboard-probe",
            dependencies: [
                "SafeText", "StrictJSON", "Cells", "Terminal", "Ethereum", "Profile", "ComputeNetwork",
                "Dashboard", "Themes", "NetworkSamples",
            ], path: "Tests/DashboardProbe", swiftSettings: strict),
        tests(
            "DashboardTests",
            [
                "Dashboard", "Cells", "ComputeNetwork", "Cryptography", "Ethereum", "Profile", "Review",
                "SignerProtocol", "Themes", "NetworkSamples", "dashboard-probe",
            ], exclude: ["Goldens"]),
        tests(
            "ContractsTests", ["Contracts", "Ethereum", "Cryptography", "Profile", "NodeClient"],
            exclude: ["EVM"]),
        tests("EVMTests", ["EVM", "Ethereum", "Cryptography"], exclude: ["Cases", "Differential"]),
        tests(
            "DevnetTests",
            ["Devnet", "Contracts", "EVM", "Ethereum", "Cryptography", "NodeClient", "Profile"],
            exclude: ["Server/web3_flows.py", "Differential"]),
        tests(
            "SimulationTests",
            [
                "Simulation", "Devnet", "Contracts", "EVM", "Ethereum", "Cryptography", "NodeClient",
                "TestNodes",
            ]),
        tests("ProjectTests", []),
        tests(
            "CommandLineTests",
            [
                "CPseudoTerminal", "Ethereum", "Cryptography", "SignerProtocol", "CLocalSocket", "Contracts",
                "Devnet", "EVM", "NodeClient", "TestNodes",
            ], exclude: ["network.py", "Goldens"]),
        tests("EndToEndTests", ["Ethereum"], exclude: ["chain.py"]),
    ],
    swiftLanguageModes: [.v6]
)

// Coverage-guided fuzzing: built by Tests/Fuzz/run with its own flags, so it stays out of ordinary builds.
if Context.environment["COAI_FUZZ"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "coai-fuzz",
            dependencies: [
                "StrictJSON", "SafeText", "Ethereum", "Cryptography", "Keystore", "Profile", "Review",
                "SignerProtocol", "Cells", "Terminal", "WebWire", "NodeClient", "Dashboard", "EVM",
                "Devnet", "Simulation",
            ], path: "Tests/Fuzz", exclude: ["run", "Seeds"], swiftSettings: strict))
    package.products.append(.executable(name: "coai-fuzz", targets: ["coai-fuzz"]))
}

// A quick loop on a small machine: COAI_ONLY=ReviewTests,coai builds those targets and what they need, nothing else.
if let only = Context.environment["COAI_ONLY"] {
    var needed: Set<String> = []
    var waiting = only.split(separator: ",").map(String.init)
    while let name = waiting.popLast() {
        guard needed.insert(name).inserted, let target = package.targets.first(where: { $0.name == name })
        else {
            continue
        }
        for dependency in target.dependencies {
            if case .byNameItem(let name, _) = dependency { waiting.append(name) }
        }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products.removeAll { !needed.contains($0.name) }
}

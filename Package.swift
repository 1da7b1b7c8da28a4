// swift-tools-version: 6.2
// Relevo: the changing of the guard for AWS access keys.
// Targets stand inside → out; an arrow only ever points inward (Docs/architecture.md, `make lint`).
import PackageDescription

// The folder of the compiler's fuzzing library, given by `make fuzz` alone (Fuzzing/README.md): then our rooms are built to be
// fuzzed, and the command line as a library, as one program can't be two.
let fuzzer = Context.environment["RELEVO_FUZZ"]

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ] + (fuzzer == nil ? [] : [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])])

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

/// One target of ours, with the settings all of them share.
func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let commandLine: [Target.Dependency] = [
    "AWS", "Adapters", "Composition", "Doctor", "DynamoDBLedger", "KeyPolicy", "KeyWatch", "ProcessCredentials",
    "SQLiteLedger", "Settings", "Slack",
    argumentParser, logging, yams,
]
let asLibrary: [SwiftSetting] = [
    .unsafeFlags(["-Xfrontend", "-entry-point-function-name", "-Xfrontend", "relevo_main"])
]

/// What is fuzzed, as tests of a few seconds or as the program that `make fuzz` runs for long.
func fuzzing() -> Target {
    let rooms: [Target.Dependency] = [
        "AWS", "Adapters", "KeyPolicy", "KeyWatch", "Redaction", "SQLiteLedger", "Settings", "Slack", "relevo",
        nioHTTP1,
        yams,
    ]
    guard let fuzzer else {
        return .testTarget(
            name: "FuzzingTests", dependencies: rooms, path: "Fuzzing",
            exclude: ["Command", "Corpora", "README.md", "run"],
            sources: ["Parsers", "Tests"], swiftSettings: settings)
    }
    return .executableTarget(
        name: "fuzz", dependencies: rooms, path: "Fuzzing", exclude: ["Corpora", "README.md", "Tests", "run"],
        sources: ["Parsers", "Command"], swiftSettings: settings,
        linkerSettings: [
            .unsafeFlags(["\(fuzzer)/libclang_rt.fuzzer_no_main-x86_64.a", "-lstdc++", "-lm"])
        ])
}

let package = Package(
    name: "relevo",
    platforms: [.macOS(.v15)],
    products: [
        fuzzer == nil
            ? .executable(name: "relevo", targets: ["relevo"]) : .executable(name: "fuzz", targets: ["fuzz"]),
        .executable(name: "LambdaFunction", targets: ["LambdaFunction"]),
        .executable(name: "local-slack", targets: ["local-slack"]),
        .executable(name: "histories", targets: ["histories"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        // Core: decides and does, without knowing any vendor.
        room("KeyPolicy", []),
        room("KeyWatch", ["KeyPolicy", logging, crypto]),

        // Clients: speak AWS and Slack, know nothing of us.
        room("Redaction", []),
        room("AWS", ["Redaction", asyncHTTPClient, crypto, logging, nioCore, nioHTTP1, nioPosix, nioSSL]),
        room("Slack", ["Redaction", asyncHTTPClient, logging, nioCore, nioHTTP1]),

        // Apart from AWS, so that what may start no programs doesn't link what could.
        room("ProcessCredentials", ["AWS", subprocess, systemPackage]),

        // Plugs: make the outside fit the ports.
        room("Settings", ["KeyPolicy"]),
        room("Messages", ["KeyPolicy", "KeyWatch", "Slack"]),
        room("Adapters", ["AWS", "KeyPolicy", "KeyWatch", "Settings", "Slack", logging]),
        room("SQLiteLedger", ["KeyPolicy", "KeyWatch", grdb, sqlite]),
        room("DynamoDBLedger", ["AWS", "KeyPolicy", "KeyWatch", crypto]),

        // Doors: the parts that all of them share, and the command line.
        room(
            "Composition",
            [
                "AWS", "Adapters", "KeyPolicy", "KeyWatch", "Messages", "Redaction", "Settings", "Slack",
                asyncHTTPClient,
                logging, nioCore, nioHTTP1,
            ]),
        room("Doctor", ["AWS", "Adapters", "Composition", "KeyPolicy", "KeyWatch", "Settings", "Slack"]),
        fuzzer == nil
            ? .executableTarget(name: "relevo", dependencies: commandLine, swiftSettings: settings)
            : .target(name: "relevo", dependencies: commandLine, swiftSettings: settings + asLibrary),

        .executableTarget(
            name: "LambdaFunction",
            dependencies: [
                "AWS", "Adapters", "Composition", "Doctor", "DynamoDBLedger", "KeyPolicy", "KeyWatch", "Settings",
                asyncHTTPClient, crypto, logging, nioCore, nioHTTP1,
            ], swiftSettings: settings,
            linkerSettings: [
                .unsafeFlags(
                    [
                        // Lambda's glibc is older than most build machines', and a static program needs none.
                        "-static-executable", "-use-ld=lld",
                        // Otherwise it sorts all its unwind tables as it starts, for a tenth of a second (dev/README.md).
                        "-Xlinker", "--eh-frame-hdr",
                        "-Xlinker", "--defsym=__register_frame_info=0",
                        "-Xlinker", "--defsym=__deregister_frame_info=0",
                    ], .when(platforms: [.linux], configuration: .release))
            ]),

        // Stand-ins, fakes and contracts: linked by tests and by the local estate only.
        room("LocalSlack", [hummingbird, logging, nioCore]),
        .executableTarget(
            name: "local-slack",
            dependencies: ["LocalSlack", argumentParser, hummingbird, logging],
            swiftSettings: settings),
        room("KeyWatchFakes", ["KeyPolicy", "KeyWatch"]),
        room("HistoryBench", ["KeyPolicy", "KeyWatch", "KeyWatchFakes", logging]),
        .executableTarget(name: "histories", dependencies: ["HistoryBench", argumentParser], swiftSettings: settings),
        room("LedgerContract", ["KeyPolicy", "KeyWatch"]),

        fuzzing(),
        tests("KeyPolicyTests", ["KeyPolicy"]),
        tests("KeyWatchTests", ["HistoryBench", "KeyPolicy", "KeyWatch", "KeyWatchFakes", "LedgerContract", logging]),
        tests(
            "AWSTests", ["AWS", "Redaction", asyncHTTPClient, logging, nioCore, nioHTTP1, nioPosix, nioSSL],
            resources: [.copy("Fixtures")]),
        tests("ProcessCredentialsTests", ["AWS", "ProcessCredentials"]),
        tests("SlackTests", ["Redaction", "Slack", asyncHTTPClient, logging, nioCore, nioHTTP1]),
        tests("RedactionTests", ["Redaction"]),
        tests("SettingsTests", ["KeyPolicy", "Settings"]),
        tests(
            "MessagesTests", ["KeyPolicy", "KeyWatch", "Messages", "Slack"], resources: [.copy("Snapshots")]),
        tests("AdaptersTests", ["AWS", "Adapters", "KeyPolicy", "KeyWatch", "Settings", "Slack", logging]),
        tests("SQLiteLedgerTests", ["KeyPolicy", "KeyWatch", "LedgerContract", "SQLiteLedger", grdb]),
        tests(
            "DynamoDBLedgerTests",
            ["AWS", "DynamoDBLedger", "KeyPolicy", "KeyWatch", "LedgerContract", "SQLiteLedger", nioHTTP1]),
        tests("LocalSlackTests", ["LocalSlack", hummingbird, hummingbirdTesting, nioCore]),
        tests("CompositionTests", ["Composition", "KeyPolicy", "Settings", "Slack"]),
        tests(
            "CommandLineTests",
            [
                "AWS", "Adapters", "Composition", "Doctor", "KeyPolicy", "KeyWatch", "SQLiteLedger", "Settings",
                "Slack", "relevo",
                argumentParser, logging,
            ], resources: [.copy("Snapshots")]),
        tests(
            "LambdaFunctionTests",
            [
                "AWS", "Adapters", "Composition", "KeyPolicy", "KeyWatch", "LambdaFunction", "Settings",
                asyncHTTPClient,
                logging, nioCore, nioHTTP1, nioPosix,
            ]),
        tests(
            "EstateTests",
            [
                "AWS", "Adapters", "DynamoDBLedger", "KeyPolicy", "KeyWatch", "LedgerContract", "LocalSlack",
                "SQLiteLedger", "Slack", "local-slack", "relevo", asyncHTTPClient, grdb, hummingbird, logging, nioCore,
                nioHTTP1,
            ]),
    ],
    swiftLanguageModes: [.v6]
)

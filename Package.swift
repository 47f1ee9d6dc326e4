// swift-tools-version: 6.2
import PackageDescription

// The law of imports: one entry per room, and what it may import. Sources/README.md is the map.

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")

func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["Support"], resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "corpusd",
    products: [
        .executable(name: "corpusd", targets: ["corpusd"]),
        .executable(name: "corpusctl", targets: ["corpusctl"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // C shims and system libraries: no logic.
        .target(name: "CLinux"),
        .target(name: "CHash"),
        .target(name: "CChecksum"),
        .target(
            name: "CMarkup",
            cSettings: [.unsafeFlags(["-I/usr/include/libxml2"])],
            linkerSettings: [.linkedLibrary("xml2")]
        ),
        // The models of Analysis as bytes: what a trainer writes is embedded (C23), and needs no file at run time.
        .target(
            name: "CModels",
            exclude: ["NOTICE.md", "language.bin", "language.txt", "topics.bin"],
            cSettings: [.unsafeFlags(["-std=c23"])]
        ),
        .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

        // The outside leg: it knows the machine and no news.
        room("Platform", ["CLinux", "CSeccomp", system]),
        room("Watch", ["Platform", system]),
        room("Control", ["Platform", system], resources: [.embedInCode("Interfaces")]),

        // The news leg: it knows news and no machine.
        room("Documents", ["CHash", "CMarkup"]),
        room("Analysis", ["CHash", "CModels", "Documents"]),
        room("Store", ["Analysis", "CChecksum", "CLinux", "CZstd", "Documents", grdb, sqlite]),

        // Where the two legs meet.
        room("Daemon", ["Analysis", "Control", "CSystemd", "Documents", "Platform", "Store", "Watch", system, toml]),
        program("corpusd", ["Control", "Daemon", argumentParser]),
        program("corpusctl", ["Control", argumentParser]),

        .executableTarget(
            name: "train-lines",
            dependencies: ["Documents"],
            path: "Benchmarks/Training",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "train-language",
            dependencies: ["Analysis"],
            path: "Benchmarks/LanguageTraining",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "train-topics",
            dependencies: ["Analysis", "Documents"],
            path: "Benchmarks/Topics",
            exclude: ["Seeds"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "measure-topics",
            dependencies: ["Analysis", "Documents"],
            path: "Benchmarks/TopicMeasures",
            swiftSettings: strict
        ),

        .target(name: "Support", dependencies: ["Platform", system], path: "Tests/Support", swiftSettings: strict),
        .executableTarget(
            name: "poisoned-parser",
            dependencies: ["Analysis", "Daemon", "Documents"],
            path: "Tests/PoisonedParser",
            swiftSettings: strict
        ),
        tests("PlatformTests", ["Platform", system]),
        tests("WatchTests", ["Platform", "Watch", system]),
        tests("DocumentsTests", ["Documents"], resources: [.copy("Fixtures")]),
        tests("EvaluationTests", ["Analysis", "Documents"], resources: [.copy("Fixtures")]),
        tests("AnalysisTests", ["Analysis", "Documents"]),
        tests("StoreTests", ["Analysis", "Documents", "Store", grdb], resources: [.copy("Fixtures")]),
        tests("ControlTests", ["Control", "Platform", system, "corpusctl"], resources: [.copy("Fixtures")]),
        tests(
            "DaemonTests",
            ["Analysis", "Control", "Daemon", "Documents", "Platform", "Store", "Watch", system, "poisoned-parser"]
        ),
        tests("CommandTests", ["Platform", "Store", system, "corpusctl", "corpusd"], resources: [.copy("Fixtures")]),
        tests("TortureTests", ["Analysis", "Control", "Platform", "Store", grdb, system, "corpusctl", "corpusd"]),
        tests("TidyTests", ["CHash"]),
    ],
    swiftLanguageModes: [.v6]
)

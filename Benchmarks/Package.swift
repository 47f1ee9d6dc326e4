// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the main manifest stays clean: it drives the built binaries from outside.

let package = Package(
    name: "Benchmarks",
    targets: [
        .executableTarget(
            name: "bench",
            swiftSettings: [
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)

import Testing

@Suite("What keeps the house tidy finds what is not")
struct CheckerTests {
    private static let manifest = Manifest(
        """
        let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
        room("Watch", ["Platform", system]),
        room("Store", ["Analysis", "Documents", grdb]),
        room("Daemon", ["Store", "Watch"], resources: [.embedInCode("Interfaces")]),
        program("corpusctl", ["Control", "Store"]),
        """
    )

    @Test("The manifest's rooms are read with what they may import")
    func rooms() {
        #expect(Self.manifest.rooms["Store"] == ["Analysis", "Documents", "GRDB"])
        #expect(Self.manifest.rooms["Daemon"] == ["Store", "Watch"])
        #expect(Self.manifest.rooms.count == 4)
    }

    @Test(
        "Every form of import is seen",
        arguments: [
            "import GRDB", "package import GRDB", "@testable import GRDB", "@_spi(Inner) internal import GRDB",
            "  import struct GRDB.Row", "import GRDB.Row",
        ]
    )
    func imports(line: String) {
        let file = SourceFile(path: "Sources/Watch/Change.swift", text: "/// Not this: import Store\n\(line)\n")
        #expect(LawOfImports.imports(of: file).map(\.module) == ["GRDB"])
        #expect(
            LawOfImports.offences(of: file, in: Self.manifest) == [
                "Sources/Watch/Change.swift:2 imports GRDB: only Store may"
            ]
        )
    }

    @Test(
        "An import against the law is told with its reason",
        arguments: [
            ("Store", "Platform", "the news leg knows no machine"),
            ("Store", "SystemPackage", "the news leg knows no machine"),
            ("Watch", "Documents", "the outside leg knows no news"),
            ("Watch", "Foundation", "the manifest does not say so"),
            ("Watch", "FoundationEssentials", "only Control and corpusd may"),
            ("Daemon", "Documents", "the manifest does not say so"),
            ("corpusctl", "Store", "corpusctl knows the protocol alone"),
            ("Cellar", "Glibc", "Cellar is no room of the manifest"),
        ]
    )
    func law(room: String, module: String, reason: String) {
        let file = SourceFile(path: "Sources/\(room)/A.swift", text: "import \(module)")
        #expect(
            LawOfImports.offences(of: file, in: Self.manifest) == [
                "Sources/\(room)/A.swift:1 imports \(module): \(reason)"
            ]
        )
    }

    @Test("What the manifest allows is no offence")
    func allowed() {
        let file = SourceFile(path: "Sources/Store/A.swift", text: "import GRDB\nimport Glibc\npackage import Analysis")
        #expect(LawOfImports.offences(of: file, in: Self.manifest).isEmpty)
    }

    @Test(
        "A word that must not stand there is found",
        arguments: [
            ("Watch", "final class A: @unchecked Sendable {}"), ("Watch", "nonisolated(unsafe) var a = 1"),
            ("Watch", "let a = try! b()"), ("Watch", "fatalError(\"no\")"), ("Watch", "    usleep(10)"),
            ("Watch", "try await Task.sleep(for: .seconds(1))"), ("Watch", "// TODO: later"),
            ("Watch", "public struct A {}"),
            ("Documents", "let file = fopen(path, \"r\")"), ("Analysis", "let now = time(nil)"),
            ("Store", "fputs(text, stderr)"),
        ]
    )
    func word(room: String, line: String) {
        let file = SourceFile(path: "Sources/\(room)/A.swift", text: "let first = 1\n\(line)")
        let offences = Wording.inSources.flatMap { $0.offences(of: file) }
        #expect(!offences.isEmpty)
        #expect(offences.allSatisfy { $0.hasPrefix("Sources/\(room)/A.swift:2 says '") })
    }

    @Test(
        "A word that only looks alike, or stands where it may, is not",
        arguments: [
            ("Documents", "reopen(file)"), ("Documents", "/// Like open(2): open(path)"),
            ("Watch", "let publicity = 1"), ("Support", "usleep(300)"),
            ("Daemon", "write(STDERR_FILENO, a, 1)"), ("Platform", "let a = open(path, O_RDONLY)"),
        ]
    )
    func innocent(room: String, line: String) {
        let file = SourceFile(path: "Sources/\(room)/A.swift", text: line)
        #expect(Wording.inSources.flatMap { $0.offences(of: file) } == [])
    }
}

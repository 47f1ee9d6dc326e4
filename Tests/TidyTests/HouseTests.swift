import CHash
import Testing

@Suite("The house is tidy")
struct HouseTests {
    @Test("Every room imports what it may, and nothing else")
    func imports() throws {
        let manifest = Manifest(try Repository.text("Package.swift"))
        let files = try Repository.files(below: "Sources", ending: ".swift")
        #expect(Set(files.map(\.room)) == Set(manifest.rooms.keys))
        #expect(files.flatMap { LawOfImports.offences(of: $0, in: manifest) } == [])
    }

    @Test("The rule about a module names rooms that do import it")
    func owners() throws {
        let files = try Repository.files(below: "Sources", ending: ".swift")
        for (module, rooms) in LawOfImports.owners {
            let importers = files.filter { LawOfImports.imports(of: $0).contains { $0.module == module } }
            #expect(Set(importers.map(\.room)) == rooms, "\(module)")
        }
    }

    @Test("No source says what none should")
    func words() throws {
        let sources = try Repository.files(below: "Sources", ending: ".swift")
        #expect(sources.flatMap { file in Wording.inSources.flatMap { $0.offences(of: file) } } == [])
        // The samples and the lists of this folder say all of it.
        let tests = try Repository.files(below: "Tests", ending: ".swift").filter { $0.room != "TidyTests" }
        #expect(tests.flatMap { file in Wording.everywhere.flatMap { $0.offences(of: file) } } == [])
    }

    @Test("No file holds more than one can read")
    func length() throws {
        let files =
            try Repository.files(below: "Sources", ending: ".swift")
            + Repository.files(below: "Tests", ending: ".swift")
        #expect(files.filter { $0.lineCount > 600 }.map(\.path) == [])
    }

    @Test("The pages that everybody reads are short", arguments: [("README.md", 150), ("Sources/README.md", 120)])
    func pages(path: String, limit: Int) throws {
        let page = SourceFile(path: path, text: try Repository.text(path))
        #expect(page.lineCount <= limit)
    }

    @Test(
        "Every key of the configuration is told in the README and in the example",
        arguments: ["README.md", "systemd/corpusd.toml"]
    )
    func keys(path: String) throws {
        let source = try Repository.text("Sources/Daemon/ConfigurationFile.swift")
        let list = try #require(source.firstMatch(of: /static let keys = \[([^\]]*)\]/)?.1)
        let keys = list.matches(of: /"([a-z-]+)"/).map { String($0.1) }
        #expect(keys.count >= 7)
        let page = try Repository.text(path)
        #expect(keys.filter { !page.contains("\($0) =") } == [])
    }

    @Test("The catalogue explains each event of the journal, once, and no other")
    func catalogue() throws {
        let source = try Repository.text("Sources/Daemon/Journal.swift")
        let events = source.matches(of: /case \w+ = "([0-9a-f]{32})"/).map { String($0.1) }
        let catalogue = try Repository.text("systemd/corpusd.catalog")
        let entries = catalogue.matches(of: /\n-- ([0-9a-f]{32})\nSubject: \S.*\nDefined-By: corpusd\n\n\S/)
        #expect(events.count >= 10)
        #expect(entries.map { String($0.1) }.sorted() == events.sorted())
    }

    /// XXH3-128, as `xxh128sum` prints it.
    @Test(
        "The sample corpus is what it was, byte for byte",
        arguments: [
            ("000_cd5b2ea129040593.txt", "01eeefb3798fcd4ae36047af3a18d525"),
            ("001_d4962ae5929e65f2.txt", "4855dba56666c8903ef600e21067f1b2"),
            ("002_e40b68deeb16a5ec.txt", "40980295d3ab5e820d153800d9ff1f59"),
            ("003_29a71ff916561eee.txt", "09b6f90709207727fd51004506cdb377"),
            ("004_9c2de3c9228bb410.txt", "cd2c654460519494b75f6ac053b350e3"),
        ]
    )
    func seeds(name: String, checksum: String) throws {
        let bytes = try Repository.bytes("seeds/\(name)")
        let hash = bytes.withUnsafeBytes { chash_xxh3_128($0.baseAddress, $0.count) }
        #expect(hexadecimal(hash.high) + hexadecimal(hash.low) == checksum)
    }

    private func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

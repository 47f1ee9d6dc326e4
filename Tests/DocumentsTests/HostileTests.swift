import Documents
import Testing

/// Files made to hurt: each is a document with problems or a refusal with its name, and the same twice.
@Suite("Hostile files")
struct HostileTests {
    struct Hostile: CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        var name = "a.txt"
        /// Problem codes, or the reason of the refusal.
        let outcome: [String]
    }

    private static let size = 1 << 20
    private static let page = Array("<!doctype html><html><body><p>Before.</p>".utf8)

    private static func filled(with text: String, after start: [UInt8] = []) -> [UInt8] {
        start + Array(String(repeating: text, count: size / text.utf8.count).utf8)
    }

    static let files = [
        Hostile(testDescription: "less-than signs", bytes: filled(with: "<"), outcome: ["longLine"]),
        Hostile(
            testDescription: "less-than signs in a page",
            bytes: filled(with: "<", after: page),
            name: "a.html",
            outcome: ["longLine"]
        ),
        Hostile(
            testDescription: "tags without an end",
            bytes: filled(with: "<a", after: page),
            name: "a.html",
            outcome: []
        ),
        Hostile(
            testDescription: "an attribute without an end",
            bytes: filled(with: "x", after: page + Array("<p title='".utf8)),
            name: "a.html",
            outcome: []
        ),
        Hostile(
            testDescription: "entities",
            bytes: filled(with: "&amp;", after: page),
            name: "a.html",
            outcome: []
        ),
        Hostile(
            testDescription: "entities without a name",
            bytes: filled(with: "&", after: page),
            name: "a.html",
            outcome: ["tooManyMistakes"]
        ),
        Hostile(testDescription: "NUL", bytes: Array(repeating: 0, count: size), outcome: ["binary"]),
        Hostile(
            testDescription: "bytes of no UTF-8",
            bytes: Array(repeating: 0xFF, count: size),
            outcome: ["convertedTooLong", "longLine"]
        ),
        Hostile(
            testDescription: "UTF-8 with damage everywhere",
            bytes: (0..<size).map { $0 % 16 == 15 ? 0xFF : $0 % 2 == 0 ? 0xD0 : 0xB0 },
            outcome: ["replacementCharacters", "convertedTooLong", "longLine"]
        ),
        Hostile(testDescription: "escape characters", bytes: filled(with: "\u{1B}$"), outcome: ["binary"]),
        Hostile(testDescription: "carriage returns", bytes: filled(with: "\r"), outcome: ["empty"]),
        Hostile(
            testDescription: "text encoded twice",
            bytes: filled(with: "Ã©"),
            outcome: ["encodedTwice", "longLine"]
        ),
    ]

    @Test("A file made to hurt is read within the limits, or refused with a reason", arguments: files)
    func outcome(hostile: Hostile) {
        var limits = Limits()
        limits.fileBytes = Self.size + 100
        let reading = DocumentReader(limits: limits).read(hostile.bytes, named: hostile.name)
        let said = reading.refusal.map { [$0.reason.rawValue] } ?? reading.documents[0].problems.map(\.code)
        #expect(said == hostile.outcome)
    }

    @Test("A file that grows beyond the limit as UTF-8 is read up to there, with a problem")
    func converted() throws {
        var limits = Limits()
        limits.fileBytes = 20_000
        let text = String(repeating: CharsetTests.russian + "\n", count: 60)
        let bytes = try Array(encoded(text, as: "CP1251").prefix(limits.fileBytes))
        let document = try #require(DocumentReader(limits: limits).read(bytes, named: "a.txt").documents.first)
        #expect(document.problems.map(\.code) == ["convertedTooLong"])
        #expect((20_000...30_000).contains(document.body.utf8.count))
    }
}

import Documents
import Foundation
import Testing

/// Sentences in 41 languages, in the charsets of old that each is found in, 200 bytes to 4 KB of them, told apart by the
/// share of samples whose text comes out as it went in.
@Suite("The ladder of charsets")
struct CharsetLadderTests {
    private struct Language {
        let name: String
        let charsets: [String]
        let sentences: [String]
    }

    private struct Sample: CustomStringConvertible {
        let text: String
        let bytes: [UInt8]
        let description: String

        var isRead: Bool {
            // A text in Windows-1258 comes back composed, which is the same text.
            (try? DocumentReader().text(of: bytes, named: "a.txt")) == text
        }
    }

    private static func languages() throws -> [Language] {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/charset/sentences", withExtension: "txt"))
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n\n").map { block in
            let lines = block.split(separator: "\n").map(String.init)
            return Language(
                name: lines[0],
                charsets: lines[1].split(separator: " ").map(String.init),
                sentences: Array(lines[2...])
            )
        }
    }

    /// One sample of each language, charset and size; `framed` makes the file's text of the sentences.
    private static func samples(
        sizes: [Int],
        framed: (String, String) -> String = { text, _ in text }
    ) throws -> [Sample] {
        try languages().flatMap { language in
            try language.charsets.flatMap { charset in
                try sizes.enumerated().map { turn, size in
                    var text = ""
                    var next = turn
                    while try encoded(text, as: charset).count < size {
                        text += language.sentences[next % language.sentences.count] + (next % 3 == 0 ? "\n\n" : " ")
                        next += 1
                    }
                    text = framed(text, charset)
                    let bytes = try encoded(text, as: charset)
                    return Sample(text: text, bytes: bytes, description: "\(language.name) \(charset) \(size)")
                }
            }
        }
    }

    private static func expectMost(of samples: [Sample], share: Double) {
        let missed = samples.filter { !$0.isRead }
        #expect(Double(samples.count - missed.count) / Double(samples.count) >= share, "\(missed)")
    }

    @Test("Text in a charset that nothing names comes out as it went in, 98 samples of 100")
    func unnamed() throws {
        let samples = try Self.samples(sizes: [200, 600, 1_500, 4_000])
        #expect(samples.count >= 300)
        Self.expectMost(of: samples, share: 0.98)
    }

    @Test("A page that declares its charset is read in it, 99 samples of 100")
    func declared() throws {
        let samples = try Self.samples(sizes: [200, 1_500]) { text, charset in
            "<!doctype html><html><head><meta charset=\"\(Self.label(of: charset))\"></head><body><p>\(text)</body></html>"
        }
        Self.expectMost(of: samples, share: 0.99)
    }

    @Test("A page that declares another charset than it is in is read in its own, 97 samples of 100")
    func wronglyDeclared() throws {
        let labels = ["iso-8859-1", "windows-1251", "utf-8", "shift_jis", "gb2312", "windows-1250"]
        var turn = 0
        let samples = try Self.samples(sizes: [200, 1_500]) { text, charset in
            turn += 1
            let others = labels.filter {
                $0 != Self.label(of: charset) && !(charset == "ISO-8859-1" && $0 == "iso-8859-1")
            }
            let label = others[turn % others.count]
            return "<!doctype html><html><head><meta charset='\(label)'></head><body><p>\(text)</body></html>"
        }
        Self.expectMost(of: samples, share: 0.97)
    }

    private static func label(of charset: String) -> String {
        charset.hasPrefix("CP125") ? "windows-" + charset.dropFirst(2) : charset == "CP874" ? "windows-874" : charset
    }

    @Test("UTF-8 that was encoded twice is put right, with a problem", arguments: ["CP1252", "CP1251"])
    func encodedTwice(charset: String) throws {
        for language in try Self.languages() {
            let text = language.sentences.joined(separator: "\n\n")
            // What the mistaken charset has no character for went through as it was, as browsers do it.
            let bytes = try encodedAgain(text, mistakenFor: charset)
            #expect(try DocumentReader().text(of: bytes, named: "a.txt") == text, "\(language.name)")
            let problems = DocumentReader().read(bytes, named: "a.txt").documents.first?.problems
            #expect(problems?.map(\.code).contains("encodedTwice") == true, "\(language.name)")
        }
    }

    @Test("Text that is right is left as it is, also where it looks a little like text that was encoded twice")
    func encodedOnce() throws {
        let texts = try Self.languages().map { $0.sentences.joined(separator: "\n") }
        let lookalikes = [
            "Le «\u{A0}CAFÉ\u{A0}» de la gare.", "CAFÉ» said the sign.", "Ã© is what is left of é.",
            "ÄÖÜ: die großen drei",
            "£2 and Â©", "ВЁРСТКА И СЁМГА",
        ]
        for text in texts + lookalikes {
            #expect(try DocumentReader().text(of: Array(text.utf8), named: "a.txt") == text)
        }
    }
}

import Analysis
import Documents
import Testing

@Suite("What repeats across a source's articles is its clutter")
struct SourceMemoryTests {
    private static let key: SourceKey? = {
        var document = Document(body: "")
        document.source = "The Daily Marmot"
        return SourceKey(document, folder: nil)
    }()

    private static let clutter = "Sign up for our newsletter"
    private static let biography =
        "Jane Doe has covered rodents for The Daily Marmot since the spring of 2011, and lives in the hills above it with two dogs."

    /// A story of its own: ten sentences that no other has, the source's clutter around them.
    private static func body(_ number: Int, repeating: [Int] = []) -> String {
        let sentences = (0..<10).map { index in
            let story = repeating.contains(index) ? 0 : number
            return
                "Sentence \(index) of story \(story) tells at some length what the marmots of valley \(story) did that day."
        }
        let parts = [sentences[0], sentences[1], clutter] + sentences[2...] + [biography]
        return parts.joined(separator: "\n\n")
    }

    /// Learns from one body after the other; what is to be read again after each.
    private static func learn(_ memory: inout SourceMemory, _ bodies: [String]) throws -> [Set<Int64>] {
        let key = try #require(Self.key)
        return bodies.enumerated().map { index, body in
            memory.learn(
                SourceLines(of: body),
                of: key,
                from: Int64(index),
                knowing: memory.version,
                next: memory.version &+ 1
            )
        }
    }

    private static func article(_ body: String) -> Article {
        Annotator().annotate(Document(title: "Marmots", body: body))
    }

    @Test("The fifth story with a line teaches it, and the five are to be read again")
    func learned() throws {
        var memory = SourceMemory()
        let outdated = try Self.learn(&memory, (1...6).map { Self.body($0) })
        #expect(outdated == [[], [], [], [], [0, 1, 2, 3, 4], []])
        let cleaned = memory.profile.applied(to: Self.article(Self.body(9)))
        #expect(
            cleaned.document.removed == [
                Removal(Self.clutter, rule: "sourceProfile"), Removal(Self.biography, rule: "sourceProfile"),
            ]
        )
        let sentences = Self.body(9).split(separator: "\n\n").filter { $0.hasPrefix("Sentence") }
        #expect(cleaned.document.body == sentences.joined(separator: "\n\n"))
        #expect(cleaned.profileVersion == memory.version)
        // The same text without the clutter has the same fingerprint.
        #expect(cleaned.fingerprint == Self.article(cleaned.document.body).fingerprint)
    }

    @Test("A passage in another language moves with the body, and one that is taken out is gone")
    func passages() throws {
        var memory = SourceMemory()
        _ = try Self.learn(&memory, (1...6).map { Self.body($0) })
        var article = Self.article(Self.body(9))
        func span(_ text: String) throws -> Range<Int> {
            let body = article.document.body
            let place = try #require(body.firstRange(of: text))
            return body.utf8.distance(
                from: body.startIndex,
                to: place.lowerBound
            )..<body.utf8.distance(from: body.startIndex, to: place.upperBound)
        }
        let sentence = String(try #require(Self.body(9).split(separator: "\n\n").last { $0.hasPrefix("Sentence") }))
        article.passages = [
            Passage(language: "fr", span: try span(Self.clutter)), Passage(language: "ru", span: try span(sentence)),
        ]
        let cleaned = memory.profile.applied(to: article)
        let passage = try #require(cleaned.passages.first)
        #expect(cleaned.passages.map(\.language) == ["ru"])
        #expect(String(decoding: Array(cleaned.document.body.utf8)[passage.span], as: UTF8.self) == sentence)
    }

    @Test("Four stories teach nothing, and the profile that knows nothing leaves an article as it is")
    func tooFew() throws {
        var memory = SourceMemory()
        _ = try Self.learn(&memory, (1...4).map { Self.body($0) })
        #expect(memory.profile == .empty && memory.version == 0)
        let article = Self.article(Self.body(9))
        #expect(memory.profile.applied(to: article) == article)
    }

    @Test("Versions of one story teach nothing, however many there are")
    func versions() throws {
        var memory = SourceMemory()
        _ = try Self.learn(&memory, [Self.body(0)] + (1...20).map { Self.body($0, repeating: [0, 2, 4]) })
        #expect(memory.version == 0)
        _ = try Self.learn(&memory, (0..<20).map { _ in Self.body(0) })
        #expect(memory.version == 0)
    }

    @Test("A sentence of the background that stands inside of many stories is no clutter")
    func background() throws {
        var memory = SourceMemory()
        _ = try Self.learn(&memory, (1...20).map { Self.body($0, repeating: [4]) })
        let cleaned = memory.profile.applied(to: Self.article(Self.body(30, repeating: [4])))
        #expect(cleaned.document.body.contains("Sentence 4 of story 0"))
        #expect(!cleaned.document.body.contains(Self.biography))
    }

    @Test("Lines of a typewriter, which part sentences anywhere, teach nothing")
    func wrapped() throws {
        var memory = SourceMemory()
        let bodies = (0..<20).map { number in
            (0..<8).map { "Company \(number) had a profit of \($0) dlrs in its year and the\ncompany said" }
                .joined(separator: "\n")
        }
        _ = try Self.learn(&memory, bodies)
        #expect(memory.version == 0)
    }

    @Test("An article prepared with an older profile is to be read again when it has the clutter, and only then")
    func overtaken() throws {
        var memory = SourceMemory()
        _ = try Self.learn(&memory, (1...5).map { Self.body($0) })
        let key = try #require(Self.key)
        let late = SourceLines(of: Self.body(50))
        #expect(memory.learn(late, of: key, from: 77, knowing: 0, next: 9) == [77])
        #expect(memory.learn(late, of: key, from: 78, knowing: memory.version, next: 9) == [])
        let clean = SourceLines(
            of: "One sentence that is long enough to be prose, about something else entirely than marmots."
        )
        #expect(memory.learn(clean, of: key, from: 79, knowing: 0, next: 9) == [])
    }

    @Test("What explains a field points at the same text after the lines above it were taken out")
    func spans() throws {
        var memory = SourceMemory()
        _ = try Self.learn(&memory, (1...5).map { Self.body($0) })
        var article = Self.article(Self.body(9))
        func evidence(_ text: String) throws -> Evidence {
            let range = try #require(article.document.body.firstRange(of: text))
            let utf8 = article.document.body.utf8
            let start = utf8.distance(from: utf8.startIndex, to: range.lowerBound)
            return Evidence(.published, text, rule: "r", confidence: 1, span: start..<(start + text.utf8.count))
        }
        article.document.evidence = [
            try evidence("Sentence 0"), try evidence("that day.\n\n\(Self.clutter)\n\nSentence 2"),
            try evidence("Sentence 9"), try evidence("newsletter"),
        ]
        let cleaned = memory.profile.applied(to: article).document
        let quotes = cleaned.evidence.map { piece in
            piece.span.map { String(decoding: Array(cleaned.body.utf8)[$0], as: UTF8.self) }
        }
        #expect(quotes == ["Sentence 0", "that day.\n\nSentence 2", "Sentence 9", nil])
    }

    @Test("A body that is nothing but clutter stays whole")
    func nothingElse() throws {
        var memory = SourceMemory()
        _ = try Self.learn(&memory, (1...5).map { Self.body($0) })
        let article = Self.article("\(Self.clutter)\n\n\(Self.biography)")
        let cleaned = memory.profile.applied(to: article)
        #expect(cleaned.document == article.document && cleaned.profileVersion == memory.version)
    }

    @Test("A memory stays small however much comes, keeps what comes again, and is the same when it is read back")
    func bounded() throws {
        var memory = SourceMemory()
        let bodies = (0..<400).map { number in
            (0..<40).map { "Label \(number) \($0)\n\n" }.joined() + Self.body(number)
        }
        _ = try Self.learn(&memory, bodies)
        let encoded = memory.encoded()
        #expect(encoded.count < 16_000)
        let read = try #require(SourceMemory(decoding: encoded))
        #expect(read.profile == memory.profile && read.encoded() == encoded)
        #expect(memory.profile.applied(to: Self.article(Self.body(999))).document.removed.count == 2)
        // A source whose lines all come again and again: nothing more is learned beyond the limit.
        _ = try Self.learn(
            &memory,
            (1_000..<1_040).map { number in
                (0..<40).map { "Teaser \($0 + number / 8 * 40)\n\n" }.joined() + Self.body(number)
            }
        )
        #expect(memory.encoded().count < 16_000)
    }

    @Test("A damaged memory is read as none, or as some memory, and never traps")
    func damaged() throws {
        var memory = SourceMemory()
        _ = try Self.learn(&memory, (1...3).map { Self.body($0) })
        let bytes = memory.encoded()
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x81
            if var read = SourceMemory(decoding: changed) { _ = try Self.learn(&read, [Self.body(7)]) }
            _ = SourceMemory(decoding: Array(bytes[..<index]))
        }
    }

    @Test(
        "A source is named by its outlet, else by its site, else by its folder",
        arguments: [
            ("Reuters", "https://x.org/a", "source:Reuters"),
            (nil, "https://www.Example.org:80/a?b", "host:example.org"),
            (nil, "mailto:x", "folder:wire/2018"), (nil, nil, "folder:wire/2018"),
            ("", "https:///a", "folder:wire/2018"),
        ] as [(String?, String?, String)]
    )
    func keys(source: String?, url: String?, name: String) {
        var document = Document(body: "")
        document.source = source
        document.url = url
        #expect(SourceKey(document, folder: Array("wire/2018".utf8))?.name == name)
        #expect(SourceKey(Document(body: ""), folder: nil) == nil)
    }
}

import Store
import Testing

@Suite("Searching")
struct SearchTests {
    @Test(
        "The sample articles are found by what they say",
        arguments: [
            ("patrushev", ["000", "001", "002"]),
            ("geneva", ["000", "001", "004"]),
            ("blinken", ["004"]),
            ("\"strategic stability\"", ["000", "002", "003"]),
        ]
    )
    func seeds(query: String, expected: [String]) throws {
        let library = try Library()
        _ = try library.store.apply(Library.seeds.map { library.read($0.name, $0.text) })
        #expect(try library.paths(query).map { String($0.prefix(3)) }.sorted() == expected)
    }

    static let corpus = [
        ("a.txt", "Joint statement\nThe ministers issued a joint statement in Geneva.", "en"),
        ("b.txt", "No deal\nThe statement was joint work, said John Bolton, U.S. adviser.", "en"),
        ("wire/c.txt", "Négociations à Genève\nLes négociateurs négocient; l'Élysée attend.", "fr"),
        ("wire/d.txt", "Peace\nNegotiators negotiated about al-Assad and AT&T. Bolton left Geneva.", "en"),
        ("wire2/e.txt", "Переговоры\nМинистр прибыл в Женеву. Ёлка стоит.", "ru"),
    ]

    @Test(
        "Queries find what they mean",
        arguments: [
            ("joint statement", ["a.txt", "b.txt"]),
            ("\"joint statement\"", ["a.txt"]),
            ("statement -geneva", ["b.txt"]),
            ("statement -\"joint statement\"", ["b.txt"]),
            ("peace OR bolton", ["b.txt", "wire/d.txt"]),
            ("bolton geneva OR issued", ["a.txt", "wire/d.txt"]),
            ("(peace OR issued) geneva", ["a.txt", "wire/d.txt"]),
            ("bolton -(peace OR nothing)", ["b.txt"]),
            ("negotiat*", ["wire/d.txt"]),
            ("\"joint state*\"", []),
            ("\"joint state\"*", ["a.txt"]),
            ("title:peace", ["wire/d.txt"]),
            ("title:geneva", []),
            ("body:geneva", ["a.txt", "wire/d.txt"]),
            ("title:(peace OR joint)", ["a.txt", "wire/d.txt"]),
            ("TITLE:\"no deal\"", ["b.txt"]),
            ("lang:fr", ["wire/c.txt"]),
            ("lang:EN geneva", ["a.txt", "wire/d.txt"]),
            ("geneva OR lang:ru", ["a.txt", "wire/d.txt", "wire2/e.txt"]),
            ("geneva -lang:fr path:wire", ["wire/d.txt"]),
            ("path:wire", ["wire/c.txt", "wire/d.txt", "wire2/e.txt"]),
            ("path:wire/", ["wire/c.txt", "wire/d.txt"]),
            ("bolton -path:wire/", ["b.txt"]),
            ("path:\"wire/c.txt\"", ["wire/c.txt"]),
            ("geneve", ["wire/c.txt"]),
            ("ELYSEE", ["wire/c.txt"]),
            ("l'élysée", ["wire/c.txt"]),
            ("u.s.", ["b.txt"]),
            ("al-Assad", ["wire/d.txt"]),
            ("\"al assad\"", ["wire/d.txt"]),
            ("AT&T", ["wire/d.txt"]),
            ("министр", ["wire2/e.txt"]),
            ("ёлка", ["wire2/e.txt"]),
            ("and", ["wire/d.txt"]),
            ("bolton NEAR geneva", []),
            ("lang\u{B7}en", []),
            ("body:\"said:john\"", ["b.txt"]),
        ]
    )
    func meaning(query: String, expected: [String]) throws {
        let library = try Library()
        _ = try library.store.apply(Self.corpus.map { library.read($0.0, $0.1, language: $0.2) })
        #expect(try library.paths(query).sorted() == expected)
        #expect(try library.paths(query, sort: .newest).sorted() == expected)
        #expect(try library.paths(query, sort: .oldest, distinct: true).sorted() == expected)
    }

    @Test(
        "A mistake is answered with its place and a hint",
        arguments: [
            ("geneva \"joint", 7), ("OR geneva", 0), ("geneva OR", 7), ("a OR OR b", 2), ("(geneva", 0), ("geneva)", 6),
            ("()", 0), ("a ()", 2), ("-geneva", 0), ("-a -b", 0), ("a OR -b", 5), ("person:bolton", 0),
            ("é http://x", 3),
            ("*", 0), ("a *", 2), ("\"...\"", 0), ("a & b", 2), ("a - b", 2), ("a AND b", 2), ("NOT b", 0), ("--a", 0),
            ("lang:e$", 5), ("lang:\"\"", 0), ("path:x OR a", 0), ("a (b path:x)", 5), ("path:x -a", 0),
            (String(repeating: "(", count: 40) + "a", 33), (String(repeating: "a ", count: 65), 128),
            (String(repeating: "a", count: 5_000), 4_096),
        ]
    )
    func mistakes(query: String, offset: Int) throws {
        let library = try Library()
        let failure = #expect(throws: SearchFailure.self) { try library.store.search(SearchRequest(query)) }
        guard case .invalidQuery(let mistake)? = failure else {
            Issue.record("\(query) was refused otherwise")
            return
        }
        #expect(mistake.offset == offset, "\(mistake.reason)")
        #expect(!mistake.reason.isEmpty && !mistake.hint.isEmpty)
    }

    @Test("An unknown field is answered with the fields there are")
    func unknownField() throws {
        let library = try Library()
        let failure = #expect(throws: SearchFailure.self) { try library.store.search(SearchRequest("person:bolton")) }
        guard case .invalidQuery(let mistake)? = failure else { return }
        for field in ["title:", "body:", "source:", "lang:", "path:", "date:", "removed:"] {
            #expect(mistake.hint.contains(field))
        }
    }

    @Test("A word in the title weighs more than one in the body, and rare words more than common ones")
    func relevance() throws {
        let library = try Library()
        let filler = "the minister said that the talks went on in the city for days"
        _ = try library.store.apply((0..<20).map { library.read("filler\($0)", "Day \($0)\n\(filler)") })
        _ = try library.store.apply([
            library.read("body", "Nothing\nSanctions: \(filler)"),
            library.read("title", "Sanctions\nAgain: \(filler)"),
            library.read("common", "Talks talks\nTalks \(filler)"),
            library.read("rare", "Talks\nSanctions \(filler)"),
        ])
        #expect(try library.paths("sanctions").first == "title")
        let hits = try library.hits("talks OR sanctions")
        #expect(hits.map { $0.score ?? 0 } == hits.map { $0.score ?? 0 }.sorted(by: >))
        let order = hits.map { String(decoding: $0.path, as: UTF8.self) }
        #expect(Set(order.prefix(3)) == ["body", "title", "rare"] && order[3] == "common")
    }

    @Test("A snippet shows the words that were sought, and where they stand")
    func snippet() throws {
        let library = try Library()
        let lead = (0..<200).map { "filler\($0)" }.joined(separator: " ")
        _ = try library.store.apply([
            library.read("a", "Title\n\(lead)\nBefore the Élysée, Négociations began.\n\(lead)"),
            library.read("b", "Title\nShort."),
        ])
        let snippet = try #require(try library.hits("negociat* elysee").first?.snippet)
        let bytes = Array(snippet.text.utf8)
        #expect(snippet.matches.map { String(decoding: bytes[$0], as: UTF8.self) } == ["Élysée", "Négociations"])
        #expect(!snippet.text.contains("\n"))
        #expect(snippet.text.split(separator: " ").count <= 30)
        #expect(try library.hits("title").first?.snippet == Snippet(text: "Short", matches: []))
        #expect(try library.hits("\"began filler0\"").first?.snippet.matches.count == 2)
    }

    @Test("Articles with the same words are one when asked for distinct ones: the first that was there")
    func distinct() throws {
        let library = try Library()
        _ = try library.store.apply([
            library.read("a", "Talks\nIn Geneva, today."), library.read("b", "TALKS\nIn Geneva - today!"),
            library.read("c", "Talks\nIn Geneva, tomorrow."), library.same("d", "Talks\nIn Geneva, today."),
        ])
        #expect(try library.paths("geneva").count == 4)
        #expect(try library.paths("geneva", distinct: true).sorted() == ["a", "c"])
        #expect(try library.paths("geneva", sort: .newest, distinct: true) == ["c", "a"])
        #expect(try library.paths("", sort: .oldest, distinct: true) == ["a", "c"])
    }

    @Test("An empty query lists everything, the newest first")
    func everything() throws {
        let library = try Library()
        for name in ["a", "b", "c"] { _ = try library.store.apply([library.read(name, "T\n\(name) text")]) }
        #expect(try library.paths("") == ["c", "b", "a"])
        #expect(try library.paths(" \n ", sort: .oldest) == ["a", "b", "c"])
    }

    @Test("Hostile text in documents and queries is only text")
    func hostile() throws {
        let library = try Library()
        let text =
            "\u{0}\" OR * NEAR( ) ^{title}: -\u{FFFF}\n\u{1F600} \u{202E}x " + String(repeating: "ab", count: 40_000)
        _ = try library.store.apply([library.read("x", text), library.read("y", "Plain\nnear the river")])
        #expect(try library.paths("near").sorted() == ["x", "y"])
        #expect(try library.paths("\"near title\"") == ["x"])
        #expect(try library.paths("abab*") == ["x"])
        try library.maintain()
        _ = try library.store.apply([library.absent("x")])
        try library.maintain(after: 120)
        #expect(try library.paths("near") == ["y"])
        try library.expectSound()
    }
}

import Documents
import Store
import Testing

@Suite("Searching by what an article says of itself")
struct FieldTests {
    static let corpus: [(path: String, document: Document)] = {
        var wire = Document(title: "Talks in Geneva", body: "The ministers issued a joint statement.")
        wire.source = "The New York Times"
        wire.agency = "Reuters"
        wire.bylines = ["Jane Doe", "John Roe"]
        wire.kind = .news
        wire.deck = "A walrus was seen"
        wire.captions = ["The lake at dusk", "A tern above it"]
        wire.removed = [Removal("Listen live", rule: "widget"), Removal("Newsletter signup", rule: "newsletter")]
        wire.published = PublicationDate(date: "2018-08-23", rule: "dateline", confidence: 1)
        var comment = Document(
            title: "My view",
            body: "Live and let live, writes Reuters of New York. A newsletter too."
        )
        comment.source = "York Post"
        comment.bylines = ["Doe Roe"]
        comment.kind = .opinion
        comment.published = PublicationDate(date: "2018", precision: .year, rule: "url", confidence: 1)
        var later = Document(title: "Later", body: "Nothing.")
        later.kind = .liveBlog
        later.published = PublicationDate(date: "2021-02", precision: .month, rule: "url", confidence: 1)
        return [("wire", wire), ("view", comment), ("later", later), ("undated", Document(title: "Old", body: "Text"))]
    }()

    @Test(
        "Fields find what stands in them, and nothing else",
        arguments: [
            ("source:\"new york\"", ["wire"]), ("source:york", ["view", "wire"]), ("source:reuters", []),
            ("agency:reuters", ["wire"]), ("AGENCY:reut*", ["wire"]), ("reuters", ["view"]),
            ("byline:\"john roe\"", ["wire"]), ("byline:\"doe john\"", []), ("byline:(jane doe)", ["wire"]),
            ("byline:roe -agency:reuters", ["view"]),
            ("removed:live", ["wire"]), ("removed:\"listen live\"", ["wire"]), ("removed:\"live newsletter\"", []),
            ("removed:news*", ["wire"]), ("live", ["view"]), ("listen", []),
            ("newsletter -removed:newsletter", ["view"]),
            ("kind:opinion", ["view"]), ("kind:LIVEBLOG OR kind:news", ["later", "wire"]),
            ("walrus", ["wire"]), ("tern", ["wire"]), ("\"dusk a tern\"", []), ("title:walrus", []),
            ("\"joint statement a\"", []), ("body:walrus", ["wire"]),
            ("source\u{B7}york", []), ("\"\u{B7}\" walrus", []),
        ]
    )
    func fields(query: String, expected: [String]) throws {
        let library = try Library()
        _ = try library.store.apply(Self.corpus.map { library.read($0.path, $0.document) })
        guard !query.contains("\u{B7}\"") else {
            #expect(throws: SearchFailure.self) { try library.store.search(SearchRequest(query)) }
            return
        }
        #expect(try library.paths(query).sorted() == expected)
    }

    @Test(
        "Dates find what was published then for certain",
        arguments: [
            ("date:2018", ["view", "wire"]), ("date:2018-08", ["wire"]), ("date:2018-08-23", ["wire"]),
            ("date:2018-08-24", []), ("date:2018..2021", ["later", "view", "wire"]),
            ("date:2018-08-23..", ["later", "wire"]),
            ("date:..2018", ["view", "wire"]), ("date:2021-02-01", []), ("date:2021-02-28..2021-03", []),
            ("after:2018", ["later"]), ("after:2018-08-22", ["later", "wire"]), ("after:2018-08-23", ["later"]),
            ("before:2018-08-23", []), ("before:2018-08-24", ["wire"]), ("before:2019", ["view", "wire"]),
            ("statement date:2018", ["wire"]), ("walrus -date:2018", []),
            ("nothing OR text -date:2018", []), ("date:2018 -kind:opinion kind:news", ["wire"]),
            ("after:2000 before:2019 path:wi", ["wire"]), ("date:2000..2030 -date:2018-08", ["later", "view"]),
        ]
    )
    func days(query: String, expected: [String]) throws {
        let library = try Library()
        _ = try library.store.apply(Self.corpus.map { library.read($0.path, $0.document) })
        guard !query.contains(" OR ") else {
            #expect(throws: SearchFailure.self) { try library.store.search(SearchRequest(query)) }
            return
        }
        #expect(try library.paths(query).sorted() == expected)
        #expect(try library.paths(query, sort: .newest).sorted() == expected)
        #expect(try library.paths(query, sort: .oldest, distinct: true).sorted() == expected)
    }

    @Test(
        "A value that a field cannot have is a mistake with its place",
        arguments: [
            ("a kind:gossip", 7), ("kind:unknown", 5), ("date:2018-13", 5), ("date:..", 5), ("date:2021..2018", 5),
            ("date:yesterday", 5), ("after:2018..2019", 6), ("date:18", 5), ("date:\"\"", 0), ("a OR date:2018", 5),
            ("date:2018 -a", 0), ("-date:2018", 0),
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
        #expect(!mistake.hint.isEmpty)
    }

    @Test("A hit says when and by whom it was published, and shows the words where they stand, be that beside the body")
    func hits() throws {
        let library = try Library()
        _ = try library.store.apply(Self.corpus.map { library.read($0.path, $0.document) })
        let hit = try #require(try library.hits("tern").first)
        #expect(hit.published == "2018-08-23" && hit.source == "The New York Times" && hit.agency == "Reuters")
        #expect(hit.snippet.text.contains("A tern above it") && hit.snippet.matches.count == 1)
        let removed = try #require(try library.hits("removed:newsletter").first)
        #expect(removed.snippet.text.contains("Newsletter signup") && removed.snippet.matches.count == 1)
        #expect(try library.hits("kind:news").first?.snippet.text.hasPrefix("The ministers") == true)
    }

    @Test(
        "However much was left out of an article, it weighs as much as before, and fields alone give the newest first"
    )
    func weight() throws {
        let library = try Library()
        var cluttered = Document(title: "One", body: "Sanctions again, said the minister on the day.")
        cluttered.removed = (0..<50).map { Removal("Related headline number \($0)", rule: "related") }
        cluttered.kind = .news
        var plain = Document(title: "Two", body: "Sanctions again, said the minister on a day.")
        plain.kind = .news
        _ = try library.store.apply([library.read("cluttered", cluttered)])
        _ = try library.store.apply([library.read("plain", plain)])
        let scores = try library.hits("sanctions").map(\.score)
        #expect(scores.count == 2 && scores[0] == scores[1])
        #expect(try library.paths("kind:news") == ["plain", "cluttered"])
    }

    @Test("An article that goes takes all its words and days along")
    func gone() throws {
        let library = try Library()
        _ = try library.store.apply(Self.corpus.map { library.read($0.path, $0.document) })
        _ = try library.store.apply([library.absent("wire")])
        try library.maintain(after: 120)
        #expect(try library.paths("removed:live OR agency:reuters OR tern") == [])
        #expect(try library.paths("date:2018") == ["view"])
        try library.expectSound()
    }

    @Test("Bytes keep the moment at which they came first, also when they are read again by another version")
    func arrival() throws {
        let library = try Library()
        let first = library.read("a", "Text\nof a file")
        let hash = ContentHash(of: Array("Text\nof a file".utf8))
        #expect(try library.store.arrivals(of: [hash]) == [:])
        _ = try library.store.apply([first])
        _ = try library.store.apply([library.same("b", "Text\nof a file")])
        #expect(try library.store.arrivals(of: [hash]) == [hash: first.at])
        try library.reopen(analysisVersion: 2)
        _ = try library.store.apply([library.read("b", "Text\nof a file")])
        #expect(try library.store.arrivals(of: [hash]) == [hash: first.at])
        // What a file holds now came when it was written, not when the file was.
        let other = library.read("a", "Other\ntext")
        _ = try library.store.apply([other])
        let now = ContentHash(of: Array("Other\ntext".utf8))
        #expect(try library.store.arrivals(of: [hash, now]) == [hash: first.at, now: other.at])
    }
}

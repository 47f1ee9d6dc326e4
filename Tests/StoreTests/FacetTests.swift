import Analysis
import Documents
import GRDB
import Testing

@testable import Store

@Suite("Articles by topic and language, and how many there are of each")
struct FacetTests {
    private static func topics(_ topics: [(number: String, name: String)]) -> [TopicScore] {
        topics.map { TopicScore(id: "medtop:" + $0.number, name: $0.name, score: 0.8) }
    }

    private static let election = topics([("11000000", "politics"), ("20000574", "election")])
    private static let government = topics([("11000000", "politics"), ("20000593", "government")])
    private static let economy = topics([("04000000", "economy, business and finance")])

    /// Two of politics, one of the economy, one of no topic that is known.
    static func corpus(_ library: Library) -> [FileOutcome] {
        var vote = Document(title: "The vote", body: "Ballots are counted.")
        (vote.source, vote.agency) = ("The Post", "Reuters")
        vote.published = PublicationDate(date: "2022-01-21", rule: "dateline", confidence: 1)
        var cabinet = Document(title: "The cabinet", body: "Ministers are named.")
        cabinet.source = "The Post"
        cabinet.published = PublicationDate(date: "2022-01", precision: .month, rule: "url", confidence: 1)
        let market = Document(title: "The market", body: "Shares are sold.")
        let marmots = Document(title: "Marmots", body: "They sleep, nothing is counted.")
        return [
            library.read("vote", article(vote, "en", election)),
            library.read("cabinet", article(cabinet, "zh-Hant", government)),
            library.read("market", article(market, "zh", economy)),
            library.read("marmots", article(marmots, "und", [])),
        ]
    }

    private static func article(_ document: Document, _ language: String, _ topics: [TopicScore]) -> Article {
        let hash = ContentHash(of: document.encoded())
        var article = Article(
            document: document,
            language: language,
            fingerprint: Fingerprint(high: hash.high, low: hash.low)
        )
        (article.topics, article.isClassified) = (topics, true)
        return article
    }

    private static func facet(
        _ field: FacetField,
        _ query: String = "",
        limit: Int = 10,
        in library: Library
    ) throws -> Facet {
        try #require(try library.store.facets(FacetRequest(query, fields: [field], limit: limit)).facets.first)
    }

    private static func counts(_ field: FacetField, _ query: String = "", in library: Library) throws -> [String: Int] {
        let facet = try facet(field, query, in: library)
        return Dictionary(uniqueKeysWithValues: facet.counts.map { ($0.value, $0.articles) })
    }

    @Test(
        "A topic is found by its id and by its name, with what is below it; a language with its scripts",
        arguments: [
            ("topic:politics", ["cabinet", "vote"]), ("topic:POLITICS", ["cabinet", "vote"]),
            ("topic:election", ["vote"]), ("topic:medtop:20000574", ["vote"]), ("topic:20000574", ["vote"]),
            ("topic:medtop:11000000 -topic:election", ["cabinet"]), ("topic:11000000 ballots", ["vote"]),
            ("topic:\"economy, business and finance\"", ["market"]), ("topic:economy", []),
            ("topic:unknown", ["marmots"]), ("topic:election OR topic:unknown", ["marmots", "vote"]),
            ("lang:zh", ["cabinet", "market"]), ("lang:zh-hant", ["cabinet"]), ("lang:zh-Hans", []),
            ("lang:und", ["marmots"]), ("unknown", []), ("politics", []), ("hant", []),
        ]
    )
    func found(query: String, expected: [String]) throws {
        let library = try Library()
        _ = try library.store.apply(Self.corpus(library))
        #expect(try library.paths(query).sorted() == expected)
    }

    @Test(
        "A topic that is not there is a mistake, and the hint names those that are near",
        arguments: [
            ("topic:war", "topic:\"conflict, war and peace\""), ("a topic:elections", "topic:politics"),
            ("topic:medtop:99999999", "topic:sport"), ("topic:\"armed forces\"", "topic:\"armed conflict\""),
            ("topic:-", "topic:unknown"),
        ]
    )
    func mistakes(query: String, hint: String) throws {
        let library = try Library()
        let failure = #expect(throws: SearchFailure.self) { try library.store.search(SearchRequest(query)) }
        guard case .invalidQuery(let mistake)? = failure else {
            Issue.record("\(query) was refused otherwise")
            return
        }
        #expect(mistake.offset == (query.hasPrefix("a ") ? 8 : 6))
        #expect(mistake.hint.contains(hint), "\(mistake.hint)")
    }

    @Test("Every article counts with each of its values, and those without one are counted apart")
    func counted() throws {
        let library = try Library()
        _ = try library.store.apply(Self.corpus(library))
        let page = try library.store.facets(FacetRequest(""))
        #expect(page.facets.map(\.field) == FacetField.allCases)
        #expect(page.total == 4 && page.unread == 0)
        let topic = try Self.facet(.topic, limit: 1, in: library)
        #expect(topic.counts == [Facet.Count(value: "medtop:11000000", articles: 2)])
        #expect(topic.other == 3 && topic.none == 1)
        #expect(try Self.counts(.language, in: library) == ["en": 1, "zh": 1, "zh-Hant": 1, "und": 1])
        let source = try Self.facet(.source, in: library)
        #expect(
            source == Facet(field: .source, counts: [Facet.Count(value: "The Post", articles: 2)], other: 0, none: 2)
        )
        #expect(try Self.counts(.agency, in: library) == ["Reuters": 1])
        #expect(try Self.counts(.day, in: library) == ["2022-01-21": 1])
        #expect(try Self.facet(.day, in: library).none == 3)
    }

    @Test(
        "Only what a query finds is counted",
        arguments: [("counted", 2), ("topic:politics", 2), ("counted path:vo", 1), ("date:2022", 2), ("zebra", 0)]
    )
    func queried(query: String, total: Int) throws {
        let library = try Library()
        _ = try library.store.apply(Self.corpus(library))
        let page = try library.store.facets(FacetRequest(query, fields: [.day, .language]))
        #expect(page.total == total && page.unread == 0)
        #expect(page.facets.map(\.field) == [.day, .language])
        #expect(page.facets[1].counts.map(\.articles).reduce(0, +) == total)
    }

    @Test("A copy counts beside its original, and what goes or changes is counted no more, at once")
    func gone() throws {
        let library = try Library()
        let files = Self.corpus(library)
        _ = try library.store.apply(files)
        guard case .read(_, let vote, _) = files[0].result, case .read(_, let marmots, _) = files[3].result else {
            Issue.record("the files are no articles")
            return
        }
        _ = try library.store.apply([
            library.outcome("copy", .sameBytes(library.stamp(), vote)),
            library.outcome("more", .sameBytes(library.stamp(), marmots)),
        ])
        #expect(try Self.counts(.topic, in: library)["medtop:20000574"] == 2)
        #expect(try library.store.tally().unknownTopics == 2)
        _ = try library.store.apply([library.absent("copy"), library.absent("marmots")])
        #expect(try Self.counts(.topic, in: library)["medtop:20000574"] == 1)
        #expect(try library.store.tally().unknownTopics == 1)
        // Back again, under another name; and another becomes one of no topic.
        _ = try library.store.apply([library.outcome("back", .sameBytes(library.stamp(), marmots))])
        _ = try library.store.apply([library.outcome("vote", .sameBytes(library.stamp(), marmots))])
        #expect(try library.store.tally().unknownTopics == 3)
        #expect(try Self.counts(.topic, in: library)["medtop:20000574"] == nil)
        _ = try library.store.apply(["more", "back", "vote"].map { library.absent($0) })
        try library.maintain(after: 120)
        #expect(try library.store.tally().unknownTopics == 0)
        #expect(try library.paths("topic:election OR topic:unknown") == [])
        #expect(try Self.facet(.topic, in: library).none == 0)
        try library.expectSound()
        #expect(try library.store.verify { _ in }.findings == [])
    }

    @Test("Bytes that are read again by a later version are counted as that finds them")
    func readAgain() throws {
        let library = try Library()
        let document = Document(title: "The vote", body: "Ballots are counted.")
        let hash = ContentHash(of: document.encoded())
        func outcome(_ topics: [TopicScore]) -> FileOutcome {
            let prepared = library.store.prepare(Self.article(document, "en", topics))
            return library.outcome("vote", .read(library.stamp(), hash, [prepared]))
        }
        _ = try library.store.apply([outcome([])])
        _ = try library.store.apply([library.outcome("copy", .sameBytes(library.stamp(), hash))])
        #expect(try library.store.tally().unknownTopics == 2)
        try library.reopen(analysisVersion: 2)
        _ = try library.store.apply([outcome(Self.election)])
        #expect(try library.store.tally().unknownTopics == 0)
        #expect(try Self.counts(.topic, in: library) == ["medtop:11000000": 2, "medtop:20000574": 2])
        #expect(try library.paths("topic:election").sorted() == ["copy", "vote"])
        try library.reopen(analysisVersion: 3)
        _ = try library.store.apply([outcome([])])
        #expect(try library.store.tally().unknownTopics == 2)
        try library.expectSound()
    }

    @Test("What an earlier schema wrote is in no count until it is read again, and then takes all its words along")
    func upgraded() throws {
        let library = try Library()
        try library.store.close()
        let path = try library.place("schema-4", as: "fixture/index.sqlite")
        let store = try ArticleStore(at: path, analysisVersion: 2)
        var page = try store.facets(FacetRequest("", fields: [.language]))
        #expect(page.total == 5 && page.unread == 5)
        #expect(page.facets == [Facet(field: .language, counts: [], other: 0, none: 0)])
        let annotator = Annotator()
        let again = Library.seeds.map { name, text in
            let prepared = store.prepare(annotator.annotate(Library.article(text).document))
            let stamp = library.stamp(size: text.utf8.count)
            return library.outcome(name, .read(stamp, ContentHash(of: Array(text.utf8)), [prepared]))
        }
        _ = try store.apply(again)
        page = try store.facets(FacetRequest("", fields: [.language]))
        #expect(page.total == 5 && page.unread == 0)
        #expect(page.facets[0].counts == [Facet.Count(value: "en", articles: 5)])
        #expect(try store.integrityCheck() == [])
        #expect(try store.verify { _ in }.findings == [])
        try store.close()
    }

    @Test("The topics, languages and counts that schema 5 wrote are found for ever, and go with their articles")
    func fixture() throws {
        let library = try Library()
        try library.store.close()
        let store = try ArticleStore(at: library.place("schema-5", as: "fixture/index.sqlite"), analysisVersion: 1)
        let page = try store.facets(FacetRequest("zebras", fields: [.topic, .source, .day]))
        #expect(page.total == 2 && page.unread == 0)
        #expect(page.facets[0].counts.map(\.value) == ["medtop:11000000", "medtop:20000574"])
        #expect(page.facets[0].none == 1)
        #expect(page.facets[1].counts == [Facet.Count(value: "The Post", articles: 1)])
        #expect(page.facets[2].counts == [Facet.Count(value: "2022-01-21", articles: 1)])
        for query in ["topic:politics", "topic:election", "zebras -topic:unknown", "topic:unknown", "lang:zh"] {
            #expect(try store.search(SearchRequest(query)).total == 1, "\(query)")
        }
        _ = try store.apply([library.absent("vote"), library.absent("sleep")])
        while try store.maintain(at: library.now + 120_000_000_000) {}
        #expect(try store.search(SearchRequest("topic:politics OR topic:unknown OR lang:zh")).total == 0)
        #expect(try store.integrityCheck() == [])
        try store.close()
    }

    @Test(
        "No word of a topic or a language with a script is taken for damage, whichever share of the words is compared"
    )
    func verified() throws {
        let library = try Library()
        _ = try library.store.apply(Self.corpus(library))
        for _ in 0..<ArticleStore.shareOfWords {
            #expect(try library.store.verify { _ in }.findings == [])
            // The share follows from the number of the commit.
            _ = try library.store.apply([])
        }
    }

    @Test("A wrong count of unknown topics is found and counted again")
    func miscounted() throws {
        let library = try Library()
        _ = try library.store.apply(Self.corpus(library))
        try library.store.current.pool.write { try $0.execute(sql: "UPDATE tally SET unknown_topics = 7") }
        #expect(try library.store.integrityCheck().count == 1)
        let verification = try library.store.verify { _ in }
        #expect(verification.findings.count == 1 && verification.repaired == 1)
        #expect(try library.store.tally().unknownTopics == 1)
        try library.expectSound()
    }
}

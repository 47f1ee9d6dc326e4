import Documents
import Testing

@Suite("What a page says of itself")
struct PageFieldTests {
    static let text = String(
        repeating: "<p>The two delegations met for five hours on Thursday, and parted without a statement.</p>",
        count: 4
    )

    static let credits: [(String, [String])] = [
        ("By Jane Doe and John Roe, Reuters", ["Jane Doe", "John Roe"]),
        ("By JANE DOE, Political Editor", ["JANE DOE"]),
        ("Von Jörg Müller und Anna van der Berg", ["Jörg Müller", "Anna van der Berg"]),
        ("Par Élise Lefèvre à Paris avec AFP", ["Élise Lefèvre"]),
        ("Por María R. Sahuquillo", ["María R. Sahuquillo"]),
        ("Jane Doe for The Daily", ["Jane Doe"]),
        ("jane@daily.example Jane Doe", ["Jane Doe"]),
        ("Jane Doe (Reuters) | Geneva", ["Jane Doe"]),
        ("Ben Andrews & Dan Jervis-Bardy", ["Ben Andrews", "Dan Jervis-Bardy"]),
        ("Ярослав Кузишин, Антон Зелинский", ["Ярослав Кузишин", "Антон Зелинский"]),
        ("배윤경 기자", ["배윤경"]),
        ("Deutsche Presse-Agentur", []),
        ("The Associated Press", []),
        ("Daily Staff", []),
        ("AFP", []),
        ("View all posts", []),
        ("https://www.facebook.com/daily", []),
        ("21 January 2022", []),
    ]

    @Test("A credit gives its people, and nobody else", arguments: credits)
    func people(credit: String, people: [String]) {
        let page =
            "<html><head><meta name=author content='\(credit)'></head><body><article>\(Self.text)</article></body></html>"
        #expect(read(page)?.bylines == people)
    }

    static let scripts: [(String, String)] = [
        (
            "as it should be",
            #"{"@type": "NewsArticle", "headline": "Talks end", "author": {"@type": "Person", "name": "Jane Doe"}}"#
        ),
        (
            "commas too many",
            #"{"@type": "NewsArticle",, "headline": "Talks end", "author": [{"@type": "Person", "name": "Jane Doe",},],}"#
        ),
        ("no comma", "{\"@type\": \"NewsArticle\"\n\"headline\": \"Talks end\"\n\"author\": {\"name\": \"Jane Doe\"}}"),
        (
            "control characters",
            "{\"@type\": \"NewsArticle\", \"headline\": \"Talks\n\tend\", \"author\": \"Jane Doe\"}"
        ),
        ("in a comment", #"<!-- {"@type": "NewsArticle", "headline": "Talks end", "author": "Jane Doe"} -->"#),
        ("no end", #"{"@type": "NewsArticle", "author": ["Jane Doe"], "headline": "Talks end"#),
        (
            "in a graph, by reference",
            #"{"@graph": [{"@type": "Person", "@id": "x:j", "name": "Jane Doe"}, {"@type": ["Article"], "headline": "Talks end", "author": {"@id": "x:j"}}]}"#
        ),
        (
            "in a page",
            #"[{"@type": "WebPage", "mainEntity": {"@type": "http://schema.org/NewsArticle", "headline": "Talks end", "author": {"name": "Jane Doe"}}}]"#
        ),
        ("escapes", #"{"@type": "NewsArticle", "headline": "T\u0061lks &#101;nd", "author": "Jane \u0044oe"}"#),
        (
            "an agency beside",
            #"{"@type": "NewsArticle", "headline": "Talks end", "author": [{"@type": "Organization", "name": "Big News"}, {"@type": "Person", "name": "Jane Doe"}]}"#
        ),
    ]

    @Test("JSON-LD is read, whatever is wrong with it", arguments: scripts)
    func linked(what: String, script: String) {
        let page = """
            <html><head><title>x</title><script type="application/ld+json">\(script)</script></head>
            <body><article>\(Self.text)</article></body></html>
            """
        #expect(read(page)?.title == "Talks end")
        #expect(read(page)?.bylines == ["Jane Doe"])
        #expect(read(page)?.evidence.contains { $0.field == .bylines && $0.rule == "jsonLD.author" } == true)
    }

    @Test("JSON-LD nested a hundred thousand deep says nothing, and costs nothing else")
    func nested() {
        let script = String(repeating: #"{"a":["#, count: 100_000)
        let page =
            "<html><head><title>Talks</title><script type='application/ld+json'>\(script)</script></head><body>\(Self.text)"
        #expect(read(page)?.title == "Talks")
    }

    @Test("Authors stand in the links and lines around the headline, where nothing else names them")
    func marked() {
        let link = "<h1>Talks end</h1><div><a rel=author href=/jane>Jane Doe</a></div>"
        let line = "<h1>Talks end</h1><p class=byline>By <b>Jane Doe</b></p>"
        for head in [link, line] {
            #expect(read("<html><body>\(head)<div>\(Self.text)</div></body></html>")?.bylines == ["Jane Doe"])
        }
        let related = "<div class=related><a rel=author href=/jane>Jane Doe</a></div>"
        #expect(read("<html><body><div>\(Self.text)</div>\(related)</body></html>")?.bylines == [])
    }

    static let unmarked: [(String, [String])] = [
        ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("Di Giulia Conti", ["Giulia Conti"]),
        ("Автор: Ирина Белова", ["Ирина Белова"]),
        ("记者：李晓雯", ["李晓雯"]),
        ("Geneva Talks", []),
    ]

    @Test("Below the headline a line that begins as credits do names the authors, marked or not", arguments: unmarked)
    func below(line: String, people: [String]) {
        let head = "<title>Talks end early</title></head><body><div><b>Talks end early</b><br>May 5, 2021<br>\(line)"
        let document = read("<html><head>\(head)<br><br>\(Self.text)</div></body></html>")
        #expect(document?.bylines == people)
        #expect(document?.body.contains(line) == false)
        #expect(document?.removed.contains { $0.text.contains(line) } == true)
    }

    static let keywords: [(String, [String])] = [
        ("<meta name=news_keywords content='Geneva, talks,Geneva'>", ["Geneva", "talks"]),
        (
            "<meta property=article:tag content=Geneva><meta property=article:tag content='Talks, long'>",
            ["Geneva", "Talks", "long"]
        ),
        ("<meta name=keywords content='Doe, Jane; talks'>", ["Doe, Jane", "talks"]),
        ("", []),
    ]

    @Test("Keywords are those that the page gives, each once", arguments: keywords)
    func given(head: String, keywords: [String]) {
        #expect(read("<html><head>\(head)</head><body>\(Self.text)</body></html>")?.keywords == keywords)
    }

    @Test("The headline that most say is the title")
    func votes() {
        let page = """
            <html><head><title>Geneva: talks end early</title><meta property=og:title content="Talks end">
            </head><body><h1>Talks end</h1>\(Self.text)</body></html>
            """
        #expect(read(page)?.title == "Talks end")
    }

    private func read(_ page: String) -> Document? {
        DocumentReader().read(Array(page.utf8), named: "a.html").documents.first
    }
}

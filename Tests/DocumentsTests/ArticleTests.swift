import Documents
import Testing

@Suite("The article in a page")
struct ArticleTests {
    static let first =
        "The two delegations met for five hours on Thursday, and parted without having signed a statement."
    static let second = "Neither side would say when they will meet again, but both called the talks useful, and long."
    static let other = "A ferry with forty passengers ran aground on Friday, the coast guard said, and nobody was hurt."
    static let text = "<p>\(first)</p><p>\(second)</p>"

    static let clutter: [(String, String)] = [
        ("comments", "<div class='comments-area'><p>\(other)</p></div>"),
        ("share", "<div class='share-bar'><a href=x>Share</a> <a href=y>Send to a friend</a></div>"),
        ("related", "<section class=relatedPosts><h3>Other talks</h3><p>Nobody came, it is said.</p></section>"),
        ("appeal", "<div id=newsletter-box><p>Our letter, every morning, in your inbox.</p></div>"),
        ("margin", "<aside><p>The treaty was signed in 1987, and ended in 2019.</p></aside>"),
        ("hidden", "<div style='display: none'><p>Please switch your ad blocker off.</p></div>"),
        ("links", "<ul><li><a href=1>A first story of others</a><li><a href=2>A second story of others</a></ul>"),
        ("readMore", "<p>READ MORE: <a href=1>Delegations arrive</a></p>"),
        ("readMore", "<p>Lesen Sie auch: Delegationen treffen ein</p>"),
        ("byline", "<p class=byline>By Jane Doe and John Roe</p>"),
        ("date", "<div class=published-date>21 January 2022</div>"),
        ("form", "<form action=x><p>Write to us, we read it.</p></form>"),
    ]

    @Test("What is no part of the text is taken out of it, kept, and told by which rule", arguments: clutter)
    func cleared(rule: String, markup: String) {
        let page = "<html><body><article><p>\(Self.first)</p>\(markup)<p>\(Self.second)</p></article></body></html>"
        let document = read(page)
        #expect(document?.body == Self.first + "\n\n" + Self.second)
        if rule != "share", rule != "links" { #expect(document?.removed.map(\.rule).contains(rule) == true) }
    }

    @Test("Words of clutter in the classes of the whole page, or with 'no' before them, say nothing")
    func harmlessClasses() {
        let page = """
            <html class=cookie-consent><body class="single comments-open"><main class="no-sidebar with-comments">
            <article class="post tag-share category-newsletter type-post">\(Self.text)</article></main></body></html>
            """
        #expect(read(page)?.body == Self.first + "\n\n" + Self.second)
    }

    @Test("An article in several containers is put together, and an advertisement between them is not")
    func parts() {
        let chunk = { (text: String) in "<div class=article-body><p>\(text)</p><p>\(text.uppercased())</p></div>" }
        let page = """
            <html><body><div id=menu><a href=/>Home</a></div><div><div>\(chunk(Self.first))</div>
            <div class=ad-slot>Buy now, pay later.</div><div>\(chunk(Self.second))</div></div><div><p>Imprint.</p></div></body></html>
            """
        let texts = [Self.first, Self.first.uppercased(), Self.second, Self.second.uppercased()]
        #expect(read(page)?.body == texts.joined(separator: "\n\n"))
    }

    @Test("Of several articles on a page, one below the other, the first is taken")
    func several() {
        let page = "<html><body><article>\(Self.text)</article><article><p>\(Self.other)</p></article></body></html>"
        #expect(read(page)?.body == Self.first + "\n\n" + Self.second)
    }

    @Test("What follows on a heading for other stories is left out")
    func end() {
        let page =
            "<html><body><article>\(Self.text)\(Self.text)<h3>Related stories</h3><p>Ferry runs aground.</p></article>"
        #expect(read(page)?.body.hasSuffix(Self.second) == true)
    }

    @Test("Of a table that lays a page out, the cell of links beside the text is left out")
    func layout() {
        let links = "<a href=1>A ferry runs aground</a><br><a href=2>Bridge opens</a><br><a href=3>Pictures</a><br>"
        let text = "<b>Talks end early</b><br>May 5, 2021<br><br>\(Self.first)<br><br>\(Self.second)<br><br>"
        let page = """
            <html><head><title>Talks end early</title></head><body><table><tr><td colspan=2><a href=/>Home</a></td></tr>
            <tr><td>\(links)</td><td>\(text)</td></tr></table></body></html>
            """
        #expect(read(page)?.body == Self.first + "\n\n" + Self.second)
    }

    @Test("A row of a table of data in an article stays one line")
    func data() {
        let table = "<table><tr><td>Northern bank</td><td>12</td></tr><tr><td>Southern bank</td><td>7</td></tr></table>"
        let page = "<html><body><article>\(Self.text)\(table)<p>\(Self.other)</p></article></body></html>"
        #expect(read(page)?.body.contains("Northern bank\t12\nSouthern bank\t7") == true)
    }

    @Test("In scripts of two and three bytes a letter, prose is told from labels as in Latin")
    func scripts() {
        let zh = "两国代表团星期四会谈了五个小时，没有签署声明就离开了会场，双方都说会谈有益。"
        let ru = "Делегации провели на переговорах пять часов, и разошлись без заявления, сообщили стороны."
        let pages = [
            (zh, "<p class=read-more><a href=1>延伸阅读：部长们讨论明年的支出</a></p>", "<p>2025年6月20日 星期五 09:41</p>"),
            (ru, "<p>ЧИТАЙТЕ ТАКЖЕ: Министры обсудили расходы</p>", "<time>Опубликовано 15 октября 2021</time>"),
        ]
        for (prose, more, label) in pages {
            let other = String(prose.dropFirst(3))
            let page = """
                <html><body><header>\(label)</header><div class=article-body>\(label)<p>\(prose)</p>\(more)
                <p>\(other)</p></div></body></html>
                """
            #expect(read(page)?.body == prose + "\n\n" + other)
        }
    }

    @Test("Captions are apart, and so are the headline and the line below it")
    func apart() {
        let page = """
            <html><head><title>Talks end | The Daily</title><meta property=og:site_name content="The Daily"></head><body>
            <h1>Talks end</h1><p class=standfirst>Five hours were not enough for the two delegations.</p><div>
            <figure><img src=x><figcaption>The hall in Geneva.</figcaption></figure>\(Self.text)</div></body></html>
            """
        let document = read(page)
        #expect(document?.title == "Talks end")
        #expect(document?.originalTitle == "Talks end | The Daily")
        #expect(document?.deck == "Five hours were not enough for the two delegations.")
        #expect(document?.captions == ["The hall in Geneva."])
        #expect(document?.body == Self.first + "\n\n" + Self.second)
    }

    @Test("The text of JSON-LD is taken where the page has a small part of it, without its markup")
    func linkedBody() {
        let body = Array(repeating: "<p>\(Self.first) &amp; \(Self.second)</p>", count: 4).joined()
        let page = """
            <html><head><script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "\(body)"}</script></head>
            <body><p>Loading, please wait.</p></body></html>
            """
        let paragraph = Self.first + " & " + Self.second
        #expect(read(page)?.body == Array(repeating: paragraph, count: 4).joined(separator: "\n\n"))
        #expect(read(page)?.evidence.contains { $0.field == .body && $0.rule == "jsonLD.articleBody" } == true)
    }

    @Test("A page that is hardly more than a line gives that line")
    func short() {
        #expect(read("<html><body><div class=share>Back soon.</div></body></html>")?.body == "Back soon.")
    }

    @Test(
        "A page of a hundred thousand elements is read, however they are nested and marked",
        arguments: ["div", "a", "article"]
    )
    func large(tag: String) {
        let unit = "<\(tag) class='article-body related'><h1>Talks</h1><time>1 May</time>\(Self.first)</\(tag)>"
        let page = "<html><body>" + String(repeating: unit, count: 20_000)
        let document = DocumentReader().read(Array(page.utf8), named: "a.html").documents.first
        #expect(document?.body.isEmpty == false)
    }

    private func read(_ page: String) -> Document? {
        DocumentReader().read(Array(page.utf8), named: "a.html").documents.first
    }
}

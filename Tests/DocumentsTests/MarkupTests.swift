import Documents
import Testing

@Suite("HTML")
struct MarkupTests {
    static let prose =
        "The two delegations met for five hours on Thursday, and parted without having signed a statement. "
    static let story = String(repeating: "<p>\(prose)</p>", count: 4)

    static let renderings = [
        ("<p>One<p>Two", "One\n\nTwo"),
        ("<p>AT&amp;T &mdash; caf&eacute; &#8364;5 &#x1F54A; &unknown;</p>", "AT&T — café €5 🕊 &unknown;"),
        ("<p>a <b>bold</b>,\n   <i>odd</i>\tword&nbsp;pair</p>", "a bold, odd word\u{A0}pair"),
        ("<h1>Top</h1><h2>Sub</h2><p>Text</p>", "Sub\n\nText"),
        ("<ul><li>one<li>two</ul><p>x</p>", "- one\n- two\n\nx"),
        ("<blockquote><p>Said.</p></blockquote>", "Said."),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<p>one</p><p>&nbsp;</p><p>two</p>", "one\n\ntwo"),
        ("<pre>line one\nline two\n\nnext</pre>", "line one\nline two\n\nnext"),
        ("<p>x</p><script>var a = '<p>no</p>'</script><style>p{}</style><noscript>no</noscript><p>y</p>", "x\n\ny"),
        ("<template><p>no</p></template><svg><text>no</text></svg><p>y</p>", "y"),
        ("<p>un<b>closed <i>and</b> crossed</i> <a href=x>tags", "unclosed and crossed tags"),
        ("<p>x</p></div></div></body></html><p>y</p>", "x\n\ny"),
        ("<p>x</p><html lang=fr><body class=b><p>y</p>", "x\n\ny"),
        ("<p>cut <a hre", "cut"),
    ]

    @Test("Elements become paragraphs, lines and cells; what is no text is left out", arguments: renderings)
    func rendering(markup: String, body: String) {
        #expect(read("<!doctype html><html><body>" + markup)?.body == body)
    }

    @Test("The text is that of the largest article element")
    func article() {
        let page = """
            <html lang="en-GB"><body><nav><a href=/>Home</a></nav><article><p>Teaser.</p></article>
            <article><h1>Talks end</h1>\(Self.story)</article><footer>All rights reserved.</footer></body></html>
            """
        let document = read(page)
        #expect(document?.body == paragraphs)
        #expect(document?.title == "Talks end")
        #expect(document?.declaredLanguage == "en-GB")
    }

    @Test("Without an article element it is that of main")
    func main() {
        let page = "<html><body><div>Menu</div><main>\(Self.story)</main><div>\(Self.prose)</div></body></html>"
        #expect(read(page)?.body == paragraphs)
    }

    @Test("Without either it is the densest block, link lists left aside")
    func densest() {
        let links = String(repeating: "<li><a href=x>\(Self.prose)</a></li>", count: 20)
        let page = """
            <html><body><div id=top><ul>\(links)</ul></div><div id=b><div id=c>\(Self.story)</div></div>
            <div><p>Cookies are used here.</p></div></body></html>
            """
        #expect(read(page)?.body == paragraphs)
    }

    static let titles: [(String, String, String?)] = [
        ("<title>Talks end - The Daily</title>", "<h1>Talks end</h1>", "Talks end"),
        ("<title>Talks end | The Daily</title><meta property=og:site_name content='The Daily'>", "", "Talks end"),
        ("<title>Talks end | The Daily</title>", "", "Talks end | The Daily"),
        ("<title>The Daily</title><meta property='og:title' content='Talks &amp; tea end'>", "", "Talks & tea end"),
        ("<title>x</title>", "<h1>\n Talks <em>end</em>\n</h1>", "Talks end"),
        (
            "<title>Talks about the treaty end in Geneva - CNN</title>", "<h1>CNN</h1>",
            "Talks about the treaty end in Geneva - CNN"
        ),
        ("", "", nil),
    ]

    @Test("The title is the headline without the site's name, where the page confirms it", arguments: titles)
    func title(head: String, heading: String, title: String?) {
        let site = heading.contains("CNN") ? heading : ""
        let own = site.isEmpty ? heading : ""
        let document = read(
            "<html><head>\(head)</head><body>\(site)<article>\(own)\(Self.story)</article></body></html>"
        )
        #expect(document?.title == title)
        #expect(document?.body == paragraphs)
    }

    @Test("Damaged pages are read, whatever the damage")
    func damage() {
        var random = SplitMix(state: 11)
        let page = Array(
            "<html><head><title>Talks</title></head><body><article>\(Self.story)</article></body></html>".utf8
        )
        for _ in 0..<500 {
            var bytes = page
            for _ in 0..<20 {
                bytes[Int(random.next() % UInt64(bytes.count))] = Array("<>/&\"'!-= p".utf8)[Int(random.next() % 11)]
            }
            let reading = DocumentReader().read(bytes, named: "a.html")
            #expect(reading.documents.isEmpty == (reading.refusal != nil))
        }
    }

    private var paragraphs: String {
        let paragraph = String(Self.prose.dropLast())
        return Array(repeating: paragraph, count: 4).joined(separator: "\n\n")
    }

    private func read(_ page: String) -> Document? {
        DocumentReader().read(Array(page.utf8), named: "a.html").documents.first
    }
}

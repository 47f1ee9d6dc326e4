/// A page as it comes from the web, and what is true of it.
struct Page: Sendable {
    let sample: Sample
    let dressing: Dressing
    let text: String
    /// Lines that are no part of the article's text.
    let clutter: [String]
    /// What the page tells of the article; `nil` and empty where it does not.
    var title: String?
    var day: String?
    var authors: [String] = []
    var tags: [String] = []
    var caption: String?
    var datelinePlace: String?
    var datelineDate: String?

    var name: String { dressing.isMarkup ? "page.html" : "page.txt" }
}

/// The ways in which an article is put on a page: three of plain text with clutter or none, three of HTML, and a wire story.
enum Dressing: String, CaseIterable, Sendable {
    case bare, wire, portal, scraped, semantic, divisions, legacy

    var isMarkup: Bool { [.semantic, .divisions, .legacy].contains(self) }

    func page(_ sample: Sample, _ around: Surroundings) throws -> Page {
        switch self {
        case .bare: bare(sample)
        case .wire: try wire(sample, around)
        case .portal: try portal(sample, around)
        case .scraped: try scraped(sample, around)
        case .semantic: try semantic(sample, around)
        case .divisions: try divisions(sample, around)
        case .legacy: try legacy(sample, around)
        }
    }

    // MARK: Plain text

    /// The headline and the text, nothing else.
    private func bare(_ sample: Sample) -> Page {
        let text = ([sample.title] + sample.paragraphs).joined(separator: "\n\n") + "\n"
        return Page(sample: sample, dressing: self, text: text, clutter: [], title: sample.title)
    }

    /// As an agency sends it: a dateline, and lines broken at 72 columns.
    private func wire(_ sample: Sample, _ around: Surroundings) throws -> Page {
        let dateline = try around.line("wire", sample)
        let paragraphs = [dateline + sample.paragraphs[0]] + sample.paragraphs.dropFirst()
        let text = sample.title + "\n\n" + paragraphs.map { Self.broken($0) }.joined(separator: "\n\n") + "\n"
        var page = Page(sample: sample, dressing: self, text: text, clutter: [], title: sample.title)
        page.datelinePlace = sample.place
        if around.wireNamesDay {
            page.datelineDate = "--\(Sample.two(sample.date.month))-\(Sample.two(sample.date.day))"
        }
        return page
    }

    private static func broken(_ paragraph: String) -> String {
        var lines = [""]
        for word in paragraph.split(separator: " ") {
            if let last = lines.last, !last.isEmpty, last.count + word.count + 1 > 72 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines.joined(separator: "\n")
    }

    /// A portal, copied from the screen: the page's clock, buttons, counts, cross-links.
    private func portal(_ sample: Sample, _ around: Surroundings) throws -> Page {
        let line = { (kind: String) in try around.line(kind, sample) }
        let head = try [line("clock"), line("nav"), line("listen")]
        let below = try [line("counts"), line("share")]
        let more = try line("more")
        let foot = try [line("tags")] + around.lines("related", sample) + [line("comments"), line("copyright")]
        let middle = sample.paragraphs.count / 2
        let lines =
            try head + [sample.title, line("published"), line("by")] + below + sample.paragraphs[..<middle] + [more]
            + sample.paragraphs[middle...] + foot
        var page = try Page(
            sample: sample,
            dressing: self,
            text: lines.joined(separator: "\n") + "\n",
            clutter: head + below + [more] + foot + [line("published"), line("by")],
            title: sample.title
        )
        page.day = sample.day
        page.authors = sample.authors
        return page
    }

    /// What a scraper without a reader's eye keeps: banners, a riddle for robots, the author's life.
    private func scraped(_ sample: Sample, _ around: Surroundings) throws -> Page {
        let line = { (kind: String) in try around.line(kind, sample) }
        let head = try [line("cookie"), line("captcha")]
        let foot = try [line("newsletter"), line("bio")] + around.lines("related", sample) + [line("comments")]
        let lines =
            try head + [sample.title, sample.deck, line("by"), line("published"), sample.caption] + sample.paragraphs
            + foot
        var page = try Page(
            sample: sample,
            dressing: self,
            text: lines.joined(separator: "\n\n") + "\n",
            clutter: head + foot + [line("by"), line("published")],
            title: sample.title
        )
        page.day = sample.day
        page.authors = sample.authors
        return page
    }

    // MARK: HTML

    /// A page of today: everything is said by elements, and once more for machines.
    private func semantic(_ sample: Sample, _ around: Surroundings) throws -> Page {
        let line = { (kind: String) in try around.line(kind, sample) }
        let people = sample.authors.map { #"{"@type":"Person","name":"\#($0)"}"# }.joined(separator: ",")
        let related = around.lines("related", sample).map { "<li><a href=\"/x\">\($0)</a></li>" }.joined()
        let paragraphs = sample.paragraphs.map { "<p>\(Self.escaped($0))</p>" }.joined(separator: "\n")
        let text = try """
        <!DOCTYPE html><html lang="\(sample.language)"><head><meta charset="utf-8">
        <title>\(sample.title) | Daily Example</title><meta property="og:site_name" content="Daily Example">
        <meta property="og:title" content="\(sample.title)"><meta property="og:type" content="article">
        <meta name="keywords" content="\(sample.tags.joined(separator: ", "))">
        <script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
        "headline":"\(sample.title)","datePublished":"\(sample.day)T08:15:00+01:00","dateModified":"2025-02-01T10:00:00Z",
        "author":[\(people)],"publisher":{"@type":"Organization","name":"Daily Example"}}</script></head>
        <body><header><nav>\(line("nav"))</nav><p>\(line("clock"))</p></header><main><article>
        <h1>\(sample.title)</h1><p class="standfirst">\(sample.deck)</p>
        <p class="byline">\(line("by"))</p><time datetime="\(sample.day)T08:15:00+01:00">\(line("published"))</time>
        <figure><img src="a.jpg" alt=""><figcaption>\(sample.caption)</figcaption></figure>
        \(paragraphs)
        <aside class="related"><h2>\(line("more"))</h2><ul>\(related)</ul></aside></article>
        <section class="comments"><p>\(line("comments"))</p></section></main>
        <footer><p>\(line("cookie"))</p><p>\(line("copyright"))</p></footer></body></html>
        """
        return try markup(sample, around, text)
    }

    /// A page of some years ago: divisions with names, and properties in the head.
    private func divisions(_ sample: Sample, _ around: Surroundings) throws -> Page {
        let line = { (kind: String) in try around.line(kind, sample) }
        let related = around.lines("related", sample).map { "<a href=\"/y\">\($0)</a>" }.joined(separator: "<br>")
        let paragraphs = sample.paragraphs.map { "<p>\(Self.escaped($0))</p>" }
        let text = try """
        <html lang="\(sample.language)"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
        <title>\(sample.title) - Daily Example</title><meta name="author" content="\(sample.authors.joined(separator: ", "))">
        <meta property="og:title" content="\(sample.title)"><meta property="og:site_name" content="Daily Example">
        <meta property="article:published_time" content="\(sample.day)"></head><body>
        <div id="top"><div class="menu">\(line("nav"))</div><div class="clock">\(line("clock"))</div></div>
        <div id="wrapper"><div class="article-header"><h1 class="headline">\(sample.title)</h1>
        <div class="deck">\(sample.deck)</div><div class="author">\(line("by"))</div>
        <div class="date">\(line("published"))</div><div class="share-bar">\(line("share"))</div></div>
        <div class="article-body">\(paragraphs[0])<div class="image"><img src="b.jpg"><span class="caption">\(sample.caption)</span></div>
        \(paragraphs[1])<p class="read-more"><a href="/z">\(line("more"))</a></p>\(paragraphs[2...].joined(separator: "\n"))</div>
        <div class="author-bio">\(line("bio"))</div><div class="newsletter">\(line("newsletter"))</div>
        <div class="sidebar">\(related)</div></div><div id="footer">\(line("copyright"))</div></body></html>
        """
        return try markup(sample, around, text)
    }

    /// A page without a mark that helps: tables, line breaks, and a day in words.
    private func legacy(_ sample: Sample, _ around: Surroundings) throws -> Page {
        let line = { (kind: String) in try around.line(kind, sample) }
        let related = around.lines("related", sample).map { "<a href=\"/w\">\($0)</a><br>" }.joined()
        let text = try """
        <html><head><meta charset="utf-8"><title>\(sample.title)</title></head><body bgcolor="#ffffff"><table width="760"><tr><td colspan="2">
        <font size="1"><a href="/">\(line("nav"))</a></font></td></tr><tr><td width="140" valign="top">\(related)</td><td valign="top">
        <font size="5"><b>\(sample.title)</b></font><br><font size="2">\(line("published"))<br>\(line("by"))</font><br><br>
        \(sample.paragraphs.map(Self.escaped).joined(separator: "<br><br>\n"))<br><br>
        <font size="1"><a href="/print">\(line("share"))</a></font></td></tr>
        <tr><td colspan="2"><font size="1">\(line("copyright"))</font></td></tr></table></body></html>
        """
        var page = try markup(sample, around, text)
        page.tags = []
        page.caption = nil
        return page
    }

    private func markup(_ sample: Sample, _ around: Surroundings, _ text: String) throws -> Page {
        let kinds = [
            "nav", "clock", "more", "related", "comments", "cookie", "copyright", "share", "bio", "newsletter",
        ]
        let clutter = kinds.flatMap { around.lines($0, sample) }.filter { text.contains($0) }
        var page = Page(sample: sample, dressing: self, text: text, clutter: clutter, title: sample.title)
        page.day = sample.day
        page.authors = sample.authors
        page.tags = self == .semantic ? sample.tags : []
        page.caption = sample.caption
        return page
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
}

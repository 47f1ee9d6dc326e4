import Documents
import Testing

@Suite("The day of publication")
struct PublicationTests {
    static let prose = String(repeating: "The envoys met for five hours and parted without having signed. ", count: 4)

    static let pages: [(String, String?, String)] = [
        ("<html lang=en-US><meta name=pubdate content='3/4/2021'>", "2021-03-04", "month first in America"),
        ("<html lang=en-GB><meta name=pubdate content='3/4/2021'>", "2021-04-03", "day first in Britain"),
        ("<html lang=fr><meta name=pubdate content='3/4/2021'>", "2021-04-03", "day first in French"),
        ("<html lang=de><meta name=pubdate content='3/4/2021'>", "2021-03-04", "a machine's strokes in German"),
        ("<html lang=de><meta name=pubdate content='3.4.2021'>", "2021-04-03", "stops in German"),
        (
            "<html lang=en><p>Published 25/3/2021</p><meta name=pubdate content='3/4/2021'>", "2021-04-03",
            "as the page's others"
        ),
        ("<link rel=canonical href='https://a.example/2021/03/04/talks'>", "2021-03-04", "the address"),
        ("<p>Veröffentlicht am 4. März 2021</p>", "2021-03-04", "a label"),
        ("<p>Copyright © 4 March 2021 Example</p>", nil, "rights"),
        ("<p>Member since 4 March 2021</p>", nil, "something else"),
        (
            "<meta property=article:modified_time content='2021-03-04'><meta name=date content='2021-03-04'>",
            "2021-03-04", "the rest"
        ),
    ]

    @Test("A page's day is found where it says it", arguments: pages)
    func page(head: String, date: String?, why: String) throws {
        let page = "\(head)<article><h1>Talks end in Geneva</h1><p>\(Self.prose)</p></article>"
        let document = try #require(DocumentReader().read(Array(page.utf8), named: "a.html").documents.first)
        #expect(document.published?.date == date, "\(why)")
    }

    @Test("The day is that of the page's readers where its metadata count in UTC")
    func local() throws {
        let page = """
            <meta property="article:published_time" content="2021-03-05T02:10:00Z">
            <article><h1>Talks end in Geneva</h1><p>March 4, 2021</p><p>\(Self.prose)</p></article>
            """
        let document = try #require(DocumentReader().read(Array(page.utf8), named: "a.html").documents.first)
        #expect(document.published?.date == "2021-03-04")
        #expect(document.published?.rule == "local.day")
    }

    @Test("What was published and what was changed are kept apart; a change before the publication is none")
    func updated() throws {
        let page = """
            <meta property="article:published_time" content="2021-03-04T10:00:00+01:00">
            <meta property="article:modified_time" content="2021-03-06T11:30:00+01:00">
            <article><h1>Talks end in Geneva</h1><p>\(Self.prose)</p></article>
            """
        let document = try #require(DocumentReader().read(Array(page.utf8), named: "a.html").documents.first)
        #expect(document.published?.date == "2021-03-04")
        #expect(document.updated?.date == "2021-03-06")
        #expect(document.updated?.time == "11:30:00")
        let earlier = page.replacing("2021-03-06", with: "2020-01-01")
        #expect(DocumentReader().read(Array(earlier.utf8), named: "a.html").documents.first?.updated == nil)
    }

    static let texts: [(String, Day?, String?, String)] = [
        ("Talks end in Geneva\n\nPublished: 4 March 2021\n\n\(prose)", nil, "2021-03-04", "a label"),
        ("Talks end in Geneva\n\nFecha de publicación:\n4 March 2021\n\n\(prose)", nil, "2021-03-04", "a label above"),
        (
            "Thursday, March 4, 2021\n\nEnvoys of both sides leave Geneva without a deal\n\n\(prose)", nil, nil,
            "the page's clock"
        ),
        ("13:33 GMT4 March 2021\n\n\(prose)", nil, nil, "the page's clock"),
        (
            "13:33 GMT22 June 2021\n\nThe envoys met in Geneva on Thursday, August 23 and parted without a deal. \(prose)",
            nil,
            "2018-08-23", "the latest such Thursday before the clock"
        ),
        ("The envoys met in Geneva on Thursday, August 23 and parted without a deal. \(prose)", nil, nil, "no bound"),
        (
            "The envoys met in Geneva on Thursday, August 23 and parted without a deal. \(prose)", Day(2021, 1, 1),
            "2018-08-23",
            "the latest before the arrival"
        ),
        ("GENEVA, March 4 (Reuters) - \(prose)", nil, nil, "a dateline without a year"),
        ("GENEVA, March 4 (Reuters) - \(prose)", Day(2021, 3, 5), "2021-03-04", "a dateline before the arrival"),
        ("GENEVA, March 4 (Reuters) - \(prose)", Day(2021, 3, 3), "2021-03-04", "a day of grace for zones"),
        ("GENEVA, March 4 (Reuters) - \(prose)", Day(2021, 3, 2), "2020-03-04", "the latest before the arrival"),
        ("GENEVA, March 4, 2021 (Reuters) - \(prose)", nil, "2021-03-04", "a dateline with its year"),
        ("Published: 4 March 2021\n\nGENEVA, March 4 (Reuters) - \(prose)", nil, "2021-03-04", "both"),
        ("Published: 4 March 2021\n\n\(prose)", Day(2021, 2, 1), nil, "after the arrival"),
        (
            "The law of 4 March 2021 was the subject of the talks that ended in Geneva yesterday. \(prose)", nil, nil,
            "prose"
        ),
    ]

    @Test("A plain text's day is found where it is told, and never guessed", arguments: texts)
    func text(text: String, arrived: Day?, date: String?, why: String) throws {
        let context = ReadingContext(name: "a.txt", arrived: arrived)
        let document = try #require(DocumentReader().read(Array(text.utf8), in: context).documents.first)
        #expect(document.published?.date == date, "\(why)")
        #expect(document.evidence.contains { $0.field == .published } == (date != nil))
    }
}

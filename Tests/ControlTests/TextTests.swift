import Control
import Testing

@testable import corpusctl

@Suite("corpusctl's text is made for people")
struct TextTests {
    private static let colours = Style(width: 80, isColoured: true)

    @Test("A hit has its title, where it is from, and what matches")
    func hit() {
        #expect(
            HitText.lines(Samples.hit, .plain) == [
                "Bolton and Patrushev meet in Geneva",
                "  42 · 2018-08-23 · en · politics · xinhuanet.com · 2018/bolton.txt",
                "  talks in Geneva, Switzerland", "",
            ]
        )
        #expect(HitText.lines(Samples.hit, Self.colours)[2] == "  talks in \u{1B}[1;33mGeneva\u{1B}[0m, Switzerland")
    }

    @Test("A verification that could not tell says neither that all was right nor that something was wrong")
    func verified() {
        var finding = Finding(what: "files", checked: 9, wrong: 0, repaired: 0, changed: 2)
        #expect(VerifyCommand.line(finding) == "files         9 checked, all right, 2 changed meanwhile")
        finding.messages = ["events were lost meanwhile"]
        #expect(VerifyCommand.line(finding) == "files         9 checked, as in the corpus now, 2 changed meanwhile")
        finding.wrong = 1
        #expect(VerifyCommand.line(finding) == "files         9 checked, 1 wrong, 0 repaired, 2 changed meanwhile")
    }

    @Test("A line is cut to its columns, marks and wide characters counted as they are shown")
    func cut() {
        #expect(Columns.cut("abcdef", 6) == "abcdef")
        #expect(Columns.cut("abcdef", 3) == "abc")
        #expect(Columns.cut("会議会議", 5) == "会議")
        #expect(Columns.cut(Self.colours.dim("State") + " idle", 7) == "\u{1B}[2mState\u{1B}[0m i\u{1B}[0m")
        #expect(Columns.cut(Self.colours.dim("State"), 2) == "\u{1B}[2mSt\u{1B}[0m")
    }

    @Test("Whoever watches sees what share of each stage is done")
    func bars() {
        var status = Samples.status
        status.stages = [
            Stage(name: "read", waiting: 20, running: 10, done: 60, failed: 10, perSecond: 0),
            Stage(name: "look", waiting: 0, running: 0, done: 0, failed: 0, perSecond: 0),
        ]
        let lines = StatusText.lines(status, .plain, hasBars: true)
        #expect(lines.contains { $0.hasPrefix("  read     [##############------] 20 waiting, ") }, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("  look     [####################] 0 done") }, "\(lines)")
    }

    @Test("A hit without a title has its first words for one, and long text is wrapped")
    func sparseHit() {
        let hit = Hit(
            id: "1",
            pathBase64: "Yf8=",
            record: 0,
            snippet: "one two three four five six seven eight nine ten eleven twelve",
            matches: [TextSpan(start: 4, end: 7), TextSpan(start: 2, end: 900), TextSpan(start: -1, end: 2)]
        )
        #expect(
            HitText.lines(hit, Style(width: 40, isColoured: false)) == [
                "one two three four five six seven eight nine ten …", "  1 · base64:Yf8=",
                "  one two three four five six seven", "  eight nine ten eleven twelve", "",
            ]
        )
    }

    @Test(
        "The last line of a search says how much there is",
        arguments: [
            (0, 0, nil, "0 articles"), (1, 1, nil, "1 article"),
            (20, 812, "c9", "20 of 812 articles; more: --cursor c9"),
            (3, 812, nil, "3 of 812 articles"),
        ] as [(Int, Int, String?, String)]
    )
    func total(shown: Int, total: Int, cursor: String?, text: String) {
        #expect(HitText.total(shown: shown, total: total, cursor: cursor) == text)
    }

    @Test(
        "An answer that may lack something is told to, with how much is searchable",
        arguments: [
            ("scanning", 1, nil, "the first scan is not over: 1 file is searchable by now"),
            ("rebuilding", 1234, 5000, "the index is being rebuilt: 1234 of about 5000 files are searchable by now"),
            (
                "previousIndex", 12, 50,
                "the index is being rebuilt (12 of about 50 files so far): the one before answers, or the new one where that is damaged"
            ), ("other", 0, nil, "the answer may not be complete: 0 files are searchable by now"),
        ] as [(String, Int, Int?, String)]
    )
    func incomplete(reason: String, searchable: Int, files: Int?, text: String) {
        let incomplete = Incomplete(reason: reason, searchable: searchable, files: files)
        #expect(IncompleteText.line(incomplete) == "corpusctl: \(text)")
    }

    @Test("Values are told with their articles, the largest first, and those that are left out in one line")
    func facets() {
        #expect(
            FacetText.lines(Samples.facets, .plain) == [
                "topic", "   812  politics", "    31  (other)", "     7  (unknown)", "", "source",
                "     1  xinhuanet.com",
                "", "1024 articles, 12 of them still to be read again and in no count",
            ]
        )
        #expect(FacetText.lines(FacetsReply(facets: [], total: 1), .plain) == ["1 article"])
    }

    @Test("An article has its title, its fields, and its body wrapped")
    func article() {
        #expect(
            ArticleText.lines(Samples.article, Style(width: 60, isColoured: false)) == [
                "Bolton and Patrushev meet in Geneva", "No joint statement", "",
                "Published  2018-08-23 19:31:02 +02:00 (by dateline)", "Updated    2018-08-24 (by metadata)",
                "Dateline   GENEVA, 2018-08-23, Xinhua", "Source     xinhuanet.com", "Agency     Xinhua",
                "By         A. Writer", "Kind       news", "Language   en",
                "Passages   fr (31–96)", "Topics     politics", "Keywords   geneva",
                "Named      John Bolton", "Story      7", "Same as    41", "Left out   1 line (--removed)",
                "Address    https://example.org/a",
                "File       2018/bolton.txt", "Arrived    2026-11-21T19:31:02Z", "Id         42",
                "Problems   2 bytes are no text", "", "A meeting concluded Thursday.", "",
                "Speaking to journalists, Bolton said that some progress was", "made.", "", "Captions",
                "Bolton (L) and Patrushev",
            ]
        )
        #expect(ArticleText.lines(ArticleRecord(id: "1", record: 0, body: "b"), .plain) == ["Id         1", "", "b"])
    }

    @Test("What was left out is told with its rule, and a field with how it was found, how sure, and where")
    func explanation() {
        #expect(ArticleText.removedLines(Samples.article, .plain) == ["", "Left out", "widget: Listen Live"])
        #expect(ArticleText.removedLines(ArticleRecord(record: 0, body: ""), .plain) == [])
        #expect(
            ExplanationText.lines(Samples.explanation, .plain) == [
                "", "Why", "title: Bolton and Patrushev meet in Geneva",
                "    by metadata, 95 % sure: \"Bolton and Patrushev meet in Geneva | Xinhua\"", "published: 2018-08-23",
                "    by weekday, 87.5 % sure, bytes 10 to 28 of the body: \"concluded Thursday\"",
            ]
        )
        #expect(ExplanationText.lines([], .plain) == [])
    }

    @Test("A file's entry says its state, why, and what to do")
    func entry() {
        #expect(
            LedgerText.lines(Samples.entry, .plain) == [
                "b.txt", "  State       failed", "  Reason      permissionDenied: Permission denied",
                "  Remedy      let corpusd read it", "  Attempts    2", "  Size        3120 bytes",
                "  Modified    2026-11-20T08:00:00Z", "  First seen  2026-11-21T19:31:02Z",
                "  Last read   2026-11-21T19:31:03Z", "  Articles    42",
            ]
        )
        #expect(LedgerText.line(Samples.entry) == "failed      b.txt  (permissionDenied: Permission denied)")
        #expect(LedgerText.line(LedgerEntry(path: "a\n", state: "indexed", attempts: 0)) == "indexed     a␊")
    }

    @Test("The status fits on a screen")
    func status() {
        #expect(
            StatusText.lines(Samples.status, .plain) == [
                "State      scanning, done in about 35 s", "Corpus     /srv/corpus",
                "Articles   812334 in 40112 stories, 90127 of unknown topic",
                "Files      812300 indexed, 1204 waiting, 12 failed, 31 skipped, 1 quarantined",
                "Waiting    reuters/a.html for 2 s",
                "  read     2 running, 8812 done, 3 failed, 2811 a second, 4 s left",
                "Watching   8112 folders of 192536 that may be watched, 3 polled, 1 rescans, 4 audits found 0",
                "           3 polled for noWatchLeft: raise it", "           raise it",
                "Index      1177 MiB, commit 991234, 7 to be read again",
                "Workers    2 running, 1 restarts, 1 processor left to others, confined by landlock, seccomp, limits",
                "Memory     58 MiB",
                "Service    corpusd 0.1, since 2026-11-21T19:31:02Z",
                "Problems   b.txt: permissionDenied (let corpusd read it)",
            ]
        )
    }

    @Test("What a verification found is told beside what was changed meanwhile")
    func finding() {
        #expect(
            VerifyCommand.line(Samples.finding).hasSuffix("812334 checked, 2 wrong, 1 repaired, 3 changed meanwhile")
        )
        let sound = Finding(what: "files", checked: 2, wrong: 0, repaired: 0, changed: 0)
        #expect(VerifyCommand.line(sound) == "files         2 checked, all right")
    }

    @Test(
        "A mistake in a query is shown where it is",
        arguments: [
            (
                "a \"b", 2, "add a \"",
                "corpusctl: the query is not understood: r\n  a \"b\n    ^\nadd a \""
            ),
            ("日本 (", 7, nil, "corpusctl: the query is not understood: r\n  日本 (\n       ^"),
            ("a\u{1B}[0m", 99, nil, "corpusctl: the query is not understood: r\n  a␛[0m\n       ^"),
        ] as [(String, Int, String?, String)]
    )
    func invalidQuery(query: String, offset: Int, hint: String?, text: String) {
        let error = ControlError.invalidQuery(query, offset: offset, reason: "r", hint: hint)
        #expect(FailureText.failure(.refused(error)) == Failure(status: .usage, message: text))
    }

    @Test(
        "What is held as a whole is told by its name, with how to accept it",
        arguments: [
            ("disk", "'disk' is held as a whole", "; to accept all of it: corpusctl rescan --accept disk"),
            ("", "the corpus is held as a whole", "; to accept all of it: corpusctl rescan --accept"),
            ("My Disk", "'My Disk' is held as a whole", "; to accept all of it: corpusctl rescan --accept 'My Disk'"),
            ("-it's", "'-it's' is held as a whole", "corpusctl rescan --accept -- '-it'\\''s'"),
            ("a\u{FF}", "'base64:Yf8=' is held as a whole", "alone"),
        ]
    )
    func held(path: String, beginning: String, end: String) {
        let bytes = path.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let failure = FailureText.failure(.refused(.held(PathName(bytes))))
        #expect(failure.status == .refused)
        #expect(failure.message.hasPrefix("corpusctl: \(beginning)"))
        #expect(failure.message.hasSuffix(end))
    }

    @Test(
        "What would act on the terminal is shown instead",
        arguments: [
            ("plain ä 日本", "plain ä 日本"), ("\u{1B}]0;owned\u{7}", "␛]0;owned␇"), ("a\r\nb\tc", "a␍␊b␉c"),
            ("\u{9B}31m", "\\u{9B}31m"), ("\u{7F}", "␡"), ("abc\u{202E}gpj", "abc\\u{202E}gpj"),
            ("a\u{2066}b\u{200F}c\u{2028}", "a\\u{2066}b\\u{200F}c\\u{2028}"), ("", ""),
        ]
    )
    func visible(text: String, shown: String) {
        #expect(Visible.line(text) == shown)
    }

    @Test("Paragraphs keep their line ends and tabs, and nothing else")
    func paragraphs() {
        #expect(Visible.paragraphs("a\n\n\tb\r\u{1B}[2J") == "a\n\n\tb␍␛[2J")
    }

    @Test("No field of what the service answers reaches the terminal unseen")
    func injection() {
        let evil = "x\u{1B}[2J\u{9B}1m\u{202E}"
        let hit = Hit(
            id: evil,
            path: evil,
            record: 0,
            title: evil,
            snippet: evil,
            published: evil,
            source: evil,
            language: evil,
            topics: [Topic(id: evil, name: evil, score: 1)]
        )
        let facet = Facet(field: .source, values: [FacetValue(value: evil, articles: 1)], other: 0, none: 0)
        let article = ArticleRecord(
            id: evil,
            path: evil,
            record: 0,
            title: evil,
            deck: evil,
            body: evil,
            captions: [evil],
            keywords: [evil],
            language: evil,
            bylines: [evil],
            url: evil,
            dateline: Dateline(place: evil),
            removed: [Removal(text: evil, rule: evil)],
            problems: [ArticleProblem(code: evil, message: evil)]
        )
        let entry = LedgerEntry(path: evil, state: evil, reason: evil, detail: evil, attempts: 0, articles: [evil])
        var status = Samples.status
        status.corpus = evil
        status.problems = [StatusProblem(path: evil, reason: evil, remedy: evil)]
        status.oldestWaiting = OldestWaiting(path: evil, seconds: 1)
        let printed =
            HitText.lines(hit, .plain) + ArticleText.lines(article, .plain) + ArticleText.removedLines(article, .plain)
            + ExplanationText.lines(
                [Evidence(field: evil, value: evil, rule: evil, confidence: 1, quote: evil)],
                .plain
            )
            + LedgerText.lines(entry, .plain) + FacetText.lines(FacetsReply(facets: [facet], total: 1), .plain)
            + [LedgerText.line(entry)] + StatusText.lines(status, .plain)
            + [
                FailureText.failure(.refused(.internal(evil))).message,
                FailureText.failure(.refused(.notFound(id: evil))).message,
                FailureText.failure(.refused(ControlError(evil, [evil: .string(evil)]))).message,
                HitText.total(shown: 1, total: 2, cursor: evil),
            ]
        for line in printed {
            #expect(
                !line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x9B || $0.value == 0x202E },
                "\(line)"
            )
        }
    }

    @Test(
        "A path is found in the corpus however it is given",
        arguments: [
            ("a/b.txt", "/home", "a/b.txt"), ("/srv/corpus/a/b.txt", "/home", "a/b.txt"),
            ("/data/corpus/a", "/home", "a"), ("b.txt", "/srv/corpus/a", "a/b.txt"),
            ("gone.txt", "/srv/corpus/a", "gone.txt"),
            ("../b.txt", "/srv/corpus/a", "b.txt"), ("./a//b.txt", "/home", "a/b.txt"),
            ("/etc/passwd", "/srv/corpus", nil),
            ("/srv/corpus2/a", "/home", nil), ("../../../etc/passwd", "/srv/corpus/a", nil),
            ("/srv/corpus", "/home", nil),
        ] as [(String, String, String?)]
    )
    func paths(path: String, current: String, relative: String?) {
        let there: Set<String> = ["/srv/corpus/a/b.txt", "/srv/corpus/b.txt"]
        let found = PathText.relative(
            Array(path.utf8),
            corpus: [Array("/srv/corpus".utf8), Array("/data/corpus/".utf8)],
            current: Array(current.utf8),
            exists: { there.contains(String(decoding: $0, as: UTF8.self)) }
        )
        #expect(found == relative.map { Array($0.utf8) })
    }
}

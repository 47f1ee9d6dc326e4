import Control

/// Messages with every field set, and with none that may be missing.
enum Samples {
    static let status = Status(
        state: "scanning",
        version: "0.1",
        since: "2026-11-21T19:31:02Z",
        corpus: "/srv/corpus",
        articles: 812_334,
        unknownTopics: 90_127,
        stories: 40_112,
        sequence: "991234",
        files: FileCounts(indexed: 812_300, waiting: 1204, failed: 12, skipped: 31, quarantined: 1),
        stages: [Stage(name: "read", waiting: 0, running: 2, done: 8812, failed: 3, perSecond: 2810.5, secondsLeft: 4)],
        secondsLeft: 35,
        oldestWaiting: OldestWaiting(path: "reuters/a.html", seconds: 2),
        watch: WatchStatus(
            folders: 8112,
            polled: 3,
            overflows: 0,
            rescans: 1,
            limit: 192_536,
            remedy: "raise it",
            watches: 8109,
            polling: [Polling(reason: "noWatchLeft", folders: 3, remedy: "raise it")],
            held: 0,
            audits: 4,
            auditFindings: 0
        ),
        index: IndexStatus(bytes: 1_234_567_890, schema: 3, analysisVersion: 2, outdated: 7, isRebuilding: false),
        memory: MemoryStatus(residentBytes: 61_000_000, watched: "/proc/pressure/memory", isShort: false),
        workers: WorkersStatus(
            running: 2,
            restarts: 1,
            confinement: ["landlock", "seccomp", "limits"],
            processorsSpared: 1
        ),
        problems: [StatusProblem(path: "b.txt", reason: "permissionDenied", remedy: "let corpusd read it")]
    )

    static let families = [
        MetricFamily(name: "io.corpusd.Files", description: "Files by state.", type: .gauge),
        MetricFamily(name: "io.corpusd.FilesUnindexed", description: "Not one now.", type: .gauge),
        MetricFamily(name: "io.corpusd.StartTimeSeconds", description: "a \\ and\na line", type: .gauge),
        MetricFamily(name: "io.corpusd.CallSecondsBucket", description: "How long calls take.", type: .counter),
        MetricFamily(name: "io.corpusd.CallSecondsSum", description: "Their sum.", type: .counter),
        MetricFamily(name: "io.corpusd.CallSecondsCount", description: "Their count.", type: .counter),
        MetricFamily(name: "io.corpusd.Remark", description: "A text.", type: .string),
    ]

    static let measured = [
        MetricSample(name: "io.corpusd.Files", value: 3, fields: ["state": "failed", "a": "\"\\\n"]),
        MetricSample(name: "io.corpusd.StartTimeSeconds", value: .float(1.5)),
        MetricSample(name: "io.corpusd.CallSecondsBucket", value: 1, fields: ["le": "0.5", "method": "a"]),
        MetricSample(name: "io.corpusd.CallSecondsBucket", value: 2, fields: ["le": "+Inf", "method": "a"]),
        MetricSample(name: "io.corpusd.CallSecondsBucket", value: 0, fields: ["le": "0.5", "method": "b"]),
        MetricSample(name: "io.corpusd.CallSecondsBucket", value: 1, fields: ["le": "+Inf", "method": "b"]),
        MetricSample(name: "io.corpusd.CallSecondsSum", value: .float(0.75), fields: ["method": "a"]),
        MetricSample(name: "io.corpusd.CallSecondsSum", value: .float(2), fields: ["method": "b"]),
        MetricSample(name: "io.corpusd.CallSecondsCount", value: 2, fields: ["method": "a"]),
        MetricSample(name: "io.corpusd.CallSecondsCount", value: 1, fields: ["method": "b"]),
        MetricSample(name: "io.corpusd.Remark", value: "a text"),
    ]

    static let incomplete = Incomplete(reason: "rebuilding", searchable: 1_234, files: 5_000)

    static let finding = Finding(what: "text", checked: 812_334, wrong: 2, repaired: 1, changed: 3)

    static let hit = Hit(
        id: "42",
        path: "2018/bolton.txt",
        record: 0,
        title: "Bolton and Patrushev meet in Geneva",
        snippet: "talks in Geneva, Switzerland",
        matches: [TextSpan(start: 9, end: 15)],
        score: 4.25,
        published: "2018-08-23",
        source: "xinhuanet.com",
        agency: "Xinhua",
        language: "en",
        topics: [Topic(id: "medtop:11000000", name: "politics", score: 0.91)],
        story: "7"
    )

    static let facets = FacetsReply(
        facets: [
            Facet(
                field: .topic,
                values: [FacetValue(value: "medtop:11000000", name: "politics", articles: 812)],
                other: 31,
                none: 7
            ),
            Facet(field: .source, values: [FacetValue(value: "xinhuanet.com", articles: 1)], other: 0, none: 0),
        ],
        total: 1_024,
        unread: 12,
        incomplete: incomplete
    )

    static let article = ArticleRecord(
        id: "42",
        path: "2018/bolton.txt",
        record: 0,
        title: "Bolton and Patrushev meet in Geneva",
        deck: "No joint statement",
        body: "A meeting concluded Thursday.\n\nSpeaking to journalists, Bolton said that some progress was made.",
        captions: ["Bolton (L) and Patrushev"],
        keywords: ["geneva"],
        language: "en",
        passages: [Passage(language: "fr", span: TextSpan(start: 31, end: 96))],
        kind: "news",
        source: "xinhuanet.com",
        agency: "Xinhua",
        bylines: ["A. Writer"],
        url: "https://example.org/a",
        dateline: Dateline(place: "GENEVA", date: "2018-08-23", agency: "Xinhua"),
        published: Publication(
            date: "2018-08-23",
            precision: "day",
            rule: "dateline",
            confidence: 0.93,
            time: "19:31:02",
            zone: "+02:00"
        ),
        updated: Publication(date: "2018-08-24", precision: "day", rule: "metadata", confidence: 0.5),
        arrived: "2026-11-21T19:31:02Z",
        topics: [Topic(id: "medtop:11000000", name: "politics", score: 0.91)],
        entities: [Entity(kind: "person", name: "John Bolton", mentions: [TextSpan(start: 55, end: 61)])],
        story: "7",
        duplicateOf: "41",
        profileVersion: 3,
        removed: [Removal(text: "Listen Live", rule: "widget")],
        problems: [ArticleProblem(code: "replacementCharacters", message: "2 bytes are no text", offset: 17)]
    )

    static let labelled = LabelReply(
        topic: "medtop:15000000",
        before: 0.25,
        topics: [Topic(id: "medtop:15000000", name: "sport", score: 1)]
    )

    static let taught = TopicsReply(
        topics: [
            TopicReport(id: "harbour", name: "Harbour", own: true),
            TopicReport(
                id: "medtop:15000000",
                name: "sport",
                own: false,
                labels: 40,
                positive: 18,
                accuracy: 0.95,
                precision: 0.9,
                recall: 1
            ),
        ],
        isBehind: true
    )

    static let explanation = [
        Evidence(
            field: "title",
            value: "Bolton and Patrushev meet in Geneva",
            rule: "metadata",
            confidence: 0.95,
            quote: "Bolton and Patrushev meet in Geneva | Xinhua"
        ),
        Evidence(
            field: "published",
            value: "2018-08-23",
            rule: "weekday",
            confidence: 0.875,
            quote: "concluded Thursday",
            span: TextSpan(start: 10, end: 28)
        ),
    ]

    static let change = FileChange(
        sequence: "991234",
        path: PathName(Array("b.txt".utf8)),
        state: "indexed",
        reason: "textTooLong",
        detail: "read up to 4 MiB",
        articles: ["42", "43"],
        title: "Bolton and Patrushev meet in Geneva"
    )

    static let entry = LedgerEntry(
        path: "b.txt",
        state: "failed",
        reason: "permissionDenied",
        detail: "Permission denied",
        remedy: "let corpusd read it",
        attempts: 2,
        firstSeen: "2026-11-21T19:31:02Z",
        lookedAt: "2026-11-21T19:31:03Z",
        size: 3120,
        modified: "2026-11-20T08:00:00Z",
        articles: ["42"]
    )
}

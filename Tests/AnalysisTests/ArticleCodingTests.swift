import Analysis
import Documents
import Testing

@Suite("Article coding")
struct ArticleCodingTests {
    static let article: Article = {
        var article = spoken
        article.passages = [Passage(language: "ru", span: 25..<49), Passage(language: "ja", span: 50..<64)]
        let arts = TopicModel.standard.names["medtop:01000000"] ?? "unknown"
        article.topics = [
            TopicScore(id: "medtop:11000000", name: "politics", score: 0.912),
            TopicScore(id: "medtop:01000000", name: arts, score: 0.5),
            TopicScore(id: "medtop:11000000", name: "another name", score: 0.4),
            TopicScore(id: "own:ships", name: "Ships", score: 0.25),
        ]
        article.isClassified = true
        return article
    }()

    private static let spoken = Article(
        document: Document(
            record: 3,
            title: "Talks conclude in Geneva",
            body: "Erster Absatz: Grüße.\n\nВторой абзац 日本語 🕊",
            declaredLanguage: "de-CH",
            problems: [
                Problem(code: "replacementCharacters", message: "2 bytes were no text", offset: 17),
                Problem(code: "tooDeep", message: "Nested too deeply"),
            ]
        ),
        language: "de",
        fingerprint: Fingerprint(high: 0xFEDC_BA98_7654_3210, low: 7)
    )

    @Test("An article comes back from its encoding as it was")
    func roundTrip() {
        let article = Self.article
        #expect(Article(decoding: article.encoded()) == article)
        let bare = Article(document: Document(body: ""), language: "und", fingerprint: Fingerprint(high: 0, low: 0))
        #expect(Article(decoding: bare.encoded()) == bare)
    }

    @Test("A field that a later version added is skipped")
    func unknownFields() {
        var later = FieldWriter()
        later.put(99, "from the future")
        later.put(100, -1)
        #expect(Article(decoding: later.bytes + Self.article.encoded()) == Self.article)
        #expect(Article(decoding: Self.article.encoded() + later.bytes) == Self.article)
    }

    @Test("A record that was cut off is refused at every length")
    func truncated() {
        let bytes = Self.article.encoded()
        for count in 0..<bytes.count { #expect(Article(decoding: Array(bytes.prefix(count))) == nil) }
    }

    @Test("An encoding of the first version still opens")
    func firstVersion() {
        // Document(title: "T", body: "b"), language "en", fingerprint 1, 2; written down on the first day.
        let bytes: [UInt8] =
            [0x03, 0x06, 0x05, 0x01, 0x54, 0x07, 0x01, 0x62, 0x05, 0x02, 0x65, 0x6E, 0x07, 0x10]
            + [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2]
        let article = Article(
            document: Document(title: "T", body: "b"),
            language: "en",
            fingerprint: Fingerprint(high: 1, low: 2)
        )
        #expect(Article(decoding: bytes) == article)
        #expect(article.encoded() == bytes)
    }
}

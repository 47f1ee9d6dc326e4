import Analysis
import Documents
import Testing

@Suite("Paragraphs in another language")
struct PassageTests {
    private static let english = [
        "The foreign ministers met in Geneva on Wednesday and agreed to continue their talks next month.",
        "Officials said that both sides had made progress on the exchange of prisoners, and that more was needed.",
        "A spokeswoman for the United Nations welcomed the meeting and called for a lasting peace in the region.",
    ]
    private static let french = [
        "Les ministres des Affaires étrangères se sont rencontrés mercredi et poursuivront leurs échanges le mois prochain.",
        "Selon des responsables, les deux parties ont progressé sur la question de l'échange des prisonniers.",
    ]
    private static let russian =
        "Министры иностранных дел встретились в среду в Женеве и договорились продолжить переговоры в следующем месяце."

    @Test("They are told with the bytes where they stand, those that follow each other as one")
    func passages() {
        let paragraphs = [Self.english[0]] + Self.french + [Self.english[1], Self.russian, Self.english[2]]
        let article = annotate(paragraphs)
        let body = Array(article.document.body.utf8)
        #expect(article.language == "en")
        #expect(article.passages.map(\.language) == ["fr", "ru"])
        let texts = article.passages.map { String(decoding: body[$0.span], as: UTF8.self) }
        #expect(texts == [Self.french.joined(separator: "\n\n"), Self.russian])
    }

    @Test("One in either of two close languages is in neither the article's")
    func closeLanguages() {
        let croatian =
            "Ministri vanjskih poslova sastali su se u srijedu u Ženevi i dogovorili nastavak razgovora sljedećeg mjeseca."
        let passages = annotate([Self.english[0], croatian, Self.english[1], Self.english[2]]).passages
        #expect(passages.count == 1)
        #expect(passages.allSatisfy { ["bs", "hr", "sr"].contains($0.language) })
    }

    @Test("An article in one language has none", arguments: AnnotatorTests.texts)
    func oneLanguage(code: String, text: String) {
        let article = annotate(Array(repeating: text, count: 12))
        #expect(article.language == code)
        #expect(article.passages == [])
    }

    @Test(
        "What is too short, or in no language, is the article's",
        arguments: ["Genève, mercredi", "12:30 — 14:15 — 16:00 — 18:45 — 20:30 — 22:15 — 23:59", "Женева"]
    )
    func short(text: String) {
        #expect(annotate([Self.english[0], text, Self.english[1], Self.english[2]]).passages == [])
    }

    @Test("Either set of Chinese characters is the same language")
    func chinese() {
        let (simplified, traditional) = (
            "外交部长星期三在日内瓦会面，双方同意下个月继续进行会谈。", "外交部長星期三在日內瓦會面，雙方同意下個月繼續進行會談，並將說明後續的安排。"
        )
        #expect(annotate([simplified, simplified, traditional, simplified, simplified]).passages == [])
    }

    @Test("The last paragraph ends with the body, and an article keeps its passages in its encoding")
    func last() throws {
        let article = annotate(Self.english + [Self.russian])
        let passage = try #require(article.passages.first)
        #expect(passage.span.upperBound == article.document.body.utf8.count)
        #expect(Article(decoding: article.encoded()) == article)
    }

    private func annotate(_ paragraphs: [String]) -> Article {
        Annotator().annotate(Document(body: paragraphs.joined(separator: "\n\n")))
    }
}

@Suite("Hostile text has a language too, or none, and soon")
struct HostileTextTests {
    private static let mebi = 1 << 20

    /// U+FFFE, U+FFFF and U+FDD0, which a string may hold and a literal may not.
    private static let noncharacters = String(
        decoding: [0xEF, 0xBF, 0xBE, 0xEF, 0xBF, 0xBF, 0xEF, 0xB7, 0x90],
        as: UTF8.self
    )

    @Test(
        "Text without words",
        arguments: [
            "", "a", "é", noncharacters, noncharacters + "a" + noncharacters, "\u{10FFFF}", "\u{0}", "\u{301}\u{301}",
            "\n\n\n", "'''", "\u{200D}\u{200D}a\u{200D}",
        ]
    )
    func fragments(text: String) {
        let article = Annotator().annotate(Document(body: text))
        #expect(article.language == "und")
        #expect(article.passages == [])
    }

    /// 16 MiB is the largest file by default.
    @Test(
        "The largest files are looked at in few places",
        arguments: ["a", "а", "漢", "\u{301}", "a\n\n", "\n", "the ministers met in Geneva and Женева ", "e\u{301}"]
    )
    func large(text: String) {
        let body = String(repeating: text, count: 16 * Self.mebi / text.utf8.count)
        #expect(Annotator().annotate(Document(body: body)).passages == [])
    }
}

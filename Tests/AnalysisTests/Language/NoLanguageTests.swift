import Analysis
import Documents
import Testing

@Suite("What is in no language that we know is told as in none")
struct NoLanguageTests {
    /// After the manner of Klingon, which nobody taught the model.
    private static let strange =
        "DaHjaj yejquv luHaw' qaStaH wa'maH tup 'ej Qapla' luSuqbe' negh Hoch. ghIq juHqo'Daq chegh 'oy'bogh Duypu'."

    @Test(
        "A text",
        arguments: [
            strange,
            // What a cat writes, and what a random generator does.
            "asdkjf qwpoei zxmcnv lkjqwe sdfoiu xcvmnb qpwoei rlkjsd fmnzxc vqwoie",
            "rT8kQz2LmXv0pWcY7hJdN4bGfS9aUeK3oRiM6tVxZqB1nDwEyCgHsPjLuA5fQkTz",
            "1. 12 8 3 1 24:9 27\n2. 12 7 4 1 20:11 25\n3. 12 7 2 3 19:14 23\nBari 12 6 4 2 17:12 22",
            "let x = try? map[key]?.filter { $0 > 1 && $0 != y };\nif (x == nil) { return [:]; } // <- &x",
            "Tokyo", "+4.5 % 1,204.10 12:30",
        ]
    )
    func text(_ text: String) {
        #expect(Annotator().annotate(Document(body: text)).language == "und")
    }

    @Test("An article, however long, and each of its paragraphs")
    func article() {
        let article = Annotator().annotate(
            Document(body: Array(repeating: Self.strange, count: 40).joined(separator: "\n\n"))
        )
        #expect(article.language == "und")
        #expect(article.passages == [])
    }

    @Test(
        "A headline is in its language, and so is a word that no other language has",
        arguments: [
            ("Ministers of both countries meet in Geneva", "en"), ("Les ministres se rencontrent à Genève", "fr"),
            ("Außenministerkonferenz", "de"), ("Переговоры в Женеве", "ru"), ("Alto el fuego en la frontera", "es"),
        ]
    )
    func headline(text: String, language: String) {
        #expect(Annotator().annotate(Document(body: text)).language == language)
    }

    @Test("Letters whose marks are characters of their own are read as those that have theirs")
    func decomposed() {
        let (composed, decomposed) = (
            "B\u{1ED9} tr\u{1B0}\u{1EDF}ng ngo\u{1EA1}i giao hai n\u{1B0}\u{1EDB}c",
            "Bo\u{323}\u{302} tru\u{31B}o\u{31B}\u{309}ng ngoa\u{323}i giao hai nu\u{31B}o\u{31B}\u{301}c"
        )
        #expect(composed == decomposed)
        for text in [composed, decomposed] { #expect(Annotator().annotate(Document(body: text)).language == "vi") }
    }
}

import Documents
import Testing

@testable import Analysis

@Suite("Topics")
struct TopicTests {
    private let model = TopicModel.standard
    private static let war = Document(
        title: "Shelling goes on",
        body: "Troops shelled the town with artillery, and soldiers fought rebels until the ceasefire."
    )

    @Test("The model has IPTC's seventeen topics first, and each below after its parent")
    func tree() {
        #expect(model.topics.prefix(17).allSatisfy { $0.parent == nil && $0.id.hasSuffix("000000") })
        for (index, topic) in model.topics.enumerated().dropFirst(17) {
            #expect(topic.parent.map { $0 < index } == true, "\(topic.name)")
        }
        #expect(Set(model.topics.map(\.id)).count == model.topics.count)
        #expect(model.knownLanguages == ["ar", "de", "en", "es", "fr", "ru", "tr", "uk", "zh"])
    }

    @Test("Topics come with IPTC's number and name, the likeliest first, a child after its parent")
    func order() throws {
        let topics = model.topics(of: Self.war, language: "en", threshold: 0)
        let first = try #require(topics.first)
        #expect(first.id == "medtop:16000000" && first.name == "conflict, war and peace")
        #expect(zip(topics, topics.dropFirst()).allSatisfy { $0.score >= $1.score })
        for (index, topic) in model.topics.enumerated() where index >= 17 {
            let parent = try #require(topic.parent.map { model.topics[$0].id })
            let places = [parent, topic.id].map { id in topics.firstIndex { $0.id == id } ?? -1 }
            #expect(places[0] < places[1], "\(topic.name)")
        }
    }

    @Test("Words that decided are told, with their counts")
    func decidingWords() {
        let words = model.decidingWords(for: "medtop:16000000", of: Self.war, language: "en", most: 5)
        #expect(words.count == 5)
        #expect(words.contains { $0.word == "artillery" && $0.count == 1 && $0.weight > 0 })
        #expect(model.decidingWords(for: "medtop:99999999", of: Self.war, language: "en").isEmpty)
    }

    @Test(
        "The forms of a word are one",
        arguments: [
            ("en", "election", "elections"), ("en", "ministry", "ministries"), ("ru", "министр", "министрами"),
            ("de", "Regierung", "Regierungen"), ("ar", "حكومة", "والحكومة"), ("tr", "parlamento", "parlamentonun"),
        ]
    )
    func forms(language: String, one: String, other: String) throws {
        let shares = try #require(model.shares(of: [one], language: language))
        #expect(model.shares(of: [other], language: language) == shares)
    }

    @Test("A word is the same wherever it stands", arguments: ["en", "de", "ru", "ar", "zh"])
    func places(language: String) {
        for word in [
            "of", "war", "cities", "parliament", "disarmament", "internationalization", "выборы", "والحكومة", "政府",
        ] {
            let form = WordForm.of(language)
            let alone = form.features(of: word).map(\.hash)
            #expect(!alone.isEmpty)
            for count in 0..<9 {
                let around = String(repeating: "1", count: count + 1)
                #expect(form.features(of: "\(around) \(word) \(around)").map(\.hash) == alone, "\(word) \(count)")
            }
        }
    }

    @Test("Two words that follow each other can be one")
    func phrases() throws {
        let together = try #require(model.shares(of: ["the box office"], language: "en"))
        let apart = try #require(model.shares(of: ["office, the box"], language: "en"))
        #expect(together[0] > apart[0])
    }

    @Test(
        "What is of no known word or language has no topic",
        arguments: [
            ("en", ""), ("en", "12:30 2024"), ("en", "Xyzzyq qwzzk"), ("und", "The president spoke."),
            ("", "The president."),
        ]
    )
    func unknown(language: String, text: String) {
        #expect(model.topics(of: Document(body: text), language: language).isEmpty)
        #expect(model.decidingWords(for: "medtop:11000000", of: Document(body: text), language: language).isEmpty)
    }

    @Test("A script after the language is no other language")
    func script() {
        let document = Document(body: "外交部長在日內瓦舉行會談")
        #expect(!model.topics(of: document, language: "zh-Hant", threshold: 0).isEmpty)
    }

    @Test(
        "Hostile texts cost no more than their length",
        arguments: ["a", "s", "ies ", "总", "ا", "\u{FFFE}", "goal ", "9", " "]
    )
    func hostile(unit: String) {
        let document = Document(body: String(repeating: unit, count: (4 << 20) / unit.utf8.count))
        for language in model.knownLanguages {
            let topics = model.topics(of: document, language: language, threshold: 0)
            #expect(topics.allSatisfy { $0.score.isFinite && (0...1).contains($0.score) })
        }
    }

    @Test("The annotator gives an article its topics")
    func annotated() {
        let body = "The prime minister called an election after the coalition lost its majority in parliament. "
        let article = Annotator().annotate(Document(body: String(repeating: body, count: 3)))
        #expect(article.topics.first?.id == "medtop:11000000")
        #expect(Article(decoding: article.encoded()) == article)
    }

    @Test("An encoded topic that is none makes the article none")
    func damaged() {
        func article(score: Int) -> Article? {
            var topic = FieldWriter()
            topic.put(1, "medtop:11000000")
            topic.put(2, "politics")
            topic.put(3, score)
            var more = FieldWriter()
            more.put(6, topic.bytes)
            return Article(decoding: ArticleCodingTests.article.encoded() + more.bytes)
        }
        #expect(article(score: 1_000)?.topics.last?.score == 1)
        #expect(article(score: 1_001) == nil)
    }

    @Test("A topic that the vocabulary has dropped is told by its number, and its article is read")
    func dropped() {
        var topic = FieldWriter()
        topic.put(4, 9_999_999)
        topic.put(3, 500)
        var more = FieldWriter()
        more.put(6, topic.bytes)
        let article = Article(decoding: ArticleCodingTests.article.encoded() + more.bytes)
        #expect(article?.topics.last == TopicScore(id: "medtop:09999999", name: "medtop:09999999", score: 0.5))
    }
}

import Analysis
import Documents
import Testing

/// The topics of short articles that were written for this, before any answer was seen.
@Suite("Topics of our own articles")
struct TopicEvaluation {
    private struct Labelled {
        let language: String
        let name: String
        let document: Document
        /// Of the first level, and perhaps one below.
        let topics: [String]

        init(_ block: Block) throws {
            language = try #require(block.name.split(separator: " ").first.map(String.init))
            name = block.name
            topics = try block.one("topic").split(separator: " ").map(String.init)
            document = Document(body: block.paragraphs.joined(separator: "\n\n"))
        }
    }

    private let articles: [Labelled]

    init() throws { articles = try Block.read("topics").map(Labelled.init) }

    private func share(_ articles: [Labelled], _ isRight: (Labelled, [TopicScore]) -> Bool) -> Double {
        let missed = articles.filter { article in
            !isRight(article, TopicModel.standard.topics(of: article.document, language: article.language))
        }
        for article in missed { print("missed: \(article.name)") }
        return 1 - Double(missed.count) / Double(articles.count)
    }

    @Test("The likeliest topic in English is right")
    func english() {
        let own = articles.filter { $0.language == "en" }
        #expect(own.count >= 33)
        #expect(share(own) { $1.first?.id == $0.topics[0] } >= 0.9)
    }

    @Test("The likeliest topic in eight other languages is right")
    func otherLanguages() {
        let own = articles.filter { $0.language != "en" }
        #expect(own.count >= 16)
        #expect(share(own) { $1.first?.id == $0.topics[0] } >= 0.85)
    }

    @Test("Diplomacy, elections, government, defence, sanctions, war, peace, terror and unrest are told apart")
    func politics() {
        let own = articles.filter { $0.topics.count > 1 }
        #expect(own.count >= 9)
        let rate = share(own) { article, topics in
            let below = topics.filter { $0.id.hasPrefix("medtop:20") }
            // Its parent on the second level may be likelier.
            return below.prefix(2).contains { $0.id == article.topics[1] }
        }
        #expect(rate >= 0.85)
    }
}

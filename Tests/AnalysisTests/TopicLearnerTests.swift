import Documents
import Testing

@testable import Analysis

@Suite("Topics that users teach")
struct TopicLearnerTests {
    private static let kinds = [
        ["grain", "wheat", "harvest", "silo", "farmer", "flour"],
        ["vessel", "tanker", "harbour", "cargo", "crew", "dock"],
    ]

    /// Articles of two kinds in turn, from a small vocabulary each and words that both have.
    private static func articles(_ count: Int) -> [(document: Document, isGrain: Bool)] {
        (0..<count).map { number in
            let words = kinds[number % 2]
            let own = (0..<4).map { words[(number / 2 * 7 + $0 * 5) % words.count] }
            let body =
                "The \(own[0]) and the \(own[1]) were seen by people on day \(number) near \(own[2]), said \(own[3])."
            return (Document(body: body), number % 2 == 0)
        }
    }

    private func learner() -> TopicLearner {
        TopicLearner(id: "own:grain", name: "Grain", seeds: ["wheat", "grain harvest"], language: "en")
    }

    @Test("Seeds are believed before any label")
    func seeds() {
        let learner = learner()
        let wheat = learner.score(of: Document(body: "A good wheat harvest"), language: "en")
        let ship = learner.score(of: Document(body: "The vessel left"), language: "en")
        #expect(wheat > 0.5 && ship < 0.5)
    }

    @Test("A label counts at once, and later ones are predicted before they are learned")
    func learning() throws {
        var learner = learner()
        let silo = Document(body: "The silo was full of flour")
        let before = learner.score(of: silo, language: "en")
        #expect(learner.learn(silo, language: "en", isOfTopic: true) == before)
        #expect(learner.score(of: silo, language: "en") > before)
        for (document, isGrain) in Self.articles(60) { learner.learn(document, language: "en", isOfTopic: isGrain) }
        #expect(learner.validation.labels == 61)
        #expect(try #require(learner.validation.precision) > 0.8)
        #expect(try #require(learner.validation.recall) > 0.8)
        for (document, isGrain) in Self.articles(80).suffix(20) {
            #expect((learner.score(of: document, language: "en") >= 0.5) == isGrain)
        }
    }

    @Test("The same labels give the same learner")
    func sameLabels() {
        var (one, other) = (learner(), learner())
        for (document, isGrain) in Self.articles(30) {
            one.learn(document, language: "en", isOfTopic: isGrain)
            other.learn(document, language: "en", isOfTopic: isGrain)
        }
        #expect(one == other)
        other.learn(Self.articles(1)[0].0, language: "en", isOfTopic: false)
        #expect(one != other)
    }

    @Test("A text of a megabyte is learned like any other")
    func long() {
        var learner = learner()
        let words = (0..<200_000).map { "word\($0)" }.joined(separator: " ")
        learner.learn(Document(body: words), language: "en", isOfTopic: true)
        #expect(learner.score(of: Document(body: words), language: "en").isFinite)
    }
}

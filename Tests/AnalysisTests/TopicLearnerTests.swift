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
        TopicLearner(id: "grain", name: "Grain", seeds: ["wheat", "grain harvest"], language: "en")
    }

    private func example(_ body: String) -> TopicExample { TopicExample(Document(body: body), language: "en") }

    @Test("Seeds are believed before any label")
    func seeds() {
        let learner = learner()
        #expect(learner.score(of: example("A good wheat harvest")) > 0.5)
        #expect(learner.score(of: example("The vessel left")) < 0.5)
    }

    @Test("A label counts at once, and later ones are predicted before they are learned")
    func learning() throws {
        var learner = learner()
        let silo = example("The silo was full of flour")
        let before = learner.score(of: silo)
        #expect(learner.learn(silo, isOfTopic: true) == before)
        #expect(learner.score(of: silo) > before)
        for (document, isGrain) in Self.articles(60) {
            learner.learn(TopicExample(document, language: "en"), isOfTopic: isGrain)
        }
        #expect(learner.validation.labels == 61)
        #expect(learner.validation.positives == 31)
        for share in [learner.validation.precision, learner.validation.recall, learner.validation.accuracy] {
            #expect(try #require(share) > 0.8)
        }
        for (document, isGrain) in Self.articles(80).suffix(20) {
            #expect((learner.score(of: TopicExample(document, language: "en")) >= 0.5) == isGrain)
        }
    }

    @Test("The same labels give the same learner")
    func sameLabels() {
        var (one, other) = (learner(), learner())
        for (document, isGrain) in Self.articles(30) {
            let example = TopicExample(document, language: "en")
            one.learn(example, isOfTopic: isGrain)
            other.learn(TopicExample(decoding: example.encoded()) ?? example, isOfTopic: isGrain)
        }
        #expect(one == other)
        other.learn(TopicExample(Self.articles(1)[0].0, language: "en"), isOfTopic: false)
        #expect(one != other)
    }

    @Test("Of a topic of the model, what that says holds until labels say otherwise")
    func correction() throws {
        let topic = try #require(TopicModel.standard.topics.first)
        var learner = TopicLearner(of: topic)
        for share in [TopicModel.threshold, 0.6, 0.95] {
            #expect(abs(learner.score(of: example("Words"), modelled: share) - share) < 0.001)
        }
        #expect(learner.score(of: example("Words")) < TopicModel.threshold)
        for (document, isGrain) in Self.articles(40) {
            learner.learn(TopicExample(document, language: "en"), modelled: 0.6, isOfTopic: isGrain)
        }
        for (document, isGrain) in Self.articles(60).suffix(20) {
            #expect((learner.score(of: TopicExample(document, language: "en"), modelled: 0.6) >= 0.5) == isGrain)
        }
    }

    @Test("Words that are common everywhere teach nothing, from the first label on")
    func background() {
        var background = TopicBackground()
        for number in 0..<40 {
            background.add(
                Annotator().annotate(
                    Document(body: "The minister said on day \(number) that the people of word\(number) were here")
                )
            )
        }
        let grain = Document(body: "The farmer said that the wheat of the people was here")
        let other = Document(body: "The minister said that the law of the people was here")
        func shift(_ background: TopicBackground) -> Double {
            var learner = TopicLearner(id: "grain", name: "Grain", seeds: [], language: "en")
            let asked = TopicExample(other, language: "en")
            let before = learner.score(of: asked)
            learner.learn(TopicExample(grain, language: "en", background: background), isOfTopic: true)
            return learner.score(of: asked) - before
        }
        #expect(shift(background) < 0.75 * shift(TopicBackground()))
    }

    /// The articles of the index, of which few are of any topic.
    private static let elsewhere = (0..<40).map { number in
        Document(
            body:
                "The minister said on day \(number) that the people of town\(number) near the river were here with law\(number)"
        )
    }

    private static func background() -> TopicBackground {
        var background = TopicBackground()
        for document in elsewhere { background.add(Annotator().annotate(document)) }
        return background
    }

    @Test("Labels for a topic alone do not spread to articles that have nothing in common", arguments: [1, 5, 20])
    func onlyFor(count: Int) {
        var learner = TopicLearner(id: "grain", name: "Grain", seeds: [], language: "en")
        let background = Self.background()
        let grain = Self.articles(2 * count + 2).filter(\.isGrain).map(\.document)
        for document in grain.dropLast() {
            learner.learn(TopicExample(document, language: "en", background: background), isOfTopic: true)
        }
        for document in Self.elsewhere {
            #expect(learner.score(of: TopicExample(document, language: "en")) < 0.5)
        }
        guard count == 20, let last = grain.last else { return }
        #expect(learner.score(of: TopicExample(last, language: "en")) > 0.5)
    }

    @Test("Labels that add to a topic of the model do not spread either, and the model is believed as before")
    func onlyForModelled() throws {
        var learner = TopicLearner(of: try #require(TopicModel.standard.topics.first))
        let background = Self.background()
        for (document, isGrain) in Self.articles(40) where isGrain {
            learner.learn(TopicExample(document, language: "en", background: background), isOfTopic: true)
        }
        for document in Self.elsewhere {
            let example = TopicExample(document, language: "en")
            #expect(learner.score(of: example) < TopicModel.threshold)
            #expect(learner.score(of: example, modelled: 0.9) > 0.5)
        }
    }

    @Test("How common a word is is known to half an octave")
    func commonness() {
        for share in [0.005, 0.02, 0.1, 0.3, 0.7] {
            let known = Double(TopicExample.share(of: TopicExample.commonness(of: share)))
            #expect(known / share > 0.8 && known / share < 1.25)
        }
        #expect(TopicExample.commonness(of: 0) == 0 && TopicExample.commonness(of: 1) == TopicExample.mostCommon)
    }

    @Test("A text of a megabyte is learned like any other, and what is kept of it is small")
    func long() {
        var learner = learner()
        let words = (0..<200_000).map { "word\($0)" }.joined(separator: " ")
        learner.learn(example(words), isOfTopic: true)
        #expect(example(words).encoded().count <= 3_001)
        #expect(learner.score(of: example(words)).isFinite)
    }

    @Test("What is kept of a text comes back, and nothing else is taken for it")
    func coding() {
        let bytes = example("The silo was full of flour, the flour of the harvest").encoded()
        #expect(TopicExample(decoding: bytes)?.encoded() == bytes)
        #expect(TopicExample(decoding: Array(bytes.dropLast())) == nil)
        #expect(TopicExample(decoding: bytes + bytes.dropFirst()) == nil)
        #expect(TopicExample(decoding: Array(repeating: 0, count: 4)) == nil)
        #expect(TopicExample(decoding: bytes, version: TopicExample.version + 1) == nil)
        // In version 1 three of fifteen articles had the word.
        let old = TopicExample(decoding: [1, 7, 0, 1 | 3 << 4], version: 1)
        #expect(old?.words.map(\.commonness) == [TopicExample.commonness(of: 0.2)])
    }
}

import Documents
import Testing

@testable import Analysis

@Suite("What users taught")
struct TaughtTopicsTests {
    private static let politics = "medtop:11000000"
    private static let sport = "medtop:15000000"
    private static let harbour = OwnTopic(id: "harbour", name: "Harbour", seeds: ["tanker", "harbour", "dock"])

    private let annotator = Annotator()
    private let election = Document(
        title: "Parliament votes",
        body: "The government and the parliament voted on the election law; the president and ministers campaigned."
    )
    private let ship = Document(body: "A tanker left the dock of the harbour")

    private func hash(_ document: Document) -> ContentHash { ContentHash(of: document.encoded()) }

    private func label(_ document: Document, _ topic: String, _ isOfTopic: Bool) -> TopicLabel {
        let article = annotator.annotate(document)
        return TopicLabel(
            LabelledArticle(hash(document), record: document.record),
            topic: topic,
            isOfTopic: isOfTopic,
            modelled: article.topics.first { $0.id == topic }?.score,
            example: TopicExample(document, language: article.language)
        )
    }

    private func ids(_ document: Document, _ taught: TaughtTopics) -> [String] {
        taught.applied(to: annotator.annotate(document), hash: hash(document)).topics.map(\.id)
    }

    @Test("As long as nobody teaches, an article stays as it is")
    func untaught() {
        let article = annotator.annotate(election)
        #expect(TaughtTopics().applied(to: article, hash: hash(election)) == article)
        #expect(article.topics.first?.id == Self.politics)
    }

    @Test("A topic of one's own is told by its seeds at once")
    func own() {
        let taught = TaughtTopics([Self.harbour])
        #expect(ids(ship, taught).contains("harbour"))
        #expect(!ids(election, taught).contains("harbour"))
        #expect(
            ["harbour", "Harbour", "HARBOUR"].map(taught.catalogue.id(named:)) == ["harbour", "harbour", "harbour"]
        )
        #expect(
            [Self.sport, "15000000", "Sport"].map(taught.catalogue.id(named:)) == [Self.sport, Self.sport, Self.sport]
        )
        #expect(taught.catalogue.id(named: "nothing") == nil)
        #expect(taught.canTeach("harbour") && taught.canTeach(Self.sport) && !taught.canTeach("nothing"))
    }

    @Test("A label holds for its article, whatever the learner makes of it, and the last one counts")
    func labels() {
        var taught = TaughtTopics()
        taught.learn(label(election, Self.sport, true))
        let told = taught.applied(to: annotator.annotate(election), hash: hash(election)).topics
        #expect(told.contains(TopicScore(id: Self.sport, name: "sport", score: 1)))
        taught.learn(label(election, Self.sport, false))
        taught.learn(label(election, Self.politics, false))
        #expect(ids(election, taught).isEmpty)
        #expect(taught.labelledTopics(of: LabelledArticle(hash(election), record: 0)) == [Self.politics, Self.sport])
    }

    @Test("A label holds for the same words in other bytes, and articles without words have none in common")
    func words() {
        func labelled(_ body: String, told other: String) -> [String] {
            let article = annotator.annotate(Document(body: body))
            var label = label(article.document, Self.sport, true)
            label.words = article.fingerprint
            var taught = TaughtTopics()
            taught.learn(label)
            let again = annotator.annotate(Document(body: other))
            let place = taught.place(of: again, ContentHash(of: [1]))
            return taught.labelledTopics(of: place)
        }
        #expect(labelled("A tanker left the dock.", told: "A tanker; left the dock") == [Self.sport])
        #expect(labelled("A tanker left the dock.", told: "A tanker left the quay.") == [])
        #expect(labelled("★ ★ ★", told: "☎ ☎ — ✈") == [])
    }

    @Test("What is said of a topic is said of its parent")
    func parents() throws {
        let topics = TopicModel.standard.topics
        let child = try #require(topics.first { $0.parent != nil })
        let parent = topics[try #require(child.parent)]
        var taught = TaughtTopics()
        taught.learn(label(ship, child.id, true))
        let told = taught.applied(to: annotator.annotate(ship), hash: hash(ship)).topics
        #expect(told.first { $0.id == parent.id }?.score == 1)
        let places = [parent.id, child.id].map { id in told.firstIndex { $0.id == id } ?? -1 }
        #expect(places[0] < places[1])
    }

    @Test("A label of a topic that there is not any more teaches nothing")
    func gone() {
        var taught = TaughtTopics()
        taught.learn(label(ship, "harbour", true))
        #expect(taught.topics.isEmpty)
        let article = annotator.annotate(ship)
        #expect(taught.applied(to: article, hash: hash(ship)) == article)
        // It is kept, for the topic may come back.
        #expect(taught.label(of: label(ship, "harbour", true).article, topic: "harbour") == true)
    }
}

package import Documents

/// A topic of the user's own, as it is configured.
package struct OwnTopic: Equatable, Sendable {
    /// Such as `harbour`: small letters, digits and `-`, so that no topic of the model has it.
    package var id: String
    package var name: String
    /// English words that speak for it.
    package var seeds: [String]

    package init(id: String, name: String, seeds: [String]) {
        self.id = id
        self.name = name
        self.seeds = seeds
    }
}

/// Which article a label was given to: the bytes of its file, under whatever name, and its place in them.
package struct LabelledArticle: Hashable, Sendable {
    package var hash: ContentHash
    package var record: Int

    package init(_ hash: ContentHash, record: Int) {
        self.hash = hash
        self.record = record
    }
}

/// A label: that an article is of a topic, or is not.
package struct TopicLabel: Equatable, Sendable {
    package var article: LabelledArticle
    /// By which the article is known in other bytes too; `nil` for a label that says nothing of them.
    package var words: Fingerprint?
    /// The id of the topic.
    package var topic: String
    package var isOfTopic: Bool
    /// What the model said of the topic then; `nil` when it did not tell it.
    package var modelled: Double?
    package var example: TopicExample

    package init(
        _ article: LabelledArticle,
        words: Fingerprint? = nil,
        topic: String,
        isOfTopic: Bool,
        modelled: Double?,
        example: TopicExample
    ) {
        self.article = article
        self.words = words
        self.topic = topic
        self.isOfTopic = isOfTopic
        self.modelled = modelled
        self.example = example
    }
}

/// What users taught of topics: their own ones, and corrections of the model's.
///
/// A function of the own topics, of what folders taught, and of the labels in their order. A value: no file, no clock.
package struct TaughtTopics: Sendable {
    /// At least this likely, a topic of the user's own is told.
    package static let threshold = 0.5
    /// The same for one of the model that this missed: labels tell where it misses, and not how seldom.
    package static let missedThreshold = 0.6
    /// 832 KiB each.
    package static let mostTopics = 64

    /// In the order of their ids, so that equal scores are always told in one order.
    private var learners: [(id: String, learner: TopicLearner)] = []
    private let own: Set<String>
    private var labels: [LabelledArticle: [String: Bool]] = [:]
    /// The last article with these words that was given a label.
    private var byWords: [Fingerprint: LabelledArticle] = [:]

    /// - Parameters:
    ///   - labels: What was said of articles, whether it still teaches or not.
    ///   - words: Which of these had which words.
    ///   - lessons: What teaches, in this order.
    package init(
        _ own: [OwnTopic] = [],
        labels: [LabelledArticle: [String: Bool]] = [:],
        words: [Fingerprint: LabelledArticle] = [:],
        lessons: [TopicLabel] = []
    ) {
        self.labels = labels
        byWords = words
        self.own = Set(own.map(\.id))
        for topic in own {
            insert(TopicLearner(id: topic.id, name: topic.name, seeds: topic.seeds, language: "en"))
        }
        for lesson in lessons { study(lesson) }
    }

    /// Nobody has taught anything: every article stays as it is.
    package var isEmpty: Bool { learners.isEmpty && labels.isEmpty }

    /// All that is taught, in the order of their ids.
    package var topics: [TopicLearner] { learners.map(\.learner) }

    package func isOwn(_ topic: String) -> Bool { own.contains(topic) }

    /// The names of all topics there are.
    package var catalogue: TopicCatalogue {
        TopicCatalogue(own: topics.filter { isOwn($0.id) }.map { ($0.id, $0.name) })
    }

    /// Whether there is such a topic, and room for what it learns.
    package func canTeach(_ topic: String) -> Bool {
        learner(of: topic) != nil
            || learners.count < Self.mostTopics && TopicModel.standard.topics.contains { $0.id == topic }
    }

    /// Under what an article's labels are kept: its own bytes where these have any, else those in which the same words had some,
    /// as before the file was appended to.
    ///
    /// - Parameter hash: Of the bytes that it was read from.
    package func place(of article: Article, _ hash: ContentHash) -> LabelledArticle {
        let own = LabelledArticle(hash, record: article.document.record)
        guard labels[own] == nil, article.fingerprint != .ofNothing else { return own }
        return byWords[article.fingerprint] ?? own
    }

    /// What was said of an article and a topic.
    package func label(of article: LabelledArticle, topic: String) -> Bool? { labels[article]?[topic] }

    /// The topics that an article has labels for, in order.
    package func labelledTopics(of article: LabelledArticle) -> [String] { labels[article, default: [:]].keys.sorted() }

    /// Keeps a label, and learns it at once.
    package mutating func learn(_ label: TopicLabel) {
        labels[label.article, default: [:]][label.topic] = label.isOfTopic
        if let words = label.words { byWords[words] = label.article }
        study(label)
    }

    /// One of a topic that there is not any more is passed over, and so is a topic too many.
    private mutating func study(_ label: TopicLabel) {
        if learner(of: label.topic) == nil {
            guard canTeach(label.topic),
                let topic = TopicModel.standard.topics.first(where: { $0.id == label.topic })
            else { return }
            insert(TopicLearner(of: topic))
        }
        guard let index = learners.firstIndex(where: { $0.id == label.topic }) else { return }
        learners[index].learner.learn(label.example, modelled: label.modelled, isOfTopic: label.isOfTopic)
    }

    private func learner(of topic: String) -> TopicLearner? { learners.first { $0.id == topic }?.learner }

    private mutating func insert(_ learner: TopicLearner) {
        let index = learners.firstIndex { $0.id > learner.id } ?? learners.endIndex
        learners.insert((learner.id, learner), at: index)
    }
}

extension TaughtTopics {
    /// The article with what was taught: its own labels, and what the learners say of it.
    ///
    /// Costs nothing when nobody has taught, else less than a label for each learner.
    ///
    /// - Parameters:
    ///   - article: Its topics are those of the model.
    ///   - hash: Of the bytes that it was read from; `nil` for an article without labels.
    ///   - folderTopics: The topics of the folders that it lies in; what somebody said of the article itself goes before.
    ///   - threshold: Below this probability a topic that the model told is not told any more.
    package func applied(
        to article: Article,
        hash: ContentHash?,
        folderTopics: [String] = [],
        threshold: Double = TopicModel.threshold
    ) -> Article {
        guard !isEmpty || !folderTopics.isEmpty else { return article }
        let example = TopicExample(article.document, language: article.language)
        var labels = hash.flatMap { self.labels[place(of: article, $0)] } ?? [:]
        for topic in folderTopics where labels[topic] == nil { labels[topic] = true }
        var article = article
        for (id, learner) in learners {
            let place = article.topics.firstIndex { $0.id == id }
            var score = learner.score(of: example, modelled: place.map { article.topics[$0].score })
            if let isOfTopic = labels[id] { score = isOfTopic ? 1 : 0 }
            if let place { article.topics.remove(at: place) }
            let least = isOwn(id) ? Self.threshold : place == nil ? max(Self.missedThreshold, threshold) : threshold
            guard score >= least else { continue }
            article.topics.append(TopicScore(id: id, name: learner.name, score: (score * 1_000).rounded() / 1_000))
        }
        // What is said and not learned holds as well, where there still is such a topic.
        for topic in labels.keys.sorted() where labels[topic] == true && learner(of: topic) == nil {
            guard let name = catalogue.name(of: topic) else { continue }
            article.topics.removeAll { $0.id == topic }
            article.topics.append(TopicScore(id: topic, name: name, score: 1))
        }
        article.topics.removeAll { isDenied($0.id, labels) }
        article.topics = Self.withParents(article.topics).enumerated()
            .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
            .map(\.element)
        return article
    }

    /// What is not of a topic is of none below it.
    private func isDenied(_ id: String, _ labels: [String: Bool]) -> Bool {
        guard labels.values.contains(false) else { return false }
        let topics = TopicModel.standard.topics
        var topic = topics.first { $0.id == id }
        while let current = topic {
            if labels[current.id] == false { return true }
            topic = current.parent.map { topics[$0] }
        }
        return false
    }

    /// What is said of a topic is said of its parent.
    private static func withParents(_ told: [TopicScore]) -> [TopicScore] {
        let topics = TopicModel.standard.topics
        var told = told
        // Every parent comes before its children.
        for topic in topics.reversed() {
            guard let parent = topic.parent.map({ topics[$0] }), let child = told.first(where: { $0.id == topic.id })
            else { continue }
            if let place = told.firstIndex(where: { $0.id == parent.id }) {
                told[place].score = max(told[place].score, child.score)
            } else {
                let place = told.firstIndex { $0.id == topic.id } ?? told.endIndex
                told.insert(TopicScore(id: parent.id, name: parent.name, score: child.score), at: place)
            }
        }
        return told
    }
}

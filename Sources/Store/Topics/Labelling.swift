package import Analysis
import Documents

/// What came of a label.
package struct Labelling: Equatable, Sendable {
    /// How likely the topic was before, as the article told it; `nil` when it did not.
    package var before: Double?
    /// What the article tells now.
    package var topics: [TopicScore]
}

extension ArticleStore {
    /// What users taught, as it stands.
    package var taughtTopics: TaughtTopics { teacher.taught }

    /// Other topics of the user's own from now on; older articles are brought up by `maintain`.
    package func teach(own topics: [OwnTopic]) throws(StoreFailure) { try teacher.set(topics) }

    /// Says that an article is of a topic, or is not: kept durably, learned, and told by the article, when this returns.
    /// Other articles are brought up by `maintain`. Writes: call it where `apply` is called. Cost: two syncs of the device.
    ///
    /// - Parameters:
    ///   - topic: one that `taughtTopics` has a name for.
    ///   - at: nanoseconds since 1970.
    /// - Returns: `nil` when there is no such article.
    package func label(
        _ id: Int64,
        topic: String,
        isOfTopic: Bool,
        at: Int64
    ) throws(StoreFailure) -> Labelling? {
        guard let stored = try article(id) else { return nil }
        let modelled = stored.article.withTopicsOfModel()
        let label = TopicLabel(
            LabelledArticle(stored),
            topic: topic,
            isOfTopic: isOfTopic,
            modelled: modelled.topics.first { $0.id == topic }?.score,
            example: TopicExample(stored.article.document, language: stored.article.language)
        )
        try teacher.add(label, at: at)
        return Labelling(
            before: stored.article.topics.first { $0.id == topic }?.score,
            topics: try bringUp(modelled, of: stored)
        )
    }

    /// Withdraws the labels of an article, of one topic or of all: it is as if they had never been given.
    ///
    /// - Returns: the topics whose labels there were; `nil` when there is no such article.
    package func unlabel(
        _ id: Int64,
        topic: String?,
        at: Int64
    ) throws(StoreFailure) -> (topics: [String], labelling: Labelling)? {
        guard let stored = try article(id) else { return nil }
        let topics = try teacher.remove(LabelledArticle(stored), topic: topic, at: at)
        return (topics, Labelling(topics: try bringUp(stored.article.withTopicsOfModel(), of: stored)))
    }

    private func bringUp(_ modelled: Article, of stored: StoredArticle) throws(StoreFailure) -> [TopicScore] {
        try reclassify(stored.hash)
        return taughtTopics.applied(to: modelled, hash: stored.hash).topics
    }
}

extension LabelledArticle {
    fileprivate init(_ stored: StoredArticle) {
        self.init(stored.hash, record: stored.article.document.record)
    }
}

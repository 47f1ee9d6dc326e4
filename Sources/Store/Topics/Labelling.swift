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

    /// Other topics of the user's own, and other folders that serve as labels, from now on; older articles are brought up by
    /// `maintain`.
    package func teach(own topics: [OwnTopic], folders: FolderTopics = FolderTopics()) throws(StoreFailure) {
        try teacher.set(topics, folders)
    }

    /// Says that an article is of a topic, or is not: kept durably, learned, and told by the article, when this returns.
    /// Other articles are brought up by `maintain`. Writes: call it where `apply` is called. Cost: two syncs of the device.
    ///
    /// - Parameters:
    ///   - topic: one that `taughtTopics` can teach.
    ///   - at: nanoseconds since 1970.
    /// - Returns: `nil` when there is no such article.
    package func label(
        _ id: Int64,
        topic: String,
        isOfTopic: Bool,
        at: Int64
    ) throws(StoreFailure) -> Labelling? {
        guard let stored = try article(id) else { return nil }
        let modelled = annotator.withTopicsOfModel(stored.article)
        let background = try background()
        let label = TopicLabel(
            taughtTopics.place(of: stored.article, stored.hash),
            words: stored.article.fingerprint,
            topic: topic,
            isOfTopic: isOfTopic,
            modelled: modelled.topics.first { $0.id == topic }?.score,
            example: TopicExample(
                stored.article.document,
                language: stored.article.language,
                background: background
            )
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
        let topics = try teacher.remove(taughtTopics.place(of: stored.article, stored.hash), topic: topic, at: at)
        return (topics, Labelling(topics: try bringUp(annotator.withTopicsOfModel(stored.article), of: stored)))
    }

    /// Why an article tells its topics, in their order.
    package func topicReasons(for stored: StoredArticle) -> [TopicReason] {
        let folder = teacher.folders.topic(of: Path.split(stored.path).folder)
        return teacher.taught.reasons(for: stored.article, hash: stored.hash, folderTopics: folder.map { [$0] } ?? [])
    }

    /// The article with what was taught; before, its topics are those of the model.
    ///
    /// - Parameter folders: those that it lies in.
    func withTaughtTopics(_ article: Article, _ hash: ContentHash?, in folders: [[UInt8]]) -> Article {
        let places = teacher.folders
        return teacher.taught.applied(
            to: article,
            hash: hash,
            folderTopics: Set(folders.compactMap(places.topic)).sorted(),
            threshold: annotator.topicThreshold
        )
    }

    /// What words are common, from articles that lie evenly over the index; the same until the index has doubled.
    /// Cost: the articles are unpacked now and then.
    func background() throws(StoreFailure) -> TopicBackground {
        let last = try answering { try Totals(reading: $0).nextText - 1 }
        if let known = teacher.background(upTo: last) { return known }
        var background = TopicBackground()
        let step = max(1, last / Self.backgroundArticles)
        try answering { database in
            for start in stride(from: 1, through: last, by: Int64.Stride(step)) {
                let blob = try Command(database, "SELECT article FROM text WHERE id >= ? ORDER BY id LIMIT 1")
                    .first(.integer(start)) { $0.bytes(0) }
                if let article = blob.flatMap(decoded) { background.add(article) }
            }
        }
        teacher.keep(background, upTo: last)
        return background
    }

    private static let backgroundArticles: Int64 = 256

    private func bringUp(_ modelled: Article, of stored: StoredArticle) throws(StoreFailure) -> [TopicScore] {
        try reclassify(stored.hash, record: stored.article.document.record)
        return withTaughtTopics(modelled, stored.hash, in: [Path.split(stored.path).folder]).topics
    }
}

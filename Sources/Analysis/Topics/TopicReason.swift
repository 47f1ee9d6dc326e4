package import Documents

/// Why an article tells a topic.
package struct TopicReason: Equatable, Sendable {
    package enum Basis: String, Sendable {
        /// Somebody said so of this article.
        case label
        /// It lies in a folder that serves as a label.
        case folder
        /// By what labels, folders or seeds taught.
        case taught
        /// By the words of the model.
        case words
    }

    package let topic: TopicScore
    package let basis: Basis
    /// Those that speak most for the topic, the strongest first; none where somebody said so.
    package let words: [String]

    package static let mostWords = 8
}

extension TaughtTopics {
    /// Why an article tells its topics, in their order. Costs some ten times what the topics cost.
    ///
    /// - Parameters:
    ///   - hash: Of the bytes that it was read from; `nil` for an article without labels.
    ///   - folderTopics: The topics of the folders that it lies in.
    package func reasons(for article: Article, hash: ContentHash?, folderTopics: [String] = []) -> [TopicReason] {
        let labelled = hash.map { place(of: article, $0) }
        return article.topics.map { topic in
            if let labelled, label(of: labelled, topic: topic.id) == true {
                return TopicReason(topic: topic, basis: .label, words: [])
            }
            if folderTopics.contains(topic.id) { return TopicReason(topic: topic, basis: .folder, words: []) }
            let learner = topics.first { $0.id == topic.id }
            let words =
                learner?.decidingWords(of: article.document, language: article.language)
                ?? TopicModel.standard.decidingWords(
                    for: topic.id,
                    of: article.document,
                    language: article.language,
                    most: .max
                )
            let strongest = words.filter { $0.weight > 0 }.prefix(TopicReason.mostWords).map(\.word)
            return TopicReason(topic: topic, basis: learner == nil ? .words : .taught, words: strongest)
        }
    }
}

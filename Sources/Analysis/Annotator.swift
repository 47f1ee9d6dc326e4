package import Documents

/// Concludes from a document what is not written in it: its languages, its topics and its fingerprint.
///
/// The same document gives the same article, on any machine. Any thread may use it, and several at a time. An article
/// of 3 KB costs about 50 microseconds.
package struct Annotator: Sendable {
    /// The meaning of what is concluded: raised with every change that gives another result for some document, so that
    /// older articles are read again.
    package static let analysisVersion = 7

    package let topicThreshold: Double

    /// - Parameter topicThreshold: Below this probability a topic is not told.
    package init(topicThreshold: Double = TopicModel.threshold) { self.topicThreshold = topicThreshold }

    package func annotate(_ document: Document) -> Article {
        let languages = DocumentLanguages(of: document)
        var article = Article(document: document, language: languages.main, fingerprint: Fingerprint(high: 0, low: 0))
        article.passages = languages.passages
        concludeFromWords(of: &article)
        return article
    }

    /// The article with the topics that the model tells, whatever users taught.
    package func withTopicsOfModel(_ article: Article) -> Article {
        var article = article
        concludeFromWords(of: &article)
        return article
    }

    /// Finds anew what the words of title and body tell: the fingerprint and the topics.
    func concludeFromWords(of article: inout Article) {
        let words = FoldedWords.of([article.document.title ?? "", article.document.body])
        article.fingerprint = Fingerprint(ofFolded: words)
        article.topics = TopicModel.standard.topics(
            ofFolded: words,
            language: article.language,
            threshold: topicThreshold
        )
        article.isClassified = true
    }
}

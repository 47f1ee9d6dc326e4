internal import CModels
package import Documents

/// Tells the topics of a text by its words: for each language a table of words with a weight for each topic.
///
/// The weights are those of a complement naive Bayes classifier (Rennie et al., "Tackling the poor assumptions of
/// naive Bayes text classifiers", ICML 2003), fitted by `make train-topics`. A word that occurs n times counts 1 + ln n
/// times; the sums are divided by the length of the vector of these counts. A softmax at the language's temperature makes shares
/// of them, and `Calibration` tells how often a topic of such a share is right: an article may have several, and they need not
/// add up to 1. Below the first level words of their own say how probable a topic is where its parent is right.
/// An article of 3 KB costs about 25 microseconds, its folding included (`measure-topics speed`).
package struct TopicModel: Sendable {
    /// The model that is linked in.
    package static let standard = TopicModel(.embedded)

    /// Below this probability a topic is not told; an article without any is of unknown topic.
    package static let threshold = 0.44

    private enum Storage: Sendable {
        case embedded
        case own([UInt8])
    }

    private let storage: Storage
    /// The topics of the first level come first; then those below, each after its parent.
    package let topics: [MediaTopic]
    private let languages: [String: TopicTable]
    /// Of the first level in English.
    package let calibration: Calibration
    /// The name of each topic, by its id.
    package let names: [String: String]
    /// The id of each topic's parent, by its id; not of those of the first level.
    package let parents: [String: String]

    /// - Parameter bytes: A model as the trainer writes it; it is trusted.
    package init(bytes: [UInt8]) { self.init(.own(bytes)) }

    private init(_ storage: Storage) {
        self.storage = storage
        (topics, languages) = Self.withBytes(storage) { bytes in
            var reader = ModelReader(bytes)
            return (reader.topics(), reader.languages())
        }
        calibration = languages["en"]?.scale.calibration ?? Calibration(slope: 1, offset: 0)
        let topics = topics
        names = Dictionary(topics.map { ($0.id, $0.name) }) { first, _ in first }
        parents = Dictionary(
            topics.compactMap { topic in topic.parent.map { (topic.id, topics[$0].id) } }
        ) { first, _ in first }
    }

    private static func withBytes<Result>(
        _ storage: Storage,
        _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        switch storage {
        case .embedded:
            let model = cmodels_topics()
            return body(UnsafeRawBufferPointer(start: model.bytes, count: model.count))
        case .own(let bytes): return bytes.withUnsafeBytes(body)
        }
    }

    /// The topics of a document that are likelier than `threshold`, the likeliest first, a parent before its children.
    ///
    /// - Parameter language: As `language(of:)` tells it; without a table for it there are no topics.
    package func topics(
        of document: Document,
        language: String,
        threshold: Double = TopicModel.threshold
    ) -> [TopicScore] {
        topics(
            ofFolded: FoldedWords.of([document.title ?? "", document.body]),
            language: language,
            threshold: threshold
        )
    }

    /// The same for words that are folded already.
    func topics(
        ofFolded words: [UInt8],
        language: String,
        threshold: Double = TopicModel.threshold
    ) -> [TopicScore] {
        guard let shares = shares(ofFolded: words, language: language) else { return [] }
        return topics.indices.filter { shares[$0] >= threshold }
            // The sort is stable, and a parent's share is never less than its child's.
            .sorted { shares[$0] > shares[$1] }
            .map { index in
                let score = (shares[index] * 1_000).rounded() / 1_000
                return TopicScore(id: topics[index].id, name: topics[index].name, score: score)
            }
    }

    /// The probability of each of `topics`; `nil` when no word is known.
    package func shares(of texts: [String], language: String) -> [Double]? {
        shares(ofFolded: FoldedWords.of(texts), language: language)
    }

    /// What the words say of each topic of the first level, in the logarithmic odds of the softmax; `nil` when no word is known.
    package func logits(of texts: [String], language: String) -> [Double]? {
        guard let table = table(for: language) else { return nil }
        let sums = Self.withBytes(storage) { table.sums(of: FoldedWords.of(texts), topics: topics, in: $0) }
        return sums?.prefix(TopicTable.topTopics).map { $0 * table.scale.sharpness }
    }

    private func shares(ofFolded words: [UInt8], language: String) -> [Double]? {
        guard let table = table(for: language) else { return nil }
        return Self.withBytes(storage) { bytes in
            table.shares(of: words, topics: topics, in: bytes)
        }
    }

    /// The words that speak most for a topic, and those that speak most against it, by their weight; at most `most`.
    /// Costs some ten times what the topics cost.
    package func decidingWords(
        for topic: String,
        of document: Document,
        language: String,
        most: Int = 10
    ) -> [DecidingWord] {
        guard let table = table(for: language), let index = topics.firstIndex(where: { $0.id == topic }) else {
            return []
        }
        let words = FoldedWords.of([document.title ?? "", document.body])
        let weights = Self.withBytes(storage) { table.weights(of: words, topic: index, in: $0) }
        return Array(
            weights.filter { $0.weight != 0 }
                .sorted { (abs($1.weight), $0.word) < (abs($0.weight), $1.word) }
                .prefix(most)
        )
    }

    /// How the words of a language are taken; of one without a table by their first letters.
    func form(of language: String) -> WordForm { table(for: language)?.form ?? .prefix(6) }

    /// Languages with a table, such as `en` and `zh`.
    package var knownLanguages: [String] { languages.keys.sorted() }

    /// A script after the language (`zh-Hant`) has no table of its own.
    private func table(for language: String) -> TopicTable? {
        languages[language] ?? languages[String(language.prefix { $0 != "-" })]
    }
}

/// A concept of the IPTC Media Topics.
package struct MediaTopic: Equatable, Sendable {
    /// Such as `medtop:11000000`.
    package let id: String
    package let name: String
    /// Where its parent is among the topics of the model; `nil` on the first level.
    package let parent: Int?

    package init(id: String, name: String, parent: Int?) {
        self.id = id
        self.name = name
        self.parent = parent
    }
}

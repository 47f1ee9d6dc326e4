/// In how many articles of a sample each word is, by language: what is common anywhere says nothing of a topic, and one
/// label alone cannot tell that.
package struct TopicBackground: Equatable, Sendable {
    private struct Sample: Equatable, Sendable {
        var articles = 0
        var counts: [UInt16: Int] = [:]
    }

    /// Fewer articles of a language tell nothing.
    static let leastArticles = 8

    private var samples: [String: Sample] = [:]

    package init() {}

    /// Takes an article into the sample.
    package mutating func add(_ article: Article) {
        var sample = samples.removeValue(forKey: article.language) ?? Sample()
        sample.articles += 1
        for word in TopicExample(article.document, language: article.language).words {
            sample.counts[word.bucket, default: 0] += 1
        }
        samples[article.language] = sample
    }

    /// How common a word is, as `TopicExample.Word` has it; `nil` where the sample is too small.
    func commonness(in language: String) -> ((UInt16) -> UInt8)? {
        guard let sample = samples[language], sample.articles >= Self.leastArticles else { return nil }
        return { bucket in
            TopicExample.commonness(of: Double(sample.counts[bucket, default: 0]) / Double(sample.articles))
        }
    }
}

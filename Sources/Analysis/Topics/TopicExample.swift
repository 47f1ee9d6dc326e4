package import Documents

/// The words of a document as learners see them: hashed, each with how often it occurs, and how common it is. A label
/// keeps it, so that what it taught outlives the article, and no text is kept for it.
///
/// Made once for all learners: with five that learn from it, 55 microseconds for an article of 2 KB. At most 3 KB encoded.
package struct TopicExample: Equatable, Sendable {
    struct Word: Equatable, Sendable {
        let bucket: UInt16
        /// At most `mostCount`.
        let count: UInt8
        /// In which share of other articles it is, in parts of `mostCommon`.
        let commonness: UInt8
    }

    /// Ascending by bucket: sums of floating point depend on the order.
    let words: [Word]

    /// Whether it is known how common its words are.
    let hasBackground: Bool

    static let mostCount: UInt8 = 15
    static let mostCommon: UInt8 = 15

    /// What a bucket stands for: raised when a word is hashed to another one. Labels with another version teach nothing.
    package static let version = 1

    /// Of a longer text the first so many different words count: those of an article of 2,500 words, and what fits on a page
    /// of the file of decisions.
    static let mostWords = 1_000
    /// A text is looked at for so many words: one of a megabyte tells no more than an article.
    private static let mostFeatures = 20_000

    /// - Parameters:
    ///   - language: As `Article.language` tells it.
    ///   - background: What a label is to say of how common its words are; nobody needs it to ask a learner.
    package init(_ document: Document, language: String, background: TopicBackground = TopicBackground()) {
        var counts: [UInt16: UInt8] = [:]
        var features = 0
        let form = WordForm.of(language)
        FoldedWords.of([document.title ?? "", document.body]).withUnsafeBytes { words in
            var reader = FeatureReader(words, form: form)
            while features < Self.mostFeatures, let feature = reader.next() {
                features += 1
                let bucket = Self.bucket(of: feature.hash)
                if let count = counts[bucket] {
                    counts[bucket] = min(Self.mostCount, count + 1)
                } else if counts.count < Self.mostWords {
                    counts[bucket] = 1
                }
            }
        }
        let commonness = background.commonness(in: language)
        hasBackground = commonness != nil
        words = counts.sorted { $0.key < $1.key }.map { bucket, count in
            Word(bucket: bucket, count: count, commonness: commonness?(bucket) ?? 0)
        }
    }

    static func bucket(of hash: UInt64) -> UInt16 { UInt16(truncatingIfNeeded: hash) }

    private static let wordBytes = 3

    /// A byte that tells whether there is a background; then for each word its bucket, the lower byte first, and one with its
    /// count and, in the upper half, how common it is.
    package func encoded() -> [UInt8] {
        [hasBackground ? 1 : 0]
            + words.flatMap { word in
                [UInt8(truncatingIfNeeded: word.bucket), UInt8(word.bucket >> 8), word.count | word.commonness << 4]
            }
    }

    /// What `encoded()` wrote; `nil` for anything else.
    package init?(decoding bytes: [UInt8]) {
        guard let flag = bytes.first, flag <= 1, bytes.count % Self.wordBytes == 1,
            bytes.count <= Self.mostWords * Self.wordBytes + 1
        else { return nil }
        hasBackground = flag == 1
        words = stride(from: 1, to: bytes.count, by: Self.wordBytes).map { start in
            Word(
                bucket: UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8,
                count: bytes[start + 2] & 0x0F,
                commonness: bytes[start + 2] >> 4
            )
        }
        guard zip(words, words.dropFirst()).allSatisfy({ $0.bucket < $1.bucket }), words.allSatisfy({ $0.count > 0 })
        else { return nil }
    }
}

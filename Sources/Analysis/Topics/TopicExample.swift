package import Documents
internal import Glibc

/// The words of a document as learners see them: hashed, each with how often it occurs, and how common it is. A label
/// keeps it, so that what it taught outlives the article, and no text is kept for it.
///
/// Made once for all learners: with five that learn from it, 55 microseconds for an article of 2 KB. At most 3 KB encoded.
package struct TopicExample: Equatable, Sendable {
    struct Word: Equatable, Sendable {
        let bucket: UInt16
        /// At most `mostCount`.
        let count: UInt8
        /// In which share of other articles it is, in half octaves: see `share(of:)`.
        let commonness: UInt8

        var share: Float { TopicExample.share(of: commonness) }

        /// How much it counts, before its rarity: 1 + ln n for a word that occurs n times.
        var factor: Float { TopicExample.factors[Int(count)] }
    }

    /// Ascending by bucket: sums of floating point depend on the order.
    let words: [Word]

    /// Whether it is known how common its words are.
    let hasBackground: Bool

    static let mostCount: UInt8 = 15
    static let mostCommon: UInt8 = 15

    /// What a bucket and a commonness stand for, and what the model says of a topic beside them: raised when that changes.
    /// Version 1 had commonness in fifteenths, version 2 what the model said before its calibration.
    package static let version = 3

    private static let factors: [Float] = (0...mostCount).map { 1 + logf(max(1, Float($0))) }
    private static let shares: [Float] = (0...mostCommon).map { exp2f((Float($0) - 16) / 2) }

    /// The share of articles that a commonness stands for: from one in 256, or less, to seven of ten, or more.
    static func share(of commonness: UInt8) -> Float { shares[Int(commonness)] }

    static func commonness(of share: Double) -> UInt8 {
        guard share > 0 else { return 0 }
        return UInt8(max(0, min(Double(mostCommon), (16 + 2 * log2(share)).rounded())))
    }

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
    ///
    /// - Parameter version: That wrote it.
    package init?(decoding bytes: [UInt8], version: Int = version) {
        guard (1...Self.version).contains(version), let flag = bytes.first, flag <= 1,
            bytes.count % Self.wordBytes == 1,
            bytes.count <= Self.mostWords * Self.wordBytes + 1
        else { return nil }
        hasBackground = flag == 1
        words = stride(from: 1, to: bytes.count, by: Self.wordBytes).map { start -> Word in
            let commonness = bytes[start + 2] >> 4
            return Word(
                bucket: UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8,
                count: bytes[start + 2] & 0x0F,
                commonness: version == 1 ? Self.commonness(of: Double(commonness) / 15) : commonness
            )
        }
        guard zip(words, words.dropFirst()).allSatisfy({ $0.bucket < $1.bucket }), words.allSatisfy({ $0.count > 0 })
        else { return nil }
    }
}

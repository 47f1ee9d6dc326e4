package import Documents

/// The words of a document as learners see them: hashed, each with how often it occurs. A label keeps it, so that what it
/// taught outlives the article, and no text is kept for it.
///
/// Costs about 40 microseconds for an article of 3 KB, once for all learners; at most 3 KB encoded.
package struct TopicExample: Equatable, Sendable {
    struct Word: Equatable, Sendable {
        let bucket: UInt16
        let count: UInt8
    }

    /// Ascending by bucket: sums of floating point depend on the order.
    let words: [Word]

    /// What a bucket stands for: raised when a word is hashed to another one. Labels with another version teach nothing.
    package static let version = 1

    /// Of a longer text the first so many different words count: those of an article of 2,500 words, and what fits on a page
    /// of the file of decisions.
    static let mostWords = 1_000
    /// A text is looked at for so many words: one of a megabyte tells no more than an article.
    private static let mostFeatures = 20_000

    /// - Parameter language: As `Article.language` tells it.
    package init(_ document: Document, language: String) {
        var counts: [UInt16: UInt8] = [:]
        var features = 0
        let form = WordForm.of(language)
        FoldedWords.of([document.title ?? "", document.body]).withUnsafeBufferPointer { words in
            form.forEachFeature(in: words) { feature in
                features += 1
                guard features <= Self.mostFeatures else { return }
                let bucket = Self.bucket(of: feature.hash)
                if let count = counts[bucket] {
                    counts[bucket] = count == .max ? count : count + 1
                } else if counts.count < Self.mostWords {
                    counts[bucket] = 1
                }
            }
        }
        words = counts.sorted { $0.key < $1.key }.map { Word(bucket: $0, count: $1) }
    }

    static func bucket(of hash: UInt64) -> UInt16 { UInt16(truncatingIfNeeded: hash) }

    private static let wordBytes = 3

    /// For each word its bucket, the lower byte first, and its count.
    package func encoded() -> [UInt8] {
        words.flatMap { [UInt8(truncatingIfNeeded: $0.bucket), UInt8($0.bucket >> 8), $0.count] }
    }

    /// What `encoded()` wrote; `nil` for anything else.
    package init?(decoding bytes: [UInt8]) {
        guard bytes.count % Self.wordBytes == 0, bytes.count <= Self.mostWords * Self.wordBytes else { return nil }
        words = stride(from: 0, to: bytes.count, by: Self.wordBytes).map { start in
            Word(bucket: UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8, count: bytes[start + 2])
        }
        guard zip(words, words.dropFirst()).allSatisfy({ $0.bucket < $1.bucket }), words.allSatisfy({ $0.count > 0 })
        else { return nil }
    }
}

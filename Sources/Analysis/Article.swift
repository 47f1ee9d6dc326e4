internal import CHash
package import Documents

/// A document and what was concluded from it: the record's content, before it has a place in the store.
package struct Article: Equatable, Sendable {
    package var document: Document
    /// An ISO 639 code (`en`, `zh`), or `und` when unsure.
    package var language: String
    /// What of the body is in another language, in its order.
    package var passages: [Passage] = []
    package var fingerprint: Fingerprint
    /// What it is about, the likeliest first; empty when that is unknown.
    package var topics: [TopicScore] = []
    /// Whether topics were looked for; not in what was stored by analysis versions before 5.
    package var isClassified = false
    /// The version of its source's profile that was applied to it; `nil` when none was.
    package var profileVersion: Int?

    package init(document: Document, language: String, fingerprint: Fingerprint) {
        self.document = document
        self.language = language
        self.fingerprint = fingerprint
    }
}

/// XXH3-128 over the words of title and body, folded to lower case: layout and punctuation do not count.
///
/// Equal fingerprints mean the same text; near-duplicates need more.
package struct Fingerprint: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

extension Fingerprint {
    /// Of articles without a word, which have no more in common.
    package static let ofNothing = Fingerprint(ofFolded: [])

    /// - Parameter words: Those of title and body, as `FoldedWords` gives them.
    init(ofFolded words: [UInt8]) {
        let hash = words.withUnsafeBytes { chash_xxh3_128($0.baseAddress, $0.count) }
        self.init(high: hash.high, low: hash.low)
    }
}

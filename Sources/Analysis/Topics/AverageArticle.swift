/// The article that has every word as often as the articles of the index have it on the average: what a label tells of all
/// others.
///
/// Known as far as labelled articles had the words. Those that are common are enough: the rest of it is next to nothing.
struct AverageArticle: Equatable, Sendable {
    struct Word: Equatable, Sendable {
        let bucket: Int
        /// In which share of articles it is.
        var share: Float
        /// How much it counted in labelled articles that have it, before its rarity: their sum, and their number.
        fileprivate var sum: Float
        fileprivate var articles: Float

        /// How much it counts on the average, before its rarity.
        var factor: Float { share * sum / articles }
    }

    /// Words in fewer articles than one of 45 are left out: an English index then has some 2,000.
    private static let leastCommonness: UInt8 = 5

    /// Ascending by bucket.
    private(set) var words: [Word] = []

    /// Whether labels told of the background at all.
    private(set) var isKnown = false

    /// Takes what a labelled article tells.
    ///
    /// - Parameter length: The length of its vector.
    mutating func count(_ example: TopicExample, length: Float) {
        guard example.hasBackground else { return }
        isKnown = true
        var place = 0
        for word in example.words where word.commonness >= Self.leastCommonness {
            let bucket = Int(word.bucket)
            while place < words.count, words[place].bucket < bucket { place += 1 }
            if place == words.count || words[place].bucket != bucket {
                words.insert(Word(bucket: bucket, share: 0, sum: 0, articles: 0), at: place)
            }
            words[place].share = word.share
            words[place].sum += word.factor / length
            words[place].articles += 1
        }
    }
}

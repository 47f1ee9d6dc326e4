/// What a text is about, in the terms of the IPTC Media Topics, and how likely that is.
package struct TopicScore: Equatable, Sendable {
    /// `medtop:` and the number of the concept, as IPTC gives it; of topics that users teach, their own id.
    package var id: String
    /// The concept's English name.
    package var name: String
    /// The probability that an editor would accept this topic, from 0 to 1, in steps of a thousandth.
    package var score: Double

    package init(id: String, name: String, score: Double) {
        self.id = id
        self.name = name
        self.score = score
    }
}

/// A word of a text that speaks for a topic, or against it.
package struct DecidingWord: Equatable, Sendable {
    /// In lower case; two words are a phrase.
    package var word: String
    /// How often it occurs.
    package var count: Int
    /// Its part in the topic's logarithmic odds against the mean of all topics.
    package var weight: Double
}

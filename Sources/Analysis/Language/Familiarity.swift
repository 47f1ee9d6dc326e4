internal import Glibc

/// Whether a text is in a language at all, and in one that the model knows.
///
/// Naive Bayes only compares the languages that it has: of gibberish, and of the languages that nobody taught it, it is as sure
/// as of news. But such a text has few of the grams of the language that wins: the weight that a letter brings is far
/// below what it is in that language's own texts.
package struct TypicalWeights: Sendable {
    /// The weight that a letter of the language's texts brings it, on average over texts that the counts did not see; by all
    /// grams, and by those of the beginnings of words.
    package var read: Float
    package var skimmed: Float

    package init(read: Float, skimmed: Float) {
        self.read = read
        self.skimmed = skimmed
    }
}

extension LanguageModel {
    /// How probable it is that a text is in the language that its evidence speaks for, rather than in none of the model's.
    ///
    /// Measured on 33,320 sentences that the counts did not see, whole and cut to 50 and 20 characters, beside lines of the
    /// Declaration of Human Rights in 203 languages that the model does not know. One text in two hundred is taken to be so.
    func familiarity(of evidence: Evidence, in language: Int) -> Float {
        let spread = sqrtf(1.06 + 114 / Float(max(1, evidence.letters)))
        let distance = (weight(of: evidence, in: language) - languages[language].typical.read) / spread
        return 1 / (1 + expf(-1.83 * (distance + 4.3)))
    }

    /// Whether skimmed evidence is as one expects of the language: of its own texts 19 of 20 are, of the other languages' lines of
    /// 200 letters one of four.
    func isFamiliar(_ skimmed: Evidence, in language: Int) -> Bool {
        let spread = sqrtf(28 / Float(max(1, skimmed.letters)))
        return weight(of: skimmed, in: language) >= languages[language].typical.skimmed - 2.2 * spread
    }

    /// The weight that a letter brings to a language.
    private func weight(of evidence: Evidence, in language: Int) -> Float {
        let first = languages(of: evidence.script).lowerBound
        return evidence.weights[language - first] / Float(max(1, evidence.letters))
    }
}

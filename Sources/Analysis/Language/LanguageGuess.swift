/// A language, and how probable it is that a reader would say so.
package struct LanguageGuess: Equatable, Sendable {
    package var code: String
    /// 0 to 1: of the guesses that say 0.8, eight of ten are right. It counts that the text may be in no language of the model.
    package var probability: Float
    /// How probable it is among the languages of the model, as if the text were in one of them.
    var choice: Float

    /// Below this nobody is told a language. Where the choice is between close languages more than one of two is right with half
    /// of this; what falls below is mostly names, numbers and fragments.
    package static let leastProbability: Float = 0.35

    /// The same of a single word, which belongs to several languages or is a name.
    static let leastProbabilityOfWord: Float = 0.7

    package init(code: String, probability: Float) {
        self.init(code: code, probability: probability, choice: probability)
    }

    init(code: String, probability: Float, choice: Float) {
        self.code = code
        self.probability = probability
        self.choice = choice
    }
}

extension LanguageModel {
    /// The most probable language of a text; `nil` where it has no letters of a script that we know.
    ///
    /// About 100 nanoseconds for each letter.
    package func guess(_ text: UnsafeBufferPointer<UInt8>, hint: LanguageHint? = nil) -> LanguageGuess? {
        guard let letters = Letters(text) else { return nil }
        return guess(letters, hint: hint)
    }

    func guess(_ letters: Letters, hint: LanguageHint?) -> LanguageGuess? {
        if let code = letters.script.soleLanguage {
            // A single letter of another script is a symbol.
            return letters.count > 1 ? LanguageGuess(code: code, probability: Self.soleProbability) : nil
        }
        return guess(evidence(in: letters), hint: hint)
    }

    /// As `guess`, by the beginnings of words alone: less sure, and a fifth of the work. `nil` where these are not what one
    /// expects of the language.
    func skim(_ letters: Letters, hint: LanguageHint?) -> LanguageGuess? {
        guard letters.script.soleLanguage == nil else { return guess(letters, hint: hint) }
        let evidence = skimmedEvidence(in: letters)
        guard let (language, probability) = mostProbable(by: evidence, hint: hint), isFamiliar(evidence, in: language)
        else { return nil }
        return LanguageGuess(code: languages[language].publishedCode, probability: probability)
    }

    /// What a script that belongs to one language leaves open: the languages that nobody taught us.
    private static let soleProbability: Float = 0.99

    package func guess(_ evidence: Evidence, hint: LanguageHint? = nil) -> LanguageGuess? {
        guard let (language, probability) = mostProbable(by: evidence, hint: hint) else { return nil }
        let guess = LanguageGuess(
            code: languages[language].publishedCode,
            probability: probability * familiarity(of: evidence, in: language),
            choice: probability
        )
        return evidence.hasWords || guess.probability >= LanguageGuess.leastProbabilityOfWord ? guess : nil
    }

    /// Among the languages of the model; the probability is that of all which are told as the same.
    private func mostProbable(by evidence: Evidence, hint: LanguageHint?) -> (language: Int, probability: Float)? {
        guard evidence.grams > 0 else { return nil }
        let probabilities = probabilities(
            of: evidence,
            hint: hint.map { hint in { hint.odds(of: languages[$0].code) } }
        )
        guard let best = probabilities.indices.max(by: { probabilities[$0] < probabilities[$1] }) else { return nil }
        let first = languages(of: evidence.script).lowerBound
        let code = languages[first + best].publishedCode
        // What is told as the same is the same.
        let same = probabilities.indices.filter { languages[first + $0].publishedCode == code }
        return (first + best, same.reduce(0) { $0 + probabilities[$1] })
    }
}

/// What a file says of its language, as a BCP 47 tag: often right, and often what a template came with.
package struct LanguageHint: Sendable {
    private let codes: [String]

    /// The logarithm of the odds that a claim is worth: enough to decide between close languages, and no more than a few words.
    private static let odds: Float = 2

    package init?(_ tag: String?) {
        guard let tag else { return nil }
        let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }
        guard let primary = parts.first else { return nil }
        let isTraditional = parts.contains { ["hant", "tw", "hk", "mo"].contains($0) }
        codes =
            switch primary {
            case "iw": ["he"]
            case "in": ["id"]
            case "ji": ["yi"]
            case "jw": ["jv"]
            case "mo": ["ro"]
            case "no": ["nb", "nn"]
            case "sh": ["bs", "hr", "sr"]
            case "fil": ["tl"]
            case "zh": [isTraditional ? "zh-Hant" : "zh"]
            default: [String(primary)]
            }
    }

    func odds(of code: String) -> Float { codes.contains(code) ? Self.odds : 0 }
}

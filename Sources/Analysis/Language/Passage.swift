internal import Glibc

/// Paragraphs, one after the other, in another language than their article.
package struct Passage: Equatable, Sendable {
    /// An ISO 639 code.
    package var language: String
    /// Bytes of the body.
    package var span: Range<Int>

    package init(language: String, span: Range<Int>) {
        self.language = language
        self.span = span
    }
}

/// What a paragraph must have to be told from its article.
private enum Limits {
    /// A shorter paragraph is a name, a headline or a figure, in no language of its own.
    static let leastBytes = 48
    /// What is looked at of a paragraph first, and of one that may differ.
    static let skimmedBytes = 48
    static let readBytes = 240
    /// As probable must the other language be together with the two that come next, for a paragraph in Croatian is not in English
    /// though it might be in Bosnian; as probable by itself; and as improbable the article's.
    static let leastTogether: Float = 0.95
    static let leastProbability: Float = 0.5
    static let mostOfMain: Float = 0.01
    /// By skimming: the article's language is left in peace unless another's odds are better by this logarithm.
    static let leastLead: Float = 2
    /// Beyond this an article is a file made to hurt; the longest that we saw has 700.
    static let paragraphs = 2_000
}

extension LanguageModel {
    /// The paragraphs of a body that are in another language than `main`: each is skimmed, about two microseconds, and read
    /// when it may differ.
    func passages(of body: String, besides main: String) -> [Passage] {
        var body = body
        return body.withUTF8 { body in
            var found: [Passage] = []
            for span in Self.paragraphs(of: body) {
                guard span.count >= Limits.leastBytes, let language = language(of: body[span], besides: main) else {
                    continue
                }
                // Paragraphs that only an empty line parts are one passage.
                if let last = found.last, last.language == language, last.span.upperBound + 2 == span.lowerBound {
                    found[found.count - 1].span = last.span.lowerBound..<span.upperBound
                } else {
                    found.append(Passage(language: language, span: span))
                }
            }
            return found
        }
    }

    /// - Returns: `nil` unless it is another language for certain.
    private func language(of paragraph: Slice<UnsafeBufferPointer<UInt8>>, besides main: String) -> String? {
        guard mayDiffer(LanguageSample.head(of: paragraph, bytes: Limits.skimmedBytes), from: main) else { return nil }
        let head = LanguageSample.head(of: paragraph, bytes: Limits.readBytes)
        // Few words are often a name; of more of them, skimming is still a fifth of the work.
        guard mayDiffer(head, from: main), let letters = Letters(head) else { return nil }
        guard letters.script.soleLanguage == nil else {
            return guess(letters, hint: nil).flatMap { $0.code == main ? nil : $0.code }
        }
        let evidence = evidence(in: letters)
        guard let guess = guess(evidence), guess.probability >= Limits.leastProbability,
            !Self.isSame(guess.code, main), closest(evidence) >= Limits.leastTogether
        else { return nil }
        return probability(of: main, in: evidence) <= Limits.mostOfMain ? guess.code : nil
    }

    /// How probable it is that a text is in one of the three languages that its evidence speaks for most.
    private func closest(_ evidence: Evidence) -> Float {
        let first = languages(of: evidence.script).lowerBound
        let sorted = probabilities(of: evidence).enumerated().sorted { $0.element > $1.element }
        return sorted.prefix(3).reduce(0) { $0 + $1.element } * familiarity(of: evidence, in: first + sorted[0].offset)
    }

    /// By skimming: whether the text may be in another language than the article.
    private func mayDiffer(_ text: UnsafeBufferPointer<UInt8>, from main: String) -> Bool {
        guard let letters = Letters(text) else { return false }
        if let sole = letters.script.soleLanguage { return sole != main }
        return lead(over: main, in: skimmedEvidence(in: letters)) >= Limits.leastLead
    }

    /// How much better the odds of the best language are, as a logarithm; 0 where there is no evidence.
    private func lead(over code: String, in evidence: Evidence) -> Float {
        guard evidence.grams > 0 else { return 0 }
        let (odds, first) = (odds(of: evidence), languages(of: evidence.script).lowerBound)
        guard let best = odds.indices.max(by: { odds[$0] < odds[$1] }),
            !Self.isSame(languages[first + best].code, code)
        else { return 0 }
        var own = -Float.infinity
        for (index, odds) in odds.enumerated() where Self.isSame(languages[first + index].code, code) {
            own = max(own, odds)
        }
        return odds[best] - own
    }

    /// How probable a language is by this evidence; 1 where there is none, 0 in a script that it is not written in.
    private func probability(of code: String, in evidence: Evidence) -> Float {
        guard evidence.grams > 0 else { return 1 }
        let probabilities = probabilities(of: evidence)
        return zip(languages(of: evidence.script), probabilities).reduce(0) { sum, language in
            Self.isSame(languages[language.0].code, code) ? sum + language.1 : sum
        }
    }

    /// Traditional and simplified characters are one language.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        one == other || one.hasPrefix("zh") && other.hasPrefix("zh")
    }

    private static func paragraphs(of body: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        guard let base = UnsafeRawPointer(body.baseAddress) else { return [] }
        var spans: [Range<Int>] = []
        var start = 0
        while start < body.count, spans.count < Limits.paragraphs {
            let newline = memchr(base + start, 0x0A, body.count - start)
            let end = newline.map { UnsafeRawPointer($0) - base } ?? body.count
            if end > start { spans.append(start..<end) }
            start = end + 1
        }
        return spans
    }
}

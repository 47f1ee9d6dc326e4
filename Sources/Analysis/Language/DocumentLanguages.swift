internal import Documents

/// The language of a document, and of the paragraphs that are in another.
struct DocumentLanguages {
    /// An ISO 639 code, or `und` when unsure.
    private(set) var main = "und"
    private(set) var passages: [Passage] = []

    private let model: LanguageModel

    /// A guess this sure needs no more text.
    private static let isSure: Float = 0.99
    /// As sure as this about a tenth of the text, the rest hardly ever says otherwise.
    private static let isSureEnough: Float = 0.9
    /// Likelier than not: more text would hardly say otherwise.
    private static let isLikely: Float = 0.5
    /// How much is read of each of three places, and of more of the text when that leaves it open.
    private static let pieces = [80, 250, 680]
    /// More than this is not looked at: who cannot tell Bosnian from Croatian by now will not by more.
    private static let mostBytes = 2 << 10

    init(of document: Document, by model: LanguageModel = .trained) {
        self.model = model
        let hint = LanguageHint(document.declaredLanguage)
        let guess = Self.guess(document, hint, model)
        if let guess, guess.probability >= LanguageGuess.leastProbability { main = guess.code }
        passages = model.passages(of: document.body, besides: main)
        // Three places can all be quotations. What most of the body is in has the last word.
        if let most = languageOfMost(of: document.body.utf8.count) {
            main = most
            passages = model.passages(of: document.body, besides: main)
        }
    }

    /// The language of the passages that have more of the body than is left for the main language.
    private func languageOfMost(of count: Int) -> String? {
        var shares: [String: Int] = [:]
        for passage in passages { shares[passage.language, default: 0] += passage.span.count }
        let rest = count - shares.values.reduce(0, +)
        guard let most = shares.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), most.value > rest else {
            return nil
        }
        return most.key
    }

    /// By the words of a sample, and of more of the text where that leaves it open; by all grams where words do not tell.
    private static func guess(_ document: Document, _ hint: LanguageHint?, _ model: LanguageModel) -> LanguageGuess? {
        let first = LanguageSample(of: document, pieceBytes: pieces[0])
        if first.isPart, let guess = skimmed(document, hint, model) { return guess }
        let guess = first.bytes.withUnsafeBufferPointer { model.guess($0, hint: hint) }
        guard first.isPart else { return guess }
        // Among the languages it is this one, and it is likelier than not that it is in one: made-up words and names in it leave
        // that open, however much is read.
        if let guess, guess.choice >= isSure, guess.probability >= isLikely { return guess }
        let second = LanguageSample(of: document, pieceBytes: pieces[1])
        let better = second.bytes.withUnsafeBufferPointer { model.guess($0, hint: hint) }
        guard second.isPart else { return better }
        if let better, better.choice >= isSureEnough { return better }
        var body = document.body
        return body.withUTF8 { model.guess(LanguageSample.head(of: $0[...], bytes: mostBytes), hint: hint) }
    }

    /// By the beginnings of words, of more and more of the text until it is sure. Close languages differ in few words: five times
    /// as much text tells them apart better than all grams of a fifth of it, and takes as long.
    ///
    /// - Returns: `nil` where words are not enough.
    private static func skimmed(_ document: Document, _ hint: LanguageHint?, _ model: LanguageModel) -> LanguageGuess? {
        for piece in pieces {
            let sample = LanguageSample(of: document, pieceBytes: piece)
            let letters = sample.bytes.withUnsafeBufferPointer { Letters($0) }
            guard let guess = letters.flatMap({ model.skim($0, hint: hint) }) else { return nil }
            if guess.probability >= isSure { return guess }
            if !sample.isPart || piece == pieces.last { return guess.probability >= isLikely ? guess : nil }
        }
        return nil
    }
}

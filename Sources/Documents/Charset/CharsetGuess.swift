/// The charset in which bytes are the most probable text of some language.
///
/// Every charset reads a sample of the bytes, and for every language that is written in it the sample's probability is
/// computed: by pairs of letters, or for ideographs by their frequency. Those that do well read a longer sample. Costs
/// about 0.3 ms.
struct CharsetGuess {
    let charset: Charset
    /// Of the sample, in quarters of a bit.
    let cost: Int
    let sample: CharsetSample

    /// A language shows itself in a hundred letters.
    private static let shortSample = 512
    /// Charsets that differ in a few letters only may differ late: ISO-8859-15 from Windows-1252, once in French.
    private static let longSample = 64 << 10
    /// Readings so far behind on the short sample are out, in quarters of a bit.
    private static let farBehind = 200

    /// - Returns: `nil` when there is nothing beyond ASCII.
    init?(for file: [UInt8], atMost longest: Int = Self.longSample) {
        let short = CharsetSample(of: file, longest: Self.shortSample)
        guard !short.bytes.isEmpty else { return nil }
        let first = Hypothesis.all.map { (hypothesis: $0, cost: $0.cost(of: short)) }
        let least = first.lazy.map(\.cost).min() ?? 0
        let remaining = first.lazy.filter { $0.cost <= least + Self.farBehind }.map(\.hypothesis)
        sample = CharsetSample(of: file, longest: longest)
        var best: (hypothesis: Hypothesis, cost: Int)?
        for hypothesis in remaining {
            let cost = hypothesis.cost(of: sample)
            if cost < best?.cost ?? .max { best = (hypothesis, cost) }
        }
        guard let best else { return nil }
        charset = best.hypothesis.charset
        cost = best.cost
    }

    /// What the sample costs in another charset; `nil` for one that no language is known of.
    func cost(in other: Charset) -> Int? {
        Hypothesis.all.lazy.filter { $0.charset == other }.map { $0.cost(of: sample) }.min()
    }
}

/// A charset and a language to read bytes in.
private struct Hypothesis {
    private enum Way {
        case letters(SingleByteReading)
        case ideographs(IdeographModel)
    }

    let charset: Charset
    private let rarity: Int
    private let way: Way

    /// Of two that cost the same the first is taken.
    static let all: [Hypothesis] =
        CharsetCandidate.all.flatMap { candidate in
            lazy var characters = candidate.charset.characters.map { $0.map(SingleByteCharacter.init) }
            return candidate.languages.compactMap { language in
                if let model = LetterModel.all[language] {
                    return Hypothesis(candidate, .letters(SingleByteReading(characters, model)))
                }
                return IdeographModel.all[language].map { Hypothesis(candidate, .ideographs($0)) }
            }
        }

    private init(_ candidate: CharsetCandidate, _ way: Way) {
        charset = candidate.charset
        rarity = candidate.rarity
        self.way = way
    }

    func cost(of sample: CharsetSample) -> Int {
        switch way {
        case .letters(let reading): return rarity + reading.cost(of: sample.bytes)
        case .ideographs(let model):
            guard let conversion = Conversion(of: sample.bytes[...], in: charset) else { return .max / 2 }
            let text = String(decoding: conversion.text, as: UTF8.self)
            return text.unicodeScalars.reduce(rarity) { $0 + model.cost(of: $1) }
        }
    }
}

import Analysis
import Foundation

/// Counts grams, chooses which to keep, and weighs them.
struct Training {
    /// The model as a file must not be larger.
    var mostBytes = 3_000_000
    /// Added to every count: what was never seen is possible (Lidstone).
    var smoothing = 0.03
    /// Chance weighs a gram that occurred once as much as one that is telling.
    var leastCount = 2
    var calibration = LanguageModel.Calibration(sharpness: 1, fading: 0.5)
    var typicalWeights: [Kind: TypicalWeights] = [:]

    /// Whole, and what a headline or a caption has.
    static let lengths: [Int?] = [nil, 50, 20]

    /// What is known of a language before anything is read, as a logarithm. Languages that only the Declaration taught are rare in
    /// news, and a few lines are poor teachers. What is Serbian in Latin letters is Bosnian or Croatian just as well.
    private static func prior(of code: String, script: Script, isTaught: Bool) -> Float {
        if code == "sr", script == .latin { return -0.5 }
        return isTaught ? 0 : -2
    }

    /// The answers of models each of which did not see the fold that it answers for.
    func answersInFolds(_ texts: [LabelledText]) -> [Answer] {
        (0..<LabelledText.folds).flatMap { fold in
            let model = fit(texts, without: fold)
            return texts.filter { $0.fold == fold }.flatMap { text in
                Self.lengths.compactMap { Answer(to: text, length: $0, by: model) }
            }
        }
    }

    /// - Parameter fold: what is not counted, though its languages are in the model.
    func fit(_ texts: [LabelledText], without fold: Int? = nil) -> LanguageModel {
        let kinds = Dictionary(grouping: texts) { $0.kind }
        let sorted = kinds.keys.filter { $0.script.soleLanguage == nil }.sorted()
        var languages: [LanguageModel.Language] = []
        var candidates: [Candidate] = []
        for script in Script.allCases {
            let counts = sorted.filter { $0.script == script }.map { kind in
                GramCounts((kinds[kind] ?? []).filter { $0.fold != fold }, kind: kind)
            }
            guard !counts.isEmpty else { continue }
            let counted = CountedScript(counts, leastCount: leastCount)
            for count in counts {
                let floors = zip(count.totals, counted.distinct).map { total, distinct in
                    Float(log(smoothing / (total + smoothing * distinct)))
                }
                languages.append(
                    LanguageModel.Language(
                        code: count.kind.code,
                        script: script,
                        prior: Self.prior(of: count.kind.code, script: script, isTaught: count.isTaught),
                        floors: floors,
                        typical: typicalWeights[count.kind] ?? TypicalWeights(read: 0, skimmed: 0)
                    )
                )
            }
            candidates += counted.candidates(weight: weight)
        }
        return LanguageModel(languages: languages, calibration: calibration, table: table(of: candidates))
    }

    private func weight(count: Int) -> UInt8 {
        let weight = LanguageModel.weightsPerLog * Float(log(1 + Double(count) / smoothing))
        return UInt8(min(255, weight.rounded()))
    }

    /// The grams that tell most for their bytes.
    private func table(of candidates: [Candidate]) -> GramTable {
        let sorted = candidates.sorted { ($0.value, $0.gram.hash) > ($1.value, $1.gram.hash) }
        // The directory, and the languages.
        var size = 4 * (1 << 16) + 5_120
        let kept = sorted.prefix { candidate in
            size += candidate.gram.size
            return size <= mostBytes
        }
        return GramTable(kept.map(\.gram))
    }
}

struct Kind: Hashable, Comparable {
    var code: String
    var script: Script

    static func < (one: Kind, other: Kind) -> Bool {
        (one.script.rawValue, one.code) < (other.script.rawValue, other.code)
    }
}

/// A gram that might be kept.
struct Candidate {
    var gram: GramTable.Gram
    /// What it tells for each byte.
    var value: Double
}

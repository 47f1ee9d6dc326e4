import Analysis
import Foundation

/// A text, and what a model that did not see it found there.
struct Answer {
    var text: LabelledText
    var length: Int?
    /// `nil` in a script that has one language, which needs no evidence.
    var evidence: LanguageModel.Evidence?
    var sole: LanguageGuess?
    /// What a letter brings the right language.
    private(set) var weights: TypicalWeights?
    /// Among the languages of the evidence, the one that is right.
    private var right: Int?
    private var priors: [Float] = []

    /// - Returns: `nil` where the text has no letters.
    init?(to text: LabelledText, length: Int?, by model: LanguageModel) {
        self.text = text
        self.length = length
        var utf8 = length.map { String(text.text.unicodeScalars.prefix($0)) } ?? text.text
        guard let letters = utf8.withUTF8({ Letters($0) }) else { return nil }
        if letters.script.soleLanguage == nil {
            evidence = model.evidence(in: letters)
            let languages = model.languages(of: letters.script).map { model.languages[$0] }
            right = languages.firstIndex { $0.code == text.code }
            priors = languages.map(\.prior)
            weights = Self.weights(in: letters, of: right, evidence, model)
        } else {
            sole = utf8.withUTF8 { model.guess($0) }
        }
    }

    private static func weights(
        in letters: Letters,
        of language: Int?,
        _ evidence: LanguageModel.Evidence?,
        _ model: LanguageModel
    ) -> TypicalWeights? {
        guard let language, let evidence, evidence.letters > 0 else { return nil }
        let skimmed = model.skimmedEvidence(in: letters)
        let letters = Float(evidence.letters)
        return TypicalWeights(read: evidence.weights[language] / letters, skimmed: skimmed.weights[language] / letters)
    }

    func guess(by model: LanguageModel) -> LanguageGuess? {
        evidence.map { model.guess($0) } ?? sole
    }

    func isRight(_ code: String) -> Bool {
        // Either set of Chinese characters is Chinese.
        code == text.code || code.hasPrefix("zh") && text.code.hasPrefix("zh")
    }

    /// The logarithm of how improbable the right language is, the sums of whose evidence was taken from a model of any
    /// calibration.
    func loss(_ calibration: LanguageModel.Calibration) -> Double {
        guard let evidence, let right else { return 0 }
        let scale = calibration.scale(grams: evidence.grams)
        let odds = zip(evidence.sums, priors).map { scale * $0 + $1 }
        guard let most = odds.max() else { return 0 }
        let whole = odds.reduce(0) { $0 + exp(Double($1 - most)) }
        return log(whole) - Double(odds[right] - most)
    }
}

/// What answers are worth.
struct Figures {
    private var byLanguage: [String: (right: Int, all: Int)] = [:]
    private var sure: [(probability: Float, isRight: Bool)] = []
    private var told = (right: 0, all: 0)

    init(_ answers: [Answer], _ model: LanguageModel) {
        for answer in answers {
            let code = answer.text.code.hasPrefix("zh") ? "zh" : answer.text.code
            let guess = answer.guess(by: model)
            let isRight = guess.map { answer.isRight($0.code) } ?? false
            let isTold = (guess?.probability ?? 0) >= LanguageGuess.leastProbability
            byLanguage[code, default: (0, 0)].all += 1
            if isRight, isTold { byLanguage[code]?.right += 1 }
            if let guess { sure.append((guess.probability, isRight)) }
            if isTold { told.all += 1 }
            if isTold, isRight { told.right += 1 }
        }
    }

    /// How many answers are a language, and not `und`.
    var toldShare: Double { Double(told.all) / Double(max(1, byLanguage.values.reduce(0) { $0 + $1.all })) }

    /// The mean over languages, so that each counts the same.
    var macroAccuracy: Double {
        byLanguage.values.reduce(0) { $0 + Double($1.right) / Double($1.all) } / Double(max(1, byLanguage.count))
    }

    /// The expected calibration error over ten bins of equal mass.
    var calibrationError: Double {
        let sorted = sure.sorted { $0.probability < $1.probability }
        return (0..<10).reduce(0) { sum, bin in
            let part = sorted[sorted.count * bin / 10..<sorted.count * (bin + 1) / 10]
            let stated = part.reduce(0) { $0 + Double($1.probability) }
            return sum + abs(stated - Double(part.count { $0.isRight })) / Double(max(1, sorted.count))
        }
    }

    var line: String {
        let all = byLanguage.values.reduce(0) { $0 + $1.all }
        // Of a proportion, by the normal approximation.
        let error = 1.96 * (macroAccuracy * (1 - macroAccuracy) / Double(max(1, all))).squareRoot()
        return String(
            format:
                "n %d in %d languages, macro accuracy %.4f ± %.4f, calibration error %.3f, told %.4f, of which right %.4f",
            all,
            byLanguage.count,
            macroAccuracy,
            error,
            calibrationError,
            toldShare,
            Double(told.right) / Double(max(1, told.all))
        )
    }

    static func name(_ length: Int?) -> String { length.map { "first \($0) characters" } ?? "whole" }
}

/// Fits how evidence becomes probability.
enum Calibrating {
    /// What a letter of whole texts brings their languages, on average.
    static func typicalWeights(_ answers: [Answer]) -> [Kind: TypicalWeights] {
        let answers = answers.filter { $0.length == nil && $0.evidence?.script == $0.text.script }
        return Dictionary(grouping: answers) { $0.text.kind }.mapValues { answers in
            let weights = answers.compactMap(\.weights)
            let count = Float(max(1, weights.count))
            return TypicalWeights(
                read: weights.reduce(0) { $0 + $1.read } / count,
                skimmed: weights.reduce(0) { $0 + $1.skimmed } / count
            )
        }
    }

    /// The calibration under which the right languages of the answers are most probable.
    static func fit(_ answers: [Answer]) -> LanguageModel.Calibration {
        // Each seventh is enough for two numbers.
        let sample = answers.enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
        var best = (loss: Double.infinity, calibration: LanguageModel.Calibration(sharpness: 1, fading: 0))
        for fading in stride(from: Float(0), through: 0.9, by: 0.1) {
            for power in stride(from: Float(-3), through: 2.5, by: 0.25) {
                let calibration = LanguageModel.Calibration(sharpness: expf(power), fading: fading)
                let loss = sample.reduce(0) { $0 + $1.loss(calibration) }
                if loss < best.loss { best = (loss, calibration) }
            }
        }
        return best.calibration
    }
}

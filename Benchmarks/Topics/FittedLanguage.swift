import Analysis
import Foundation

/// A language with what models of it say of texts that they did not see, on which its probabilities are fitted.
struct FittedLanguage {
    let training: LanguageTraining
    let sharpness: Double
    /// At that sharpness, of the texts that count.
    let statements: [Statement]
    private let judgements: [[LanguageTraining.Judgement]]

    /// So many sentences make a text: an article has more than one, and they tell more.
    private static let lengths = [1, 2, 4, 8]
    /// So many of these count. Eight sentences, all of one topic, are surer than any article.
    private static let counted = 3

    init(_ training: LanguageTraining) {
        self.training = training
        judgements = training.judgements(lengths: Self.lengths)
        let texts = judgements.prefix(Self.counted).flatMap { $0 }
        let isRight = { (text: LanguageTraining.Judgement) in text.right.contains(text.sums.indexOfGreatest) }
        let sharpness = calibratedSharpness(texts, isRight: isRight) { softmax($0.sums, sharpness: $1) }
        self.sharpness = sharpness
        statements = texts.map { statement(softmax($0.sums, sharpness: sharpness), isRight: isRight($0)) }
    }

    /// What it is worth on single sentences, and how far its probabilities are off for texts of each length.
    func line(_ calibration: Calibration) -> String {
        let figures = judgements.map { judgements in
            Figures(
                judgements: judgements.map { text in
                    (softmax(text.sums, sharpness: sharpness).map { calibration.probability(of: $0) }, text.right)
                }
            )
        }
        let errors = zip(Self.lengths, figures).map { String(format: "%d: %.3f", $0, $1.calibrationError) }
        return
            "\(training.language): \(figures[0].line); calibration error by sentences \(errors.joined(separator: ", ")); "
            + String(
                format: "sharpness %.3f, slope %.3f, offset %.3f",
                sharpness,
                calibration.slope,
                calibration.offset
            )
    }
}

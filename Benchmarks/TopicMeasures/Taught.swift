import Analysis
import Documents
import Foundation

/// A topic for each label, taught one article at a time and asked about articles that it did not learn: five folds.
struct Taught {
    /// Whether the likeliest topic was right, for each article.
    private var hits: [Bool] = []
    /// The stated probability of each topic for each article, and whether it was that.
    private var stated: [(probability: Double, isRight: Bool)] = []
    private var seconds: Double = 0
    private var learned = 0

    private static let folds = 5

    /// - Parameter articles: In any order: they are taken in the same shuffled one.
    init(_ articles: [LabelledArticle]) {
        var chance = SplitMix(state: 1)
        let shuffled = articles.shuffled(using: &chance).map { (Document(body: $0.text), $0.label ?? "") }
        let labels = Set(shuffled.map(\.1)).sorted()
        let background = TopicBackground(shuffled.map(\.0))
        for fold in 0..<Self.folds {
            var learners = labels.map { TopicLearner(id: $0, name: $0, seeds: [], language: "en") }
            let known = shuffled.indices.filter { $0 % Self.folds != fold }
            let duration = ContinuousClock().measure {
                for index in known {
                    let (document, label) = shuffled[index]
                    let example = TopicExample(document, language: "en", background: background)
                    for topic in labels.indices {
                        learners[topic].learn(example, isOfTopic: label == labels[topic])
                    }
                }
            }
            seconds += duration / .seconds(1)
            learned += known.count * labels.count
            for index in shuffled.indices where index % Self.folds == fold {
                ask(learners, labels, shuffled[index].0, label: shuffled[index].1)
            }
        }
    }

    private mutating func ask(_ learners: [TopicLearner], _ labels: [String], _ document: Document, label: String) {
        let example = TopicExample(document, language: "en")
        let scores = learners.map { $0.score(of: example) }
        let best = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
        hits.append(labels[best] == label)
        stated += zip(scores, labels).map { ($0, $1 == label) }
    }

    /// The expected error of the probability, in ten parts of equal size.
    private var calibrationError: Double {
        let sorted = stated.sorted { $0.probability < $1.probability }
        let errors = (0..<10).map { part in
            let items = sorted[part * sorted.count / 10..<(part + 1) * sorted.count / 10]
            return abs(items.reduce(0) { $0 + $1.probability - ($1.isRight ? 1 : 0) })
        }
        return errors.reduce(0, +) / Double(max(1, sorted.count))
    }

    var lines: [String] {
        let rate = Double(hits.count { $0 }) / Double(max(1, hits.count))
        return [
            String(format: "accuracy %.4f, n %d, calibration error %.3f", rate, hits.count, calibrationError),
            String(format: "%.0f microseconds a label", seconds * 1e6 / Double(max(1, learned))),
        ]
    }
}

/// Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}

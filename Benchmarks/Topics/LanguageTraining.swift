import Analysis
import Foundation

/// Fits the table of one language.
struct LanguageTraining {
    /// A concept that the model knows, in the order of the model.
    struct Topic {
        let id: String
        let name: String
        let parent: Int?
        /// Where its first-level topic is.
        let top: Int
    }

    let language: String
    let topics: [Topic]
    private(set) var lexicon: Lexicon
    private let plain: [Bag]
    /// Examples of topics of the first level that are there whatever the fold: seeds, sentences and definitions.
    private let written: [Example]
    /// Examples of topics below, with the numbers of the model.
    private let lower: [Example]
    private let sentences: [(sentence: LabelledSentence, bag: Bag)]
    /// Articles without labels, from which the model teaches itself.
    private let articles: Range<Int>

    static let tops = 17
    /// What a labelled sentence, and the believed articles of a topic together at most, count.
    private static let sentenceWeight = 3.0
    private static let articleWeight = 0.5
    private static let articlesOfTopic = 60.0

    init(form: WordForm, seeds: SeedFile, corpus: Corpus, language: String, topics: [Topic]) {
        let numbers = Dictionary(uniqueKeysWithValues: topics.enumerated().map { ($1.id, $0) })
        var lexicon = Lexicon(form: form)
        for entry in seeds.entries where entry.kind != .sentence { lexicon.learnPhrase(entry.text) }
        var (written, lower): ([Example], [Example]) = ([], [])
        func add(_ bags: [(bag: Bag, share: Double)], to topic: Int, weight: Double, lowerShare: Double) {
            let isLower = topic >= Self.tops
            for (bag, share) in bags where !bag.counts.isEmpty {
                let (top, weight) = (topics[topic].top, weight * share)
                written.append(Example(bag: bag, topic: top, weight: isLower ? weight * lowerShare : weight))
                if isLower { lower.append(Example(bag: bag, topic: topic, weight: weight)) }
            }
        }
        for entry in seeds.entries {
            guard let topic = numbers[entry.lower ?? entry.top] else { preconditionFailure("No topic \(entry)") }
            let isSentence = entry.kind == .sentence
            let bags = isSentence ? [(lexicon.bag(of: entry.text), 1)] : lexicon.bags(ofSeed: entry.text)
            add(bags, to: topic, weight: entry.kind.weight, lowerShare: isSentence ? 1 : 0.5)
        }
        if language == "en" {
            for (topic, text) in Self.definitions(corpus.concepts, numbers) {
                add([(lexicon.bag(of: text), 1)], to: topic, weight: 1, lowerShare: 1)
            }
        }
        let own = corpus.sentences.filter { $0.language == language }
        sentences = own.map { ($0, lexicon.bag(of: $0.text)) }
        let texts = language == "en" ? corpus.articles.map(\.text) : []
        plain = texts.map { lexicon.bag(of: $0) } + sentences.map(\.bag)
        articles = 0..<texts.count
        (self.language, self.topics, self.lexicon) = (language, topics, lexicon)
        (self.written, self.lower) = (written, lower)
    }

    /// The text of each concept, with the deepest topic of the model that it is or lies below.
    private static func definitions(_ concepts: [Concept], _ numbers: [String: Int]) -> [(topic: Int, text: String)] {
        var path: [Int] = []
        return concepts.compactMap { concept in
            path.removeSubrange(min(path.count, concept.level - 1)...)
            guard let topic = numbers[concept.qcode] ?? path.last else { return nil }
            path.append(topic)
            return (topic, concept.text)
        }
    }

    /// The classifier of the first level, without the sentences of one fold; all of them for `nil`.
    func classifier(without fold: Int?) -> ComplementBayes {
        let labelled = sentences.filter { $0.sentence.fold != fold }.compactMap { sentence, bag in
            sentence.topics.first.map { Example(bag: bag, topic: $0 - 1, weight: Self.sentenceWeight) }
        }
        let first = fit(written + labelled)
        return articles.isEmpty ? first : fit(written + labelled + believed(by: first))
    }

    private func fit(_ examples: [Example]) -> ComplementBayes {
        ComplementBayes(examples, plain: plain, classes: Self.tops, features: lexicon.hashes.count)
    }

    /// The surer half of what a classifier makes of the articles, each topic bounded.
    private func believed(by classifier: ComplementBayes) -> [Example] {
        var byTopic: [[(article: Int, lead: Double)]] = Array(repeating: [], count: Self.tops)
        for article in articles {
            let shares = softmax(classifier.sums(plain[article]), sharpness: 1)
            guard let topic = shares.indices.max(by: { shares[$0] < shares[$1] }) else { continue }
            byTopic[topic].append((article, shares[topic]))
        }
        return byTopic.enumerated().flatMap { topic, found in
            let kept = found.sorted { ($1.lead, $0.article) < ($0.lead, $1.article) }.prefix(max(3, found.count / 2))
            let weight = Self.articleWeight * min(1, Self.articlesOfTopic / Double(max(1, kept.count)))
            return kept.map { Example(bag: plain[$0.article], topic: topic, weight: weight) }
        }
    }

    /// What a model says of a text that it did not see, and what is right, best first.
    typealias Judgement = (sums: [Double], right: [Int])

    /// Of a model that is yet to be calibrated.
    private static let plain = TopicScale(sharpness: 1, calibration: Calibration(slope: 1, offset: 0))

    /// - Parameter lengths: So many sentences of a topic, one after the other, make a text.
    /// - Returns: Those of each length.
    func judgements(lengths: [Int]) -> [[Judgement]] {
        var judgements: [[Judgement]] = Array(repeating: [], count: lengths.count)
        for fold in 0..<5 {
            let table = TableWriter(self, without: fold, scale: Self.plain, scaleBelow: Self.plain)
            let model = TopicModel(bytes: modelFile([language: table], topics: topics))
            for (place, length) in lengths.enumerated() {
                judgements[place] += texts(of: fold, length: length).map { texts, right in
                    (model.logits(of: texts, language: language) ?? Array(repeating: 0, count: Self.tops), right)
                }
            }
        }
        return judgements
    }

    private func texts(of fold: Int, length: Int) -> [(texts: [String], right: [Int])] {
        let own = sentences.map(\.sentence).filter { $0.fold == fold && !$0.topics.isEmpty }
        return Dictionary(grouping: own, by: \.topics).sorted { $0.key[0] < $1.key[0] }.flatMap { topics, sentences in
            sentences.indices.map { first in
                let texts = (0..<length).map { sentences[(first + $0) % sentences.count].text }
                return (texts, topics.map { $0 - 1 })
            }
        }
    }

    /// For each topic below the first level the features that speak for it among its siblings, and how much.
    ///
    /// - Parameter part: Examples to leave out, of five parts.
    func lowerWeights(without part: Int? = nil) -> [Int: [Int: Double]] {
        var sums: [Int: [Int: Double]] = [:]
        for (number, example) in lower.enumerated() where number % 5 != part {
            let share = example.weight / Double(example.bag.counts.count).squareRoot()
            for item in example.bag.counts { sums[example.topic, default: [:]][item.feature, default: 0] += share }
        }
        var weights: [Int: [Int: Double]] = [:]
        for top in 0..<Self.tops {
            let siblings = topics.indices.filter { $0 >= Self.tops && topics[$0].top == top }
            var whole: [Int: Double] = [:]
            for topic in siblings { whole.merge(sums[topic] ?? [:], uniquingKeysWith: +) }
            for topic in siblings {
                weights[topic] = (sums[topic] ?? [:]).reduce(into: [:]) { kept, item in
                    let mean = (whole[item.key] ?? 0) / Double(siblings.count)
                    let odds = log((item.value + 1) / (mean + 1))
                    if odds > Self.leastOdds { kept[item.key] = odds }
                }
            }
        }
        return weights
    }

    private static let leastOdds = 0.15

    /// What parts of the examples below the first level say of the others: sums of the siblings, and which is right.
    func lowerJudgements() -> [(sums: [Double], right: Set<Int>)] {
        (0..<5).flatMap { part in
            let weights = lowerWeights(without: part)
            return lower.enumerated().filter { $0.offset % 5 == part && $0.element.bag.counts.count > 3 }.map {
                _,
                example in
                let siblings = topics.indices.filter { $0 >= Self.tops && topics[$0].top == topics[example.topic].top }
                let length = Double(example.bag.counts.count).squareRoot()
                let sums = siblings.map { topic in
                    example.bag.counts.reduce(0) { $0 + (weights[topic]?[$1.feature] ?? 0) } / length
                }
                let right = siblings.indices.filter { siblings[$0] == example.topic }
                return (sums, Set(right))
            }
        }
    }
}

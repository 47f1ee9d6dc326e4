internal import Documents
internal import Glibc

/// A topic that a user teaches: it begins with seed words, or with what the model says, and learns from each label at once.
///
/// The learner is AROW with a diagonal covariance (Crammer, Kulesza, Dredze: "Adaptive regularization of weight vectors",
/// NIPS 2009) over hashed words, TF-IDF as far as the labelled articles and their background tell it. Users say what is of a
/// topic rather than what is not: so the average article stands for those that are not (`AverageArticle`). Every label is
/// predicted before it is learned, and what came of it is kept (progressive validation: Blum, Kalai, Langford, COLT 1999).
/// It holds 832 KiB and at most some 50 for common words, whatever it learns; a label costs 11 microseconds without a
/// background. A value: no file, no clock.
package struct TopicLearner: Equatable, Sendable {
    package let id: String
    package let name: String
    package private(set) var validation = TopicValidation()

    /// For each hashed word, then for the bias, and at last for what the model says: the mean and the variance of its
    /// weight.
    private var means: [Float]
    private var variances: [Float]
    /// Of the model, where the topic is one of it: labels correct the shares that its words give, which lie farther apart than
    /// the probabilities that come of them.
    private let calibration: Calibration?
    /// In how many labelled articles each hashed word was.
    private var documents: [UInt32]
    /// How common each hashed word is elsewhere, as labels told (see `TopicExample.Word`).
    private var commonness: [UInt8]
    private var average = AverageArticle()
    /// The logistic function over the margin gives the probability (Platt 1999), learned beside the weights.
    private var slope = Self.firstSlope
    private var offset: Float = 0

    /// Words are hashed to so many places: a vocabulary of 20,000 words then hardly ever collides.
    private static let buckets = Int(UInt16.max) + 1
    private static let bias = buckets
    private static let model = buckets + 1
    private static let firstSlope: Float = 3
    private static let biasValue: Float = 0.1
    /// The model's logarithmic odds count a tenth, so that one label does not outweigh them at once.
    private static let modelShare: Float = 0.1
    /// What the model says of a topic that it does not tell.
    private static let untold = 0.05
    /// How little one label moves the weights; 0.01 to 0.3 give the same on news of five topics.
    private static let caution: Float = 0.1
    /// What a seed word is worth: an article of 300 words that has three of them is likely of the topic.
    private static let seedWeight: Float = 4
    private static let seedBias: Float = -4
    /// Articles elsewhere count like so many labelled ones; 15 to 250 give the same.
    private static let backgroundWeight: Float = 60
    /// The least margin of an article that is labelled.
    private static let labelledMargin: Float = 1
    /// The least margin by which the average article is not of the topic: nearer to nothing finds more, and more that is
    /// wrong.
    private static let averageMargin: Float = 0.5
    /// The same for a topic of the model: as before any label.
    private static let untoldMargin = Float(log((1 - untold) / untold)) / firstSlope

    private init(id: String, name: String, calibration: Calibration?) {
        self.id = id
        self.name = name
        self.calibration = calibration
        means = Array(repeating: 0, count: Self.buckets + 2)
        variances = Array(repeating: 1, count: Self.buckets + 2)
        documents = Array(repeating: 0, count: Self.buckets)
        commonness = Array(repeating: 0, count: Self.buckets)
    }

    /// A topic of the user's own.
    ///
    /// - Parameters:
    ///   - seeds: Words that speak for the topic; of a phrase each word does.
    ///   - language: The language of the seeds.
    package init(id: String, name: String, seeds: [String], language: String) {
        self.init(id: id, name: name, calibration: nil)
        means[Self.bias] = Self.seedBias
        for seed in seeds {
            for feature in WordForm.of(language).features(of: seed) {
                means[Int(TopicExample.bucket(of: feature.hash))] = Self.seedWeight
            }
        }
    }

    /// A topic of the model: before any label its probability is what the model says.
    package init(of topic: MediaTopic) {
        self.init(id: topic.id, name: topic.name, calibration: TopicModel.standard.calibration)
        means[Self.model] = 1 / (Self.firstSlope * Self.modelShare)
    }

    /// The probability that a document is of the topic.
    ///
    /// - Parameter modelled: What the model says; `nil` when it does not tell the topic.
    package func score(of example: TopicExample, modelled: Double? = nil) -> Double {
        probability(margin(of: vector(values(of: example), modelled)))
    }

    /// The words of a document by what they say of the topic, the strongest first.
    func decidingWords(of document: Document, language: String) -> [DecidingWord] {
        let folded = FoldedWords.of([document.title ?? "", document.body])
        var texts: [Int: Range<Int>] = [:]
        folded.withUnsafeBytes { words in
            var reader = FeatureReader(words, form: WordForm.of(language))
            while let feature = reader.next() {
                texts[Int(TopicExample.bucket(of: feature.hash)), default: feature.range] = feature.range
            }
        }
        let example = TopicExample(document, language: language)
        let counts = Dictionary(example.words.map { (Int($0.bucket), Int($0.count)) }) { first, _ in first }
        return vector(values(of: example), nil).compactMap { bucket, value in
            guard let range = texts[bucket], let count = counts[bucket], means[bucket] != 0 else { return nil }
            return DecidingWord(
                word: String(decoding: folded[range], as: UTF8.self),
                count: count,
                weight: Double(slope * means[bucket] * value)
            )
        }.sorted { (abs($1.weight), $0.word) < (abs($0.weight), $1.word) }
    }

    /// Learns a label: whether a document is of the topic. Returns the probability that it had before.
    @discardableResult
    package mutating func learn(_ example: TopicExample, modelled: Double? = nil, isOfTopic: Bool) -> Double {
        if example.hasBackground {
            for word in example.words { commonness[Int(word.bucket)] = word.commonness }
        }
        let values = values(of: example)
        average.count(example, length: length(of: values))
        let vector = vector(values, modelled)
        let margin = margin(of: vector)
        let before = probability(margin)
        validation.count(predicted: before >= 0.5, isOfTopic: isOfTopic)
        calibrate(margin, isOfTopic: isOfTopic)
        update(vector, margin, isOfTopic: isOfTopic, least: Self.labelledMargin)
        if isOfTopic { learnAverage() }
        for word in example.words { documents[Int(word.bucket)] &+= 1 }
        return before
    }

    /// Learns that the average article is not of the topic. What is likely is learned from it only where labels do not tell:
    /// as long as hardly any says that an article is not.
    private mutating func learnAverage() {
        var vector = average.words.map { word in
            (bucket: word.bucket, value: word.factor * rarity(word.bucket))
        }
        append(modelled: nil, to: &vector)
        let margin = margin(of: vector)
        if 2 * validation.positives > validation.labels + 1 { calibrate(margin, isOfTopic: false) }
        update(vector, margin, isOfTopic: false, least: calibration != nil ? Self.untoldMargin : Self.averageMargin)
    }

    /// How much a word tells, by how few articles have it.
    private func rarity(_ bucket: Int) -> Float {
        let weight = average.isKnown ? Self.backgroundWeight : 0
        let known = 1 + Float(validation.labels) + weight
        return logf(known / (1 + Float(documents[bucket]) + weight * TopicExample.share(of: commonness[bucket]))) + 1
    }

    private func values(of example: TopicExample) -> [(bucket: Int, value: Float)] {
        example.words.map { word in
            let bucket = Int(word.bucket)
            return (bucket, word.factor * rarity(bucket))
        }
    }

    /// The words with their values, of length 1; the bias; and, for a topic of the model, what that says.
    private func vector(
        _ values: [(bucket: Int, value: Float)],
        _ modelled: Double?
    ) -> [(bucket: Int, value: Float)] {
        let length = length(of: values)
        var vector = values.map { (bucket: $0.bucket, value: $0.value / length) }
        append(modelled: modelled, to: &vector)
        return vector
    }

    private func length(of vector: [(bucket: Int, value: Float)]) -> Float {
        max(.leastNormalMagnitude, vector.reduce(0) { $0 + $1.value * $1.value }.squareRoot())
    }

    private func append(modelled: Double?, to vector: inout [(bucket: Int, value: Float)]) {
        vector.append((Self.bias, Self.biasValue))
        guard let calibration else { return }
        let share = min(0.999, max(0.02, modelled.map { calibration.stated(for: $0) } ?? Self.untold))
        vector.append((Self.model, Self.modelShare * Float(log(share / (1 - share)))))
    }

    private func margin(of vector: [(bucket: Int, value: Float)]) -> Float {
        vector.reduce(0) { $0 + means[$1.bucket] * $1.value }
    }

    private func probability(_ margin: Float) -> Double {
        let stated = 1 / (1 + exp(-Double(slope * margin + offset)))
        return calibration?.probability(of: stated) ?? stated
    }

    private mutating func update(
        _ vector: [(bucket: Int, value: Float)],
        _ margin: Float,
        isOfTopic: Bool,
        least: Float
    ) {
        let label: Float = isOfTopic ? 1 : -1
        let loss = least - label * margin
        guard loss > 0 else { return }
        let confidence = vector.reduce(0) { $0 + variances[$1.bucket] * $1.value * $1.value }
        let share = 1 / (confidence + Self.caution)
        for (bucket, value) in vector {
            let variance = variances[bucket]
            means[bucket] += loss * share * label * variance * value
            variances[bucket] = max(0, variance - share * variance * variance * value * value)
        }
    }

    /// One step down the gradient of the logistic loss, the smaller the more labels there were.
    ///
    /// Not for a topic of the model: labels are given where that errs, and say nothing of how often it does.
    private mutating func calibrate(_ margin: Float, isOfTopic: Bool) {
        guard calibration == nil else { return }
        let error = Float(probability(margin)) - (isOfTopic ? 1 : 0)
        let step = 1 / Float(validation.labels + 10).squareRoot()
        slope = min(20, max(0.5, slope - step * error * max(-2, min(2, margin))))
        offset = min(5, max(-5, offset - step * error))
    }
}

/// What came of predicting each label before it was learned.
package struct TopicValidation: Equatable, Sendable {
    package private(set) var truePositives = 0
    package private(set) var falsePositives = 0
    package private(set) var falseNegatives = 0
    package private(set) var trueNegatives = 0

    package var labels: Int { truePositives + falsePositives + falseNegatives + trueNegatives }
    /// How many of them say that the article is of the topic.
    package var positives: Int { truePositives + falseNegatives }
    /// The share of labels that were predicted; `nil` before the first.
    package var accuracy: Double? { Self.share(truePositives + trueNegatives, falsePositives + falseNegatives) }
    /// The share of what was said to be of the topic that was; `nil` when nothing was said to be.
    package var precision: Double? { Self.share(truePositives, falsePositives) }
    /// The share of what was of the topic that was said to be; `nil` when nothing was.
    package var recall: Double? { Self.share(truePositives, falseNegatives) }

    private static func share(_ hits: Int, _ others: Int) -> Double? {
        hits + others == 0 ? nil : Double(hits) / Double(hits + others)
    }

    mutating func count(predicted: Bool, isOfTopic: Bool) {
        switch (predicted, isOfTopic) {
        case (true, true): truePositives += 1
        case (true, false): falsePositives += 1
        case (false, true): falseNegatives += 1
        case (false, false): trueNegatives += 1
        }
    }
}

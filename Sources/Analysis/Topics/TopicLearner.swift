package import Documents
internal import Glibc

/// A topic that a user teaches: it begins with seed words, and learns from each label at once.
///
/// The model is AROW with a diagonal covariance (Crammer, Kulesza, Dredze: "Adaptive regularization of weight vectors",
/// NIPS 2009) over hashed words, TF-IDF as far as the labelled articles tell it. Every label is predicted before it is
/// learned, and what came of it is kept (progressive validation: Blum, Kalai, Langford, COLT 1999). It holds 768 KiB,
/// whatever it learns; a label costs about 40 microseconds for an article of 2 KB. A value: no file, no clock.
package struct TopicLearner: Equatable, Sendable {
    package let id: String
    package let name: String
    package private(set) var validation = TopicValidation()

    /// For each hashed word, and at last for the bias: the mean and the variance of its weight.
    private var means: [Float]
    private var variances: [Float]
    /// In how many labelled articles each hashed word was.
    private var documents: [UInt32]
    /// The logistic function over the margin gives the probability (Platt 1999), learned beside the weights.
    private var slope: Float = 3
    private var offset: Float = 0

    /// Words are hashed to so many places: a vocabulary of 20,000 words then hardly ever collides.
    private static let buckets = 1 << 16
    private static let biasValue: Float = 0.1
    /// How little one label moves the weights; 0.01 to 0.3 give the same on news of five topics.
    private static let caution: Float = 0.1
    /// What a seed word is worth: an article of 300 words that has three of them is likely of the topic.
    private static let seedWeight: Float = 4
    private static let seedBias: Float = -4
    /// A text is looked at for so many words: one of a megabyte tells no more than an article.
    private static let mostFeatures = 20_000

    /// - Parameters:
    ///   - seeds: Words that speak for the topic; of a phrase each word does.
    ///   - language: The language of the seeds.
    package init(id: String, name: String, seeds: [String], language: String) {
        self.id = id
        self.name = name
        means = Array(repeating: 0, count: Self.buckets + 1)
        variances = Array(repeating: 1, count: Self.buckets + 1)
        documents = Array(repeating: 0, count: Self.buckets)
        means[Self.buckets] = Self.seedBias
        for seed in seeds {
            for feature in WordForm.of(language).features(of: seed) {
                means[Self.bucket(of: feature.hash)] = Self.seedWeight
            }
        }
    }

    /// The probability that a document is of the topic.
    package func score(of document: Document, language: String) -> Double {
        probability(margin(of: vector(of: document, language)))
    }

    /// Learns a label: whether a document is of the topic. Returns the probability that it had before.
    @discardableResult
    package mutating func learn(_ document: Document, language: String, isOfTopic: Bool) -> Double {
        let vector = vector(of: document, language)
        let margin = margin(of: vector)
        let before = probability(margin)
        validation.count(predicted: before >= 0.5, isOfTopic: isOfTopic)
        calibrate(margin, isOfTopic: isOfTopic)
        update(vector, margin, label: isOfTopic ? 1 : -1)
        for (bucket, _) in vector where bucket < Self.buckets { documents[bucket] &+= 1 }
        return before
    }

    private static func bucket(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (buckets - 1) }

    /// The words of a document with their values, of length 1, and the bias.
    private func vector(of document: Document, _ language: String) -> [(bucket: Int, value: Float)] {
        var counts: [Int: Float] = [:]
        var features = 0
        let form = WordForm.of(language)
        FoldedWords.of([document.title ?? "", document.body]).withUnsafeBytes { words in
            var reader = FeatureReader(words, form: form)
            while features < Self.mostFeatures, let feature = reader.next() {
                features += 1
                counts[Self.bucket(of: feature.hash), default: 0] += 1
            }
        }
        let labelled = Float(validation.labels)
        // In the order of the buckets: sums of floating point depend on it.
        var vector = counts.sorted { $0.key < $1.key }.map { bucket, count in
            (bucket: bucket, value: (1 + logf(count)) * (logf((1 + labelled) / (1 + Float(documents[bucket]))) + 1))
        }
        let length = max(.leastNormalMagnitude, vector.reduce(0) { $0 + $1.value * $1.value }.squareRoot())
        for index in vector.indices { vector[index].value /= length }
        vector.append((Self.buckets, Self.biasValue))
        return vector
    }

    private func margin(of vector: [(bucket: Int, value: Float)]) -> Float {
        vector.reduce(0) { $0 + means[$1.bucket] * $1.value }
    }

    private func probability(_ margin: Float) -> Double { 1 / (1 + exp(-Double(slope * margin + offset))) }

    private mutating func update(_ vector: [(bucket: Int, value: Float)], _ margin: Float, label: Float) {
        let loss = 1 - label * margin
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
    private mutating func calibrate(_ margin: Float, isOfTopic: Bool) {
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

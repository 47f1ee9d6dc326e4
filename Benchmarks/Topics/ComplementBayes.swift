import Foundation

/// The weights of features for a few classes, by complement naive Bayes over TF-IDF (Rennie et al. 2003).
struct ComplementBayes {
    /// For each class the weight of each feature, the inverse document frequency in it; their mean over the classes is zero.
    private(set) var weights: [[Double]]
    /// Whether a feature was in any example.
    private(set) var isKnown: [Bool]

    static let smoothing = 0.1

    /// - Parameter plain: Texts of no known class: they tell how common a feature is.
    init(_ examples: [Example], plain: [Bag], classes: Int, features: Int) {
        let rarity = Self.rarity(examples.map(\.bag) + plain, features: features)
        var sums = Array(repeating: Array(repeating: 0.0, count: features), count: classes)
        for example in examples {
            let values = example.bag.counts.map { (1 + log(Double($0.count))) * rarity[$0.feature] }
            let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            for (item, value) in zip(example.bag.counts, values) {
                sums[example.topic][item.feature] += example.weight * value / length
            }
        }
        let whole = (0..<features).map { feature in sums.reduce(0) { $0 + $1[feature] } }
        let isKnown = whole.map { $0 > 0 }
        self.isKnown = isKnown
        weights = sums.map { own in
            let others = zip(whole, own).map { max(0, $0 - $1) + Self.smoothing }
            let all = zip(others, isKnown).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
            return zip(others, isKnown).map { $1 ? -log($0 / all) : 0 }
        }
        for feature in 0..<features {
            let mean = weights.reduce(0) { $0 + $1[feature] } / Double(classes)
            for index in weights.indices {
                weights[index][feature] = (weights[index][feature] - mean) * rarity[feature]
            }
        }
    }

    private static func rarity(_ bags: [Bag], features: Int) -> [Double] {
        var documents = Array(repeating: 0, count: features)
        for bag in bags {
            for item in bag.counts { documents[item.feature] += 1 }
        }
        return documents.map { log(Double(1 + bags.count) / Double(1 + $0)) + 1 }
    }

    /// What the features of a text say for each class, divided by the length of the vector of their counts.
    func sums(_ bag: Bag) -> [Double] {
        let factors = bag.counts.map { isKnown[$0.feature] ? 1 + log(Double($0.count)) : 0 }
        let length = max(1, factors.reduce(0) { $0 + $1 * $1 }).squareRoot()
        return weights.map { own in
            zip(bag.counts, factors).reduce(0) { $0 + own[$1.0.feature] * $1.1 } / length
        }
    }
}

/// Probabilities of sums: the softmax at this sharpness.
func softmax(_ sums: [Double], sharpness: Double) -> [Double] {
    let best = sums.max() ?? 0
    let powers = sums.map { exp(sharpness * ($0 - best)) }
    let whole = powers.reduce(0, +)
    return powers.map { $0 / whole }
}

extension [Double] {
    /// Where the greatest is; the first of equals.
    var indexOfGreatest: Int { indices.reduce(0) { self[$1] > self[$0] ? $1 : $0 } }
}

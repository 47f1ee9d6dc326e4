import Analysis

/// Numbers for the features of one language, in the order in which they turned up.
struct Lexicon {
    private(set) var hashes: [UInt64] = []
    private var numbers: [UInt64: Int] = [:]
    /// The words that begin each phrase.
    private(set) var openings: [UInt64: UInt64] = [:]
    let form: WordForm

    init(form: WordForm) { self.form = form }

    /// Makes a phrase of a text of two words; any other text is none, nor is one of characters.
    mutating func learnPhrase(_ text: String) {
        let words = form.features(of: text)
        guard words.count == 2, form != .characters else { return }
        openings[TopicFeature.phrase(words[0].hash, words[1].hash)] = words[0].hash
    }

    func number(of hash: UInt64) -> Int? { numbers[hash] }

    mutating func bag(of text: String) -> Bag {
        let hashes = hashes(of: text)
        return Bag(hashes.words.map { number($0) } + hashes.phrases.map { number($0) })
    }

    /// A text of a seed: the phrase counts, its words alone tell less.
    mutating func bags(ofSeed text: String) -> [(bag: Bag, share: Double)] {
        let hashes = hashes(of: text)
        guard !hashes.phrases.isEmpty else { return [(Bag(hashes.words.map { number($0) }), 1)] }
        return [(Bag(hashes.phrases.map { number($0) }), 1), (Bag(hashes.words.map { number($0) }), 0.3)]
    }

    private func hashes(of text: String) -> (words: [UInt64], phrases: [UInt64]) {
        let features = form.features(of: text)
        let phrases = zip(features, features.dropFirst()).map { TopicFeature.phrase($0.hash, $1.hash) }
        return (features.map(\.hash), phrases.filter { openings[$0] != nil })
    }

    private mutating func number(_ hash: UInt64) -> Int {
        if let number = numbers[hash] { return number }
        numbers[hash] = hashes.count
        hashes.append(hash)
        return hashes.count - 1
    }
}

/// The features of a text with their counts, by number.
struct Bag {
    let counts: [(feature: Int, count: Int)]

    init(_ features: [Int]) {
        var counts: [Int: Int] = [:]
        for feature in features { counts[feature, default: 0] += 1 }
        self.counts = counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

/// A text whose topic is known, or believed.
struct Example {
    let bag: Bag
    let topic: Int
    let weight: Double
}

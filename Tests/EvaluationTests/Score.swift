/// Precision and recall of 4-word shingles, as the extraction benchmark of Scrapinghub (2020) counts them.
struct ShingleScore {
    private var precisions: [Double] = []
    private var recalls: [Double] = []
    /// Shingles of the true text in all, and those that the answers lack.
    private(set) var lost = (missing: 0, all: 0)

    mutating func add(truth: String, answer: String) {
        let (truth, answer) = (Self.shingles(truth), Self.shingles(answer))
        let common = truth.reduce(0) { $0 + min($1.value, answer[$1.key] ?? 0) }
        let (all, given) = (truth.values.reduce(0, +), answer.values.reduce(0, +))
        if given > 0 { precisions.append(Double(common) / Double(given)) }
        if all > 0 { recalls.append(Double(common) / Double(all)) }
        lost.missing += all - common
        lost.all += all
    }

    var f1: Double {
        let mean = { (values: [Double]) in values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }
        let (precision, recall) = (mean(precisions), mean(recalls))
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }

    var shareLost: Double { Double(lost.missing) / Double(max(1, lost.all)) }

    /// Words are runs of letters and digits; ideographs are words of their own.
    private static func shingles(_ text: String) -> [[Substring]: Int] {
        var words: [Substring] = []
        var start: String.Index?
        for index in text.indices {
            let character = text[index]
            let isIdeograph = character.unicodeScalars.first.map { (0x3040...0x9FFF).contains($0.value) } ?? false
            let isWord = character.isLetter || character.isNumber
            if let from = start, !isWord || isIdeograph {
                words.append(text[from..<index])
                start = nil
            }
            if isIdeograph { words.append(text[index...index]) } else if isWord, start == nil { start = index }
        }
        if let start { words.append(text[start...]) }
        guard words.count >= 4 else { return words.isEmpty ? [:] : [words: 1] }
        var counts: [[Substring]: Int] = [:]
        for index in 0...(words.count - 4) { counts[Array(words[index..<index + 4]), default: 0] += 1 }
        return counts
    }
}

/// A share of answers that are right.
struct Share {
    private var right = 0
    private var all = 0

    mutating func add(_ isRight: Bool) {
        right += isRight ? 1 : 0
        all += 1
    }

    var value: Double { all == 0 ? 1 : Double(right) / Double(all) }
}

/// Precision and recall of sets, over all answers together.
struct SetScore {
    private var (hits, extra, missing) = (0, 0, 0)

    mutating func add(truth: Set<String>, answer: Set<String>) {
        hits += truth.intersection(answer).count
        extra += answer.subtracting(truth).count
        missing += truth.subtracting(answer).count
    }

    var f1: Double { hits + extra + missing == 0 ? 1 : Double(2 * hits) / Double(2 * hits + extra + missing) }
}

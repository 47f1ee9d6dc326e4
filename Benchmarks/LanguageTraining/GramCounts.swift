import Analysis
import Foundation

/// How often each gram occurs in the texts of one language.
struct GramCounts {
    let kind: Kind
    /// For each length of gram, of the shortest first.
    private(set) var grams: [[(hash: UInt64, count: Int)]]
    private(set) var totals: [Double]
    /// Whether whole sentences taught it, rather than the lines of one text.
    let isTaught: Bool

    init(_ texts: [LabelledText], kind: Kind) {
        self.kind = kind
        var hashes = Array(repeating: [UInt64](), count: LetterGrams.longest)
        for text in texts {
            LetterGrams.forEach(in: text.letters(length: nil)) { hash, length in hashes[length - 1].append(hash) }
        }
        totals = hashes.map { Double($0.count) }
        grams = hashes.map { hashes in
            var grams: [(hash: UInt64, count: Int)] = []
            for hash in hashes.sorted() {
                if grams.last?.hash == hash {
                    grams[grams.count - 1].count += 1
                } else {
                    grams.append((hash, 1))
                }
            }
            return grams
        }
        isTaught = texts.count > 300
    }
}

/// The languages of a script beside each other.
struct CountedScript {
    /// For each length, how many different grams the script has.
    private(set) var distinct: [Double] = []

    private let counts: [GramCounts]
    /// For each length, all grams of all languages, the same ones together.
    private var entries: [[Entry]] = []
    private let leastCount: Int

    private struct Entry {
        var hash: UInt64
        var language: Int
        var count: Int
    }

    init(_ counts: [GramCounts], leastCount: Int) {
        self.counts = counts
        self.leastCount = leastCount
        for length in 0..<LetterGrams.longest {
            let entries = counts.enumerated().flatMap { language, counts in
                counts.grams[length].map { Entry(hash: $0.hash, language: language, count: $0.count) }
            }
            .sorted { ($0.hash, $0.language) < ($1.hash, $1.language) }
            self.entries.append(entries)
            distinct.append(Double(zip(entries, entries.dropFirst()).count { $0.hash != $1.hash } + 1))
        }
    }

    /// Every gram that occurs often enough, and how much it tells: the divergence of the languages' frequencies from their mean.
    func candidates(weight: (Int) -> UInt8) -> [Candidate] {
        var found: [Candidate] = []
        for (length, entries) in entries.enumerated() {
            var start = 0
            while start < entries.count {
                let end = entries[start...].firstIndex { $0.hash != entries[start].hash } ?? entries.count
                let same = entries[start..<end]
                start = end
                guard same.reduce(0, { $0 + $1.count }) >= leastCount else { continue }
                let shares = same.map { Double($0.count) / counts[$0.language].totals[length] }
                let mean = shares.reduce(0, +) / Double(counts.count)
                let told = shares.reduce(0) { $0 + $1 * log($1 / mean) }
                let gram = GramTable.Gram(
                    hash: same[same.startIndex].hash,
                    weights: same.map { (UInt8($0.language), weight($0.count)) },
                    languages: counts.count
                )
                // A gram takes a part of the directory too.
                if told > 0 { found.append(Candidate(gram: gram, value: told / Double(gram.size + 1))) }
            }
        }
        return found
    }
}

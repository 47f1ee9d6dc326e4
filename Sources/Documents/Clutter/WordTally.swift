/// Counts how often a few words occur among many. A word that is none of the few costs about a nanosecond.
struct WordTally {
    private var counts: [UInt32: Int] = [:]
    private var filter = WordFilter()

    /// - Parameter words: their hashes.
    init(of words: some Sequence<UInt32>) {
        for word in words {
            counts[word] = 0
            filter.insert(word)
        }
    }

    mutating func count(_ word: UInt32) {
        if filter.mayHold(word) { counts[word]? += 1 }
    }

    /// Zero for a word that is none of the few.
    subscript(word: UInt32) -> Int { filter.mayHold(word) ? counts[word] ?? 0 : 0 }
}

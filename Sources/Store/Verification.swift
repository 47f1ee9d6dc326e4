import GRDB

/// How far a verification is, and what it found.
package struct Verification: Equatable, Sendable {
    /// Read and compared so far.
    package var pages: Int64 = 0
    package var texts = 0
    package var words = 0
    /// What is wrong, as sentences.
    package var findings: [String] = []
    /// How many of the findings are repaired already. The others are reported as damage: a rebuild repairs them.
    package var repaired = 0
}

extension ArticleStore {
    private static let pagesPerStep: Int64 = 1_024
    private static let textsPerStep = 500
    /// One word in so many is counted in all texts; another share each time. Their counts fit in memory for any corpus.
    static let shareOfWords: UInt64 = 64

    /// Compares everything that is kept twice: pages with their checksums, tables with each other, and the words of every
    /// stored article, folded anew, with the index. Wrong totals are counted again; whatever else is wrong is damage.
    ///
    /// Searches are answered meanwhile, and so are batches: the writer waits for moments only. Cost: some 80 microseconds
    /// per article of 3 KB, on the caller's thread.
    ///
    /// - Parameter progress: is told after every step how far it is.
    package func verify(progress: (Verification) -> Void) throws(StoreFailure) -> Verification {
        var verification = Verification()
        var page: Int64? = 0
        while let from = page {
            page = try check(from: from, count: Self.pagesPerStep)
            verification.pages = page ?? DatabaseFile.size(path) / Int64(Connection.pageBytes)
            progress(verification)
        }
        if let finding = try repairTally() {
            verification.findings.append(finding)
            verification.repaired += 1
        }
        verification.findings += try reading { database in
            try Command(database, "PRAGMA integrity_check").all { $0.text(0) ?? "" }.filter { $0 != "ok" }
                + Self.contradictions(in: database)
        }
        progress(verification)
        let share = UInt64(bitPattern: try reading(Totals.init(reading:)).sequence) % Self.shareOfWords
        try reading { database in try compareWords(database, share, &verification, progress) }
        if verification.findings.count > verification.repaired, let finding = verification.findings.last {
            noteDamage(finding, of: current)
        }
        return verification
    }

    private func repairTally() throws(StoreFailure) -> String? {
        guard let finding = try reading({ try Self.miscounts(in: $0).first }) else { return nil }
        try committing { database in
            try Command(
                database,
                """
                UPDATE tally SET articles = (SELECT count(*) FROM article WHERE shown),
                    indexed = (SELECT count(*) FROM file WHERE state = 0 AND gone IS NULL),
                    failed = (SELECT count(*) FROM file WHERE state = 1 AND gone IS NULL),
                    skipped = (SELECT count(*) FROM file WHERE state = 2 AND gone IS NULL),
                    quarantined = (SELECT count(*) FROM file WHERE state = 3 AND gone IS NULL),
                    unknown_topics = (\(Self.unknownTopics))
                """
            ).run()
        }
        return finding
    }

    /// Counts a share of all words in the texts and in the index, inside one snapshot.
    private func compareWords(
        _ database: Database,
        _ share: UInt64,
        _ verification: inout Verification,
        _ progress: (Verification) -> Void
    ) throws {
        var counts = WordCounts(share: share, of: Self.shareOfWords)
        var undecodable = 0
        try Command(database, "SELECT article FROM text ORDER BY id").each([]) { (row: Columns) -> Void in
            if let words = words(of: row.bytes(0)) { counts.add(words) } else { undecodable += 1 }
            verification.texts += 1
            if verification.texts % Self.textsPerStep == 0 { progress(verification) }
        }
        if undecodable > 0 { verification.findings.append("\(undecodable) articles cannot be decoded") }
        try database.execute(
            sql: "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, words, row)"
        )
        let wrong = try counts.compare(with: Command(database, "SELECT term, doc, cnt FROM vocabulary"))
        verification.words = wrong.compared
        if wrong.different > 0 {
            verification.findings.append("\(wrong.different) of \(wrong.compared) words are not where they should be")
        }
        progress(verification)
    }
}

/// In how many texts a word stands, and how often in all, for a share of all words.
struct WordCounts {
    private struct Count: Equatable {
        var texts: Int64 = 0
        var times: Int64 = 0
        private var last: Int64 = -1

        mutating func note(_ text: Int64) {
            if last != text { texts += 1 }
            last = text
            times += 1
        }
    }

    private let share: UInt64
    private let shares: UInt64
    private var counts: [[UInt8]: Count] = [:]
    private var text: Int64 = 0

    init(share: UInt64, of shares: UInt64) {
        self.share = share
        self.shares = shares
    }

    mutating func add(_ words: IndexedWords) {
        for column in [words.title, words.body, words.terms] {
            for word in column.split(whereSeparator: { !Words.belongsToWord($0) }) where isCounted(word) {
                counts[Array(word), default: Count()].note(text)
            }
        }
        text += 1
    }

    /// - Returns: how many words were compared, and how many differ or are on one side alone.
    func compare(with vocabulary: Command) throws -> (compared: Int, different: Int) {
        var left = counts
        var (compared, different) = (0, 0)
        try vocabulary.each([]) { (row: Columns) -> Void in
            let word = row.bytes(0)
            guard isCounted(word[...]) else { return }
            compared += 1
            let count = left.removeValue(forKey: word)
            if count?.texts != row.integer(1) || count?.times != row.integer(2) { different += 1 }
        }
        return (compared + left.count, different + left.count)
    }

    /// FNV-1a (draft-eastlake-fnv): the same share in every process. What the last letters of a word change is in its lower
    /// bits; the golden ratio of 64 bits carries them into the upper ones, so that shares are of about one size.
    private func isCounted(_ word: ArraySlice<UInt8>) -> Bool {
        let hash = word.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return ((hash &* 0x9E37_79B9_7F4A_7C15) >> 32) % shares == share
    }
}

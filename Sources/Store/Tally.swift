import GRDB

/// The totals, kept up to date by every commit: reading them counts nothing.
package struct Tally: Equatable, Sendable {
    /// The number of the last commit.
    package var sequence: Int64 = 0
    /// What a search finds: while the index is built anew, what the one before still holds.
    package var articles = 0
    /// Those of them in which no topic was found; `nil` where an index of an earlier schema answers.
    package var unknownTopics: Int? = 0
    package var files: [FileState: Int] = [:]
    /// Database and write-ahead log together, on disk.
    package var bytes: Int64 = 0
    package var schemaVersion = Schema.version

    package init() {}
}

extension ArticleStore {
    /// The totals as of the last commit.
    package func tally() throws(StoreFailure) -> Tally {
        let (totals, unknownTopics) = try reading { (try Totals(reading: $0), try Totals.unknownTopics($0)) }
        var tally = Tally()
        tally.unknownTopics = Int(unknownTopics)
        tally.sequence = totals.sequence
        tally.articles = Int(totals.articles)
        if elder != nil, let elder = try? answering({ try Totals(reading: $0) }), elder.articles > totals.articles {
            tally.articles = Int(elder.articles)
            tally.unknownTopics = (try? self.elder?.reading(Totals.unknownTopics)).map { Int($0) }
        }
        for state in FileState.allCases { tally.files[state] = Int(totals.files[state.number]) }
        tally.bytes = DatabaseFile.bytes(path)
        return tally
    }
}

/// Files that are not indexed, for one reason.
package struct Unindexed: Equatable, Sendable {
    package var state: FileState
    package var reason: String
    package var files: Int
}

extension ArticleStore {
    /// How many files are in each other state than `indexed`, by reason; in no order. Cost: some 80 nanoseconds each.
    package func unindexed() throws(StoreFailure) -> [Unindexed] {
        try reading { database in
            try Command(
                database,
                "SELECT state, reason, count(*) FROM file WHERE state <> 0 AND gone IS NULL GROUP BY state, reason"
            ).all { row in
                Unindexed(
                    state: FileState(number: row.integer(0)) ?? .failed,
                    reason: row.text(1) ?? "",
                    files: Int(row.integer(2))
                )
            }
        }
    }
}

/// The one row of the table `tally`.
struct Totals {
    var sequence: Int64
    var articles: Int64
    /// By `FileState.number`.
    var files: [Int64]
    var nextArticle: Int64
    var nextText: Int64
    /// The last decision that is followed.
    var decided: Int64
    let isRebuilding: Bool
    let isChecked: Bool
    let instance: Int64

    var horizon: Horizon { Horizon(article: nextArticle, sequence: sequence) }

    init(reading database: Database) throws {
        let row = try Command(
            database,
            """
            SELECT sequence, articles, indexed, failed, skipped, quarantined, next_article, next_text,
                decided, rebuilding, checked, instance
            FROM tally
            """
        ).first { row in (0..<12).map { row.integer(CInt($0)) } }
        guard let row else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the tally is missing") }
        sequence = row[0]
        articles = row[1]
        files = Array(row[2...5])
        nextArticle = row[6]
        nextText = row[7]
        decided = row[8]
        isRebuilding = row[9] != 0
        isChecked = row[10] != 0
        instance = row[11]
    }

    /// Kept up by triggers of the schema, and not in elders of an earlier one.
    static func unknownTopics(_ database: Database) throws -> Int64 {
        try Command(database, "SELECT unknown_topics FROM tally").first { $0.integer(0) } ?? 0
    }

    /// Not in elders of an earlier schema.
    static func forgotten(_ database: Database) throws -> Int64 {
        try Command(database, "SELECT forgotten FROM tally").first { $0.integer(0) } ?? 0
    }

    /// Draws the instance anew in a file that it was not drawn for: what is restored goes its own way, each time anew.
    static func recognize(_ file: DatabaseFile.Identity, in database: Database) throws {
        try Command(
            database,
            "UPDATE tally SET instance = random(), inode = ?1, born = ?2 WHERE inode <> ?1 OR born <> ?2"
        )
        .run(.integer(file.inode), .integer(file.born))
    }

    func write(_ database: Database) throws {
        try Command(
            database,
            """
            UPDATE tally SET sequence = ?, articles = ?, indexed = ?, failed = ?, skipped = ?, quarantined = ?,
                next_article = ?, next_text = ?, decided = ?
            """
        ).run(
            .integer(sequence),
            .integer(articles),
            .integer(files[0]),
            .integer(files[1]),
            .integer(files[2]),
            .integer(files[3]),
            .integer(nextArticle),
            .integer(nextText),
            .integer(decided)
        )
    }
}

extension FileState {
    /// As it stands in the database; a number once given keeps its meaning.
    var number: Int {
        switch self {
        case .indexed: 0
        case .failed: 1
        case .skipped: 2
        case .quarantined: 3
        }
    }

    init?(number: Int64) {
        guard let state = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = state
    }
}

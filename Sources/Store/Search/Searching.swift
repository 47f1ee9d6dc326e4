import Analysis
import Documents
import GRDB

/// One search, inside one snapshot.
struct Searching {
    /// An article that matches, and what it is sorted by.
    private struct Match {
        var article: Int64
        var text: Int64
        var score: Double
        var fingerprint: Int64 = 0
    }

    private let database: Database
    private let request: SearchRequest
    private let query: CompiledQuery
    private let matching: Matches
    private let cursor: Cursor?
    private let sort: SearchRequest.Sort
    /// What a cursor of this search belongs to.
    private let question: UInt64

    init(
        _ database: Database,
        _ request: SearchRequest,
        _ query: CompiledQuery,
        _ cursor: Cursor?,
        _ question: UInt64
    ) throws {
        self.question = question
        self.database = database
        self.request = request
        self.query = query
        self.cursor = cursor
        sort = !query.isWeighed && request.sort == .relevance ? .newest : request.sort
        matching = Matches(query, upTo: try cursor?.newestText ?? Totals(reading: database).nextText - 1)
    }

    func page(_ read: ([UInt8]) -> (article: Article, snippet: Snippet)?) throws -> SearchPage {
        let statistics = try cursor?.statistics ?? self.statistics()
        let (matches, total) =
            switch (sort, request.distinct) {
            case (_, true): try distinct(statistics)
            case (.relevance, false): try best(statistics)
            case (.newest, false), (.oldest, false): (try inOrder(), request.hasTotal ? try count() : 0)
            }
        var next: Cursor?
        if matches.count > request.limit {
            let last = matches[request.limit - 1]
            next = Cursor(
                question: question,
                newestText: matching.newestText,
                text: last.text,
                article: last.article,
                score: last.score,
                statistics: statistics
            )
        }
        return SearchPage(
            hits: try matches.prefix(request.limit).compactMap { try hit($0, read) },
            total: total,
            cursor: next?.encoded
        )
    }

    // MARK: - What matches

    private func statistics() throws -> Ranking.Statistics {
        guard sort == .relevance, let match = query.match else { return [] }
        let blob = try Command(database, "SELECT statistics(words) FROM words WHERE words MATCH ? LIMIT 1")
            .first(.text(match)) { $0.bytes(0) }
        return (blob ?? []).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }

    private func count() throws -> Int {
        if query.match == nil, query.paths.isEmpty, query.days.isEmpty, cursor == nil {
            return Int(try Totals(reading: database).articles)
        }
        let (sql, values) = matching.source()
        var count = 0
        try Command(database, "SELECT count(*) \(sql)").each(values) { count = Int($0.integer(0)) }
        return count
    }

    /// By time, from the cursor on, one more than the page holds.
    ///
    /// The index gives its rows in the order of the texts alone: a second term of order would make SQLite sort all that
    /// match. So the articles of one text are put in order here, and the reading stops at the first text too many.
    private func inOrder() throws -> [Match] {
        var (sql, values) = matching.source()
        let text = query.match == nil ? "article.text" : "words.rowid"
        let (after, direction) = sort == .newest ? ("<", "DESC") : (">", "ASC")
        if let cursor {
            sql += " AND \(text) \(after)= ? AND (\(text) \(after) ? OR article.id \(after) ?)"
            values += [.integer(cursor.text), .integer(cursor.text), .integer(cursor.article)]
        }
        sql += " ORDER BY \(text) \(direction)"
        var matches: [Match] = []
        try Command(database, "SELECT article.id, \(text) \(sql)").each(values) { row in
            let match = Match(article: row.integer(0), text: row.integer(1), score: 0)
            if matches.count > request.limit, match.text != matches[matches.count - 1].text { return .stop }
            matches.append(match)
            return .goOn
        }
        return Array(matches.sorted(by: precedes).prefix(request.limit + 1))
    }

    /// The best after the cursor, one more than the page holds, and how many match at all.
    private func best(_ statistics: Ranking.Statistics) throws -> ([Match], Int) {
        let (sql, values) = matching.source()
        let wanted = request.limit + 1
        var matches: [Match] = []
        var worst = -Double.infinity
        var total = 0
        try Command(database, "SELECT article.id, article.text, relevance(words, ?) \(sql)")
            .each([Self.value(statistics)] + values) { row in
                total += 1
                let match = Match(article: row.integer(0), text: row.integer(1), score: row.real(2))
                guard match.score >= worst, isAfterCursor(match) else { return }
                matches.append(match)
                // Sorted now and then, so that a match costs no insertion.
                guard matches.count >= 4 * wanted else { return }
                matches.sort(by: precedes)
                matches.removeLast(matches.count - wanted)
                worst = matches[wanted - 1].score
            }
        matches.sort(by: precedes)
        return (matches, total)
    }

    /// One article per fingerprint, the first that was there, and how many of these there are.
    private func distinct(_ statistics: Ranking.Statistics) throws -> ([Match], Int) {
        let (sql, values) = matching.source()
        let score = sort == .relevance ? "relevance(words, ?)" : "?"
        let weighed = sort == .relevance ? Self.value(statistics) : .real(0)
        var firsts: [Int64: Match] = [:]
        try Command(
            database,
            """
            SELECT article.id, article.text, \(score),
                (SELECT value FROM fingerprint WHERE fingerprint.text = article.text) \(sql)
            """
        ).each([weighed] + values) { row in
            let match = Match(
                article: row.integer(0),
                text: row.integer(1),
                score: row.real(2),
                fingerprint: row.integer(3)
            )
            if let known = firsts[match.fingerprint], known.article < match.article { return }
            firsts[match.fingerprint] = match
        }
        return (firsts.values.filter(isAfterCursor).sorted(by: precedes), firsts.count)
    }

    private func isAfterCursor(_ match: Match) -> Bool {
        guard let cursor else { return true }
        return precedes(Match(article: cursor.article, text: cursor.text, score: cursor.score), match)
    }

    private func precedes(_ one: Match, _ other: Match) -> Bool {
        switch sort {
        case .relevance: one.score != other.score ? one.score > other.score : one.article < other.article
        case .newest: (one.text, one.article) > (other.text, other.article)
        case .oldest: (one.text, one.article) < (other.text, other.article)
        }
    }

    private static func value(_ statistics: Ranking.Statistics) -> Value {
        statistics.withUnsafeBytes { .bytes(Array($0)) }
    }

    // MARK: - What is shown

    private func hit(_ match: Match, _ read: ([UInt8]) -> (article: Article, snippet: Snippet)?) throws -> SearchHit? {
        try Command(
            database,
            """
            SELECT folder.path, file.name, article.record, file.arrived, text.article
            FROM article JOIN file ON file.id = article.file JOIN folder ON folder.id = file.folder
                JOIN text ON text.id = article.text
            WHERE article.id = ?
            """
        ).first(.integer(match.article)) { row -> SearchHit? in
            guard let (article, snippet) = read(row.bytes(4)) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "article \(match.article) cannot be decoded")
            }
            return SearchHit(
                id: match.article,
                path: Path.join(row.bytes(0), row.bytes(1)),
                record: Int(row.integer(2)),
                title: article.document.title,
                snippet: snippet,
                score: sort == .relevance ? match.score : nil,
                language: article.language,
                topics: article.topics,
                published: article.document.published?.date,
                source: article.document.source,
                agency: article.document.agency,
                arrived: row.integer(3)
            )
        } ?? nil
    }
}

import Analysis
import Documents
import GRDB

/// What there is at a path since some commit; it takes the place of all that was told of the path before.
package struct FileChange: Equatable, Sendable {
    /// The commit that last changed it.
    package var sequence: Int64
    package var path: [UInt8]
    /// `nil` when no file is there any more.
    package var state: FileState?
    /// A stable word; `nil` for what is indexed whole.
    package var reason: String?
    /// What more there is to say; for people.
    package var detail: String?
    /// The ids of its articles, in the order of its records.
    package var articles: [Int64]
    /// That of the first of them.
    package var title: String?
    /// Goes on behind this change.
    package var cursor: String
}

package struct ChangePage: Equatable, Sendable {
    package var changes: [FileChange]
    /// How many were looked at, also of those that are not told.
    package var looked: Int
    /// Goes on behind the page.
    package var cursor: String
    /// There is nothing more, as of the last commit.
    package var isLast: Bool
    /// What was known before counts no more: this page begins with all that there is.
    package var isFresh: Bool
}

extension ArticleStore {
    /// Rows on a page of changes at most.
    package static let largestChangePage = 1_024
    /// A page ends with the file that brings it to so many articles; none is split. Files of 10,000 articles each would make one
    /// of 38 MB else: so it is 200 KB of ids.
    package static let articlesOnChangePage = 10_000

    /// What has changed since a cursor, each file once and as it is now, in the order of the commits that changed them last.
    ///
    /// A file has changed when its path, its state, its reason, its bytes or what is read from them is another; one that was
    /// touched has not, and articles whose topics were taught anew have not. Cost: for each that is told less than
    /// `article(_:)`, most of it for its title; with a query also what a search costs of all articles between the page's
    /// first and last.
    ///
    /// - Parameters:
    ///   - cursor: of an earlier page, or of a change on one; `nil` for all that there is.
    ///   - query: only files are told of which an article matches now; those that are gone, or match no longer, are not.
    ///   - limit: rows that are looked at, 1 to `largestChangePage`, and fewer when their articles are too many; with a query
    ///     fewer are told.
    package func changes(
        after cursor: String?,
        matching query: String? = nil,
        limit: Int = largestChangePage
    ) throws(SearchFailure) -> ChangePage {
        guard (1...Self.largestChangePage).contains(limit) else { throw .invalidLimit(limit) }
        var known: ChangeCursor?
        if let cursor {
            known = ChangeCursor(decoding: cursor)
            guard known != nil else { throw .invalidCursor }
        }
        let compiled = try query.map { query throws(SearchFailure) in try self.compiled(query) }
        do throws(StoreFailure) {
            return try reading { [known] database in
                try ChangesReading(database, known) { [self] in decoded($0)?.document.title }.page(compiled, limit)
            }
        } catch {
            throw .store(error)
        }
    }
}

/// One page of changes, inside one snapshot.
private struct ChangesReading {
    private struct Row {
        var position: ChangePosition
        var change: FileChange
        /// Of the table `file`; `nil` when no file is there.
        var file: Int64?
    }

    private let database: Database
    private let totals: Totals
    private let start: ChangeCursor
    private let isFresh: Bool
    private let title: ([UInt8]) -> String?

    init(_ database: Database, _ known: ChangeCursor?, title: @escaping ([UInt8]) -> String?) throws {
        self.database = database
        self.title = title
        totals = try Totals(reading: database)
        let forgotten = try Totals.forgotten(database)
        if let known, known.isWithin(totals, forgotten: forgotten) {
            (start, isFresh) = (known, false)
        } else {
            start = ChangeCursor(instance: totals.instance, position: .beginning, horizon: totals.sequence)
            isFresh = true
        }
    }

    func page(_ query: CompiledQuery?, _ limit: Int) throws -> ChangePage {
        let all = try (departures(limit) + files(limit)).sorted { $0.position < $1.position }
        let articles = try articles(of: all.prefix(limit))
        let rows = all.prefix(articles.count)
        let isLast = all.count < limit && rows.count == all.count
        let behind = isLast ? ChangePosition.end(of: totals.sequence) : rows.last?.position
        return ChangePage(
            changes: try told(Array(rows), articles, query),
            looked: rows.count,
            cursor: cursor(behind ?? start.position),
            isLast: isLast,
            isFresh: isFresh
        )
    }

    private func cursor(_ position: ChangePosition) -> String {
        ChangeCursor(instance: totals.instance, position: position, horizon: start.horizon).encoded
    }

    // MARK: - What has changed

    /// Whoever is told everything need not hear of what was gone before.
    private func departures(_ limit: Int) throws -> [Row] {
        let from = max(start.position, .end(of: start.horizon))
        return try Command(
            database,
            """
            SELECT sequence, phase, place, path FROM departed
            WHERE (sequence, phase, place) > (?, ?, ?) ORDER BY sequence, phase, place LIMIT ?
            """
        ).all(
            .integer(from.sequence),
            .integer(from.phase.rawValue),
            .integer(from.place),
            .integer(Int64(limit))
        ) { row in
            let phase = ChangePosition.Phase(rawValue: row.integer(1)) ?? .departed
            let position = ChangePosition(sequence: row.integer(0), phase: phase, place: row.integer(2))
            return Row(position: position, change: gone(row.bytes(3), at: position))
        }
    }

    /// First the rest of the commit in which the last page ended, then the later ones: SQLite finds the beginning of either in
    /// its index, and not that of both at once.
    private func files(_ limit: Int) throws -> [Row] {
        let from = start.position
        let sequence = Value.integer(from.sequence)
        var rows: [Row] = []
        if from.phase != .end {
            let last = from.phase == .row ? from.place : .min
            rows = try files("file.sequence = ? AND file.id > ?", [sequence, .integer(last)], limit)
        }
        if rows.count < limit { rows += try files("file.sequence > ?", [sequence], limit - rows.count) }
        return rows
    }

    private func files(_ condition: String, _ values: [Value], _ limit: Int) throws -> [Row] {
        var rows: [Row] = []
        try Command(
            database,
            """
            SELECT file.sequence, file.id, folder.path, file.name, file.gone IS NOT NULL, file.state, file.reason, file.detail
            FROM file CROSS JOIN folder ON folder.id = file.folder
            WHERE \(condition) AND (file.gone IS NULL OR file.sequence > ?) ORDER BY file.sequence, file.id LIMIT ?
            """
        ).each(values + [.integer(start.horizon), .integer(Int64(limit))]) { (row: Columns) -> Void in
            let position = ChangePosition(sequence: row.integer(0), phase: .row, place: row.integer(1))
            var change = gone(Path.join(row.bytes(2), row.bytes(3)), at: position)
            guard row.integer(4) == 0 else { return rows.append(Row(position: position, change: change)) }
            change.state = FileState(number: row.integer(5)) ?? .failed
            change.reason = row.text(6)
            change.detail = row.text(7)
            rows.append(Row(position: position, change: change, file: row.integer(1)))
        }
        return rows
    }

    private func gone(_ path: [UInt8], at position: ChangePosition) -> FileChange {
        FileChange(sequence: position.sequence, path: path, articles: [], cursor: cursor(position))
    }

    // MARK: - What is told of it

    private typealias ArticleRow = (id: Int64, text: Int64)

    /// The articles of each row, up to the row that makes them too many.
    private func articles(of rows: some Sequence<Row>) throws -> [[ArticleRow]] {
        let find = try Command(database, "SELECT id, text FROM article WHERE file = ? AND shown ORDER BY record")
        var articles: [[ArticleRow]] = []
        var count = 0
        for row in rows where count < ArticleStore.articlesOnChangePage {
            guard let file = row.file else {
                articles.append([])
                continue
            }
            let own = try find.all(.integer(file)) { (id: $0.integer(0), text: $0.integer(1)) }
            articles.append(own)
            count += own.count
        }
        return articles
    }

    private func told(_ rows: [Row], _ articles: [[ArticleRow]], _ query: CompiledQuery?) throws -> [FileChange] {
        let wanted = try query.map { try matching($0, articles.flatMap { $0.map(\.text) }) }
        let read = try Command(database, "SELECT article FROM text WHERE id = ?")
        var changes: [FileChange] = []
        // The ledger also has why the corpus itself could not be read; it is no file.
        for (row, articles) in zip(rows, articles) where !row.change.path.isEmpty {
            if let wanted, !articles.contains(where: { wanted.contains($0.id) }) { continue }
            var change = row.change
            change.articles = articles.map(\.id)
            change.title = try articles.first.flatMap { first in
                try read.first(.integer(first.text)) { title($0.bytes(0)) } ?? nil
            }
            changes.append(change)
        }
        return changes
    }

    /// The articles that match and whose texts stand between the first and the last of `texts`, once for all of a page: most
    /// of what a query costs is the same for one text and for many.
    private func matching(_ query: CompiledQuery, _ texts: [Int64]) throws -> Set<Int64> {
        guard let first = texts.min(), let last = texts.max() else { return [] }
        let wanted = Set(texts)
        let (sql, values) = Matches(query, upTo: last).source()
        let text = query.match == nil ? "article.text" : "words.rowid"
        var found: Set<Int64> = []
        try Command(database, "SELECT article.id, article.text \(sql) AND \(text) >= ?")
            .each(values + [.integer(first)]) { (row: Columns) -> Void in
                if wanted.contains(row.integer(1)) { found.insert(row.integer(0)) }
            }
        return found
    }
}

import GRDB

/// Contents that are to be read again: by a later analysis, or because somebody asked for it. Until then they stay as
/// they are, and searchable.
extension ArticleStore {
    /// No analysis has this version.
    static let staleAnalysis: Int64 = 0
    /// Rows looked at in one transaction: some 10 ms of the writer.
    private static let rowsPerStep = 5_000

    /// How many contents were read at another analysis version. Cost: a microsecond when there are none, else about 50
    /// nanoseconds for each.
    package func staleContents() throws(StoreFailure) -> Int {
        try reading { database in
            try Command(
                database,
                """
                SELECT (SELECT count(*) FROM content WHERE analysis < ?1)
                    + (SELECT count(*) FROM content WHERE analysis > ?1)
                """
            ).first(.integer(analysisVersion)) { Int($0.integer(0)) } ?? 0
        }
    }

    /// Files to read again, one for each stale content: what that reading gives holds for all files with these bytes.
    ///
    /// - Parameters:
    ///   - cursor: `next` of the page before; 0 for the first.
    ///   - limit: contents on a page.
    /// - Returns: their paths, and where the next page begins; `nil` on the last.
    package func staleFiles(after cursor: Int64, limit: Int) throws(StoreFailure) -> (files: [[UInt8]], next: Int64?) {
        guard try staleContents() > 0 else { return ([], nil) }
        return try reading { database in
            var next = cursor
            var count = 0
            var files: [[UInt8]] = []
            try Command(
                database,
                """
                SELECT content.id, folder.path, file.name FROM content
                    LEFT JOIN file ON file.id = (
                        SELECT min(id) FROM file WHERE file.content = content.id AND file.gone IS NULL)
                    LEFT JOIN folder ON folder.id = file.folder
                WHERE content.id > ? AND content.analysis <> ? ORDER BY content.id LIMIT ?
                """
            ).each([.integer(cursor), .integer(analysisVersion), .integer(Int64(limit))]) { (row: Columns) -> Void in
                next = row.integer(0)
                count += 1
                if !row.isNull(2) { files.append(Path.join(row.bytes(1), row.bytes(2))) }
            }
            return (files, count < limit ? nil : next)
        }
    }

    /// Has the contents of a file, or of all files below a folder, read again: they become stale, and no stamp proves any
    /// more that their files are unchanged. The root is the empty path.
    ///
    /// Cost: a lookup for a file, else some 2 seconds for a million files, in short transactions.
    ///
    /// - Parameter state: of these files alone; `nil` for all.
    /// - Returns: how many files it concerns.
    package func markStale(below path: [UInt8], state: FileState? = nil) throws(StoreFailure) -> Int {
        if let row = try ledger(path) { return try markStale(path, from: row.cursor - 1, steps: 1, state) }
        return try markStale(path, from: 0, steps: .max, state)
    }

    private func markStale(
        _ path: [UInt8],
        from: Int64,
        steps: Int,
        _ state: FileState?
    ) throws(StoreFailure) -> Int {
        let start = path.isEmpty ? [] : path + [Path.slash]
        var (from, steps, marked) = (from, steps, 0)
        while steps > 0 {
            let (count, last) = try writing { [from] database, _ in
                var step = (count: 0, last: Int64?.none)
                try database.inTransaction(.immediate) {
                    step = try Self.markSome(database, after: from, state) { $0 == path || $0.starts(with: start) }
                    return .commit
                }
                return step
            }
            marked += count
            steps -= 1
            guard let last else { break }
            from = last
        }
        return marked
    }

    private static func markSome(
        _ database: Database,
        after id: Int64,
        _ state: FileState?,
        isWanted: ([UInt8]) -> Bool
    ) throws -> (count: Int, last: Int64?) {
        let markContent = try Command(database, "UPDATE content SET analysis = \(staleAnalysis) WHERE id = ?")
        let markFile = try Command(database, "UPDATE file SET certain = 0 WHERE id = ?")
        let rows = try Command(
            database,
            """
            SELECT file.id, folder.path, file.name, file.content, file.state
            FROM file CROSS JOIN folder ON folder.id = file.folder
            WHERE file.id > ? AND file.gone IS NULL ORDER BY file.id LIMIT \(rowsPerStep)
            """
        ).all(.integer(id)) { row in
            (
                id: row.integer(0), path: Path.join(row.bytes(1), row.bytes(2)), content: row.optionalInteger(3),
                state: row.integer(4)
            )
        }
        var count = 0
        for row in rows where isWanted(row.path) && (state == nil || state.map { Int64($0.number) } == row.state) {
            if let content = row.content { try markContent.run(.integer(content)) }
            try markFile.run(.integer(row.id))
            count += 1
        }
        return (count, rows.last?.id)
    }
}

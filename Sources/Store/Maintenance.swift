import GRDB
import Synchronization

/// What is done when nothing else is: merging the index, purging what went, dropping decisions that count no
/// longer, folding the log, giving memory back.
enum Maintenance {
    /// Words not yet written by a commit; a batch of some ten thousand articles fits.
    static let pendingBytes = 32 << 20
    /// That many segments of a level become one of the next; SQLite's greatest choice, and the least work in all: with two a
    /// few single articles would have the large segment of a bulk load written anew, again and again.
    static let segmentsPerMerge = 16
    /// A batch of at least this many outcomes is part of a bulk load.
    static let bulkBatch = 256
    /// Every commit adds a segment, and every query looks into each: 300 of them cost it 1.5 ms (measured). A bulk load
    /// goes on beyond this only as fast as it merges.
    static let segmentsBeforeMerging = 128
    /// Small commits merge only beyond this: `maintain` has the time between them.
    static let segmentsBeforeCommitsWait = 256
    /// Pages of about 4 KB that one step merges: some 10 ms.
    static let pagesPerStep = 256
    /// Pages that a bulk commit merges: more than its own segment has, so that the number of segments falls.
    static let pagesPerBulkCommit = 4096

    /// A file that went is remembered that long, so that one that turns up elsewhere is known to be the same.
    static let grace: Int64 = 60_000_000_000
    /// Rows purged in one step: each takes about 150 microseconds, most of it for its words.
    static let purgedPerStep = 64

    /// Merging leaves free pages behind; what is more than a fiftieth of the file goes back to the device.
    private static let freeShare = 50
    private static let pagesFreedPerStep = 512

    /// - Returns: whether pages were given back.
    static func shrink(_ database: Database) throws -> Bool {
        func pragma(_ name: String) throws -> Int64 {
            try Command(database, "PRAGMA \(name)").first { $0.integer(0) } ?? 0
        }
        let free = try pragma("freelist_count")
        guard try free * Int64(freeShare) > pragma("page_count") else { return false }
        try Command(database, "PRAGMA incremental_vacuum(\(pagesFreedPerStep))").run()
        return try pragma("freelist_count") < free
    }

    /// Lets go of the index's own memory. Its table of pending words grows with the largest batch and never shrinks, and
    /// every commit walks all of it: after a bulk load that is half a millisecond for a single article. Reading the schema
    /// anew (pragma.html, writable_schema) makes the index anew, once no prepared statement holds it.
    static func forgetIndex(_ database: Database) throws {
        database.clearSchemaCache()
        try database.execute(sql: "PRAGMA writable_schema = RESET")
    }

    /// Merges as a part of a commit when nobody calls `maintain` between commits, or not often enough.
    static func keepUp(_ database: Database, isBulk: Bool) throws {
        let segments = try segments(database)
        if isBulk, segments > segmentsBeforeMerging {
            _ = try merge(database, pages: pagesPerBulkCommit)
        } else if segments > segmentsBeforeCommitsWait {
            _ = try merge(database, pages: pagesPerStep)
        }
    }

    /// - Returns: whether there was something to merge. SQLite tells by the number of changed rows (fts5.html 6.8).
    static func merge(_ database: Database, pages: Int) throws -> Bool {
        let before = database.totalChangesCount
        try Command(database, "INSERT INTO words (words, rank) VALUES ('merge', ?)").run(.integer(Int64(pages)))
        return database.totalChangesCount - before > 1
    }

    /// How many segments the index has: the third number of its structure record, after a cookie of 4 bytes and the
    /// number of levels, as SQLite's varints (fts5_index.c, "structure record").
    static func segments(_ database: Database) throws -> Int {
        let record = try Command(database, "SELECT block FROM words_data WHERE id = 10").first { $0.bytes(0) } ?? []
        var numbers: [Int] = []
        var value = 0
        for byte in record.dropFirst(4) {
            value = value << 7 | Int(byte & 0x7F)
            guard byte & 0x80 == 0 else { continue }
            numbers.append(value)
            value = 0
            if numbers.count == 2 { break }
        }
        return numbers.count == 2 ? numbers[1] : 0
    }

    /// Removes rows that went before `time`; how many.
    static func purge(_ store: ArticleStore, _ database: Database, goneBefore time: Int64) throws -> Int {
        var contents = try Contents(store, database)
        let articles = try Articles(database)
        let rows = try Command(
            database,
            """
            SELECT file.id, content, folder, sequence, folder.path, name FROM file CROSS JOIN folder ON folder.id = folder
            WHERE gone < ? ORDER BY gone LIMIT \(purgedPerStep)
            """
        ).all(.integer(time)) { row in
            (
                id: row.integer(0), content: row.optionalInteger(1), folder: row.integer(2), sequence: row.integer(3),
                path: Path.join(row.bytes(4), row.bytes(5))
            )
        }
        for row in rows {
            try ChangePosition(sequence: row.sequence, phase: .row, place: row.id).note(row.path, in: database)
            _ = try articles.remove(file: row.id)
            try Command(database, "DELETE FROM file WHERE id = ?").run(.integer(row.id))
            if let content = row.content { try contents.removeUnlessUsed(content) }
            try Command(
                database,
                "DELETE FROM folder WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM file WHERE folder = ?1)"
            )
            .run(.integer(row.folder))
        }
        try contents.index()
        // Each step leaves a segment: a million files that go would leave more than the index can have.
        try keepUp(database, isBulk: false)
        return rows.count
    }

    /// Departed paths that are kept, some 100 bytes each, for clients that ask what has changed; one that was away for more
    /// is told everything anew.
    static let departures = 100_000
    private static let departuresForgottenPerStep = 5_000

    /// Forgets the eldest departures beyond what is kept: whole commits, a step of them.
    ///
    /// - Returns: whether there were any.
    static func forgetDepartures(_ database: Database, keeping kept: Int = departures) throws -> Bool {
        func sequence(behind count: Int, _ direction: String) throws -> Int64? {
            try Command(database, "SELECT sequence FROM departed ORDER BY sequence \(direction) LIMIT 1 OFFSET ?")
                .first(.integer(Int64(count))) { $0.integer(0) }
        }
        guard let newest = try sequence(behind: kept, "DESC") else { return false }
        let eldest = try sequence(behind: departuresForgottenPerStep, "ASC")
        let last = min(newest, eldest ?? newest)
        try Command(database, "DELETE FROM departed WHERE sequence <= ?").run(.integer(last))
        try Command(database, "UPDATE tally SET forgotten = max(forgotten, ?)").run(.integer(last))
        return true
    }
}

extension ArticleStore {
    /// One bounded step (about 20 ms) of what can wait: purging files that went a minute ago, merging the index, bringing
    /// articles up to what users taught, dropping decisions that count no longer, folding the log into the database, giving
    /// memory back. Call it when idle, until it returns `false`.
    ///
    /// - Parameter now: nanoseconds since 1970, from the clock of `FileOutcome.at`.
    /// - Returns: whether there is more to do now. What went less than a minute ago waits for a later call.
    package func maintain(at now: Int64) throws(StoreFailure) -> Bool {
        let hasMore = try writing { database, memory in
            var hasMore = false
            try database.inTransaction(.immediate) {
                if try Maintenance.purge(self, database, goneBefore: now - Maintenance.grace) > 0 {
                    memory = WriterMemory()
                    hasMore = true
                } else if current.isUntidy.withLock({ $0 }) {
                    hasMore = try Maintenance.merge(database, pages: Maintenance.pagesPerStep)
                    if !hasMore { hasMore = try Maintenance.forgetDepartures(database) }
                    if !hasMore { hasMore = try Maintenance.shrink(database) }
                }
                return .commit
            }
            return hasMore
        }
        if hasMore {
            current.isUntidy.withLock { $0 = true }
            return true
        }
        try learnFolders()
        if try reclassifySome() {
            current.isUntidy.withLock { $0 = true }
            return true
        }
        if try compactDecisions() { return true }
        guard
            current.isUntidy.withLock({ isUntidy in
                defer { isUntidy = false }; return isUntidy
            })
        else { return false }
        try writing { database, _ in
            do {
                try database.checkpoint(.truncate)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                // A reader still needs the log; the next commit's turn will fold it.
            }
            try Maintenance.forgetIndex(database)
        }
        try current.shrink()
        return false
    }

    /// - Returns: whether there is more to do.
    private func compactDecisions() throws(StoreFailure) -> Bool {
        let totals = try reading(Totals.init(reading:))
        // What an index has still to follow stays as it is.
        guard decisions.isComplete, !totals.isRebuilding, totals.decided == decisions.last else { return false }
        if try decisions.compact(files: Int(totals.files.reduce(0, +))) { return true }
        return try decisions.compactLabels()
    }
}

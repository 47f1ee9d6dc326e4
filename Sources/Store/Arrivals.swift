import Documents
import GRDB
import Synchronization

/// Bringing the index and the list of decisions to the same, in both directions.
///
/// An index that lacks the end of the list (a crash between the two commits, a log that was lost) or all of it (a new
/// one) remembers those arrivals until their files come. A list that lacks what the index knows is given it.
extension ArticleStore {
    /// Entries moved in one transaction: some 50 ms of the writer.
    private static let entriesPerStep = 10_000

    /// Before the first batch. Cost: nothing when both agree; about 5 microseconds per entry that one of them lacks.
    func catchUp() throws(StoreFailure) {
        // The line and the watcher may both be the first to ask.
        try catchingUp.withLock { _ throws(StoreFailure) in try catchUp(current) }
    }

    private func catchUp(_ index: Index) throws(StoreFailure) {
        guard !index.isCaughtUp.withLock({ $0 }) || !decisions.isComplete else { return }
        var decided = try reading(Totals.init(reading:)).decided
        if decided > decisions.last || !decisions.isComplete {
            // The elder first: what the current index says of a file is newer.
            if let elder { try tellDecisions(from: elder) }
            // An index that is being built anew has nothing of its own to tell, and follows the list from its beginning.
            let isRebuilding = try reading(Totals.init(reading:)).isRebuilding
            if !isRebuilding {
                try tellDecisions(from: index)
                decided = decisions.last
                try follow([], upTo: decided)
            } else if decided > decisions.last {
                decided = 0
            }
            try decisions.complete()
        }
        while true {
            let entries = try decisions.entries(after: decided, limit: Self.entriesPerStep)
            guard let last = entries.last else { break }
            try follow(entries.map(\.decision), upTo: last.id)
            decided = last.id
        }
        index.isCaughtUp.withLock { $0 = true }
    }

    private func tellDecisions(from index: Index) throws(StoreFailure) {
        var from: Int64 = 0
        while true {
            let known = try? index.reading { database in
                try Command(
                    database,
                    """
                    SELECT file.id, folder.path, file.name, file.arrived, content.high, content.low
                    FROM file CROSS JOIN folder ON folder.id = file.folder
                        LEFT JOIN content ON content.id = file.content
                    WHERE file.id > ? AND file.gone IS NULL ORDER BY file.id LIMIT ?
                    """
                ).all(.integer(from), .integer(Int64(Self.entriesPerStep))) { row in
                    let hash = row.isNull(4) ? nil : ContentHash(high: row.bits(4), low: row.bits(5))
                    let path = Path.join(row.bytes(1), row.bytes(2))
                    return (row.integer(0), Decision.arrived(path, hash, at: row.integer(3)))
                }
            }
            // What a damaged index cannot tell is lost.
            guard let known, let last = known.last else { return }
            _ = try decisions.append(known.map(\.1), reached: decisions.horizon)
            decisions.confirm()
            from = last.0
        }
    }

    private func follow(_ entries: [Decision], upTo last: Int64) throws(StoreFailure) {
        try committing { database in
            let remembered = try Remembered(database)
            for entry in entries { try remembered.add(entry) }
            try Command(database, "UPDATE tally SET decided = ?").run(.integer(last))
        }
    }

    /// Gives files that came under a new name the arrival of the file that had their content before and did not come
    /// again, and forgets the rest.
    func settleNewcomers() throws(StoreFailure) {
        try catchUp()
        guard try !reading({ try Remembered($0).isSettled }) else { return }
        while try settleSomeNewcomers() {}
        decisions.confirm()
        while try committing({ try Remembered($0).forgetSome() }) {}
    }

    private func settleSomeNewcomers() throws(StoreFailure) -> Bool {
        try committing { database in
            let newcomers = try Remembered(database).newcomers(limit: Self.entriesPerStep)
            guard !newcomers.isEmpty else { return false }
            let remembered = try Remembered(database)
            var decided: [Decision] = []
            for newcomer in newcomers {
                try remembered.dismiss(newcomer.file)
                guard let hash = newcomer.hash, let found = try remembered.find(hash) else { continue }
                try Command(database, "UPDATE file SET arrived = ? WHERE id = ?")
                    .run(.integer(found.at), .integer(newcomer.file))
                try remembered.forget(found.path)
                decided += [.gone(found.path), .arrived(newcomer.path, hash, at: found.at)]
            }
            let last = try decisions.append(decided, reached: decisions.horizon)
            try Command(database, "UPDATE tally SET decided = ?").run(.integer(last))
            return true
        }
    }
}

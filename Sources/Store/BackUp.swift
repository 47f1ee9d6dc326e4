import GRDB

extension ArticleStore {
    /// The names of the files that `backUp` makes.
    package static let backedUp = ["index.sqlite", "decisions.sqlite"]

    /// Pages that are copied before it is asked whether the copy is still wanted: some 100 ms.
    private static let pagesPerStep: CInt = 4_096

    /// Copies the index and the decisions, each as of one moment, while both are used (SQLite's online backup).
    ///
    /// The index comes first: what is decided meanwhile is then among the decisions, as after a crash. No commit waits for the
    /// first; one that decides something waits for the second, some milliseconds. Cost: the device's.
    ///
    /// - Parameters:
    ///   - folder: must be there, and hold neither.
    ///   - isWanted: asked now and then; it ends early, with a failure, as soon as this is `false`, or the index is closed.
    package func backUp(to folder: String, while isWanted: @escaping () -> Bool) throws(StoreFailure) {
        let copies = Self.backedUp.map { "\(folder)/\($0)" }
        let index = current
        let goesOn = { isWanted() && !index.isClosed }
        let isChecked = DatabaseFile.isChecked(decisions.path) ?? true
        try Self.outcome(
            try index.reading { database in
                try Self.copy(database, to: copies[0], isChecked: index.isChecked, while: goesOn)
            }
        )
        try Self.outcome(
            try decisions.asking { database in
                try Self.copy(database, to: copies[1], isChecked: isChecked, while: goesOn)
            }
        )
    }

    private struct CutOff: Error, CustomStringConvertible {
        let description = "the copy was cut off"
    }

    /// What fails in the copying is told of the copy, and no reason to doubt the original; but for a damaged page.
    ///
    /// - Parameter isChecked: whether the original's pages have checksums.
    private static func copy(
        _ database: Database,
        to path: String,
        isChecked: Bool,
        while goesOn: @escaping () -> Bool
    ) throws -> StoreFailure? {
        do {
            var configuration = Configuration()
            let pageBytes = try Command(database, "PRAGMA page_size").first { $0.integer(0) } ?? 0
            // Cut short, it is made anew.
            configuration.prepareDatabase { target in
                if isChecked { try Connection.reserve(target) }
                try target.execute(
                    sql: "PRAGMA page_size = \(pageBytes); PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"
                )
            }
            let copy = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? copy.close() }
            // The steps are of one moment: that of the first look.
            _ = try Command(database, "SELECT count(*) FROM sqlite_master").first { $0.integer(0) }
            try copy.writeWithoutTransaction { target in
                // The first page tells the layer of checksums that the others have them; SQLite would write it last.
                try target.execute(sql: "CREATE TABLE first (x); DROP TABLE first")
                try database.backup(to: target, pagesPerStep: pagesPerStep) { _ in
                    if !goesOn() { throw CutOff() }
                }
                // What is restored goes its own way, also when it is written over the very file that this was.
                if try target.tableExists("tally") { try target.execute(sql: "UPDATE tally SET inode = 0, born = 0") }
            }
            return nil
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            throw error
        } catch {
            return StoreFailure(error, path: path)
        }
    }

    private static func outcome(_ failure: StoreFailure?) throws(StoreFailure) {
        if let failure { throw failure }
    }
}

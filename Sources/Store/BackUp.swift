import GRDB

extension ArticleStore {
    /// The names of the files that `backUp` makes.
    package static let backedUp = ["index.sqlite", "decisions.sqlite"]

    /// Copies the index and the decisions, each as of one moment, while both are used (SQLite's online backup).
    ///
    /// The index comes first: what is decided meanwhile is then among the decisions, as after a crash. No commit waits for the
    /// first; one that decides something waits for the second, some milliseconds. Cost: the device's.
    ///
    /// - Parameter folder: must be there, and hold neither.
    package func backUp(to folder: String) throws(StoreFailure) {
        let copies = Self.backedUp.map { "\(folder)/\($0)" }
        try Self.outcome(try reading { database in Self.copy(database, to: copies[0]) })
        try Self.outcome(try decisions.asking { database in Self.copy(database, to: copies[1]) })
    }

    /// What fails in the copying is told of the copy, and no reason to doubt the original.
    private static func copy(_ database: Database, to path: String) -> StoreFailure? {
        do {
            var configuration = Configuration()
            // Cut short, it is made anew.
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF") }
            let copy = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? copy.close() }
            try copy.writeWithoutTransaction { try database.backup(to: $0) }
            return nil
        } catch {
            return StoreFailure(error, path: path)
        }
    }

    private static func outcome(_ failure: StoreFailure?) throws(StoreFailure) {
        if let failure { throw failure }
    }
}

import GRDB
import GRDBSQLite

/// Something that is called again and again while a connection works (progress_handler.html), also in the middle of a statement.
final class Breaks: Sendable {
    private let body: @Sendable () -> Void

    /// Of SQLite's virtual machine between two calls: there is more than one call an article.
    private static let steps: CInt = 100

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }

    /// Until `end`, which must come before this goes.
    func begin(_ database: Database) {
        sqlite3_progress_handler(
            database.sqliteConnection,
            Self.steps,
            { breaks in
                if let breaks { Unmanaged<Breaks>.fromOpaque(breaks).takeUnretainedValue().body() }
                return 0
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    func end(_ database: Database) {
        sqlite3_progress_handler(database.sqliteConnection, 0, nil, nil)
    }
}

import Documents
import GRDB

/// The tables of `decisions.sqlite`. They have a version of their own, and a fixture that must open for ever.
enum DecisionsFile {
    static let version = 3
    /// An entry takes some 100 bytes, and one commit writes one page.
    static let pageBytes = 4096
    /// Half a MB of log: it is folded in seldom, and read quickly at a start.
    private static let pagesInLog = 128

    static func open(_ path: String) throws -> DatabaseQueue {
        guard Connection.layer == 0 else {
            throw DatabaseError(resultCode: ResultCode(rawValue: Connection.layer))
        }
        try refuseNewer(path)
        var configuration = Configuration()
        configuration.label = "decisions"
        configuration.journalMode = .wal
        // Somebody may look at it with a tool of his own.
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try Connection.requireWritable(database)
            try Connection.reserve(database)
            try database.execute(sql: "PRAGMA page_size = \(pageBytes); PRAGMA cache_size = -256")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { database in
            try Connection.requireWritableLog(database)
            // What was dropped is overwritten: whoever saves the leaves of a damaged file must not find it again.
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = \(pagesInLog);
                    PRAGMA secure_delete = ON;
                    """
            )
            let found = try found(database)
            guard found < version else { return }
            try database.inTransaction(.immediate) {
                if found < 1 { try version1(database) }
                if found < 2 { try version2(database) }
                if found < 3 { try version3(database) }
                return .commit
            }
        }
        return queue
    }

    private static func version1(_ database: Database) throws {
        try database.execute(
            sql: """
                -- Files that came and went, in this order; of several entries for a path the last counts. A file that
                -- went has no time. No index: only a new index of articles reads it, from its beginning to its end.
                CREATE TABLE event (id INTEGER PRIMARY KEY, path BLOB NOT NULL, at INTEGER, high INTEGER, low INTEGER);
                -- Numbers of articles and commits that are taken.
                CREATE TABLE horizon (id INTEGER PRIMARY KEY, article INTEGER NOT NULL, sequence INTEGER NOT NULL);
                -- What the root was known by; the last counts.
                CREATE TABLE root (id INTEGER PRIMARY KEY, identity BLOB NOT NULL);
                -- A row once all files of the index are among the events.
                CREATE TABLE complete (id INTEGER PRIMARY KEY);
                PRAGMA user_version = 1;
                """
        )
    }

    private static func version2(_ database: Database) throws {
        try database.execute(
            sql: """
                -- What users said of articles and topics, in this order; of several entries for both the last counts. `says`
                -- is 1 for an article of the topic, 0 for one that is not, and NULL when nothing is said any more. No
                -- index: a start reads it from its end.
                CREATE TABLE label (
                    id INTEGER PRIMARY KEY,
                    high INTEGER NOT NULL, low INTEGER NOT NULL, record INTEGER NOT NULL,
                    topic TEXT NOT NULL, says INTEGER, at INTEGER NOT NULL,
                    lesson BLOB NOT NULL
                );
                PRAGMA user_version = 2;
                """
        )
    }

    private static func version3(_ database: Database) throws {
        try database.execute(
            sql: """
                -- The fingerprint of the article that was labelled: its label holds for the same words in other bytes.
                ALTER TABLE label ADD COLUMN words BLOB;
                PRAGMA user_version = 3;
                """
        )
    }

    private static func found(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    /// Opening for writing alone would change the file.
    private static func refuseNewer(_ path: String) throws {
        guard DatabaseFile.holdsBytes(path) else { return }
        var configuration = Configuration()
        configuration.readonly = true
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration),
            let found = try? queue.read(found)
        else { return }
        try queue.close()
        guard found <= version else {
            throw StoreFailure(.newerSchema(found: found, supported: version), path: path)
        }
    }

    struct Insert {
        private let command: Command

        init(_ database: Database) throws {
            command = try Command(database, "INSERT INTO event (path, at, high, low) VALUES (?, ?, ?, ?)")
        }

        func callAsFunction(_ decision: Decision) throws {
            switch decision {
            case .gone(let path): try command.run(.bytes(path), .null, .null, .null)
            case .arrived(let path, let hash, let at):
                try command.run(
                    .bytes(path),
                    .integer(at),
                    hash.map { .bits($0.high) } ?? .null,
                    hash.map { .bits($0.low) } ?? .null
                )
            }
        }
    }

    /// From the columns id, path, at, high, low.
    static func decision(_ row: Columns) -> Decision {
        guard let at = row.optionalInteger(2) else { return .gone(row.bytes(1)) }
        let hash = row.isNull(3) ? nil : ContentHash(high: row.bits(3), low: row.bits(4))
        return .arrived(row.bytes(1), hash, at: at)
    }
}

import GRDB
import Glibc

/// How connections are opened, and what each may hold.
enum Connection {
    /// Text rows of 1.4 KB fill an 8 KiB page to nine tenths, a 4 KiB page to two thirds.
    static let pageBytes = 8192
    /// What the writer may keep of the database: the upper levels of every tree of some million articles.
    static let writerCacheKiB = 32 * 1024
    /// What one reader may keep; the kernel's page cache has the rest.
    static let readerCacheKiB = 2 * 1024
    /// More searches at once wait for each other: they are bound by the processor.
    static let readers = 4
    /// The log is folded into the database once it holds this many pages (32 MiB): seldom enough for a bulk load.
    static let pagesInLog = 4096
    /// A log that grew beyond this is cut back when it is next reused.
    static let logBytes = 64 << 20

    static var processors: Int { min(max(sysconf(CInt(_SC_NPROCESSORS_ONLN)), 1), 16) }

    static func open(_ path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            // Before the first table is written; of no effect later.
            if !database.configuration.readonly {
                try database.execute(sql: "PRAGMA page_size = \(pageBytes); PRAGMA auto_vacuum = INCREMENTAL")
            }
            try database.execute(
                sql: """
                    PRAGMA cache_size = -\(database.configuration.readonly ? readerCacheKiB : writerCacheKiB);
                    PRAGMA secure_delete = OFF;
                    PRAGMA temp_store = MEMORY;
                    """
            )
            try Ranking.register(in: database)
        }
        try refuseNewer(path)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            // GRDB opens with NORMAL, which may lose the last commits in a power cut.
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = \(pagesInLog);
                    PRAGMA journal_size_limit = \(logBytes);
                    """
            )
        }
        let found = try pool.read(Schema.version(of:))
        guard found <= Schema.version else {
            throw StoreFailure(.newerSchema(found: found, supported: Schema.version), path: path)
        }
        try Schema.migrator.migrate(pool)
        return pool
    }

    /// Looks before opening for writing, which alone would change the file.
    private static func refuseNewer(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0, status.st_size > 0 else { return }
        var configuration = Configuration()
        configuration.readonly = true
        let found: Int
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            found = try queue.read(Schema.version(of:))
            try queue.close()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            // Somebody was killed while writing it, and only a writer may roll that back. What follows looks again.
            return
        }
        guard found <= Schema.version else {
            throw StoreFailure(.newerSchema(found: found, supported: Schema.version), path: path)
        }
    }
}

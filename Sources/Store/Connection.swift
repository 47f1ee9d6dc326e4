import CChecksum
import GRDB
import GRDBSQLite
import Glibc

/// How connections are opened, and what each may hold.
enum Connection {
    /// Text rows of 1.4 KB fill an 8 KiB page to nine tenths, a 4 KiB page to two thirds.
    static let pageBytes = 8192
    /// At the end of every page: its checksum (see `CChecksum.h`).
    static let reservedBytes: CInt = 8
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

    /// Opens the database at `path`, makes it when there is none, and brings an older one up to date.
    static func open(_ path: String) throws -> DatabasePool {
        let configuration = try prepared(isReadOnly: false)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            try requireWritableLog(database)
            // GRDB opens with NORMAL, which may lose the last commits in a power cut.
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = \(pagesInLog);
                    PRAGMA journal_size_limit = \(logBytes);
                    """
            )
        }
        try Schema.migrator.migrate(pool)
        return pool
    }

    /// Opens a database that is not written any more.
    static func openForReading(_ path: String) throws -> DatabasePool {
        try DatabasePool(path: path, configuration: prepared(isReadOnly: true))
    }

    private static func prepared(isReadOnly: Bool) throws -> Configuration {
        guard layer == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: layer)) }
        var configuration = Configuration()
        configuration.label = "store"
        configuration.foreignKeysEnabled = false
        configuration.readonly = isReadOnly
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            // Before the first table is written; of no effect later.
            if !database.configuration.readonly {
                try requireWritable(database)
                try reserve(database)
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
        return configuration
    }

    /// Every database of this process goes through the layer that knows checksums.
    static let layer: CInt = cchecksum_install()

    /// SQLite opens a file for reading alone when it may not be opened for writing, and says so with the first write; by
    /// then what refused may be long over, and the connection stays as it is.
    static func requireWritable(_ database: Database) throws {
        guard sqlite3_db_readonly(database.sqliteConnection, "main") == 0 else {
            throw DatabaseError(resultCode: .SQLITE_READONLY, message: "it cannot be opened for writing")
        }
    }

    /// The log, and the memory that its readers share, are opened by the first transaction, and for reading alone in the
    /// same way. For a database in the mode of a log.
    static func requireWritableLog(_ database: Database) throws {
        try database.inTransaction(.immediate) { .rollback }
    }

    /// A database that is made by this connection keeps room for a checksum in each page.
    static func reserve(_ database: Database) throws {
        var bytes = reservedBytes
        let code = sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// Throws when the database was written by a later corpusd. Opening it for writing alone would change the file, so
    /// this looks before; what cannot be read is left to whoever opens it.
    static func refuseNewer(_ path: String) throws {
        guard layer == SQLITE_OK, DatabaseFile.holdsBytes(path) else { return }
        var configuration = Configuration()
        configuration.readonly = true
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration),
            let found = try? queue.read(Schema.version(of:))
        else { return }
        try queue.close()
        guard found <= Schema.version else {
            throw StoreFailure(.newerSchema(found: found, supported: Schema.version), path: path)
        }
    }
}

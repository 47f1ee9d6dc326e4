import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// One database of the store: its connections, and what the writer remembers about it.
final class Index: Sendable {
    let path: String
    /// To be asked through `reading` and `writing` alone.
    let pool: DatabasePool
    /// Whether every page has a checksum; databases of schema 1 have none.
    let isChecked: Bool
    /// What its articles were compressed with when it was opened.
    let dictionaries: [DictionaryShelf.Dictionary]
    /// What was last known of sources' clutter.
    let profiles = Profiles()
    /// There may be something to merge, or to fold into the database.
    let isUntidy = Mutex(true)
    /// Whether the decisions and this database know the same; established before the first batch.
    let isCaughtUp = Mutex(false)
    private let memory = Mutex(WriterMemory())
    private let isOpen = Mutex(true)
    /// Those that use the pool just now: it must not be closed under them (a pool that is being closed is not safe to ask).
    private let users = DispatchGroup()
    /// The connections that answer something just now, by their addresses: GRDB interrupts none that it has let go of meanwhile.
    private let answering = Mutex<Set<UInt>>([])
    /// Nearly every question is over by then.
    private static let patience = DispatchTimeInterval.milliseconds(250)

    /// Opens for writing, makes it when there is none, brings an older one up to date.
    init(at path: String) throws(StoreFailure) {
        self.path = path
        // Before the first connection: looking at the file later would end SQLite's locks on it.
        let found = DatabaseFile.isChecked(path)
        do {
            pool = try Connection.open(path)
            isChecked = found ?? true
            dictionaries = try pool.read(StoredDictionaries.init(reading:)).all
            let totals = try pool.read(Totals.init(reading:))
            if totals.isChecked, !isChecked {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the header denies the checksums")
            }
            if isChecked, !totals.isChecked { try pool.write { try $0.execute(sql: "UPDATE tally SET checked = 1") } }
            if let file = DatabaseFile.identity(path) { try pool.write { try Totals.recognize(file, in: $0) } }
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    /// Opens for reading alone.
    init(elder path: String) throws(StoreFailure) {
        self.path = path
        isChecked = DatabaseFile.isChecked(path) ?? false
        do {
            pool = try Connection.openForReading(path)
            dictionaries = try pool.read(StoredDictionaries.init(reading:)).all
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    var isClosed: Bool { isOpen.withLock { !$0 } }

    /// Cuts off the questions under way, some of which take minutes; whatever is asked afterwards throws.
    func close() throws(StoreFailure) {
        isOpen.withLock { $0 = false }
        // Again and again: between two statements of a question there is nothing to cut off.
        while users.wait(timeout: .now() + Self.patience) == .timedOut {
            pool.interrupt()
            answering.withLock { for address in $0 { sqlite3_interrupt(OpaquePointer(bitPattern: address)) } }
        }
        do { try pool.close() } catch { throw StoreFailure(error, path: path) }
    }

    /// Gives the writer's memory back, and the readers' as soon as each has answered; nobody waits for that.
    func shrink() throws(StoreFailure) {
        try writing { database, _ in database.releaseMemory() }
        try using { pool, _ in pool.invalidateReadOnlyConnections() }
    }

    func reading<Result>(_ body: (Database) throws -> Result) throws(StoreFailure) -> Result {
        try using { pool, errno in
            try pool.read { database in
                let address = UInt(bitPattern: database.sqliteConnection)
                _ = answering.withLock { $0.insert(address) }
                defer { _ = answering.withLock { $0.remove(address) } }
                do {
                    return try body(database)
                } catch {
                    errno = sqlite3_system_errno(database.sqliteConnection)
                    throw error
                }
            }
        }
    }

    /// - Parameter body: what fails in it leaves the writer's memory empty, so that it cannot differ from the database.
    func writing<Result>(_ body: (Database, inout WriterMemory) throws -> Result) throws(StoreFailure) -> Result {
        try using { pool, errno in
            try pool.writeWithoutTransaction { database in
                // One writer at a time: GRDB's queue sees to that. The lock only tells the compiler.
                var own = memory.withLock { exchange(&$0, with: WriterMemory()) }
                do {
                    let result = try body(database, &own)
                    memory.withLock { [own] in $0 = own }
                    return result
                } catch {
                    errno = sqlite3_system_errno(database.sqliteConnection)
                    throw error
                }
            }
        }
    }

    private func enter() -> Bool {
        isOpen.withLock { isOpen in
            if isOpen { users.enter() }
            return isOpen
        }
    }

    private func using<Result>(
        _ body: (DatabasePool, _ errno: inout CInt) throws -> Result
    ) throws(StoreFailure) -> Result {
        guard enter() else { throw StoreFailure(.other, path: path, detail: "the store is closed") }
        defer { users.leave() }
        var errno: CInt = 0
        do {
            return try body(pool, &errno)
        } catch {
            throw StoreFailure(error, path: path, errno: errno)
        }
    }

    /// One transaction; what the writer remembered is forgotten.
    func committing<Result>(_ body: (Database) throws -> Result) throws(StoreFailure) -> Result {
        try writing { database, memory in
            memory = WriterMemory()
            var result: Result?
            try database.inTransaction(.immediate) {
                result = try body(database)
                return .commit
            }
            guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            return result
        }
    }
}

package import Analysis
package import Documents
import GRDB
import Synchronization

/// Files, articles and their words at rest in one SQLite database, and every question asked of them.
///
/// One writer, many readers: questions read a snapshot of the last commit while `apply` runs. Methods block; call them
/// from a queue of your own. A method that throws has changed nothing.
package final class ArticleStore: Sendable {
    let path: String
    let analysisVersion: Int64
    let pool: DatabasePool
    let shelf: DictionaryShelf
    let benches: Workbenches
    private let memory = Mutex(WriterMemory())
    let isUntidy = Mutex(true)

    /// Opens the database, makes it when there is none, brings an older one up to date.
    ///
    /// - Parameters:
    ///   - path: the database file; its `-wal` and `-shm` stand beside it.
    ///   - analysisVersion: the version of reading and annotating; contents of other versions count as unknown.
    package init(at path: String, analysisVersion: Int) throws(StoreFailure) {
        self.path = path
        self.analysisVersion = Int64(analysisVersion)
        do {
            pool = try Connection.open(path)
            shelf = try DictionaryShelf(pool.read(StoredDictionaries.init(reading:)))
            benches = try Workbenches(count: Connection.processors)
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    /// Ends every access; the write-ahead log is folded into the database. Whatever is asked afterwards throws.
    package func close() throws(StoreFailure) {
        do {
            // GRDB may close a reader last, which cannot fold the log. If this cannot either, the next start does.
            _ = try? writing { database, _ in try database.checkpoint(.truncate) }
            try pool.close()
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    /// Makes an article ready to be written: encodes, compresses and folds it. Thread-safe, and the costly half of the
    /// work (about 60 microseconds for 3 KB): call it on every core before `apply`.
    package func prepare(_ article: Article) -> PreparedArticle {
        let encoded = article.encoded()
        shelf.offer(encoded)
        let dictionary = shelf.current
        return benches.withBench { $0.prepare(article, encoded: encoded, dictionary: dictionary) }
    }

    /// Writes a batch as one transaction: all of it, durably, or nothing.
    ///
    /// What is absent comes first; of several outcomes for one path the last counts. The next question sees it all.
    /// Cost: about 110 microseconds an article in batches of one to four thousand (the index's table of pending words
    /// falls out of the processor's cache beyond), half a millisecond and a sync of the device for a single one.
    package func apply(_ outcomes: [FileOutcome]) throws(StoreFailure) -> Commit {
        let commit = try writing { database, memory in
            var commit = Commit()
            try database.inTransaction(.immediate) {
                var batch = try Batch(self, database, memory)
                commit = try batch.apply(outcomes)
                memory = batch.memory
                return .commit
            }
            return commit
        }
        isUntidy.withLock { $0 = true }
        return commit
    }

    /// Which of these contents need no reading: they were read at this analysis version, or refused.
    package func knownContents(_ hashes: [ContentHash]) throws(StoreFailure) -> Set<ContentHash> {
        try reading { database in
            let find = try Contents.Find(database)
            return Set(try hashes.filter { try find($0)?.analysis == analysisVersion })
        }
    }

    func reading<Result>(_ body: (Database) throws -> Result) throws(StoreFailure) -> Result {
        do { return try pool.read(body) } catch { throw StoreFailure(error, path: path) }
    }

    /// - Parameter body: what fails in it leaves the writer's memory empty, so that it cannot differ from the database.
    func writing<Result>(_ body: (Database, inout WriterMemory) throws -> Result) throws(StoreFailure) -> Result {
        do {
            return try pool.writeWithoutTransaction { database in
                guard database.sqliteConnection != nil else {
                    throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the store is closed")
                }
                // One writer at a time: GRDB's queue sees to that. The lock only tells the compiler.
                var own = memory.withLock { exchange(&$0, with: WriterMemory()) }
                let result = try body(database, &own)
                memory.withLock { [own] in $0 = own }
                return result
            }
        } catch {
            throw StoreFailure(error, path: path)
        }
    }
}

package import Analysis
package import Documents
import GRDB
import Synchronization

/// Files, articles and their words at rest in one SQLite database, and every question asked of them.
///
/// One writer, many readers: questions read a snapshot of the last commit while `apply` runs. Methods block; call them
/// from a queue of your own. A method that throws has changed nothing.
///
/// The database is derived from the corpus. One that is damaged is set aside as the elder and a new one is begun:
/// questions are answered by the elder as far as it can be read, until the corpus was read again (see `Rebuild.swift`).
package final class ArticleStore: Sendable {
    let path: String
    let analysisVersion: Int64
    let annotator: Annotator
    let breaks: Breaks
    let shelf: DictionaryShelf
    let benches: Workbenches
    let decisions: Decisions
    let teacher: TopicTeacher
    let indexes: Mutex<Indexes>
    /// Held while one database takes the place of another.
    let switching = Mutex(())
    /// Held while index and decisions are brought to the same.
    let catchingUp = Mutex(())

    /// Opens the database, makes it when there is none, brings an older one up to date; a damaged one is set aside.
    ///
    /// - Parameters:
    ///   - path: the database file; its `-wal` and `-shm`, its elder and `decisions.sqlite` stand beside it.
    ///   - analysisVersion: the version of reading and annotating; contents of other versions count as unknown.
    ///   - annotator: concludes again from what is left of an article.
    ///   - ownTopics: topics of the user's own.
    ///   - folderTopics: folders that serve as labels.
    ///   - breathe: called by `apply` on its thread, a few times an article and while the index is merged; what it takes, the batch
    ///     takes longer. Readers wait for neither.
    package init(
        at path: String,
        analysisVersion: Int,
        annotator: Annotator = Annotator(),
        ownTopics: [OwnTopic] = [],
        folderTopics: FolderTopics = FolderTopics(),
        breathe: @escaping @Sendable () -> Void = {}
    ) throws(StoreFailure) {
        self.path = path
        breaks = Breaks(breathe)
        self.analysisVersion = Int64(analysisVersion)
        self.annotator = annotator
        if DatabaseFile.isFolder(path) {
            throw StoreFailure(.inputOutput, path: path, detail: "a folder has its name; move the folder away")
        }
        do {
            try Connection.refuseNewer(path)
            decisions = try Decisions(at: Path.sibling(of: path, named: "decisions.sqlite"))
            teacher = try TopicTeacher(own: ownTopics, folders: folderTopics, decisions: decisions)
            let opened = try Indexes(opening: path, after: decisions)
            indexes = Mutex(opened)
            // The elder first: what is in use is what the newer one says.
            shelf = DictionaryShelf((opened.elder?.dictionaries ?? []) + opened.current.dictionaries)
            benches = try Workbenches(count: Connection.processors)
        } catch {
            throw StoreFailure(error, path: path)
        }
        try beginTeaching()
    }

    /// Ends every access; the write-ahead log is folded into the database. Whatever is asked afterwards throws.
    package func close() throws(StoreFailure) {
        // GRDB may close a reader last, which cannot fold the log. If this cannot either, the next start does.
        _ = try? writing { database, _ in try database.checkpoint(.truncate) }
        try? elder?.close()
        try current.close()
        try decisions.close()
    }

    /// Makes an article ready to be written: takes the clutter of its source out, tells the topics that
    /// users taught, encodes, compresses and folds it.
    /// Thread-safe, and the costly half of the work (about 60 microseconds for 3 KB): call it on every core before `apply`.
    ///
    /// - Parameters:
    ///   - hash: of the bytes that it was read from; `nil` when nothing was ever said of them.
    ///   - folder: where its file lies, below the corpus; `nil` when that tells nothing about its source.
    package func prepare(
        _ article: Article,
        of hash: ContentHash? = nil,
        in folder: [UInt8]? = nil
    ) -> PreparedArticle {
        let key = SourceKey(article.document, folder: folder)
        let profile = key.map { self.profile(of: $0) } ?? SourceProfile.empty
        let cleaned = withTaughtTopics(
            profile.applied(to: article, by: annotator),
            hash,
            in: folder.map { [$0] } ?? []
        )
        let encoded = cleaned.encoded()
        shelf.offer(encoded)
        let dictionary = shelf.current
        var prepared = benches.withBench { $0.prepare(cleaned, encoded: encoded, dictionary: dictionary) }
        prepared.folderTopic = folder.flatMap(teacher.folders.topic)
        prepared.teaching = key.map {
            Teaching(key: $0, lines: SourceLines(of: article.document.body), version: profile.version)
        }
        return prepared
    }

    /// Writes a batch as one transaction: all of it, durably, or nothing.
    ///
    /// What is absent comes first; of several outcomes for one path the last counts. The next question sees it all.
    /// Cost: about 110 microseconds an article in batches of one to four thousand (the index's table of pending words
    /// falls out of the processor's cache beyond), half a millisecond and two syncs of the device for a single one.
    package func apply(_ outcomes: [FileOutcome]) throws(StoreFailure) -> Commit {
        try catchUp()
        let (commit, profiles) = try writing { database, memory in
            breaks.begin(database)
            defer { breaks.end(database) }
            var commit = Commit()
            var profiles: [String: SourceProfile] = [:]
            try database.inTransaction(.immediate) {
                var batch = try Batch(self, database, memory)
                commit = try batch.apply(outcomes)
                memory = batch.memory
                profiles = batch.profiles
                return .commit
            }
            return (commit, profiles)
        }
        for (name, profile) in profiles { current.profiles.set(profile, of: name) }
        decisions.confirm()
        current.isUntidy.withLock { $0 = true }
        return commit
    }

    /// Which of these contents need no reading: they were read at this analysis version, or refused.
    package func knownContents(_ hashes: [ContentHash]) throws(StoreFailure) -> Set<ContentHash> {
        try reading { database in
            let find = try Contents.Find(database)
            return Set(try hashes.filter { try find($0)?.analysis == analysisVersion })
        }
    }

    /// When these contents came first, in nanoseconds since 1970, as far as it is known: in this index, or as it was
    /// decided before there was one.
    package func arrivals(of hashes: [ContentHash]) throws(StoreFailure) -> [ContentHash: Int64] {
        try catchUp()
        return try reading { database in
            let find = try Contents.Find(database)
            let remembered = try Remembered(database)
            let isEmpty = try remembered.isEmpty
            var arrivals: [ContentHash: Int64] = [:]
            for hash in hashes {
                arrivals[hash] = try find(hash)?.arrived ?? (isEmpty ? nil : remembered.find(hash)?.at)
            }
            return arrivals
        }
    }

    /// Gives back what databases keep of their pages in memory. Questions go on: the next ones read from the kernel's cache.
    /// Waits for the writer; each reader is opened anew when it is needed.
    package func shrink() throws(StoreFailure) {
        // Damaged as it is, it may refuse; the other one gives back what it has all the same.
        try? elder?.shrink()
        try current.shrink()
    }

    // MARK: - Which database

    /// Where everything is written.
    var current: Index { indexes.withLock { $0.current } }
    /// What was there before, while the current one is not complete.
    var elder: Index? { indexes.withLock { $0.elder } }

    /// Asks the elder, and the current one when there is no elder or it cannot answer.
    func answering<Result>(_ body: (Database) throws -> Result) throws(StoreFailure) -> Result {
        if let elder {
            do { return try elder.reading(body) } catch { return try reading(body) }
        }
        return try reading(body)
    }

    func reading<Result>(_ body: (Database) throws -> Result) throws(StoreFailure) -> Result {
        try asking { index throws(StoreFailure) in try index.reading(body) }
    }

    func writing<Result>(_ body: (Database, inout WriterMemory) throws -> Result) throws(StoreFailure) -> Result {
        try asking { index throws(StoreFailure) in try index.writing(body) }
    }

    /// One transaction on the database in use.
    func committing<Result>(_ body: (Database) throws -> Result) throws(StoreFailure) -> Result {
        try asking { index throws(StoreFailure) in try index.committing(body) }
    }

    private func asking<Result>(_ body: (Index) throws(StoreFailure) -> Result) throws(StoreFailure) -> Result {
        let index = current
        do {
            return try body(index)
        } catch {
            // Seen as: this one took the index, a rebuild closed it, this one asked it. The new one is there in a moment.
            if index.isClosed {
                let next = switching.withLock { _ in current }
                if next !== index { return try body(next) }
                if let refusal = indexes.withLock({ $0.refusal }) { throw refusal }
            } else {
                note(error, of: index)
            }
            throw error
        }
    }
}

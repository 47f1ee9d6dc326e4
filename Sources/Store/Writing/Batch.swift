import Analysis
import Documents
import GRDB

/// What the writer remembers from one transaction to the next; forgotten when one fails.
struct WriterMemory {
    var folders: [[UInt8]: Int64] = [:]
    /// Nothing is remembered; `false` when that is to be looked up.
    var hasNothingRemembered = false
    var sources: [String: SourceMemory] = [:]
}

/// One transaction of `apply`.
struct Batch {
    private let store: ArticleStore
    private let database: Database
    private var contents: Contents
    private let articles: Articles
    private var ledger: Ledger
    private var totals: Totals
    private var commit = Commit()
    private var decided: [Decision] = []
    /// `nil` when nothing is remembered.
    private let remembered: Remembered?
    private var lessons: Lessons
    /// Folders that serve as labels, and the contents whose files are in others of them than when they were told by these.
    private let folders: FolderTopics
    private var moved: Set<Int64> = []
    /// The topic of the folder that each content was read for which this batch has written.
    private var written: [Int64: String?] = [:]

    var memory: WriterMemory {
        WriterMemory(folders: ledger.folders, hasNothingRemembered: remembered == nil, sources: lessons.kept)
    }
    /// Those that changed, for whoever prepares articles after the commit.
    var profiles: [String: SourceProfile] { lessons.profiles }

    init(_ store: ArticleStore, _ database: Database, _ memory: WriterMemory) throws {
        self.store = store
        self.database = database
        contents = try Contents(store, database)
        articles = try Articles(database)
        totals = try Totals(reading: database)
        ledger = try Ledger(database, memory.folders, sequence: totals.sequence + 1)
        lessons = Lessons(database, memory.sources)
        folders = store.teacher.folders
        let remembered = try memory.hasNothingRemembered ? nil : Remembered(database)
        self.remembered = try remembered?.isEmpty == false ? remembered : nil
    }

    /// What went comes first: a name may be free for another, and a rename is known by its old row.
    mutating func apply(_ outcomes: [FileOutcome]) throws -> Commit {
        let latest = Self.latest(outcomes)
        for outcome in latest {
            if case .absent = outcome.result { try absent(outcome) }
        }
        for outcome in latest {
            switch outcome.result {
            case .absent: continue
            case .read(let stamp, let hash, let articles): try read(outcome, stamp, hash, articles, nil)
            case .refusedContent(let stamp, let hash, let refusal): try read(outcome, stamp, hash, [], Verdict(refusal))
            case .quarantined(let stamp, let hash, let reason, let detail):
                let verdict = Verdict(state: .quarantined, reason: reason, detail: detail)
                try read(outcome, stamp, hash, [], verdict)
            case .sameBytes(let stamp, let hash): try sameBytes(outcome, stamp, hash)
            case .refused(let stamp, let state, let reason, let detail):
                try refused(outcome, stamp, state, reason, detail)
            }
        }
        try store.reclassify(moved: moved, database, &contents)
        try contents.index()
        totals.sequence += 1
        commit.sequence = totals.sequence
        commit.outdated = try lessons.write(sequence: totals.sequence)
        try Maintenance.keepUp(database, isBulk: outcomes.count >= Maintenance.bulkBatch)
        // Last of all, so that little can be refused between the two commits.
        totals.decided = try store.decisions.append(decided, reached: totals.horizon)
        try totals.write(database)
        return commit
    }

    /// Of several outcomes for one path only the last, at its place.
    private static func latest(_ outcomes: [FileOutcome]) -> [FileOutcome] {
        guard outcomes.count > 1 else { return outcomes }
        var last: [[UInt8]: Int] = [:]
        last.reserveCapacity(outcomes.count)
        for (index, outcome) in outcomes.enumerated() { last[outcome.path] = index }
        guard last.count < outcomes.count else { return outcomes }
        return outcomes.enumerated().filter { last[$1.path] == $0 }.map(\.element)
    }

    // MARK: - What one look gave

    private mutating func absent(_ outcome: FileOutcome) throws {
        let (folderPath, name) = Path.split(outcome.path)
        guard let folder = try ledger.folder(folderPath), let row = try ledger.file(folder, name), !row.isGone
        else { return }
        commit.filesChanged += 1
        commit.filesAltered += 1
        totals.files[row.state.number] -= 1
        noteFile(folderPath, leaving: row.content)
        try decide(.gone(outcome.path))
        if let twin = try ledger.twin(of: row, now: outcome.at) {
            // Seen as: present(new), then absent(old). The old row goes on under the new name.
            gone(try articles.remove(file: twin))
            try ledger.take(twin, into: row.id)
            if let (path, hash) = try ledger.place(of: row.id) { try decide(.arrived(path, hash, at: row.arrived)) }
        } else {
            gone(try articles.hide(file: row.id))
            try ledger.markGone(row.id, at: outcome.at)
        }
    }

    private mutating func read(
        _ outcome: FileOutcome,
        _ stamp: StoredStamp,
        _ hash: ContentHash,
        _ prepared: [PreparedArticle],
        _ verdict: Verdict?
    ) throws {
        let cut = prepared.lazy.compactMap(\.cut).first
        let verdict = verdict ?? (prepared.isEmpty ? Verdict(Refusal(.noText)) : cut)
        let known = try contents.find(hash)
        if let known, known.analysis == store.analysisVersion {
            return try settle(outcome, stamp, known)
        }
        guard let known else {
            let new = try contents.write(
                hash,
                prepared,
                refusal: verdict,
                texts: nextTexts(prepared.count),
                arrived: remembered?.find(hash)?.at ?? outcome.at,
                over: nil
            )
            try learn(from: prepared, new)
            written[new.id] = .some(prepared.first?.folderTopic)
            return try settle(outcome, stamp, new)
        }
        // The same bytes, read by another version: texts keep their ids where their number is the same.
        try contents.erase(known.texts)
        let texts = known.texts.count == prepared.count ? known.texts : nextTexts(prepared.count)
        let new = try contents.write(
            hash,
            prepared,
            refusal: verdict,
            texts: texts,
            arrived: known.arrived,
            over: known
        )
        try learn(from: prepared, new)
        try ledger.noteRead(content: new.id)
        if !folders.isEmpty {
            // It may lie in others as well.
            moved.insert(new.id)
            try store.reclassifyLater(from: new.id, database)
        }
        if new.texts != known.texts || new.reason != known.reason || new.state != known.state
            || new.detail != known.detail
        {
            try showAnew(new)
        }
        try settle(outcome, stamp, new)
    }

    private mutating func learn(from articles: [PreparedArticle], _ content: Content) throws {
        for teaching in articles.compactMap(\.teaching) {
            try lessons.learn(teaching, from: content.id, sequence: totals.sequence + 1)
        }
    }

    private mutating func sameBytes(_ outcome: FileOutcome, _ stamp: StoredStamp, _ hash: ContentHash) throws {
        guard let known = try contents.find(hash), known.analysis == store.analysisVersion else {
            commit.again.append(outcome.path)
            return
        }
        try settle(outcome, stamp, known)
    }

    private mutating func refused(
        _ outcome: FileOutcome,
        _ stamp: StoredStamp?,
        _ state: FileState,
        _ reason: String,
        _ detail: String?
    ) throws {
        let (folderPath, name) = Path.split(outcome.path)
        let folder = try ledger.makeFolder(folderPath)
        var entry = Entry(at: outcome.at, state: state, stamp: stamp, reason: reason, detail: detail)
        entry.attempts = 1
        commit.filesChanged += 1
        commit.settled[Settled(state: state, reason: reason), default: 0] += 1
        totals.files[state.number] += 1
        guard let row = try ledger.file(folder, name) else {
            commit.filesAltered += 1
            _ = try insert(outcome, folder, name, &entry, nil)
            return
        }
        if row.isGone || row.state != state || row.content != nil { commit.filesAltered += 1 }
        if row.isGone {
            try decide(.arrived(outcome.path, nil, at: row.arrived))
        } else {
            totals.files[row.state.number] -= 1
        }
        entry.attempts += row.attempts
        try ledger.update(row.id, entry)
        if let content = row.content, !row.isGone { noteFile(folderPath, leaving: content) }
        gone(try articles.hide(file: row.id))
        if let content = row.content { try contents.removeUnlessUsed(content) }
    }

    // MARK: - A file whose content is in the store

    private mutating func settle(_ outcome: FileOutcome, _ stamp: StoredStamp, _ content: Content) throws {
        let (folderPath, name) = Path.split(outcome.path)
        let folder = try ledger.makeFolder(folderPath)
        let state = content.fileState
        var entry = Entry(
            at: outcome.at,
            state: state,
            stamp: stamp,
            content: content.id,
            reason: content.reason,
            detail: content.detail
        )
        commit.filesChanged += 1
        commit.settled[Settled(state: state, reason: content.reason), default: 0] += 1
        totals.files[state.number] += 1
        guard let row = try rowToTakeOver(folder, name, stamp, content) else {
            commit.filesAltered += 1
            noteArrival(folderPath, content)
            let file = try insert(outcome, folder, name, &entry, content.hash)
            for (record, text) in content.texts.enumerated() {
                try articles.add(nextArticle(), file: file, record: Int64(record), text: text)
            }
            return
        }
        if row.isGone || row.state != state || row.content != content.id { commit.filesAltered += 1 }
        if row.isGone {
            try decide(.arrived(outcome.path, content.hash, at: row.arrived))
        } else {
            totals.files[row.state.number] -= 1
        }
        try ledger.update(row.id, entry)
        // Only touched: its articles stay as they are.
        if row.content == content.id, !row.isGone { return }
        noteArrival(folderPath, content, isCounted: row.isGone)
        if let old = row.content, old != content.id { noteFile(folderPath, leaving: old, isCounted: false) }
        gone(try articles.hide(file: row.id))
        try show(content.texts, of: row.id)
        if let old = row.content, old != content.id { try contents.removeUnlessUsed(old) }
    }

    /// Counts a file that came into a folder, or went from it.
    ///
    /// - Parameters:
    ///   - content: what lay there, and perhaps lies elsewhere as well.
    ///   - isCounted: `false` for a file that is there as before, with other bytes.
    private mutating func noteFile(_ folder: [UInt8], leaving content: Int64?, isCounted: Bool = true) {
        guard !folders.isEmpty else { return }
        if isCounted { store.teacher.noteFile(in: folder) }
        if let content, folders.topic(of: folder) != nil { moved.insert(content) }
    }

    /// What was there before lies in a folder now for which it was not told: its own, or that of the file which it was read for.
    private mutating func noteArrival(_ folder: [UInt8], _ content: Content, isCounted: Bool = true) {
        guard !folders.isEmpty else { return }
        if isCounted { store.teacher.noteFile(in: folder) }
        if written[content.id] != .some(folders.topic(of: folder)) { moved.insert(content.id) }
    }

    /// A file that the index has not seen: now it arrives, unless it is remembered.
    private mutating func insert(
        _ outcome: FileOutcome,
        _ folder: Int64,
        _ name: [UInt8],
        _ entry: inout Entry,
        _ hash: ContentHash?
    ) throws -> Int64 {
        let arrival = try remembered?.arrival(of: outcome.path)
        if let arrival { entry.arrived = arrival }
        let file = try ledger.insert(folder, name, entry)
        if let remembered, arrival == nil { try remembered.welcome(file) }
        // What is remembered stands in the list already.
        if arrival == nil { try decide(.arrived(outcome.path, hash, at: entry.arrived)) }
        try remembered?.forget(outcome.path)
        return file
    }

    /// What is decided about a path ends what was remembered of it.
    private mutating func decide(_ decision: Decision) throws {
        decided.append(decision)
        try remembered?.forget(decision.path)
    }

    /// The row that goes on under this path: the live one, else that of a renamed file, else the one that went from here.
    private mutating func rowToTakeOver(
        _ folder: Int64,
        _ name: [UInt8],
        _ stamp: StoredStamp,
        _ content: Content
    ) throws -> FileRow? {
        let here = try ledger.file(folder, name)
        if let here, !here.isGone { return here }
        guard let renamed = try ledger.gone(content.id, stamp), renamed.id != here?.id else { return here }
        if let here { try purge(here) }
        try ledger.move(renamed.id, to: folder, name)
        return renamed
    }

    private mutating func show(_ texts: Range<Int64>, of file: Int64) throws {
        let known = try articles.ids(of: file)
        for (record, text) in texts.enumerated() {
            if let article = known.first(where: { $0.record == record }) {
                try articles.show(article.id, text: text)
                totals.articles += 1
                commit.articlesAdded += 1
            } else {
                try articles.add(nextArticle(), file: file, record: Int64(record), text: text)
            }
        }
    }

    /// Every file with this content shows what it holds now.
    private mutating func showAnew(_ content: Content) throws {
        let state = content.fileState
        let files = try Command(database, "SELECT id, state, gone IS NOT NULL FROM file WHERE content = ?")
            .all(.integer(content.id)) { (id: $0.integer(0), state: $0.integer(1), isGone: $0.integer(2) != 0) }
        for file in files {
            gone(try articles.hide(file: file.id))
            guard !file.isGone else { continue }
            try show(content.texts, of: file.id)
            totals.files[Int(file.state)] -= 1
            totals.files[state.number] += 1
            try Command(database, "UPDATE file SET state = ?, reason = ?, detail = ? WHERE id = ?").run(
                .integer(Int64(state.number)),
                .optional(content.reason),
                .optional(content.detail),
                .integer(file.id)
            )
        }
    }

    /// Removes a row that is gone, for good.
    private mutating func purge(_ row: FileRow) throws {
        _ = try articles.remove(file: row.id)
        try ledger.remove(row.id)
        if let content = row.content { try contents.removeUnlessUsed(content) }
    }

    // MARK: - Counting

    private mutating func gone(_ count: Int) {
        totals.articles -= Int64(count)
        commit.articlesRemoved += count
    }

    private mutating func nextArticle() -> Int64 {
        defer { totals.nextArticle += 1 }
        totals.articles += 1
        commit.articlesAdded += 1
        return totals.nextArticle
    }

    private mutating func nextTexts(_ count: Int) -> Range<Int64> {
        defer { totals.nextText += Int64(count) }
        return totals.nextText..<(totals.nextText + Int64(count))
    }
}

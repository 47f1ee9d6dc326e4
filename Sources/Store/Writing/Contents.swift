import Documents
import GRDB

/// Bytes that were read, as the table `content` has them.
struct Content {
    let id: Int64
    let hash: ContentHash
    let analysis: Int64
    /// Their texts have consecutive ids.
    let texts: Range<Int64>
    /// Why there are none, or why they are not all of the file.
    let reason: String?
    let detail: String?
    /// What becomes of files for that reason.
    let state: FileState
    /// When the bytes came first, in nanoseconds since 1970.
    let arrived: Int64

    var fileState: FileState { reason == nil ? .indexed : state }
}

/// Why bytes hold no texts for us, or not all that is in them.
struct Verdict: Sendable {
    var state: FileState
    var reason: String
    var detail: String?
}

extension Verdict {
    init(_ refusal: Refusal) {
        self.init(state: .skipped, reason: refusal.reason.rawValue, detail: refusal.detail)
    }

    /// The file is searchable, up to a limit.
    init(cut problem: Problem) {
        self.init(state: .indexed, reason: problem.code, detail: problem.message)
    }
}

/// Contents and their texts: the compressed articles and their words in the index.
struct Contents {
    struct Find {
        private let command: Command

        init(_ database: Database) throws {
            command = try Command(
                database,
                """
                SELECT id, analysis, first, texts, reason, detail, state,
                    coalesce(arrived, (SELECT min(file.arrived) FROM file WHERE file.content = content.id))
                FROM content WHERE high = ? AND low = ?
                """
            )
        }

        func callAsFunction(_ hash: ContentHash) throws -> Content? {
            try command.first(.bits(hash.high), .bits(hash.low)) { row in
                Content(
                    id: row.integer(0),
                    hash: hash,
                    analysis: row.integer(1),
                    texts: row.integer(2)..<(row.integer(2) + row.integer(3)),
                    reason: row.text(4),
                    detail: row.text(5),
                    state: FileState(number: row.integer(6)) ?? .skipped,
                    arrived: row.integer(7)
                )
            }
        }
    }

    let find: Find
    private let store: ArticleStore
    private let database: Database
    private let insertContent: Command
    private let insertText: Command
    private let insertFingerprint: Command
    private let insertPublished: Command
    private var facets: FacetRows
    private var erased: [Int64: IndexedWords] = [:]
    private var added: [Int64: IndexedWords] = [:]

    init(_ store: ArticleStore, _ database: Database) throws {
        self.store = store
        self.database = database
        find = try Find(database)
        insertContent = try Command(
            database,
            """
            INSERT INTO content (id, high, low, analysis, first, texts, reason, detail, state, arrived)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        insertText = try Command(database, "INSERT INTO text (id, article) VALUES (?, ?)")
        insertFingerprint = try Command(database, "INSERT INTO fingerprint (text, value) VALUES (?, ?)")
        facets = try FacetRows(database)
        insertPublished = try Command(database, "INSERT INTO published (text, first, last) VALUES (?, ?, ?)")
    }

    /// Writes contents that are new, or read again by a later analysis.
    ///
    /// - Parameters:
    ///   - texts: the ids to use, one per article.
    ///   - arrived: when the bytes came first.
    ///   - existing: the row that the content has already; its texts must have been erased.
    mutating func write(
        _ hash: ContentHash,
        _ articles: [PreparedArticle],
        refusal: Verdict?,
        texts: Range<Int64>,
        arrived: Int64,
        over existing: Content?
    ) throws -> Content {
        if let existing { try Command(database, "DELETE FROM content WHERE id = ?").run(.integer(existing.id)) }
        for (article, text) in zip(articles, texts) {
            try add(article, as: text)
        }
        try insertContent.run(
            .optional(existing?.id),
            .bits(hash.high),
            .bits(hash.low),
            .integer(store.analysisVersion),
            .integer(texts.lowerBound),
            .integer(Int64(texts.count)),
            .optional(refusal?.reason),
            .optional(refusal?.detail),
            .integer(Int64((refusal?.state ?? .skipped).number)),
            .integer(arrived)
        )
        return Content(
            id: database.lastInsertedRowID,
            hash: hash,
            analysis: store.analysisVersion,
            texts: texts,
            reason: refusal?.reason,
            detail: refusal?.detail,
            state: refusal?.state ?? .skipped,
            arrived: arrived
        )
    }

    private mutating func add(_ article: PreparedArticle, as text: Int64) throws {
        if article.dictionary != 0 { try keepDictionary(article.dictionary) }
        try insertText.run(.integer(text), .bytes(article.blob))
        try insertFingerprint.run(.integer(text), .integer(article.fingerprint))
        if let days = article.published {
            try insertPublished.run(.integer(text), .integer(days.lowerBound), .integer(days.upperBound))
        }
        try facets.add(article.facets, of: text)
        added[text] = article.words
    }

    /// Writes a text anew, under its id.
    mutating func replace(_ text: Int64, with article: PreparedArticle) throws {
        try erase(text..<(text + 1))
        try add(article, as: text)
    }

    /// Removes a content that no file has any more, with its texts.
    mutating func removeUnlessUsed(_ id: Int64) throws {
        let user = try Command(database, "SELECT id FROM file WHERE content = ? LIMIT 1").first(.integer(id)) {
            $0.integer(0)
        }
        guard user == nil else { return }
        let texts = try Command(database, "SELECT first, texts FROM content WHERE id = ?").first(.integer(id)) {
            $0.integer(0)..<($0.integer(0) + $0.integer(1))
        }
        try erase(texts ?? 0..<0)
        try Command(database, "DELETE FROM content WHERE id = ?").run(.integer(id))
    }

    /// Removes texts, and their words with the next `index`.
    mutating func erase(_ texts: Range<Int64>) throws {
        guard !texts.isEmpty else { return }
        let read = try Command(database, "SELECT article FROM text WHERE id = ?")
        for text in texts {
            // What was added before in this transaction is not in the index yet; what was erased before is.
            if added.removeValue(forKey: text) == nil, let blob = try read.first(.integer(text), read: { $0.bytes(0) })
            {
                erased[text] = store.words(of: blob)
            }
            try Command(database, "DELETE FROM text WHERE id = ?").run(.integer(text))
            try Command(database, "DELETE FROM fingerprint WHERE text = ?").run(.integer(text))
            try Command(database, "DELETE FROM published WHERE text = ?").run(.integer(text))
            try facets.remove(text)
        }
    }

    /// Brings the index to what was written and erased before: once, at the end of a transaction.
    ///
    /// In ascending order, first what goes: FTS5 writes a segment whenever a row comes that is not beyond the last one, and
    /// refuses with SQLITE_FULL beyond 2,000 segments. A contentless index is given the old words back to take them out
    /// (SQLite 3.40 has no other way; fts5.html section 4.4.3): they were folded anew from the stored article.
    mutating func index() throws {
        let take = try Command(
            database,
            "INSERT INTO words (words, rowid, title, body, terms) VALUES ('delete', ?, ?, ?, ?)"
        )
        for (text, words) in erased.sorted(by: { $0.key < $1.key }) {
            try take.run(.integer(text), .bytes(words.title), .bytes(words.body), .bytes(words.terms))
        }
        let give = try Command(database, "INSERT INTO words (rowid, title, body, terms) VALUES (?, ?, ?, ?)")
        for (text, words) in added.sorted(by: { $0.key < $1.key }) {
            try give.run(.integer(text), .bytes(words.title), .bytes(words.body), .bytes(words.terms))
        }
        erased = [:]
        added = [:]
    }

    /// A dictionary is stored with the first article that needs it.
    private func keepDictionary(_ id: UInt32) throws {
        let known = try Command(database, "SELECT id FROM dictionary WHERE id = ?").first(.integer(Int64(id))) {
            $0.integer(0)
        }
        guard known == nil, let bytes = store.shelf[id] else { return }
        try Command(database, "INSERT INTO dictionary (id, bytes) VALUES (?, ?)").run(
            .integer(Int64(id)),
            .bytes(bytes)
        )
    }
}

extension ArticleStore {
    func words(of blob: [UInt8]) -> IndexedWords? {
        benches.withBench { bench in bench.article(from: blob, shelf).map { bench.indexedWords(of: $0) } }
    }
}

import Analysis
import Documents
import GRDB

/// How far the articles of an index tell what is taught: the table `taught`.
struct Taught {
    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    /// The generation (see `TopicTeacher`) that articles up to a content tell; `nil` when nothing was ever taught.
    func reached() throws -> (generation: Int64, content: Int64)? {
        try Command(database, "SELECT generation, content FROM taught").first { ($0.integer(0), $0.integer(1)) }
    }

    func write(_ generation: Int64, content: Int64) throws {
        try Command(database, "INSERT OR REPLACE INTO taught (id, generation, content) VALUES (1, ?, ?)")
            .run(.integer(generation), .integer(content))
    }
}

/// Bringing stored articles up to what is taught: from the article as it is stored, its file is not read.
extension ArticleStore {
    /// Articles looked at in one step, some 20 ms.
    private static let textsPerStep = 128
    /// A score that moves by less is not worth writing the article again.
    private static let step = 0.05

    /// Whether older articles do not tell all yet that is taught.
    package func isBehindTaughtTopics() throws(StoreFailure) -> Bool {
        guard teacher.hasLearnedFolders else { return true }
        let generation = teacher.generation
        let reached = try reading { try Taught($0).reached() } ?? (generation: 0, content: .max)
        return reached.generation != generation || reached.content != .max
    }

    /// One bounded step. A pass goes over all contents, with what is taught as it stands at each step; when something was
    /// taught since it began, another one follows: so each article is reached, however often somebody teaches.
    ///
    /// - Returns: whether there is more to do.
    func reclassifySome() throws(StoreFailure) -> Bool {
        let (generation, taught) = (teacher.generation, teacher.taught)
        guard try isBehindTaughtTopics() else { return false }
        // Up to its content, the row says, articles tell at least its generation: such a pass goes on.
        let begun = try reading { try Taught($0).reached() }.flatMap { $0.content == .max ? nil : $0 }
        let (aim, start) = begun ?? (generation, 0)
        return try writing { database, _ in
            var hasMore = true
            try database.inTransaction(.immediate) {
                var contents = try Contents(self, database)
                var position = teacher.position(in: start)
                var done = start
                let next = try Command(
                    database,
                    "SELECT id, high, low, first, texts FROM content WHERE id > ? ORDER BY id LIMIT 1"
                )
                var left = Self.textsPerStep
                while left > 0 {
                    guard let row = try next.first(.integer(done), read: ClassifiedContent.init) else {
                        hasMore = false
                        break
                    }
                    // A file may hold thousands of articles.
                    let texts = row.texts.dropFirst(position).prefix(left)
                    try reclassify(row, texts, taught, leastStep: Self.step, database, &contents)
                    left -= max(1, texts.count)
                    position += texts.count
                    guard position >= row.texts.count else { break }
                    (done, position) = (row.id, 0)
                }
                try contents.index()
                try Maintenance.keepUp(database, isBulk: false)
                try Taught(database).write(aim, content: hasMore ? done : .max)
                teacher.keep(position: position, in: done)
                return .commit
            }
            return hasMore || aim != teacher.generation || !teacher.hasLearnedFolders
        }
    }

    /// Notes what need not be brought up, or has to be: called once, when the store opens.
    func beginTeaching() throws(StoreFailure) {
        let (generation, hasLearnedFolders) = (teacher.generation, teacher.hasLearnedFolders)
        guard generation != 0 else { return }
        try writing { database, _ in
            let last = try Command(database, "SELECT max(id) FROM content").first { $0.optionalInteger(0) ?? 0 } ?? 0
            let reached = try Taught(database).reached()
            if reached == nil, last == 0 {
                // All that comes tells it from its arrival.
                try Taught(database).write(generation, content: .max)
            } else if let reached, reached.content == .max, !hasLearnedFolders {
                // What comes before the folders have been learned from does not tell it yet.
                try Taught(database).write(reached.generation, content: last)
            }
        }
    }

    /// Brings contents up whose files came into folders that serve as labels, or left them: within a transaction.
    func reclassify(moved ids: Set<Int64>, _ database: Database, _ contents: inout Contents) throws {
        guard !ids.isEmpty else { return }
        let taught = teacher.taught
        let find = try Command(database, "SELECT id, high, low, first, texts FROM content WHERE id = ?")
        for id in ids.sorted() {
            guard let content = try find.first(.integer(id), read: ClassifiedContent.init) else { continue }
            try reclassify(content, content.texts, taught, leastStep: 0, database, &contents)
        }
    }

    /// What was read again before the folders have been learned from does not tell it: the pass comes to it once more.
    func reclassifyLater(from content: Int64, _ database: Database) throws {
        guard !teacher.hasLearnedFolders, let reached = try Taught(database).reached(), reached.content >= content
        else { return }
        try Taught(database).write(reached.generation, content: content - 1)
    }

    /// Brings one article up, at once.
    func reclassify(_ hash: ContentHash, record: Int) throws(StoreFailure) {
        let taught = teacher.taught
        try writing { database, _ in
            try database.inTransaction(.immediate) {
                var contents = try Contents(self, database)
                if let known = try contents.find(hash) {
                    let content = ClassifiedContent(id: known.id, hash: hash, texts: known.texts)
                    let text = content.texts.dropFirst(record).prefix(1)
                    try reclassify(content, text, taught, leastStep: 0, database, &contents)
                    try contents.index()
                }
                return .commit
            }
        }
    }

    private struct ClassifiedContent {
        let id: Int64
        let hash: ContentHash
        let texts: Range<Int64>

        init(id: Int64, hash: ContentHash, texts: Range<Int64>) {
            (self.id, self.hash, self.texts) = (id, hash, texts)
        }

        /// From the columns id, high, low, first, texts.
        init(_ row: Columns) {
            self.init(
                id: row.integer(0),
                hash: ContentHash(high: row.bits(1), low: row.bits(2)),
                texts: row.integer(3)..<(row.integer(3) + row.integer(4))
            )
        }
    }

    private func reclassify(
        _ content: ClassifiedContent,
        _ texts: Range<Int64>,
        _ taught: TaughtTopics,
        leastStep: Double,
        _ database: Database,
        _ contents: inout Contents
    ) throws {
        let folders = teacher.folders.isEmpty ? [] : try FolderLessons.folders(of: content.id, database)
        // Of what went, nobody asks.
        guard teacher.folders.isEmpty || !folders.isEmpty else { return }
        for text in texts {
            let blob = try Command(database, "SELECT article FROM text WHERE id = ?").first(.integer(text)) {
                $0.bytes(0)
            }
            // What is damaged is noticed elsewhere.
            guard let blob, let old = decoded(blob) else { continue }
            let new = taught.applied(
                to: annotator.withTopicsOfModel(old),
                hash: content.hash,
                folderTopics: Set(folders.compactMap(teacher.folders.topic)).sorted(),
                threshold: annotator.topicThreshold
            )
            guard new.topics.differ(from: old.topics, by: leastStep) else { continue }
            try contents.replace(text, with: prepareAgain(new))
        }
    }

    /// An article as it was stored: the clutter of its source is taken out already.
    private func prepareAgain(_ article: Article) -> PreparedArticle {
        let dictionary = shelf.current
        return benches.withBench { $0.prepare(article, encoded: article.encoded(), dictionary: dictionary) }
    }
}

extension [TopicScore] {
    /// Others, of another name, in another order, or one whose score is elsewhere by more than `step`.
    fileprivate func differ(from others: [TopicScore], by step: Double) -> Bool {
        map(\.id) != others.map(\.id) || map(\.name) != others.map(\.name)
            || zip(self, others).contains { abs($0.score - $1.score) > step }
    }
}

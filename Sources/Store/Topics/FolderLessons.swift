import Analysis
import Documents
import GRDB

/// What folders that serve as labels teach: of each of their topics a sample of the articles in them, and as many others as
/// such that are not of it.
///
/// The sample are those whose bytes have the smallest hashes: so it is the same in whatever order they came, in an index that
/// was made anew as well, and hardly changes while the corpus grows.
struct FolderLessons {
    /// Articles of a topic, and as many that are not. What a learner says changes little beyond.
    static let articlesPerTopic = 128

    private let database: Database
    private let folders: FolderTopics
    /// The rows of `folder` that are of each topic.
    private let rows: [String: [Int64]]

    init(_ database: Database, _ folders: FolderTopics) throws {
        self.database = database
        self.folders = folders
        var rows: [String: [Int64]] = [:]
        let below = try Command(database, "SELECT id, path FROM folder WHERE path = ?1 OR (path >= ?2 AND path < ?3)")
        for (path, topic) in folders.folders {
            // A slash, and what follows it in byte order; below the root is everything.
            let (first, end) = path.isEmpty ? ([], [0xFF, 0xFF]) : (path + [0x2F], path + [0x30])
            try below.each([.bytes(path), .bytes(first), .bytes(end)]) { (row: Columns) -> Void in
                // One inside that has a topic of its own comes with that.
                guard Self.nearest(folders, row.bytes(1)) == path else { return }
                rows[topic, default: []].append(row.integer(0))
            }
        }
        self.rows = rows
    }

    private static func nearest(_ folders: FolderTopics, _ path: [UInt8]) -> [UInt8]? {
        folders.folders.map(\.path).filter { $0.isEmpty || $0 == path || path.starts(with: $0 + [0x2F]) }
            .max { $0.count < $1.count }
    }

    /// How many files lie in the folders.
    func files() throws -> Int {
        let count = try Command(database, "SELECT count(*) FROM file WHERE folder = ? AND gone IS NULL")
        return try rows.values.joined().reduce(0) { sum, row in
            sum + Int(try count.first(.integer(row)) { $0.integer(0) } ?? 0)
        }
    }

    struct Sample {
        let content: Int64
        let hash: ContentHash
        let text: Int64
        /// Of the folders that its files lie in.
        var topics: Set<String>

        /// As SQLite has them in order.
        fileprivate func precedes(_ other: Sample) -> Bool { order < other.order }

        private var order: (Int64, Int64) { (Int64(bitPattern: hash.high), Int64(bitPattern: hash.low)) }
    }

    /// What each topic is taught by, in the order of the hashes.
    func samples() throws -> [(topic: String, samples: [Sample])] {
        let most = Self.articlesPerTopic
        var inside: [Int64: Sample] = [:]
        for (topic, rows) in rows {
            for sample in try smallest(in: rows) {
                inside[sample.content, default: sample].topics.insert(topic)
            }
        }
        let others = try outside()
        return rows.keys.sorted().map { topic in
            let of = inside.values.filter { $0.topics.contains(topic) }.sorted { $0.precedes($1) }.prefix(most)
            let not = (inside.values.filter { !$0.topics.contains(topic) } + others).sorted { $0.precedes($1) }
            return (topic, (of + not.prefix(of.count)).sorted { $0.precedes($1) })
        }
    }

    private static let columns = "content.id, content.high, content.low, content.first"

    private func smallest(in rows: [Int64]) throws -> [Sample] {
        let inFolder = try Command(
            database,
            """
            SELECT \(Self.columns) FROM file JOIN content ON content.id = file.content
            WHERE file.folder = ? AND file.gone IS NULL AND content.texts > 0
            ORDER BY content.high, content.low LIMIT \(Self.articlesPerTopic)
            """
        )
        var samples: [Sample] = []
        for row in rows {
            samples += try inFolder.all(.integer(row), read: Self.sample)
            samples = Array(samples.sorted { $0.precedes($1) }.prefix(Self.articlesPerTopic))
        }
        return samples
    }

    /// Articles that lie in none of the folders.
    private func outside() throws -> [Sample] {
        var samples: [Sample] = []
        // Those inside are passed over; where nearly all lie inside, they are what teaches what is not of a topic.
        try Command(
            database,
            "SELECT \(Self.columns) FROM content WHERE texts > 0 ORDER BY high LIMIT \(16 * Self.articlesPerTopic)"
        ).each([]) { (row: Columns) -> Command.Appetite in
            let sample = Self.sample(row)
            let places = try Self.folders(of: sample.content, database)
            if !places.isEmpty, places.allSatisfy({ folders.topic(of: $0) == nil }) { samples.append(sample) }
            return samples.count < Self.articlesPerTopic ? .goOn : .stop
        }
        return samples
    }

    private static func sample(_ row: Columns) -> Sample {
        Sample(
            content: row.integer(0),
            hash: ContentHash(high: row.bits(1), low: row.bits(2)),
            text: row.integer(3),
            topics: []
        )
    }

    /// The folders in which bytes lie now.
    static func folders(of content: Int64, _ database: Database) throws -> [[UInt8]] {
        try Command(
            database,
            """
            SELECT DISTINCT folder.path FROM file JOIN folder ON folder.id = file.folder
            WHERE file.content = ? AND file.gone IS NULL
            """
        ).all(.integer(content)) { $0.bytes(0) }
    }
}

extension ArticleStore {
    /// Learns from the folders that serve as labels, when they are others, or hold a quarter more or less than when that was
    /// done last. Cost: a millisecond for some ten articles, and nothing when there are no such folders.
    func learnFolders() throws(StoreFailure) {
        guard let (folders, known) = teacher.foldersToLearn() else { return }
        do throws(StoreFailure) {
            try learn(folders, known: known)
        } catch {
            teacher.foldersChanged()
            throw error
        }
    }

    /// - Parameter known: how many files the folders held when they taught last.
    private func learn(_ folders: FolderTopics, known: Int?) throws(StoreFailure) {
        let (files, samples) = try reading { database in
            let lessons = try FolderLessons(database, folders)
            let files = try lessons.files()
            let isKnown = known.map { abs(files - $0) * 4 <= $0 } ?? false
            return (files, isKnown ? nil : try lessons.samples())
        }
        guard let samples else { return }
        let background = try self.background()
        var examples: [Int64: Studied] = [:]
        var labels: [TopicLabel] = []
        for (topic, samples) in samples {
            for sample in samples {
                if examples[sample.text] == nil { examples[sample.text] = try studied(sample.text, background) }
                guard let studied = examples[sample.text] else { continue }
                labels.append(
                    TopicLabel(
                        LabelledArticle(sample.hash, record: studied.record),
                        topic: topic,
                        isOfTopic: sample.topics.contains(topic),
                        modelled: studied.modelled[topic],
                        example: studied.example
                    )
                )
            }
        }
        try teacher.set(lessons: labels, from: folders, files: files)
    }

    private struct Studied {
        let record: Int
        let modelled: [String: Double]
        let example: TopicExample
    }

    /// - Returns: `nil` when it went meanwhile.
    private func studied(_ text: Int64, _ background: TopicBackground) throws(StoreFailure) -> Studied? {
        let blob = try reading { database in
            try Command(database, "SELECT article FROM text WHERE id = ?").first(.integer(text)) { $0.bytes(0) }
        }
        guard let article = blob.flatMap(decoded) else { return nil }
        let topics = annotator.withTopicsOfModel(article).topics.map { ($0.id, $0.score) }
        return Studied(
            record: article.document.record,
            modelled: Dictionary(topics) { first, _ in first },
            example: TopicExample(article.document, language: article.language, background: background)
        )
    }
}

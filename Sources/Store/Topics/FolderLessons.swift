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
            try below.each(Self.bounds(path)) { (row: Columns) -> Void in
                // One inside that has a topic of its own comes with that.
                guard folders.place(of: row.bytes(1)) == path else { return }
                rows[topic, default: []].append(row.integer(0))
            }
        }
        self.rows = rows
    }

    /// A folder's path, and what the paths below it lie between.
    private static func bounds(_ path: [UInt8]) -> [Value] {
        // A slash, and what follows it in byte order; no path is beyond 255 bytes of 255.
        let (first, end) = path.isEmpty ? ([], Array(repeating: 0xFF, count: 256)) : (path + [0x2F], path + [0x30])
        return [.bytes(path), .bytes(first), .bytes(end)]
    }

    /// The folders that no file lies in or below.
    static func empty(_ database: Database, _ folders: FolderTopics) throws -> [[UInt8]] {
        let file = try Command(
            database,
            """
            SELECT 1 FROM folder JOIN file ON file.folder = folder.id
            WHERE (folder.path = ?1 OR (folder.path >= ?2 AND folder.path < ?3)) AND file.gone IS NULL LIMIT 1
            """
        )
        return try folders.folders.map(\.path).filter { path in
            try file.first(bounds(path)) { $0.integer(0) } == nil
        }
    }

    /// How many files lie in the folders of each topic.
    func files() throws -> [String: Int] {
        let count = try Command(database, "SELECT count(*) FROM file WHERE folder = ? AND gone IS NULL")
        var files: [String: Int] = [:]
        for (_, topic) in folders.folders { files[topic] = 0 }
        for (topic, rows) in rows {
            for row in rows { files[topic, default: 0] += Int(try count.first(.integer(row)) { $0.integer(0) } ?? 0) }
        }
        return files
    }

    struct Sample {
        let content: Int64
        let hash: ContentHash
        let text: Int64
        /// Of the folders that its files lie in, and those above them.
        let topics: Set<String>

        /// As SQLite has them in order.
        func precedes(_ other: Sample) -> Bool { order < other.order }

        private var order: (Int64, Int64) { (Int64(bitPattern: hash.high), Int64(bitPattern: hash.low)) }
    }

    /// What there is to teach with, in the order of the hashes: of each topic, and of what lies in none of the folders.
    func samples() throws -> (inside: [Sample], outside: [Sample]) {
        var inside: [Int64: Sample] = [:]
        for rows in rows.values {
            for sample in try smallest(in: rows) { inside[sample.content] = sample }
        }
        return (inside.values.sorted { $0.precedes($1) }, try outside())
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
            samples += try inFolder.all(.integer(row)) { try sample($0) }
            samples = Array(samples.sorted { $0.precedes($1) }.prefix(Self.articlesPerTopic))
        }
        return samples
    }

    private func outside() throws -> [Sample] {
        var samples: [Sample] = []
        // Those inside are passed over; where nearly all lie inside, they are what teaches what is not of a topic.
        try Command(
            database,
            "SELECT \(Self.columns) FROM content WHERE texts > 0 ORDER BY high LIMIT \(16 * Self.articlesPerTopic)"
        ).each([]) { (row: Columns) -> Command.Appetite in
            let places = try Self.folders(of: row.integer(0), database)
            if !places.isEmpty, places.allSatisfy({ folders.topic(of: $0) == nil }) { samples.append(try sample(row)) }
            return samples.count < Self.articlesPerTopic ? .goOn : .stop
        }
        return samples
    }

    private func sample(_ row: Columns) throws -> Sample {
        var topics: Set<String> = []
        for folder in try Self.folders(of: row.integer(0), database) {
            var topic = folders.topic(of: folder)
            while let current = topic {
                topics.insert(current)
                topic = TopicModel.standard.parents[current]
            }
        }
        return Sample(
            content: row.integer(0),
            hash: ContentHash(high: row.bits(1), low: row.bits(2)),
            text: row.integer(3),
            topics: topics
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
    /// The folders that serve as labels, and hold no file: paths below the corpus, that of the corpus itself empty.
    package func emptyLabelFolders() throws(StoreFailure) -> [[UInt8]] {
        let folders = teacher.folders
        return folders.isEmpty ? [] : try reading { try FolderLessons.empty($0, folders) }
    }

    /// Learns from the folders that serve as labels, when that is due (see `TopicTeacher.foldersToLearn`). Cost: a millisecond
    /// for some ten articles, and nothing when there are no such folders.
    func learnFolders() throws(StoreFailure) {
        guard let folders = teacher.foldersToLearn else { return }
        var (files, inside, outside) = try reading { database in
            let lessons = try FolderLessons(database, folders)
            let samples = try lessons.samples()
            return (try lessons.files(), samples.inside, samples.outside)
        }
        // Where they are few, more of them teach more.
        if outside.count < FolderLessons.articlesPerTopic {
            files[""] = max(outside.count, FolderLessons.articlesPerTopic / 4)
        }
        let background = try self.background()
        var articles: [(sample: FolderLessons.Sample, studied: Studied)] = []
        for sample in (inside + outside).sorted(by: { $0.precedes($1) }) {
            if let studied = try studied(sample.text, background) { articles.append((sample, studied)) }
        }
        let taught = teacher.taught
        var labels: [TopicLabel] = []
        for topic in Set(folders.folders.map(\.topic)).sorted() {
            let all = articles.map { sample, studied in
                TopicLabel(
                    LabelledArticle(sample.hash, record: studied.record),
                    topic: topic,
                    isOfTopic: sample.topics.contains(topic),
                    modelled: studied.modelled[topic],
                    example: studied.example
                )
            }
            // What lies elsewhere may be of the topic all the same: where the model or somebody says so, it is passed over.
            let fit = all.filter { label in
                label.isOfTopic || label.modelled == nil && taught.label(of: label.article, topic: topic) != true
            }
            // As many of each: of one sort alone it would be learned that all are of it.
            let most = min(FolderLessons.articlesPerTopic, fit.count(where: \.isOfTopic), fit.count { !$0.isOfTopic })
            var left = [true: most, false: most]
            for label in fit where left[label.isOfTopic, default: 0] > 0 {
                left[label.isOfTopic, default: 0] -= 1
                labels.append(label)
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

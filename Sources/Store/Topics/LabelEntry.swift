import Analysis
import Documents
import GRDB
import Synchronization

/// An entry of the list of labels: what was said of an article and a topic, or that it is said no more.
struct LabelEntry: Equatable, Sendable {
    var article: LabelledArticle
    /// Its words; `nil` in what versions 1 and 2 wrote.
    var words: Fingerprint?
    var topic: String
    /// Whether it is of the topic; `nil` when the label was withdrawn.
    var says: Bool?
    /// Nanoseconds since 1970.
    var at: Int64
    /// What it teaches, at most 3 KB, so that an entry fits on a page; empty when it was withdrawn.
    var lesson: [UInt8]

    /// The label; `nil` when it was withdrawn, or written by a later version.
    var label: TopicLabel? {
        guard let says, let (modelled, example) = Lesson.decoded(lesson) else { return nil }
        return TopicLabel(
            article,
            words: words,
            topic: topic,
            isOfTopic: says,
            modelled: modelled,
            example: example
        )
    }
}

/// What an article teaches with a label: a byte with the version of its words, two with what the model said of the topic
/// in thousandths and one more (the lower first; 0: it did not tell it), then the words.
enum Lesson {
    private static let headBytes = 3
    private static let steps = 1_000.0

    static func encoded(modelled: Double?, _ example: TopicExample) -> [UInt8] {
        let share = modelled.map { Int((min(1, max(0, $0)) * steps).rounded()) + 1 } ?? 0
        return [UInt8(TopicExample.version), UInt8(share & 0xFF), UInt8(share >> 8)] + example.encoded()
    }

    static func decoded(_ bytes: [UInt8]) -> (modelled: Double?, example: TopicExample)? {
        guard bytes.count >= headBytes,
            let example = TopicExample(decoding: Array(bytes.dropFirst(headBytes)), version: Int(bytes[0]))
        else { return nil }
        let share = Int(bytes[1]) | Int(bytes[2]) << 8
        guard share > 0 else { return (nil, example) }
        let modelled = Double(share - 1) / steps
        return (bytes[0] < 3 ? TopicModel.standard.calibration.probability(of: modelled) : modelled, example)
    }
}

/// The table `label` of the decisions: appended to, the last entry for an article and a topic counts.
extension Decisions {
    /// Entries of which none counts that may stand there before they are dropped: some 400 KB.
    static let spareLabels = 256

    /// Writes an entry, durably; its number.
    func append(_ entry: LabelEntry) throws(StoreFailure) -> Int64 {
        hasNewLabels.withLock { $0 = true }
        return try asking { database in
            try Command(
                database,
                "INSERT INTO label (high, low, record, topic, says, at, lesson, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            ).run(
                .bits(entry.article.hash.high),
                .bits(entry.article.hash.low),
                .integer(Int64(entry.article.record)),
                .text(entry.topic),
                entry.says.map { .integer($0 ? 1 : 0) } ?? .null,
                .integer(entry.at),
                .bytes(entry.lesson),
                entry.words.map { .bytes($0.bytes) } ?? .null
            )
            return database.lastInsertedRowID
        }
    }

    /// What all entries come to.
    struct Labels {
        /// Of each article.
        var said: [LabelledArticle: [String: Bool]] = [:]
        /// The last article with these words of which something is said.
        var words: [Fingerprint: LabelledArticle] = [:]
        /// What the youngest labels teach, in their order.
        var lessons: [TopicLabel] = []
        /// The number of the last entry of all, 0 when there is none.
        var last: Int64 = 0
    }

    func labels(teaching limit: Int) throws(StoreFailure) -> Labels {
        try asking { database in
            var seen: Set<LabelKey> = []
            var labels = Labels()
            try Command(
                database,
                "SELECT id, high, low, record, topic, says, at, lesson, words FROM label ORDER BY id DESC"
            ).each([]) { (row: Columns) -> Void in
                labels.last = max(labels.last, row.integer(0))
                let entry = Self.entry(row, hasLesson: labels.lessons.count < limit)
                guard seen.insert(LabelKey(entry)).inserted, let says = entry.says else { return }
                labels.said[entry.article, default: [:]][entry.topic] = says
                if let words = entry.words, labels.words[words] == nil { labels.words[words] = entry.article }
                if let label = entry.label { labels.lessons.append(label) }
            }
            labels.lessons.reverse()
            return labels
        }
    }

    /// Drops entries that count no longer, when there are many; the last of all stays, for its number says how far an index
    /// has followed.
    ///
    /// - Returns: whether there were any.
    func compactLabels() throws(StoreFailure) -> Bool {
        guard hasNewLabels.withLock({ exchange(&$0, with: false) }) else { return false }
        return try asking { database in
            var vain: [Int64] = []
            var seen: Set<LabelKey> = []
            try Command(
                database,
                "SELECT id, high, low, record, topic, says, at, NULL, NULL FROM label ORDER BY id DESC"
            ).each([]) { (row: Columns) -> Void in
                let entry = Self.entry(row)
                let isFirst = seen.isEmpty
                if !seen.insert(LabelKey(entry)).inserted || entry.says == nil && !isFirst {
                    vain.append(row.integer(0))
                }
            }
            guard vain.count > Self.spareLabels else { return false }
            try database.inTransaction(.immediate) {
                for id in vain { try Command(database, "DELETE FROM label WHERE id = ?").run(.integer(id)) }
                return .commit
            }
            return true
        }
    }

    private struct LabelKey: Hashable {
        let article: LabelledArticle
        let topic: String

        init(_ entry: LabelEntry) {
            article = entry.article
            topic = entry.topic
        }
    }

    /// From the columns id, high, low, record, topic, says, at, lesson, words.
    private static func entry(_ row: Columns, hasLesson: Bool = true) -> LabelEntry {
        LabelEntry(
            article: LabelledArticle(ContentHash(high: row.bits(1), low: row.bits(2)), record: Int(row.integer(3))),
            words: row.isNull(8) ? nil : Fingerprint(bytes: row.bytes(8)[...]),
            topic: row.text(4) ?? "",
            says: row.optionalInteger(5).map { $0 != 0 },
            at: row.integer(6),
            lesson: hasLesson ? row.bytes(7) : []
        )
    }
}

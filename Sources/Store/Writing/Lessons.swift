import Analysis
import GRDB

/// What a transaction's articles teach about their sources.
struct Lessons {
    private let database: Database
    private var memories: [String: SourceMemory]
    private var changed: Set<String> = []
    /// Contents that still have a line in their text that is clutter now.
    private var outdated: Set<Int64> = []

    /// Sources that the writer keeps in memory (some 3 MB); then all are read again.
    private static let mostKept = 64

    init(_ database: Database, _ memories: [String: SourceMemory]) {
        self.database = database
        self.memories = memories
    }

    /// For the next transaction.
    var kept: [String: SourceMemory] { memories.count > Self.mostKept ? [:] : memories }

    /// - Parameter sequence: of the transaction's commit; the version of every profile that changes in it.
    mutating func learn(_ teaching: Teaching, from content: Int64, sequence: Int64) throws {
        let name = teaching.key.name
        // Taken out, so that it is changed in place: what stays in the dictionary would be copied first.
        var memory = try memories.removeValue(forKey: name) ?? StoredSources(database).memory(of: name)
        outdated.formUnion(
            memory.learn(
                teaching.lines,
                of: teaching.key,
                from: content,
                knowing: teaching.version,
                next: Int(sequence)
            )
        )
        memories[name] = memory
        changed.insert(name)
    }

    /// Writes what was learned, and has the contents read again whose text it changes; how many.
    func write(sequence: Int64) throws -> Int {
        guard !changed.isEmpty else { return 0 }
        let sources = StoredSources(database)
        for name in changed.sorted() {
            guard let memory = memories[name] else { continue }
            try sources.write(memory, of: name, sequence: sequence)
        }
        try sources.forgetOldest()
        let mark = try Command(database, "UPDATE content SET analysis = \(ArticleStore.staleAnalysis) WHERE id = ?")
        for content in outdated { try mark.run(.integer(content)) }
        return outdated.count
    }

    /// What is to be told to those who prepare articles, once it is committed.
    var profiles: [String: SourceProfile] {
        Dictionary(uniqueKeysWithValues: changed.compactMap { name in memories[name].map { (name, $0.profile) } })
    }
}

package import Analysis
import GRDB
import Synchronization

/// The profiles of sources as articles are prepared with them: those in the database, and which of them are known here.
final class Profiles: Sendable {
    /// Some 10 MB if every one of them were full; then all are looked up again.
    private static let mostKnown = 1_024

    private let known = Mutex<[String: SourceProfile]>([:])

    subscript(name: String) -> SourceProfile? { known.withLock { $0[name] } }

    /// What was just written; it replaces what was read before.
    func set(_ profile: SourceProfile, of name: String) {
        known.withLock { known in
            if known.count >= Self.mostKnown { known = [:] }
            known[name] = profile
        }
    }

    /// What was read, unless something was written meanwhile.
    func offer(_ profile: SourceProfile, of name: String) -> SourceProfile {
        known.withLock { known in
            if let written = known[name] { return written }
            if known.count >= Self.mostKnown { known = [:] }
            known[name] = profile
            return profile
        }
    }
}

extension ArticleStore {
    /// What is known of a source's clutter. Cost: nothing when it was asked for lately, else about 50 microseconds.
    func profile(of key: SourceKey) -> SourceProfile {
        let index = current
        if let known = index.profiles[key.name] { return known }
        // Not to know costs a second reading of the article, nothing else.
        guard let found = try? index.reading({ try StoredSources($0).memory(of: key.name).profile }) else {
            return .empty
        }
        return index.profiles.offer(found, of: key.name)
    }
}

/// Profiles as a daemon has stored them, for who is no daemon.
package final class StoredProfiles: Sendable {
    private let index: Index

    /// - Parameter path: the database file; it is only read, while its daemon runs or not.
    package init(at path: String) throws(StoreFailure) {
        index = try Index(elder: path)
    }

    deinit { try? index.close() }

    /// The profile for a document of its own source; the one that knows nothing where there is none.
    package func profile(of article: Article) throws(StoreFailure) -> SourceProfile {
        guard let key = SourceKey(article.document, folder: nil) else { return .empty }
        return try index.reading { try StoredSources($0).memory(of: key.name).profile }
    }
}

/// The table `source`.
struct StoredSources {
    private let database: Database

    /// Beyond it, those that no article came from for longest are forgotten: 50 MB if every one of them were full.
    static let most: Int64 = 4_096

    init(_ database: Database) {
        self.database = database
    }

    /// What is remembered; nothing of a source that is new, or whose row is damaged.
    func memory(of name: String) throws -> SourceMemory {
        let stored = try Command(database, "SELECT memory FROM source WHERE name = ?").first(.text(name)) {
            $0.bytes(0)
        }
        return stored.flatMap(SourceMemory.init(decoding:)) ?? SourceMemory()
    }

    func write(_ memory: SourceMemory, of name: String, sequence: Int64) throws {
        try Command(
            database,
            """
            INSERT INTO source (name, used, memory) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET used = excluded.used, memory = excluded.memory
            """
        ).run(.text(name), .integer(sequence), .bytes(memory.encoded()))
    }

    func forgetOldest() throws {
        try Command(
            database,
            """
            DELETE FROM source WHERE id IN (
                SELECT id FROM source ORDER BY used LIMIT max(0, (SELECT count(*) FROM source) - \(Self.most)))
            """
        ).run()
    }
}

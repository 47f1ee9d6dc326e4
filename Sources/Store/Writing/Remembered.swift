import Documents
import GRDB

/// The tables `remembered` and `newcomer`: arrivals without a file yet, and files without such an arrival.
struct Remembered {
    private let database: Database
    private let claim: Command
    private let remove: Command

    init(_ database: Database) throws {
        self.database = database
        claim = try Command(database, "SELECT at FROM remembered WHERE path = ?")
        remove = try Command(database, "DELETE FROM remembered WHERE path = ?")
    }

    var isEmpty: Bool {
        get throws { try Command(database, "SELECT 1 FROM remembered LIMIT 1").first { $0.integer(0) } == nil }
    }

    /// Neither is there anything to be claimed, nor anybody to claim it.
    var isSettled: Bool {
        get throws {
            try isEmpty && Command(database, "SELECT 1 FROM newcomer LIMIT 1").first { $0.integer(0) } == nil
        }
    }

    /// Takes in an entry of the list.
    func add(_ decision: Decision) throws {
        guard case .arrived(let path, let hash, let at) = decision else { return try forget(decision.path) }
        try Command(database, "INSERT OR REPLACE INTO remembered (path, at, high, low) VALUES (?, ?, ?, ?)").run(
            .bytes(path),
            .integer(at),
            hash.map { .bits($0.high) } ?? .null,
            hash.map { .bits($0.low) } ?? .null
        )
    }

    /// When the file at a path arrived; `nil` when nothing is remembered of it.
    func arrival(of path: [UInt8]) throws -> Int64? {
        try claim.first(.bytes(path)) { $0.integer(0) }
    }

    func forget(_ path: [UInt8]) throws { try remove.run(.bytes(path)) }

    /// The oldest arrival with a content.
    func find(_ hash: ContentHash) throws -> (path: [UInt8], at: Int64)? {
        try Command(database, "SELECT path, at FROM remembered WHERE high = ? AND low = ? ORDER BY at LIMIT 1")
            .first(.bits(hash.high), .bits(hash.low)) { ($0.bytes(0), $0.integer(1)) }
    }

    // MARK: - Files that had no arrival

    func welcome(_ file: Int64) throws {
        try Command(database, "INSERT OR IGNORE INTO newcomer (file) VALUES (?)").run(.integer(file))
    }

    func dismiss(_ file: Int64) throws {
        try Command(database, "DELETE FROM newcomer WHERE file = ?").run(.integer(file))
    }

    struct Newcomer {
        var file: Int64
        var path: [UInt8]
        var hash: ContentHash?
    }

    func newcomers(limit: Int) throws -> [Newcomer] {
        try Command(
            database,
            """
            SELECT newcomer.file, folder.path, file.name, content.high, content.low
            FROM newcomer LEFT JOIN file ON file.id = newcomer.file LEFT JOIN folder ON folder.id = file.folder
                LEFT JOIN content ON content.id = file.content AND file.gone IS NULL
            ORDER BY newcomer.file LIMIT ?
            """
        ).all(.integer(Int64(limit))) { row in
            Newcomer(
                file: row.integer(0),
                path: Path.join(row.bytes(1), row.bytes(2)),
                hash: row.isNull(3) ? nil : ContentHash(high: row.bits(3), low: row.bits(4))
            )
        }
    }

    /// - Returns: whether there may be more.
    func forgetSome() throws -> Bool {
        try Command(database, "DELETE FROM remembered WHERE path IN (SELECT path FROM remembered LIMIT 10000)").run()
        return database.changesCount > 0
    }
}

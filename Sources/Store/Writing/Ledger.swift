import Documents
import GRDB

/// A row of the table `file`.
struct FileRow {
    var id: Int64
    var isGone: Bool
    var state: FileState
    var content: Int64?
    var attempts: Int64
    var arrived: Int64
}

/// Folders and files: the table `file` and the ids of folders.
struct Ledger {
    var folders: [[UInt8]: Int64]
    private let database: Database
    /// The commit that is being written.
    private let sequence: Int64
    /// How many paths were left by a row that went on elsewhere.
    private var departures: Int64 = 0
    private let findFile: Command
    private let insertFile: Command
    private let updateFile: Command
    private let findGone: Command

    /// Ids of that many folders are kept in memory (some 10 MB); then all are forgotten.
    private static let foldersInMemory = 100_000

    private static let columns = "id, gone IS NOT NULL, state, content, attempts, arrived"

    init(_ database: Database, _ folders: [[UInt8]: Int64], sequence: Int64) throws {
        self.database = database
        self.sequence = sequence
        self.folders = folders
        findFile = try Command(database, "SELECT \(Self.columns) FROM file WHERE folder = ? AND name = ?")
        findGone = try Command(
            database,
            """
            SELECT \(Self.columns) FROM file
            WHERE content = ? AND inode = ? AND device = ? AND gone IS NOT NULL ORDER BY id LIMIT 1
            """
        )
        insertFile = try Command(
            database,
            """
            INSERT INTO file (folder, name, state, certain, device, inode, size, modified, changed, content, attempts,
                arrived, looked, reason, detail, sequence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        updateFile = try Command(
            database,
            """
            UPDATE file SET gone = NULL, state = ?1, certain = ?2, device = ?3, inode = ?4, size = ?5, modified = ?6,
                changed = ?7, content = ?8, attempts = ?9, looked = ?10, reason = ?11, detail = ?12,
                sequence = iif(
                    gone IS NULL AND state = ?1 AND content IS ?8 AND reason IS ?11 AND detail IS ?12, sequence, ?14)
            WHERE id = ?13
            """
        )
    }

    /// The id of a folder; `nil` when it is unknown.
    mutating func folder(_ path: [UInt8]) throws -> Int64? {
        if let known = folders[path] { return known }
        let found = try Command(database, "SELECT id FROM folder WHERE path = ?").first(.bytes(path)) { $0.integer(0) }
        if let found { remember(path, found) }
        return found
    }

    /// The id of a folder, which is made when it is unknown.
    mutating func makeFolder(_ path: [UInt8]) throws -> Int64 {
        if let known = try folder(path) { return known }
        try Command(database, "INSERT INTO folder (path) VALUES (?)").run(.bytes(path))
        let made = database.lastInsertedRowID
        remember(path, made)
        return made
    }

    /// How far the two halves of a rename lie apart at most: both are seen at once, and a batch takes about a second.
    private static let renameHalves: Int64 = 5_000_000_000

    private mutating func remember(_ path: [UInt8], _ id: Int64) {
        if folders.count >= Self.foldersInMemory { folders = [:] }
        folders[path] = id
    }

    func file(_ folder: Int64, _ name: [UInt8]) throws -> FileRow? {
        try findFile.first(.integer(folder), .bytes(name), read: Self.row)
    }

    /// The row of a file that went, with the same bytes in the same inode: it was renamed.
    func gone(_ content: Int64, _ stamp: StoredStamp) throws -> FileRow? {
        try findGone.first(.integer(content), .bits(stamp.inode), .bits(stamp.device), read: Self.row)
    }

    /// A younger row with the bytes and the inode of `row`: the other name of a rename that was seen first.
    ///
    /// One that has been there for longer than a rename's two halves lie apart is a hard link, a file of its own.
    ///
    /// - Parameter now: when the absence was seen, nanoseconds since 1970.
    func twin(of row: FileRow, now: Int64) throws -> Int64? {
        guard row.content != nil else { return nil }
        return try Command(
            database,
            """
            SELECT twin.id FROM file AS old CROSS JOIN file AS twin
                ON twin.content = old.content AND twin.inode = old.inode AND twin.device = old.device
            WHERE old.id = ? AND twin.id > old.id AND twin.gone IS NULL AND twin.arrived > ? ORDER BY twin.id LIMIT 1
            """
        ).first(.integer(row.id), .integer(now - Self.renameHalves)) { $0.integer(0) }
    }

    /// Where a file stands, and what it holds.
    func place(of id: Int64) throws -> (path: [UInt8], hash: ContentHash?)? {
        try Command(
            database,
            """
            SELECT folder.path, file.name, content.high, content.low FROM file JOIN folder ON folder.id = file.folder
                LEFT JOIN content ON content.id = file.content
            WHERE file.id = ?
            """
        ).first(.integer(id)) { row in
            (
                Path.join(row.bytes(0), row.bytes(1)),
                row.isNull(2) ? nil : ContentHash(high: row.bits(2), low: row.bits(3))
            )
        }
    }

    func insert(_ folder: Int64, _ name: [UInt8], _ entry: Entry) throws -> Int64 {
        try insertFile.run(
            .integer(folder),
            .bytes(name),
            .integer(Int64(entry.state.number)),
            .integer(entry.isCertain ? 1 : 0),
            entry.device,
            entry.inode,
            .optional(entry.stamp?.size),
            .optional(entry.stamp?.modified),
            .optional(entry.stamp?.changed),
            .optional(entry.content),
            .integer(entry.attempts),
            .integer(entry.arrived),
            .integer(entry.at),
            .optional(entry.reason),
            .optional(entry.detail),
            .integer(sequence)
        )
        return database.lastInsertedRowID
    }

    /// A row that is only looked at again keeps its sequence: nothing else is told of its file.
    func update(_ id: Int64, _ entry: Entry) throws {
        try updateFile.run(
            .integer(Int64(entry.state.number)),
            .integer(entry.isCertain ? 1 : 0),
            entry.device,
            entry.inode,
            .optional(entry.stamp?.size),
            .optional(entry.stamp?.modified),
            .optional(entry.stamp?.changed),
            .optional(entry.content),
            .integer(entry.attempts),
            .integer(entry.at),
            .optional(entry.reason),
            .optional(entry.detail),
            .integer(id),
            .integer(sequence)
        )
    }

    /// What was found in the files with these bytes is something else.
    func noteRead(content: Int64) throws {
        try Command(database, "UPDATE file SET sequence = ? WHERE content = ? AND gone IS NULL")
            .run(.integer(sequence), .integer(content))
    }

    func markGone(_ id: Int64, at: Int64) throws {
        try Command(database, "UPDATE file SET gone = ?, sequence = ? WHERE id = ?")
            .run(.integer(at), .integer(sequence), .integer(id))
    }

    /// Gives a row another path. That the file is not at the old one any more is told before what this commit brings: a
    /// file that takes its place is then told after it.
    mutating func move(_ id: Int64, to folder: Int64, _ name: [UInt8]) throws {
        if let (path, _) = try place(of: id) {
            departures += 1
            try ChangePosition(sequence: sequence, phase: .departed, place: departures).note(path, in: database)
        }
        try Command(database, "UPDATE file SET folder = ?, name = ?, sequence = ? WHERE id = ?")
            .run(.integer(folder), .bytes(name), .integer(sequence), .integer(id))
    }

    func remove(_ id: Int64) throws {
        try Command(database, "DELETE FROM file WHERE id = ?").run(.integer(id))
    }

    /// Gives `old` the place, the stamp and the state of `twin`, whose row goes.
    mutating func take(_ twin: Int64, into old: Int64) throws {
        let place = try Command(database, "SELECT folder, name FROM file WHERE id = ?").first(.integer(twin)) {
            ($0.integer(0), $0.bytes(1))
        }
        guard let (folder, name) = place else { return }
        try Command(
            database,
            """
            UPDATE file SET (gone, state, certain, size, modified, changed, attempts, looked, reason, detail)
                = (SELECT gone, state, certain, size, modified, changed, attempts, looked, reason, detail
                    FROM file WHERE id = ?)
            WHERE id = ?
            """
        ).run(.integer(twin), .integer(old))
        try remove(twin)
        try move(old, to: folder, name)
    }

    private static func row(_ row: Columns) -> FileRow {
        FileRow(
            id: row.integer(0),
            isGone: row.integer(1) != 0,
            state: FileState(number: row.integer(2)) ?? .failed,
            content: row.optionalInteger(3),
            attempts: row.integer(4),
            arrived: row.integer(5)
        )
    }
}

/// What is written about a file, save its place.
struct Entry {
    var at: Int64
    /// Of use for a new row alone.
    var arrived: Int64
    var state: FileState
    var stamp: StoredStamp?
    var content: Int64?
    var attempts: Int64 = 0
    var reason: String?
    var detail: String?

    init(
        at: Int64,
        state: FileState,
        stamp: StoredStamp?,
        content: Int64? = nil,
        reason: String?,
        detail: String?
    ) {
        self.at = at
        arrived = at
        self.state = state
        self.stamp = stamp
        self.content = content
        self.reason = reason
        self.detail = detail
    }

    /// What has no stamp is always looked at again.
    var isCertain: Bool { stamp?.isCertain(at: at) ?? false }
    var device: Value { stamp.map { .bits($0.device) } ?? .null }
    var inode: Value { stamp.map { .bits($0.inode) } ?? .null }
}

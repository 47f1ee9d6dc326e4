import GRDB

/// The table `article`: which text a record of a file shows, under an id that stays.
struct Articles {
    private let database: Database
    private let insert: Command

    init(_ database: Database) throws {
        self.database = database
        insert = try Command(database, "INSERT INTO article (id, file, record, text, shown) VALUES (?, ?, ?, ?, 1)")
    }

    func add(_ id: Int64, file: Int64, record: Int64, text: Int64) throws {
        try insert.run(.integer(id), .integer(file), .integer(record), .integer(text))
    }

    /// The ids that the file's records have had.
    func ids(of file: Int64) throws -> [(id: Int64, record: Int64)] {
        try Command(database, "SELECT id, record FROM article WHERE file = ? ORDER BY record")
            .all(.integer(file)) { (id: $0.integer(0), record: $0.integer(1)) }
    }

    func show(_ id: Int64, text: Int64) throws {
        try Command(database, "UPDATE article SET text = ?, shown = 1 WHERE id = ?").run(.integer(text), .integer(id))
    }

    /// Takes the file's articles out of every answer; how many there were.
    func hide(file: Int64) throws -> Int {
        try Command(database, "UPDATE article SET shown = 0 WHERE file = ? AND shown").run(.integer(file))
        return database.changesCount
    }

    /// How many of the removed were shown.
    func remove(file: Int64) throws -> Int {
        let shown = try hide(file: file)
        try Command(database, "DELETE FROM article WHERE file = ?").run(.integer(file))
        return shown
    }
}
